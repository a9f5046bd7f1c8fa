"""Who decides when no person does."""

from django.utils.translation import gettext

from somosnlp.accounts.models import User

SYSTEM_EMAIL = "sistema@somosnlp.invalid"


def system_user() -> User:
    """Return the user automatic decisions are made by: it has no password, no rights and cannot sign in."""
    user, _ = User.objects.get_or_create(
        email=SYSTEM_EMAIL, defaults={"name": gettext("Sistema"), "is_active": False, "password": "!"}
    )
    return user
