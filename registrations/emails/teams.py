"""Who gets which mail about teams. Names are shown only to who is, or is asked to be, in the same team."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from registrations.models import Membership, Merger, Offer, Registration, Team
from registrations.states.teams import OfferKind
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.outbox.services import queue


def send_invitation(offer: Offer, *, token: str) -> None:
    """Invite somebody: to their account where the invitation knows them, else to the bare address."""
    team = _team(offer)
    person = offer.registration.user if offer.registration else None
    language = person.language if person else _language_of(offer)
    queue(
        "registrations/mail/team_invitation",
        to=person.email if person else offer.email,
        language=language,
        time_zone=(person.time_zone if person else "") or team.edition.time_zone,
        user_id=person.pk if person else None,
        context={
            "team": team,
            "edition": team.edition,
            "person": person,
            "captain": offer.created_by,
            "message": offer.message,
            "expires_at": offer.expires_at,
            "action_url": page_url("team-invitation", token, language=language),
            "action_text": _("Ver la invitación"),
        },
        dedupe_key=f"team-invitation:{offer.pk}",
        expires_at=offer.expires_at,
    )


def send_request(offer: Offer) -> None:
    """Tell the captain that somebody asks to join."""
    team = _team(offer)
    captain = _captain(team)
    if captain is None or offer.registration is None:
        return
    _send(
        "team_request",
        captain,
        team,
        key=f"team-request:{offer.pk}",
        asking=offer.registration.user,
        registration=offer.registration,
        message=offer.message,
        page="team-manage",
        action_text=_("Responder"),
    )


def send_joined(membership: Membership) -> None:
    """Welcome who came in, with the team's place to talk; tell the captain who it is."""
    team, newcomer = membership.team, membership.registration.user
    _send(
        "team_joined",
        newcomer,
        team,
        key=f"team-joined:{membership.pk}",
        captain=_captain(team),
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
    """Tell who waited for a team that there is no place any more."""
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
    """Tell the other side kindly: the captain of an invitation, the person of a request."""
    team = _team(offer)
    is_invitation = offer.kind == OfferKind.INVITATION
    asking = offer.registration.user if offer.registration else None
    to = offer.created_by if is_invitation else asking
    if to is None:
        return
    _send(
        "team_declined",
        to,
        team,
        key=f"team-declined:{offer.pk}",
        is_invitation=is_invitation,
        answer=offer.answer,
        page="team-finder",
        action_text=_("Ver equipos y personas"),
    )


def send_captain(membership: Membership) -> None:
    """Tell somebody that they lead the team now."""
    _send(
        "team_captain",
        membership.registration.user,
        membership.team,
        key=f"team-captain:{membership.pk}:{membership.team.updated_at.timestamp()}",
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
    captain = _captain(merger.into)
    if captain is not None:
        _send(
            "team_merger",
            captain,
            merger.into,
            key=f"team-merger:{merger.pk}",
            other=merger.team,
            message=merger.message,
            page="team-manage",
            action_text=_("Responder"),
        )


def send_merger_declined(merger: Merger) -> None:
    """Tell who proposed it that the other team stays as it is."""
    _send(
        "team_merger_declined",
        merger.created_by,
        merger.team,
        key=f"team-merger-declined:{merger.pk}",
        other=merger.into,
        page="team-finder",
        action_text=_("Ver equipos y personas"),
    )


def send_merged(team: Team, into: Team) -> None:
    """Tell everybody of the merged team that two became one."""
    for mate in _members(into):
        _send(
            "team_merged",
            mate,
            into,
            key=f"team-merged:{team.pk}:{into.pk}:{mate.pk}",
            other=team,
            page="team",
            action_text=_("Ver mi equipo"),
        )


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
            "action_url": page_url(page, *place, language=to.language),
            **context,
        },
        dedupe_key=key,
    )


def _team(offer: Offer) -> Team:
    if offer.team is None:
        raise ValueError("a match has no team before two people accepted it")
    return offer.team


def _captain(team: Team) -> User | None:
    rows = Membership.objects.filter(team=team, is_captain=True).select_related("registration__user")
    captain = rows.first()
    return captain.registration.user if captain else None


def _members(team: Team) -> list[User]:
    rows = Membership.objects.filter(team=team).select_related("registration__user")
    return [membership.registration.user for membership in rows]


def _language_of(offer: Offer) -> str:
    """An address we know nothing of is written to in the language of who invites."""
    return offer.created_by.language if offer.created_by else "es"
