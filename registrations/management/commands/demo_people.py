"""`manage.py demo_people 200`"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.models import Edition
from events.states import DEMO
from registrations.demo.seeding import add_crowd


class Command(BaseCommand):
    help = "Register invented people in the demo edition who want a team proposed (local settings only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("people", type=int, help="how many there shall be")

    def handle(self, *args: Any, people: int, **options: Any) -> None:
        if not getattr(settings, "DEMO_PASSWORD", ""):
            raise CommandError("Invented people are for the local settings: DEMO_PASSWORD is not set.")
        edition = Edition.objects.filter(slug=DEMO).first()
        if edition is None:
            raise CommandError("There is no demo edition yet: `make run` or `manage.py seed_demo` makes it.")
        self.stdout.write(f"{add_crowd(edition, people)} of {people} people new")
