"""The hours of a rule count from what somebody did, or back from a session."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0011_stuck_mails")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="hours",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="horas"),
        )
        for name in ("reminderrule", "reminderruleevent")
    ]
