from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registrations", "0002_registration_extension")]

    operations = [
        migrations.AlterModelOptions(
            name="registration",
            options={
                "ordering": ("-created_at", "-pk"),
                "permissions": [("export_registration", "Can export registrations with names and addresses")],
                "verbose_name": "inscripción",
                "verbose_name_plural": "inscripciones",
            },
        ),
    ]
