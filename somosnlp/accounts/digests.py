"""Who reads the weekly digest of organisers."""

from collections.abc import Iterable

from somosnlp.accounts.models import User
from somosnlp.outbox.digest import DigestReader


def digest_readers(user_ids: list[int]) -> Iterable[DigestReader]:
    """Return those of `user_ids` who may enter the admin, for PROVIDERS["digest_readers"]."""
    people = User.objects.filter(pk__in=user_ids, is_staff=True, is_active=True)
    for person in people.only("email", "language", "time_zone"):
        yield DigestReader(person.pk, person.email, person.language, person.time_zone)
