"""`manage.py sync_groups`: the groups of the contract with their permissions."""

from typing import Any

from django.core.management.base import BaseCommand

from somosnlp.accounts.services.groups import sync_groups


class Command(BaseCommand):
    help = "Make the groups and give each the permissions that somosnlp/accounts/groups.py names."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = sync_groups()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
