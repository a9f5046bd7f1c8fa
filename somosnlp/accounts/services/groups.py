"""Groups: made and given their permissions from one list in the code."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from somosnlp.accounts.groups import GROUPS


@transaction.atomic
def sync_groups() -> dict[str, int]:
    """Make each group have exactly the permissions its patterns name; return how many each has.

    Run after `migrate`, as often as you like. Groups that organisers made are left alone.
    """
    known = _permissions()
    return {name: _set(name, known, patterns) for name, patterns in GROUPS.items()}


def _permissions() -> dict[str, Permission]:
    """Return every permission by `app.codename`, those of models migrated a moment ago too."""
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    return {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }


def _set(name: str, known: dict[str, Permission], patterns: Iterable[str]) -> int:
    chosen = [row for key, row in known.items() if any(fnmatchcase(key, pattern) for pattern in patterns)]
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.set(chosen)
    return len(chosen)
