"""Reminders about teams: they close soon, and an invitation waits for an answer.

Nobody without an account is reminded of an invitation: they only had their address typed by somebody.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Edition, Milestone
from events.states import MilestoneKind
from registrations.emails.teams import answerable_until
from registrations.models import Offer, Registration
from registrations.permissions import teams_window
from registrations.services.offers import make_token
from registrations.states import Status
from registrations.states.teams import OfferKind, OfferStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.outbox.reasons import NOT_CONCERNED, Reason
from somosnlp.outbox.rendering import Reminder, Skip, renders
from somosnlp.outbox.rules import After, DaysBefore, Rule
from somosnlp.outbox.topics import Topic

TEAMS = Topic(
    "teams",
    gettext_lazy("Recordatorios de equipos"),
    gettext_lazy("Antes de que se cierren los equipos, y de que caduque una invitación sin responder."),
)
CLOSED = Reason("registrations.teams_closed", gettext_lazy("El plazo para formar equipos se cerró."))
ANSWERED = Reason("registrations.invitation_answered", gettext_lazy("La invitación ya tiene respuesta."))
#: Listed in PROVIDERS["mail_reasons"].
REASONS = (CLOSED, ANSWERED)
#: An invitation is reminded of so long after its last days begin: 24 hours before it expires.
LAST_DAYS = timedelta(hours=72)
INTO_LAST_DAYS = timedelta(hours=48)


def team_rules() -> Iterable[Rule]:
    """Return the rules listed in PROVIDERS["reminder_rules"]."""
    for days, title in (
        (7, gettext_lazy("Sin equipo: los equipos se cierran en una semana")),
        (1, gettext_lazy("Sin equipo: los equipos se cierran mañana")),
    ):
        yield Rule(
            key=f"registrations.teams_closing_{days}d",
            template="registrations/mail/teams_closing",
            renderer="registrations.teams_closing",
            topic=TEAMS.key,
            audience=without_team,
            when=DaysBefore(days, closing_instants),
            title=title,
            done=with_team,
        )
    yield Rule(
        key="registrations.invitation_waiting",
        template="registrations/mail/team_invitation_waiting",
        renderer="registrations.invitation_waiting",
        topic=TEAMS.key,
        audience=invited,
        when=After(INTO_LAST_DAYS, open_until, each=True),
        title=gettext_lazy("Invitación a un equipo que caduca pronto (horas desde que le quedan tres días)"),
    )


def without_team() -> QuerySet[Registration, tuple[Any, ...]]:
    """People registered who are in no team."""
    return _registered(membership=None)


def with_team() -> QuerySet[Registration, tuple[Any, ...]]:
    """People in a team: the forecast says that they are told nothing."""
    return _registered(membership__isnull=False)


def _registered(**condition: Any) -> QuerySet[Registration, tuple[Any, ...]]:
    people = Registration.objects.filter(status=Status.REGISTERED, user__is_active=True, **condition)
    return people.values_list(
        "user_id", "user__email", "user__language", "user__time_zone", "edition_id", "registered_at"
    )


def invited() -> QuerySet[Offer, tuple[Any, ...]]:
    """People with an account and an open invitation; "joined" when the last three days of it begin.

    An invitation to an address is of who has proven it.
    """
    waiting = Offer.objects.filter(
        Q(registration=None) | Q(registration__user__is_active=True),
        kind=OfferKind.INVITATION,
        status=OfferStatus.OPEN,
    )
    whose = {
        f"to_{column}": Coalesce(f"registration__user__{column}", _owner(column))
        for column in ("id", "email", "language", "time_zone")
    }
    return (
        waiting.annotate(**whose, last_days=F("expires_at") - LAST_DAYS)
        .filter(to_id__isnull=False)
        .values_list("to_id", "to_email", "to_language", "to_time_zone", "edition_id", "last_days")
    )


def _owner(column: str) -> Subquery:
    owners = User.objects.filter(
        emailaddress__email=OuterRef("email"), emailaddress__verified=True, is_active=True
    )
    return Subquery(owners.values(column)[:1])


def open_until() -> Mapping[int, datetime | None]:
    """Return edition id → until when teams form, for editions not over; None where no end is announced."""
    running = Edition.objects.filter(ends_on__gte=timezone.now() - timedelta(days=1))
    last: dict[int, datetime | None] = dict.fromkeys(running.values_list("pk", flat=True))
    milestones = Milestone.objects.filter(kind=MilestoneKind.TEAMS, edition__in=list(last))
    return last | {each.edition_id: each.moment.at or each.moment.ends_at for each in milestones}


def closing_instants() -> Mapping[int, datetime]:
    """Return edition id → the last instant at which teams form, where it is known.

    While a move of it can still be undone there is none: nobody is reminded of a date that may not stay.
    """
    moving = Milestone.objects.being_moved(timezone.now()).filter(kind=MilestoneKind.TEAMS)
    unsettled = set(moving.values_list("edition_id", flat=True))
    return {pk: at for pk, at in open_until().items() if at and pk not in unsettled}


@renders("registrations.teams_closing")
def render_teams_closing(mail: Reminder) -> Mapping[str, Any] | Skip:
    """Find until when teams form; skip it where they no longer do, or for who is not registered."""
    found = Registration.objects.filter(user=mail.user_id, edition=mail.object_id, status=Status.REGISTERED)
    registration = found.select_related("user", "edition").first()
    if registration is None:
        return Skip(NOT_CONCERNED)
    edition = registration.edition
    window = teams_window(edition, timezone.now())
    if not window.is_open:
        return Skip(CLOSED)
    return {
        "person": registration.user,
        "edition": edition,
        "deadline": window.milestone.moment if window.milestone else None,
        "action_url": page_url("team-finder", edition.slug, language=mail.language),
        "action_text": _("Ver equipos y personas"),
    }


@renders("registrations.invitation_waiting")
def render_invitation_waiting(mail: Reminder) -> Mapping[str, Any] | Skip:
    """Find the invitation of this occurrence (a dry run has none: the next to expire); skip one answered."""
    person = User.objects.get(pk=mail.user_id or 0)
    waiting = Offer.objects.open(timezone.now()).concerning(person)
    offers = waiting.filter(edition=mail.object_id, kind=OfferKind.INVITATION)
    if mail.occurrence:
        offers = offers.filter(expires_at=datetime.fromisoformat(mail.occurrence) + LAST_DAYS)
    offer = offers.select_related("team", "edition").order_by("expires_at").first()
    if offer is None:
        return Skip(ANSWERED)
    return {
        "person": person,
        "edition": offer.edition,
        "team": offer.team,
        "deadline": answerable_until(offer),
        "action_url": page_url("team-invitation", make_token(offer), language=mail.language),
        "action_text": _("Responder"),
    }
