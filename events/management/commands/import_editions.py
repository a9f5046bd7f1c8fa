"""`manage.py import_editions [FILE] [--demo]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.importing.problems import BadFilesError
from events.services.importing import BUNDLED, import_editions


class Command(BaseCommand):
    help = (
        "Import editions, their programme, sponsors and projects. Running it again writes only what differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=BUNDLED, help="a YAML file like events/data/somosnlp.yaml"
        )
        parser.add_argument(
            "--demo",
            action="store_true",
            help="also the invented edition that is open today, as the current one",
        )

    def handle(self, *args: Any, file: Path, demo: bool, **options: Any) -> None:
        try:
            report = import_editions(file, demo=demo)
        except BadFilesError as refused:
            problems = "\n".join(refused.lines)
            raise CommandError(
                f"Nothing was imported. To correct ({len(refused.lines)}):\n{problems}"
            ) from None
        for line in report.lines():
            self.stdout.write(line)
        self.stdout.write(report.summary())
