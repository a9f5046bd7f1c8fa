"""The weekly digest of organisers: what waits for them, on the day they chose, at eight where they live.

Each app tells its part: `PROVIDERS["digest_sections"]` lists functions that get the reader's number and
answer with a `Section` or None. `PROVIDERS["digest_readers"]` says who may read it at all, with address,
language and zone: who is no organiser any more gets nothing, whatever they chose.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from somosnlp.outbox.health import queue_health
from somosnlp.outbox.models import DigestPreference, OutgoingEmail
from somosnlp.outbox.services import queue
from somosnlp.outbox.states import Status
from somosnlp.providers import providers
from somosnlp.ui.zones import zone_info

MORNING = time(8)
TEMPLATE = "outbox/mail/digest"


@dataclass(frozen=True)
class DigestReader:
    """An organiser."""

    user_id: int
    email: str
    language: str
    zone: str


@dataclass(frozen=True)
class Line:
    """One thing to look at, and where (a path of this site)."""

    text: str
    path: str


@dataclass(frozen=True)
class Section:
    """What one app has to tell; without lines it is left out."""

    title: str
    lines: list[Line]


def send_digests(now: datetime | None = None) -> int:
    """Queue the digests whose morning has come; return how many. One a week each, however often it runs."""
    now = now or timezone.now()
    chosen = dict(DigestPreference.objects.values_list("user_id", "weekday"))
    return sum(_send(reader, now) for reader in readers(list(chosen)) if _is_time(reader, chosen, now))


def readers(user_ids: list[int]) -> Iterator[DigestReader]:
    """Return those of `user_ids` who are organisers."""
    asking: Iterable[Callable[[list[int]], Iterable[DigestReader]]] = providers("digest_readers")
    for ask in asking:
        yield from ask(user_ids)


def sections_for(user_id: int) -> list[Section]:
    """Return what there is to tell this organiser, in the active language."""
    asking: Iterable[Callable[[int], Section | None]] = providers("digest_sections")
    found = [ask(user_id) for ask in asking]
    return [section for section in found if section and section.lines]


def mail_section(user_id: int) -> Section | None:
    """Tell what did not leave: mails that failed this week, and a queue that nobody empties."""
    mails = reverse("admin:outbox_outgoingemail_changelist")
    lines = []
    since = timezone.now() - timedelta(days=7)
    if failed := OutgoingEmail.objects.filter(status=Status.FAILED, created_at__gte=since).count():
        words = ngettext(
            "%(count)d correo falló esta semana", "%(count)d correos fallaron esta semana", failed
        )
        lines.append(Line(words % {"count": failed}, f"{mails}?status__exact=failed"))
    health = queue_health()
    if health.held:
        words = ngettext("%(count)d correo retenido", "%(count)d correos retenidos", health.held)
        lines.append(Line(words % {"count": health.held}, f"{mails}?status__exact=held"))
    if health.overdue_seconds > 600:
        minutes = int(health.overdue_seconds // 60)
        words = _("La cola no sale: el más antiguo espera desde hace %(minutes)d minutos")
        lines.append(Line(words % {"minutes": minutes}, f"{mails}?status__exact=queued"))
    return Section(_("Correos"), lines)


def choose_day(user_id: int, weekday: int | None) -> None:
    """Note on which day this organiser wants the digest; None for never."""
    if weekday is None:
        DigestPreference.objects.filter(user_id=user_id).delete()
    else:
        DigestPreference.objects.update_or_create(user_id=user_id, defaults={"weekday": weekday})


def day_of(user_id: int) -> int | None:
    """Return the day this organiser chose, Monday 0; None for never."""
    return DigestPreference.objects.filter(user_id=user_id).values_list("weekday", flat=True).first()


def reader_of(user_id: int) -> DigestReader | None:
    """Return an organiser, or None for who may not read a digest."""
    return next(iter(readers([user_id])), None)


def _is_time(reader: DigestReader, chosen: dict[int, int], now: datetime) -> bool:
    local = now.astimezone(zone_info(reader.zone))
    return local.weekday() == chosen[reader.user_id] and local.time() >= MORNING


def _send(reader: DigestReader, now: datetime) -> bool:
    year, week, _day = now.astimezone(zone_info(reader.zone)).isocalendar()
    key = f"digest:{reader.user_id}:{year}-{week}"
    if OutgoingEmail.objects.filter(dedupe_key=key).exists():
        return False
    with translation.override(reader.language):
        sections = sections_for(reader.user_id)
        action = {
            "action_url": settings.SITE_URL + reverse("admin:index"),
            "action_text": _("Ir a la organización"),
        }
    mail = queue(
        TEMPLATE,
        to=reader.email,
        user_id=reader.user_id,
        language=reader.language,
        time_zone=reader.zone,
        context={"sections": sections, **action},
        dedupe_key=key,
        expires_at=now + timedelta(days=2),
    )
    return mail is not None
