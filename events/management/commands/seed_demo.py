"""`manage.py seed_demo`"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.demo.edition import seed_demo


class Command(BaseCommand):
    help = "Make the demo edition, open today, with its accounts and invented people (local settings only)."

    def handle(self, *args: Any, **options: Any) -> None:
        password = getattr(settings, "DEMO_PASSWORD", "")
        if not password:
            raise CommandError("The demo edition is for the local settings: DEMO_PASSWORD is not set.")
        report = seed_demo(password)
        for line in report.lines():
            self.stdout.write(line)
        self.stdout.write(report.summary())
