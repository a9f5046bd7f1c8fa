"""Not more than so many mails about topics in a person's day: what exceeds waits for the next morning.

Codes, answers and other operational mail are never counted and never wait, nor do topics that cannot wait.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from heapq import heapify, heappop, heappush

from django.conf import settings
from django.db import connection

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.querysets import OutgoingEmailQuerySet
from somosnlp.outbox.rules import MORNING
from somosnlp.outbox.states import Status
from somosnlp.outbox.topics import topics
from somosnlp.ui.zones import zone_info


def is_capped(topic: str) -> bool:
    """Tell whether mails about `topic` are counted, and may have to wait."""
    return topic not in _uncapped()


def wait_until(mail: OutgoingEmail, now: datetime) -> datetime | None:
    """Return when `mail` may leave because its person has had enough today, or None when it may leave now.

    Two workers with mails to the same address take turns: an advisory lock of the caller's transaction.
    """
    if not is_capped(mail.topic):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('outbox.cap'), hashtext(%s))", [mail.to])
    today = sent_since(midnight(now, mail.time_zone), [mail.to]).count()
    return next_morning(now, mail.time_zone) if today >= settings.OUTBOX_DAILY_CAP else None


def sent_since(instant: datetime, addresses: Iterable[str]) -> OutgoingEmailQuerySet:
    """Return the mails that count and left for `addresses` since `instant`."""
    sent = OutgoingEmail.objects.filter(to__in=list(addresses), status=Status.SENT, sent_at__gte=instant)
    return sent.exclude(topic__in=_uncapped())


def midnight(now: datetime, zone: str) -> datetime:
    """Return when the day of `now` began in `zone`."""
    return _local(now, zone, 0, time())


def next_morning(now: datetime, zone: str) -> datetime:
    """Return nine o'clock of the day after `now` in `zone`."""
    return _local(now, zone, 1, MORNING)


@dataclass(frozen=True, order=True)
class Foreseen:
    """One mail that will be tried at `at`."""

    at: datetime
    key: str
    zone: str
    useful_until: datetime


def foresee(mails: Iterable[Foreseen], sent: Iterable[datetime]) -> dict[str, datetime | None]:
    """Return when each mail to one person really leaves, by key; None for one whose time passes waiting.

    `sent` are the instants of what counts already. The same rule as `wait_until`, with the clock moved.
    """
    waiting, left, answer = list(mails), list(sent), dict[str, datetime | None]()
    heapify(waiting)
    while waiting:
        mail = heappop(waiting)
        if mail.at >= mail.useful_until:
            answer[mail.key] = None
        elif _count(left, mail) >= settings.OUTBOX_DAILY_CAP:
            later = Foreseen(next_morning(mail.at, mail.zone), mail.key, mail.zone, mail.useful_until)
            heappush(waiting, later)
        else:
            left.append(mail.at)
            answer[mail.key] = mail.at
    return answer


def _count(left: list[datetime], mail: Foreseen) -> int:
    begin = midnight(mail.at, mail.zone)
    return Counter(begin <= instant <= mail.at for instant in left)[True]


def _local(now: datetime, zone: str, days: int, clock: time) -> datetime:
    place = zone_info(zone)
    day = now.astimezone(place).date() + timedelta(days=days)
    return datetime.combine(day, clock, place).astimezone(UTC)


def _uncapped() -> list[str]:
    return ["", *(topic.key for topic in topics() if not topic.capped)]
