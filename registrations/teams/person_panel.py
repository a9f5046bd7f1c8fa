"""A person's teams on their page: which they are in, how they came, what they asked and were offered."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from registrations.models import Offer, Registration, TeamLogEntry
from registrations.querysets.teams import proven_addresses
from registrations.states.teams import LogEvent
from somosnlp.accounts.models import User
from somosnlp.accounts.person_page.panels import Panel

#: How many invitations and requests are shown, the newest.
MOST_OFFERS = 15


@dataclass(frozen=True)
class Place:
    """A team the person is in."""

    team: str
    edition: str
    url: str
    public_url: str
    since: datetime
    is_captain: bool


def team_panel(person: User, request: HttpRequest) -> Panel | None:
    """Return the teams of `person`, and what was between them and others; two statements more."""
    if not request.user.has_perm("registrations.view_team"):
        return None
    places = [_place(one) for one in _registrations(person) if getattr(one, "membership", None)]
    offers = list(_offers(person))
    removals = list(_removals(person))
    if not places and not offers and not removals:
        return None
    return Panel(
        key="equipos",
        title=_("Equipos"),
        template="admin/person/teams.html",
        order=25,
        context={"places": places, "offers": offers, "removals": removals},
    )


def _registrations(person: User) -> list[Registration]:
    """Return the person's registrations with their teams, as the page has read them or now."""
    known: list[Registration] | None = getattr(person, "known_registrations", None)
    if known is not None:
        return known
    rows = Registration.objects.filter(user=person).select_related("edition", "membership__team")
    return list(rows.order_by("-edition__starts_on"))


def _place(registration: Registration) -> Place:
    membership, edition = registration.membership, registration.edition
    team = membership.team
    return Place(
        team=team.name,
        edition=edition.name,
        url=reverse("admin:registrations_team_change", args=[team.pk]),
        public_url=reverse("team", args=[edition.slug, team.slug]),
        since=membership.joined_at,
        is_captain=membership.is_captain,
    )


def _offers(person: User) -> list[Offer]:
    mine = Q(registration__user=person) | Q(email__in=proven_addresses(person))
    rows = Offer.objects.filter(mine).select_related("team", "edition")
    return list(rows.order_by("-created_at", "-pk")[:MOST_OFFERS])


def _removals(person: User) -> list[TeamLogEntry]:
    """Where somebody was taken out of a team: only they and the organisers read why."""
    rows = TeamLogEntry.objects.filter(person=person, event=LogEvent.REMOVED)
    return list(rows.select_related("team")[:MOST_OFFERS])
