"""Sessions as calendars: the programme of an edition, one session; and the event each of them is."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.calendars.ical import Entry, Sheet, calendar
from events.calendars.links import session_address
from events.models import Edition, Session
from events.querysets import SessionQuerySet
from somosnlp.outbox.links import page_url

#: Minutes in a calendar of a session whose length nobody announced.
USUAL_LENGTH = 60


def dated_sessions(edition: Edition) -> SessionQuerySet:
    """Return the published sessions of `edition` that have a date, cancelled ones too, with their people."""
    sessions = Session.objects.published().filter(edition=edition).exclude(starts_at=None, day=None)
    return sessions.in_order().select_related("edition", "topic").with_cast()


def programme_file(edition: Edition, sessions: Iterable[Session]) -> bytes:
    """Return the programme of `edition` as an .ics file in the active language."""
    sheet = Sheet(
        name=programme_name(edition),
        text=_("Se pone al día cuando una sesión cambia."),
        language=_language(),
        source=_absolute("programme-ics", edition.slug),
        page=_absolute("programme", edition.slug),
    )
    return calendar(sheet, map(session_entry, sessions))


def programme_name(edition: Edition) -> str:
    """Return what the programme of `edition` is called among somebody's calendars."""
    return _("Programa · %(edition)s") % {"edition": edition.name}


def session_file(session: Session) -> bytes:
    """Return one session as an .ics file in the active language."""
    sheet = Sheet(
        name=session.title,
        text=session.edition.name,
        language=_language(),
        source=_absolute("session-ics", session.edition.slug, session.slug),
        page=session_address(session),
    )
    return calendar(sheet, [session_entry(session)])


def session_uid(session: Session) -> str:
    """Return what names `session` in every calendar, whatever its title, address or date become."""
    return f"sesion-{session.pk}@somosnlp"


def session_entry(session: Session, *, room: str = "", is_busy: bool = False) -> Entry:
    """Return the event of `session`; `room` is told to who signed up, whose time it takes (`is_busy`)."""
    cancelled = session.is_cancelled
    title = _("Cancelada: %(title)s") % {"title": session.title} if cancelled else session.title
    return Entry(
        uid=session_uid(session),
        sequence=session.sequence,
        modified=session.changed_at or datetime.combine(session.edition.starts_on, time(), UTC),
        title=title,
        text=_description(session, room),
        moment=session.moment,
        minutes=session.minutes or USUAL_LENGTH,
        url=session_address(session),
        location=session.venue or room or _("En línea"),
        room=room,
        categories=(str(session.get_kind_display()),),
        status="CANCELLED" if cancelled else "CONFIRMED",
        is_busy=is_busy and not cancelled,
    )


def _description(session: Session, room: str) -> str:
    """Return who, about what, and where to go on."""
    speakers = ", ".join(seat.person.name for seat in session.speakers)
    hosts = ", ".join(seat.person.name for seat in session.hosts)
    parts = [
        speakers and _("Con %(people)s.") % {"people": speakers},
        hosts and _("Presenta: %(people)s.") % {"people": hosts},
        session.abstract or session.subtitle,
        room and _("Sala: %(url)s") % {"url": room},
        session.video_url and _("Grabación: %(url)s") % {"url": session.video_url},
        session_address(session),
    ]
    return "\n\n".join(part for part in parts if part)


def _absolute(name: str, *args: str) -> str:
    return page_url(name, *args, language=_language())


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
