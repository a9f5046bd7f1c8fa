"""Keep of each change of a release both sides whole: when, how long and where."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0006_attendance_once_per_person")]

    operations = [
        migrations.AddField(
            model_name="releasechange",
            name="was_minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="duraba (minutos)"),
        ),
        migrations.AddField(
            model_name="releasechange",
            name="now_minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="dura (minutos)"),
        ),
        migrations.AddField(
            model_name="releasechange",
            name="now_venue",
            field=models.CharField(blank=True, max_length=200, verbose_name="es en"),
        ),
    ]
