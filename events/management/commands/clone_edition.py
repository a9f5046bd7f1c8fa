"""`manage.py clone_edition 2026 2027 [--shift-days N]`"""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from events.services.cloning import YEAR, CannotCloneError, clone_edition


class Command(BaseCommand):
    help = (
        "Start an edition with what another has: dates moved, pages as drafts, neither published nor current."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="the edition to copy, like 2026")
        parser.add_argument("target", help="the new one, like 2027")
        parser.add_argument(
            "--shift-days",
            type=int,
            default=YEAR.days,
            help="move dates by so many days (364: the same weekday)",
        )

    def handle(self, *args: Any, source: str, target: str, shift_days: int, **options: Any) -> None:
        try:
            edition = clone_edition(source, target, shift=timedelta(days=shift_days))
        except (CannotCloneError, OverflowError) as refused:
            raise CommandError(str(refused)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(
            f"Edition {edition.slug} is there, {edition.starts_on} to {edition.ends_on}; "
            "its pages are drafts, and it is neither published nor current."
        )
