"""Makes the limit's tables and fills them: `DJANGO_SETTINGS_MODULE=… python -m benchmarks.limit_app.seed`."""

from datetime import timedelta

import django
from django.core.management import call_command
from django.utils import timezone


def seed() -> None:
    """Five tracks and the talks of the views."""
    from benchmarks.limit_app.models import Talk, Track  # noqa: PLC0415 (after django.setup)
    from benchmarks.limit_app.views import TALKS  # noqa: PLC0415

    call_command("migrate", run_syncdb=True, verbosity=0)
    now = timezone.now()
    tracks = Track._default_manager.bulk_create([Track(name=f"Track {number}") for number in range(5)])
    Talk._default_manager.bulk_create(
        Talk(
            track=tracks[number % 5],
            title=f"Talk {number} about the languages we speak",
            speaker=f"Speaker {number}",
            state="submitted",
            text="A sentence as long as sentences usually are, and another. " * 9,
            starts_at=now + timedelta(hours=number),
        )
        for number in range(TALKS)
    )


if __name__ == "__main__":
    django.setup()
    seed()
