"""Reviewers of the tests, and the addresses of one kind."""

from typing import Any

from django.contrib.auth.models import Permission
from django.urls import reverse

from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory

LIST = "/admin/events/organiserapplication/"
REVIEW = "review_organiserapplication"


def staff(*codenames: str, **facts: Any) -> User:
    """Return somebody with these permissions."""
    user: User = UserFactory(is_staff=True, **facts)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def url(name: str, *args: Any) -> str:
    """Return the address of a page about applications."""
    return reverse(f"admin:events_organiserapplication_{name}", args=args)
