"""`manage.py load_legal_texts`: the legal pages of the repository, as dated versions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from somosnlp.accounts.services.legal import load_legal_texts


class Command(BaseCommand):
    help = "Load the legal pages of somosnlp/accounts/data/legal; stored versions are never overwritten."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = load_legal_texts()
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{count} {state}" for state, count in sorted(done.items())))
