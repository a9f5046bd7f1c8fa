"""Who gets which mail about teams. Names are shown only to who is, or is asked to be, in the same team.

No mail shows anybody's address or handle. What a captain wrote stands in no subject line to a stranger.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from events.moments import Moment
from registrations.models import Membership, Merger, Offer, Registration, Report, Team
from registrations.permissions import teams_window
from registrations.states import NlpLevel
from registrations.states.teams import PATH_OF_LEVEL, TASKS_OF_PATH, LogEvent, OfferKind, Task
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.outbox.services import queue

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def send_invitation(offer: Offer, *, token: str) -> None:
    """Invite somebody: in their language where the address has an account, else in that of who invites."""
    team, until = _team(offer), answerable_until(offer)
    person = offer.registration.user if offer.registration else _owner_of(offer.email)
    language = person.language if person else _language_of(offer)
    queue(
        "registrations/mail/team_invitation",
        to=offer.email or (person.email if person else ""),
        language=language,
        time_zone=(person.time_zone if person else "") or team.edition.time_zone,
        user_id=person.pk if person else None,
        context={
            "team": team,
            "edition": team.edition,
            "person": person,
            "captain": offer.created_by,
            "message": offer.message,
            "deadline": until,
            "action_url": page_url("team-invitation", token, language=language),
            "action_text": _("Ver la invitación"),
        },
        dedupe_key=f"team-invitation:{offer.pk}",
        expires_at=(until.at or until.ends_at) if until else None,
    )


def send_request(offer: Offer) -> None:
    """Tell the captain that somebody asks to join."""
    team = _team(offer)
    captain = captain_of(team)
    if captain is None or offer.registration is None:
        return
    _send(
        "team_request",
        captain,
        team,
        key=f"team-request:{offer.pk}",
        asking=offer.registration.user,
        by_link=offer.kind == OfferKind.LINK,
        message=offer.message,
        page="team-manage",
        action_text=_("Responder"),
    )


def send_joined(membership: Membership) -> None:
    """Welcome who came in, with the team's place to talk and a first task; tell the others who it is."""
    team, newcomer = membership.team, membership.registration.user
    _send(
        "team_joined",
        newcomer,
        team,
        key=f"team-joined:{membership.pk}",
        captain=captain_of(team),
        first_task=_first_task(membership),
        page="team",
        action_text=_("Ver mi equipo"),
    )
    for mate in _members(team):
        if mate != newcomer:
            _send(
                "team_new_member",
                mate,
                team,
                key=f"team-new-member:{membership.pk}:{mate.pk}",
                newcomer=newcomer,
                page="team",
                action_text=_("Ver mi equipo"),
            )


def send_team_full(offer: Offer) -> None:
    """Tell who waited for a team, or was invited, that it is full or gone."""
    if offer.registration is None:
        return
    team = _team(offer)
    _send(
        "team_full",
        offer.registration.user,
        team,
        key=f"team-full:{offer.pk}",
        page="team-finder",
        action_text=_("Ver otros equipos"),
    )


def send_declined(offer: Offer) -> None:
    """Tell the other side kindly: who leads the team of an invitation, the person of a request.

    Of a match nobody is told: the group goes on without them.
    """
    if offer.kind == OfferKind.MATCH:
        return
    team = _team(offer)
    is_invitation = offer.kind == OfferKind.INVITATION
    person = offer.registration.user if offer.registration else None
    to = captain_of(team) if is_invitation else person
    if to is None:
        return
    _send(
        "team_declined",
        to,
        team,
        key=f"team-declined:{offer.pk}",
        is_invitation=is_invitation,
        invited=person,
        answer=offer.answer,
        page="team-finder",
        action_text=_("Ver equipos y personas"),
    )


def send_captain(membership: Membership) -> None:
    """Tell somebody that they lead the team now; once each time it was handed over."""
    handed_over = membership.team.log.filter(event=LogEvent.HANDED_OVER).latest("pk")
    _send(
        "team_captain",
        membership.registration.user,
        membership.team,
        key=f"team-captain:{handed_over.pk}",
        page="team-manage",
        action_text=_("Ver mi equipo"),
    )


def send_removed(team: Team, membership: Membership, reason: str) -> None:
    """Tell somebody that they are not in the team any more, and why; only they read it."""
    registration: Registration = membership.registration
    _send(
        "team_removed",
        registration.user,
        team,
        key=f"team-removed:{team.pk}:{registration.pk}:{membership.joined_at.timestamp()}",
        reason=reason,
        page="team-finder",
        action_text=_("Ver otros equipos"),
    )


def send_merger_proposed(merger: Merger) -> None:
    """Ask the captain of the other team."""
    captain = captain_of(merger.into)
    if captain is not None:
        _send(
            "team_merger",
            captain,
            merger.into,
            key=f"team-merger:{merger.pk}",
            other=merger.team,
            people=Membership.objects.filter(team__in=[merger.team, merger.into]).count(),
            message=merger.message,
            page="team-manage",
            action_text=_("Responder"),
        )


def send_merger_declined(merger: Merger) -> None:
    """Tell who leads the team that proposed it that the other stays as it is."""
    captain = captain_of(merger.team)
    if captain is not None:
        _send(
            "team_merger_declined",
            captain,
            merger.team,
            key=f"team-merger-declined:{merger.pk}",
            other=merger.into,
            page="team-finder",
            action_text=_("Ver equipos y personas"),
        )


def send_merged(team: Team, into: Team) -> None:
    """Tell everybody of the merged team that two became one."""
    captain = captain_of(into)
    for mate in _members(into):
        _send(
            "team_merged",
            mate,
            into,
            key=f"team-merged:{team.pk}:{into.pk}:{mate.pk}",
            other=team,
            captain=captain,
            page="team",
            action_text=_("Ver mi equipo"),
        )


def send_report_received(report: Report) -> None:
    """Tell who reported something that organisers read it, and how to say more."""
    about = report.team or report.profile or report.offer
    if about is None:
        return
    person, edition = report.reporter, about.edition
    queue(
        "registrations/mail/team_report_received",
        to=person.email,
        language=person.language,
        time_zone=person.time_zone or edition.time_zone,
        user_id=person.pk,
        context={"person": person, "edition": edition},
        dedupe_key=f"team-report:{report.pk}",
    )


def captain_of(team: Team) -> User | None:
    """Return who leads the team; None where nobody is in it."""
    rows = Membership.objects.filter(team=team, is_captain=True).select_related("registration__user")
    captain = rows.first()
    return captain.registration.user if captain else None


def answerable_until(offer: Offer) -> Moment | None:
    """Return the last moment to answer: the offer's own end, or that of forming teams if it is earlier."""
    own = Moment(at=offer.expires_at, zone=offer.edition.time_zone) if offer.expires_at else None
    teams = teams_until(offer.edition)
    if own is None or teams is None:
        return own or teams
    return min(own, teams, key=_end)


def teams_until(edition: Edition) -> Moment | None:
    """Return until when teams of `edition` form; None where that is not announced."""
    milestone = teams_window(edition, timezone.now()).milestone
    return milestone.moment if milestone and milestone.moment.known else None


def _send(template: str, to: User, team: Team, *, key: str, page: str, **context: Any) -> None:
    edition = team.edition
    place = [edition.slug] if page == "team-finder" else [edition.slug, team.slug]
    queue(
        f"registrations/mail/{template}",
        to=to.email,
        language=to.language,
        time_zone=to.time_zone or edition.time_zone,
        user_id=to.pk,
        context={
            "team": team,
            "edition": edition,
            "person": to,
            "deadline": SimpleLazyObject(lambda: teams_until(edition)),
            "action_url": page_url(page, *place, language=to.language),
            **context,
        },
        dedupe_key=key,
    )


def _end(moment: Moment) -> datetime:
    if moment.ends_at is None:
        raise ValueError("a moment that is not known has no end")
    return moment.ends_at


def _team(offer: Offer) -> Team:
    if offer.team is None:
        raise ValueError("a match has no team before two people accepted it")
    return offer.team


def _members(team: Team) -> list[User]:
    rows = Membership.objects.filter(team=team).select_related("registration__user")
    return [membership.registration.user for membership in rows]


def _owner_of(address: str) -> User | None:
    """Return who has proven the address. Only they read the mail: nobody learns that they have an account."""
    return User.objects.filter(
        emailaddress__email=address, emailaddress__verified=True, is_active=True
    ).first()


def _first_task(membership: Membership) -> "StrOrPromise":
    """Return what the team needs done that suits the newcomer's level best; "" where it said nothing."""
    own = PATH_OF_LEVEL[NlpLevel(membership.registration.level)]
    paths = list(TASKS_OF_PATH)
    for path in reversed(paths[: paths.index(own) + 1]):
        for task in TASKS_OF_PATH[path]:
            if task in membership.team.tasks:
                return Task(task).label
    return ""


def _language_of(offer: Offer) -> str:
    """An address we know nothing of is written to in the language of who invites."""
    return offer.created_by.language if offer.created_by else "es"
