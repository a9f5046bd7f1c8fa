"""Finding and making the person behind an address."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from somosnlp.accounts.models import User
from somosnlp.ui.zones import zone_or_blank


@transaction.atomic
def find_or_create_user(email: str, *, language: str, time_zone: str) -> User | None:
    """Return the person who has `email`, made now without a password where nobody has it.

    Whoever proved the address comes first. An existing person keeps language and zone: nothing is
    proven yet. Returns None for an account that was closed. Two calls at once make one person.
    """
    address = email.strip().lower()
    proven = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    user: User = proven.user if proven else _user_of(address, language, time_zone)
    return user if user.is_active else None


def _user_of(address: str, language: str, time_zone: str) -> User:
    user, _ = User.objects.get_or_create(
        email=address,
        defaults={
            "password": make_password(None),
            "language": language,
            "time_zone": zone_or_blank(time_zone),
        },
    )
    EmailAddress.objects.get_or_create(user=user, email=address)
    return user


def owns_address(user: User, email: str) -> bool:
    """Tell whether `user` has proven that `email` is theirs."""
    address = email.strip().lower()
    return bool(EmailAddress.objects.filter(user=user, email=address, verified=True).exists())
