"""What the captain's page shows: invitations, links, requests, proposals of other teams, members."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.models import InvitationLink, Membership, Merger, Offer, Team
from registrations.permissions import shown_teams_window
from registrations.services.offers import REQUESTS
from registrations.services.team_links import is_alive, link_token
from registrations.states import SpokenLanguage
from registrations.states.teams import MergerStatus, OfferKind, OfferStatus, TeamStatus
from registrations.teams.page import members_of
from registrations.teams.words import labels, name_of
from registrations.text_search import search_query
from somosnlp.outbox.links import page_url
from somosnlp.ui.countries import country_names

#: How many invitations that were answered, and how many teams to merge with, are shown.
LATEST = 20
MOST_TEAMS = 10


@dataclass(frozen=True)
class Failure:
    """What was refused, by which form of the page (its address), and what was typed there."""

    action: str = ""
    error: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """One invitation as the captain sees it."""

    offer: Offer
    to: str
    state: str
    is_open: bool


@dataclass(frozen=True)
class Asking:
    """One request that waits for the captain."""

    offer: Offer
    name: str
    countries: list[str]
    languages: list[str]
    level: str


@dataclass(frozen=True)
class ShownLink:
    """One link to copy, or what became of it."""

    link: InvitationLink
    url: str
    state: str
    is_alive: bool


@dataclass(frozen=True)
class Member:
    """One member the captain may hand over to or take out."""

    membership: Membership
    name: str


@dataclass(frozen=True)
class Management:
    """All that the captain's page shows."""

    team: Team
    window_open: bool
    sent: list[Sent]
    asking: list[Asking]
    links: list[ShownLink]
    others: list[Member]
    proposals: list[Merger]
    proposed: list[Merger]
    searched: str = ""
    found: list[Team] = field(default_factory=list)

    @property
    def may_invite(self) -> bool:
        return self.window_open and self.team.free_places > 0

    @property
    def is_closed(self) -> bool:
        return self.team.status == TeamStatus.CLOSED


def management_of(team: Team, *, searched: str | None = None) -> Management:
    """Return what the captain of `team` sees; `searched` is what they typed to find a team to merge with."""
    now = timezone.now()
    offers = list(_offers(team))
    mergers = list(_mergers(team))
    members = members_of(team).filter(is_captain=False)
    return Management(
        team=team,
        window_open=shown_teams_window(team.edition, now).is_open,
        sent=[_sent(offer, now) for offer in offers if offer.kind == OfferKind.INVITATION],
        asking=[_asking(offer) for offer in offers if offer.kind in REQUESTS and _is_open(offer, now)],
        links=[_shown(link) for link in team.links.all()[:LATEST]],
        others=[Member(one, name_of(one.registration.user)) for one in members],
        proposals=[merger for merger in mergers if merger.into_id == team.pk],
        proposed=[merger for merger in mergers if merger.team_id == team.pk],
        searched=searched or "",
        found=list(teams_to_merge_with(team, searched)) if searched is not None else [],
    )


def teams_to_merge_with(team: Team, text: str) -> QuerySet[Team]:
    """Return the teams of the edition with whom the sum fits, those that `text` finds or all."""
    rows = Team.objects.filter(edition_id=team.edition_id, status=TeamStatus.LOOKING).exclude(pk=team.pk)
    fitting = rows.filter(places__gte=F("members") + team.members)
    if text.strip():
        fitting = fitting.filter(search=search_query(text))
    return fitting.order_by("name", "pk")[:MOST_TEAMS]


def _offers(team: Team) -> QuerySet[Offer]:
    """The requests that wait and the newest invitations, whatever became of them."""
    rows = Offer.objects.filter(team=team).select_related("registration__user")
    shown = rows.filter(kind=OfferKind.INVITATION) | rows.filter(kind__in=REQUESTS, status=OfferStatus.OPEN)
    return shown.order_by("-created_at", "-pk")[: LATEST * 2]


def _mergers(team: Team) -> QuerySet[Merger]:
    rows = Merger.objects.filter(status=MergerStatus.OPEN).select_related("team", "into")
    return rows.filter(team=team) | rows.filter(into=team)


def _is_open(offer: Offer, now: datetime) -> bool:
    return offer.status == OfferStatus.OPEN and (offer.expires_at is None or offer.expires_at > now)


def _sent(offer: Offer, now: datetime) -> Sent:
    is_open = _is_open(offer, now)
    is_late = offer.status == OfferStatus.OPEN and not is_open
    state = OfferStatus.EXPIRED.label if is_late else OfferStatus(offer.status).label
    to = offer.email or name_of(offer.registration.user if offer.registration else None)
    return Sent(offer, to, str(state), is_open)


def _asking(offer: Offer) -> Asking:
    registration = offer.registration
    if registration is None:
        raise ValueError("a request is always somebody's")  # CHECK offer_to_person_or_address
    return Asking(
        offer=offer,
        name=name_of(registration.user),
        countries=country_names(registration.countries),
        languages=labels(registration.languages, SpokenLanguage),
        level=str(registration.get_level_display()),
    )


def _shown(link: InvitationLink) -> ShownLink:
    url = page_url("team-link", link_token(link), language=get_language() or "es")
    return ShownLink(link, url, str(_link_state(link)), is_alive(link))


def _link_state(link: InvitationLink) -> object:
    if link.revoked_at is not None:
        return _("anulado")
    if link.uses >= link.most_uses:
        return _("ya sirvió a todas")
    return _("caducado") if link.expires_at <= timezone.now() else _("sirve")


def address_of(name: str, team: Team, *args: object) -> str:
    """Return the address of something the captain does, which also names its form."""
    return reverse(name, args=[team.edition.slug, team.slug, *args])
