"""What people say about themselves, and what they allow."""

from typing import Any

from django.utils import timezone

from somosnlp.accounts.models import Consent, User

#: What a person may change about themselves; the e-mail address goes through allauth.
PROFILE_FIELDS = frozenset(
    {
        "name",
        "public_name",
        "country",
        "time_zone",
        "language",
        "pronouns",
        "hugging_face",
        "hugging_face_later",
        "discord",
        "discord_later",
        "github",
    }
)


def update_profile(user: User, **changes: Any) -> None:
    """Write the columns in `changes` of `user`, and no other: two tabs with different questions keep both.

    A name given takes back «todavía no tengo». Raises ValueError for a column that is not the person's.
    """
    if unknown := changes.keys() - PROFILE_FIELDS:
        raise ValueError(f"not part of the profile: {', '.join(sorted(unknown))}")
    for handle in ("hugging_face", "discord"):
        if changes.get(handle):
            changes[f"{handle}_later"] = False
        elif changes.get(f"{handle}_later"):
            changes[handle] = ""
    if changes and User.objects.filter(pk=user.pk).update(**changes):
        for column, value in changes.items():
            setattr(user, column, value)


def learn_name(user: User, name: str) -> None:
    """Give an account that has no name yet the one its person wrote in a form; theirs stays theirs."""
    if name and not user.name:
        update_profile(user, name=name)


def grant_consent(user: User, purpose: str, *, text_version: str) -> None:
    """Record that `user` allows `purpose` after reading `text_version`; a yes in force stays as it is."""
    consent = Consent(user=user, purpose=purpose, text_version=text_version)
    Consent.objects.bulk_create([consent], ignore_conflicts=True)


def withdraw_consent(user: User, purpose: str) -> bool:
    """Date the end of `user`'s consent to `purpose`; tell whether there was one in force."""
    in_force = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None)
    return bool(in_force.update(withdrawn_at=timezone.now()))


def consents_in_force(user: User) -> dict[str, Consent]:
    """Return what `user` allows now, by purpose."""
    return {row.purpose: row for row in Consent.objects.filter(user=user, withdrawn_at=None)}
