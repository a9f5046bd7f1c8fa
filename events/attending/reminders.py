"""Reminders of sessions: a day and an hour before to who signed up, a day before to who speaks or hosts.

Who speaks and signed up too is told as who speaks, and an hour before as everybody.
Who signed up for two sessions at the same hour gets a mail about each, which names the other: each has its
own room and its own link to leave, and each moves or is cancelled alone. Nobody is told late: who signs up
after the time of a reminder gets only what is still ahead, and so does everybody when the session is
published or moved after it, of which other mails tell (`events.emails.releases`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.attending.concerned import concerned, listening
from events.attending.links import attendance_url
from events.calendars.links import google_event, session_address, session_file
from events.models import Attendance, KeynoteProposal, Mentorship, Session, SessionPerson
from events.programme.days import ends_at
from events.programme.words import near_text, time_left
from events.states import AttendanceStatus, QuestionStatus, SessionKind, SessionRole, SessionStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.candidates import occurrence_of
from somosnlp.outbox.links import page_url
from somosnlp.outbox.reasons import CALLED_OFF, MOVED, Reason
from somosnlp.outbox.rendering import Reminder, Skip, renders
from somosnlp.outbox.rules import HoursBefore, Parts, Rule, zone_of
from somosnlp.outbox.topics import Topic

#: What is about to begin cannot wait for tomorrow: neither topic counts for the daily cap.
SESSIONS = Topic(
    "sessions",
    gettext_lazy("Sesiones a las que te apuntaste"),
    gettext_lazy("Un día y una hora antes de cada una, con el enlace a la sala."),
    capped=False,
)
SPEAKING = Topic(
    "speaking",
    gettext_lazy("Sesiones que das o presentas"),
    gettext_lazy("Un día antes, con lo que conviene tener listo."),
    capped=False,
)
CANCELLED = Reason("events.session_cancelled", gettext_lazy("La sesión se canceló antes de que saliera."))
#: Listed in PROVIDERS["mail_reasons"].
REASONS = (CANCELLED,)
#: Later than that, the reminder of tomorrow would come beside the one of the last hour.
LATE_FOR_TOMORROW = timedelta(hours=6)
#: No session takes longer.
LONGEST = timedelta(hours=12)


def session_rules() -> Iterable[Rule]:
    """Return the rules listed in PROVIDERS["reminder_rules"]."""
    parts = Parts(session_editions, session_names)
    tomorrow, soon = (HoursBefore(hours, starts, settled) for hours in (24, 1))
    yield Rule(
        key="events.session_tomorrow",
        title=gettext_lazy("Sesión mañana, a quien se apuntó"),
        template="events/mail/session_tomorrow",
        renderer="events.session_tomorrow",
        topic=SESSIONS.key,
        audience=coming,
        by_address=True,
        when=tomorrow,
        lateness=LATE_FOR_TOMORROW,
        parts=parts,
    )
    yield Rule(
        key="events.session_soon",
        title=gettext_lazy("Sesión en una hora, a quien se apuntó"),
        template="events/mail/session_soon",
        renderer="events.session_soon",
        topic=SESSIONS.key,
        audience=going,
        by_address=True,
        when=soon,
        parts=parts,
    )
    yield Rule(
        key="events.speaker_session_tomorrow",
        title=gettext_lazy("Sesión mañana, a quien la da o presenta"),
        template="events/mail/speaker_session_tomorrow",
        renderer="events.speaker_session_tomorrow",
        topic=SPEAKING.key,
        audience=speaking,
        by_address=True,
        when=tomorrow,
        lateness=LATE_FOR_TOMORROW,
        parts=parts,
    )


def starts() -> Mapping[int, datetime]:
    """Return session → when it starts, of those that everybody may see and that take place, not long over."""
    rows = Session.objects.published().filter(
        edition__is_published=True,
        status=SessionStatus.SCHEDULED,
        starts_at__gt=_recently(),
    )
    return {pk: at for pk, at in rows.order_by().values_list("pk", "starts_at") if at}


def settled() -> Mapping[int, datetime]:
    """Return session → when what was announced of it last changed, of those that ever did."""
    rows = Session.objects.filter(starts_at__gt=_recently()).exclude(changed_at=None)
    return {pk: at for pk, at in rows.order_by().values_list("pk", "changed_at") if at}


def session_editions() -> Mapping[int, int]:
    """Return session → edition."""
    return dict(Session.objects.order_by().values_list("pk", "edition_id"))


def session_names() -> Mapping[int, str]:
    """Return session → what organisers call it, with its edition."""
    rows = Session.objects.order_by().values_list("pk", "edition__name", "title")
    return {pk: f"{edition} · {title}" for pk, edition, title in rows}


def going() -> QuerySet[Attendance, tuple[Any, ...]]:
    """Who signed up and has a seat, with an account or by an address they confirmed."""
    return _audience(Attendance.objects.filter(status=AttendanceStatus.GOING))


def coming() -> QuerySet[Attendance, tuple[Any, ...]]:
    """Those of `going` who do not speak at the session themselves."""
    return _audience(listening(Attendance.objects.filter(status=AttendanceStatus.GOING)))


def _audience(found: "QuerySet[Attendance]") -> QuerySet[Attendance, tuple[Any, ...]]:
    """Return these rows for a rule: two statements in one, so that a single address is found by its index."""
    rows = found.order_by()
    zone = zone_of("user__time_zone", "time_zone", "session__edition__time_zone")
    people = rows.filter(user__is_active=True).values_list(
        "user_id", "user__email", "user__language", zone, "session_id", "joined_at"
    )
    addresses = rows.filter(user=None).values_list(
        "user_id", "email", "language", zone, "session_id", "joined_at"
    )
    return people.union(addresses, all=True)


def speaking() -> QuerySet[Any, tuple[Any, ...]]:
    """Who gives a session: who proposed it, accepted co-speakers, mentors, those credited with an account."""
    return concerned(Q(), "pk", speakers_only=True)


@renders("events.session_tomorrow")
def render_session_tomorrow(mail: Reminder) -> Mapping[str, Any] | Skip:
    """Find what a day before is told to somebody who signed up."""
    session = _session_of(mail)
    if isinstance(session, Skip):
        return session
    when = near_text(_start(session), mail.time_zone, timezone.now())
    return {
        **_facts(session, capfirst(when)),
        **_facts_of_listener(session, mail),
        "action_url": session_address(session),
        "action_text": _("Ver la sesión"),
    }


@renders("events.session_soon")
def render_session_soon(mail: Reminder) -> Mapping[str, Any] | Skip:
    """Find what an hour before is told to them: where the room is."""
    session = _session_of(mail)
    if isinstance(session, Skip):
        return session
    left = time_left(_start(session), timezone.now())
    return {
        **_facts(session, _("Empieza %(left)s") % {"left": left}),
        **_facts_of_listener(session, mail),
        "left": left,
        "page_url": session_address(session),
        "action_url": session.room_url or session_address(session),
        "action_text": _("Entrar a la sala") if session.room_url else _("Ver la sesión"),
    }


@renders("events.speaker_session_tomorrow")
def render_speaker_session_tomorrow(mail: Reminder) -> Mapping[str, Any] | Skip:
    """Find what a day before is told to who gives or presents it: what should be ready."""
    session = _session_of(mail)
    if isinstance(session, Skip):
        return session
    when = near_text(_start(session), mail.time_zone, timezone.now())
    roles = SessionPerson.objects.filter(session=session, person__user=mail.user_id or 0)
    return {
        **_facts(session, _("Tu sesión es %(when)s") % {"when": when}),
        "person": User.objects.filter(pk=mail.user_id or 0).first() or User(email=mail.to),
        "is_host": roles.filter(role=SessionRole.HOST).exists(),
        "checklist": checklist(session),
        **_next_deed(session, mail),
    }


def _next_deed(session: Session, mail: Reminder) -> dict[str, Any]:
    """Return the button for what is left to do: slides, a queue of questions, or a look at the session."""
    mentorship = Mentorship.objects.filter(session=session, submitted_by=mail.user_id or 0).first()
    talks = KeynoteProposal.objects.filter(session=session, submitted_by=mail.user_id or 0)
    talk = None if session.slides_url else talks.first()
    slug = session.edition.slug
    if talk is not None:
        page, words = ["keynote-slides", slug, talk.key], _("Añadir mis diapositivas")
    elif mentorship is not None:
        page, words = ["mentorship-desk", slug, mentorship.key], _("Ir a mi mentoría")
    elif session.has_questions:
        page, words = ["question-desk", slug, session.slug], _("Moderar las preguntas")
    else:
        return {"action_url": session_address(session), "action_text": _("Ver la sesión")}
    return {"action_url": page_url(*page, language=mail.language), "action_text": words}


def checklist(session: Session) -> list[str]:
    """Return what should be ready a day before, without what is done already."""
    is_talk = session.kind in (SessionKind.KEYNOTE, SessionKind.TALK, SessionKind.WORKSHOP)
    waiting = session.questions.filter(status=QuestionStatus.VISIBLE).count() if session.has_questions else 0
    questions = ngettext(
        "Hay %(count)d pregunta esperándote en la página de la sesión: échale un ojo.",
        "Hay %(count)d preguntas esperándote en la página de la sesión: échales un ojo.",
        waiting,
    )
    lines = {
        _("Sube tus diapositivas, o mándanos el enlace."): is_talk and not session.slides_url,
        _("Comparte el cuaderno del taller."): session.kind == SessionKind.WORKSHOP and not session.notebook,
        questions % {"count": waiting}: waiting > 0,
        _("Prueba el micrófono, la cámara y la pantalla."): True,
        _("Entra a la sala diez minutos antes: %(url)s") % {"url": session.room_url}: bool(session.room_url),
        _("Te pasaremos el enlace a la sala; entra diez minutos antes."): not session.room_url
        and not session.venue,
        _("Ten agua a mano y silencia las notificaciones."): True,
    }
    return [words for words, is_needed in lines.items() if is_needed]


def _recently() -> datetime:
    return timezone.now() - timedelta(days=1)


def _session_of(mail: Reminder) -> Session | Skip:
    """Return the session a mail is about, or why nobody should be reminded of it any more."""
    rows = Session.objects.select_related("edition").with_cast()
    session = rows.filter(pk=mail.object_id).first()
    if session is None or not session.is_published or session.starts_at is None:
        return Skip(CALLED_OFF)
    if session.is_cancelled:
        return Skip(CANCELLED)
    if mail.occurrence and mail.occurrence != occurrence_of(session.starts_at):
        return Skip(MOVED)
    return session


def _start(session: Session) -> datetime:
    return session.starts_at or timezone.now()


def _facts(session: Session, headline: str) -> dict[str, Any]:
    names = [seat.person.name for seat in session.speakers]
    return {
        "session": session,
        "edition": session.edition,
        "headline": f"{headline}: {session.title}",
        "speakers": ", ".join(names),
        "calendar_url": f"{settings.SITE_URL}{session_file(session)}",
        "google_url": google_event(session),
    }


def _facts_of_listener(session: Session, mail: Reminder) -> dict[str, Any]:
    """What somebody who signed up is told; whom a group of organisers brought has nothing to leave."""
    who = Q(user__email__iexact=mail.to) | Q(user=None, email__iexact=mail.to)
    going = Attendance.objects.filter(who, status=AttendanceStatus.GOING)
    row = going.filter(session=session).select_related("user").first()
    person = row.user if row else User.objects.filter(pk=mail.user_id or 0).first()
    return {
        "person": person or User(email=mail.to),
        "leave_url": attendance_url(row) if row else "",
        "others": [{"title": each.title, "url": session_address(each)} for each in _beside(session, going)],
    }


def _beside(session: Session, going: "QuerySet[Attendance]") -> list[Session]:
    """Return the other sessions these rows are about that are on at the same time."""
    begin, end = _start(session), ends_at(session)
    near = Session.objects.published().filter(
        pk__in=going.values("session"),
        status=SessionStatus.SCHEDULED,
        starts_at__gt=begin - LONGEST,
        starts_at__lt=end,
    )
    others = near.exclude(pk=session.pk).select_related("edition").order_by("starts_at", "pk")
    return [each for each in others if (ends_at(each) or begin) > begin]
