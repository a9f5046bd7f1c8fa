"""The five accounts of `make run`, which nobody else has."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from somosnlp.accounts.groups import JURY, ORGANISERS, PROGRAMME
from somosnlp.accounts.models import User
from somosnlp.accounts.services.groups import sync_groups

#: E-mail → columns and groups. The people are invented.
ACCOUNTS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "organizacion@example.org": (
        {"name": "Olga Ganem", "country": "CO", "time_zone": "America/Bogota", "is_superuser": True}
        | {"is_staff": True},
        (ORGANISERS,),
    ),
    "revision@example.org": (
        {"name": "Renata Vidal", "country": "MX", "time_zone": "America/Mexico_City", "is_staff": True},
        (PROGRAMME,),
    ),
    "jurado@example.org": (
        {"name": "Julián Rado", "country": "ES", "time_zone": "Europe/Madrid", "is_staff": True},
        (JURY,),
    ),
    "participante@example.org": (
        {"name": "Paula Tintaya", "country": "BO", "time_zone": "America/La_Paz", "discord": "paula.tintaya"},
        (),
    ),
    "capitana@example.org": (
        {"name": "Capi Tanaro", "country": "AR", "time_zone": "America/Argentina/Buenos_Aires"}
        | {"hugging_face": "capi-tanaro", "discord": "capi.tanaro"},
        (),
    ),
}


@transaction.atomic
def create_demo_accounts(password: str) -> dict[str, User]:
    """Make the demo accounts with `password` and proven addresses, and give back those there are.

    Existing ones keep what people changed in them; the password is set again.
    """
    sync_groups()
    return {email: _account(email, password, *parts) for email, parts in ACCOUNTS.items()}


def _account(email: str, password: str, columns: dict[str, Any], groups: tuple[str, ...]) -> User:
    user, _ = User.objects.get_or_create(email=email, defaults={"public_name": columns["name"], **columns})
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    proven = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=user, email=email, defaults=proven)
    user.groups.add(*Group.objects.filter(name__in=groups))
    return user
