"""What mails are about, and who does not want to hear of it any more.

A mail without a topic is operational (a code, an answer, a decision) and cannot be switched off. Every
other one names a topic, carries `List-Unsubscribe` and a link in its footer, and leaves only for who
wants it: asked when it is planned and once more when it leaves.

Topics are listed in `PROVIDERS["mail_topics"]`. Most are on until somebody switches them off, which is a
`TopicChoice`. A topic that needs a yes first has a `keeper`: the app that keeps consents is the only place
where that yes stands, whether it is given in the profile or withdrawn by a link in a mail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from somosnlp.outbox.models import TopicChoice
from somosnlp.providers import providers

SALT = "somosnlp.outbox.topics"
_TABLE = TopicChoice._meta.db_table


class Keeper(Protocol):
    """Keeps the consents that one topic asks for."""

    def allowed(self) -> "QuerySet[Any, tuple[str]]":
        """Return the addresses, in lower case, of those who said yes: a `values_list` of one column."""
        ...

    def switch(self, address: str, user_id: int | None, *, on: bool) -> None:
        """Note that who reads `address` gives or withdraws the consent."""
        ...


@dataclass(frozen=True)
class Topic:
    """`capped`: it waits for tomorrow when the person has had enough mail today."""

    key: str
    label: str | Promise
    about: str | Promise
    capped: bool = True
    keeper: Keeper | None = None


@dataclass(frozen=True)
class Reader:
    """Who holds a link: an address, and the person's number where it is known."""

    address: str
    user_id: int | None = None


#: «Avísame cuando abra»: the outbox's own.
CALLS = Topic(
    "calls",
    gettext_lazy("Avisos que pediste"),
    gettext_lazy("Cuando abre una convocatoria de la que dijiste «avísame»."),
)
#: What organisers remind of in their own words.
REMINDERS = Topic(
    "reminders",
    gettext_lazy("Recordatorios de la organización"),
    gettext_lazy("Antes de un plazo de la edición en la que participas."),
)


def topics() -> list[Topic]:
    """Return every topic, in the order of the settings."""
    return list(providers("mail_topics"))


def topic_named(key: str) -> Topic:
    """Return the topic `key`; one that nobody lists is called by its key and is on until switched off."""
    return next((topic for topic in topics() if topic.key == key), Topic(key, key, ""))


def declined(key: str) -> tuple[str, list[Any]]:
    """Return SQL that is true where the columns `email` and `user_id` say who does not want topic `key`.

    Hashed sets and no joins: it may stand in a WHERE and in a CASE, over one row and over 100,000.
    """
    if not key:
        return "FALSE", []
    keeper = topic_named(key).keeper
    if keeper is not None:
        sql, params = keeper.allowed().order_by().query.sql_with_params()
        return f"lower(email) NOT IN ({sql})", list(params)
    sql = (
        f"(lower(email) IN (SELECT off.email FROM {_TABLE} AS off WHERE off.topic = %s)"  # noqa: S608
        f" OR coalesce(user_id, 0) IN (SELECT off.user_id FROM {_TABLE} AS off"
        " WHERE off.topic = %s AND off.user_id IS NOT NULL))"
    )
    return sql, [key, key]


def wants(key: str, reader: Reader) -> bool:
    """Tell whether `reader` may be written to about topic `key`."""
    refuses, params = declined(key)
    sql = f"SELECT NOT ({refuses}) FROM (VALUES (%s::text, %s::bigint)) AS reader (email, user_id)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, reader.address, reader.user_id])
        return bool(cursor.fetchone()[0])


def switch(key: str, reader: Reader, *, on: bool) -> None:
    """Note that `reader` wants, or does not want, mail about topic `key`; the same again changes nothing."""
    keeper = topic_named(key).keeper
    address = reader.address.lower()
    if keeper is not None:
        keeper.switch(address, reader.user_id, on=on)
    elif on:
        known = Q(user_id=reader.user_id) if reader.user_id else Q(pk=None)
        TopicChoice.objects.filter(Q(email=address) | known, topic=key).delete()
    else:
        TopicChoice.objects.bulk_create(
            [TopicChoice(email=address, topic=key, user_id=reader.user_id)],
            update_conflicts=bool(reader.user_id),
            ignore_conflicts=not reader.user_id,
            update_fields=["user_id"] if reader.user_id else None,
            unique_fields=["email", "topic"] if reader.user_id else None,
        )


def unsubscribe_url(key: str, reader: Reader, language: str) -> str:
    """Return the link by which `reader` leaves topic `key` without signing in; it never expires."""
    token = Signer(salt=SALT).sign_object([key, reader.address, reader.user_id])
    with translation.override(language):
        return str(settings.SITE_URL) + reverse("mail-topics-signed", args=[token])


def read_token(token: str) -> tuple[str, Reader]:
    """Return the topic and the reader of a link. Raises BadSignature for one we did not make."""
    value = Signer(salt=SALT).unsign_object(token)
    match value:
        case [str(key), str(address), int() | None as user_id]:
            return key, Reader(address, user_id)
    raise BadSignature("not a link of ours")


def states(reader: Reader, first: str = "") -> Iterable[tuple[Topic, bool]]:
    """Return every topic and whether `reader` wants it, the one called `first` before the others."""
    known = topics()
    if first and first not in {topic.key for topic in known}:
        known.append(topic_named(first))
    return [(topic, wants(topic.key, reader)) for topic in sorted(known, key=lambda t: t.key != first)]
