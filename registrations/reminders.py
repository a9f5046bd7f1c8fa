"""Reminders of the registration: begun and not finished, and closing soon.

Both speak to people whose address is proven and who began; nobody who only typed an address is reminded.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Call, Milestone
from events.states import CallKind
from registrations.models import Registration
from registrations.services.registering import registration_window
from registrations.states import Status
from somosnlp.outbox.links import page_url
from somosnlp.outbox.reasons import NOT_CONCERNED, Reason
from somosnlp.outbox.rendering import Reminder, Skip, renders
from somosnlp.outbox.rules import After, DaysBefore, Rule
from somosnlp.outbox.topics import Topic

REGISTRATION = Topic(
    "registration",
    gettext_lazy("Recordatorios de tu inscripción"),
    gettext_lazy("Cuando la empezaste y no la has enviado, y antes de que se cierre."),
)
CLOSED = Reason("registrations.closed", gettext_lazy("La inscripción está cerrada."))
#: Listed in PROVIDERS["mail_reasons"].
REASONS = (CLOSED,)
UNFINISHED_AFTER = timedelta(hours=24)


def registration_rules() -> Iterable[Rule]:
    """Return the rules listed in PROVIDERS["reminder_rules"]."""
    yield Rule(
        key="registrations.unfinished",
        template="registrations/mail/unfinished",
        renderer="registrations.unfinished",
        topic=REGISTRATION.key,
        audience=begun,
        when=After(UNFINISHED_AFTER, open_until),
        title=gettext_lazy("Inscripción empezada y sin enviar"),
        done=finished,
    )
    for days, title in (
        (7, gettext_lazy("La inscripción se cierra en una semana")),
        (1, gettext_lazy("La inscripción se cierra mañana")),
    ):
        yield Rule(
            key=f"registrations.closing_{days}d",
            template="registrations/mail/closing",
            renderer="registrations.unfinished",
            topic=REGISTRATION.key,
            audience=begun,
            when=DaysBefore(days, closing_instants),
            title=title,
            done=finished,
        )


def begun() -> QuerySet[Registration, tuple[Any, ...]]:
    """People who began step 1 of an edition and have not sent it."""
    return _people(Status.DRAFT)


def finished() -> QuerySet[Registration, tuple[Any, ...]]:
    """People who sent step 1: the forecast says that they are told nothing."""
    return _people(Status.REGISTERED)


def _people(status: str) -> QuerySet[Registration, tuple[Any, ...]]:
    return Registration.objects.filter(status=status, user__is_active=True).values_list(
        "user_id", "user__email", "user__language", "user__time_zone", "edition_id", "created_at"
    )


def open_until() -> Mapping[int, datetime | None]:
    """Return edition id → until when one can register; None where no end is announced."""
    calls = Call.objects.filter(
        kind=CallKind.REGISTRATION,
        is_closed=False,
        edition__ends_on__gte=timezone.now() - timedelta(days=1),
    ).select_related("closes_with")
    moments = {call.edition_id: call.closes_with and call.closes_with.moment for call in calls}
    return {pk: (moment.at or moment.ends_at) if moment else None for pk, moment in moments.items()}


def closing_instants() -> Mapping[int, datetime]:
    """Return edition id → the last instant at which one can register, for editions not over yet.

    While a move of it can still be undone there is none: nobody is reminded of a date that may not stay.
    """
    moving = Milestone.objects.being_moved(timezone.now()).filter(calls__kind=CallKind.REGISTRATION)
    unsettled = set(moving.values_list("edition_id", flat=True))
    return {pk: at for pk, at in open_until().items() if at and pk not in unsettled}


@renders("registrations.unfinished")
def render_unfinished(mail: Reminder) -> Mapping[str, Any] | Skip:
    """Find what the mail tells; skip it when there is no registration or it cannot be sent any more.

    Who has finished meanwhile is no longer in the rule's audience, and is not asked about here.
    """
    registration = (
        Registration.objects.filter(user=mail.user_id, edition=mail.object_id)
        .select_related("user", "edition")
        .first()
    )
    if registration is None:
        return Skip(NOT_CONCERNED)
    window = registration_window(registration.edition, timezone.now(), registration.user)
    if not window.is_open:
        return Skip(CLOSED)
    return {
        "person": registration.user,
        "edition": registration.edition,
        "deadline": window.milestone.moment if window.milestone else None,
        "action_url": page_url("registration", registration.edition.slug, language=mail.language),
        "action_text": _("Terminar mi inscripción"),
    }
