"""What each person sees of a team: everybody its facts, who takes part its people, members all the rest."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone

from events.models import Edition
from registrations.models import Membership, Offer, Registration, Team, TeamLogEntry
from registrations.permissions import shown_teams_window
from registrations.states import SpokenLanguage, Status
from registrations.states.teams import LogEvent, OfferKind, OfferStatus, Task, TeamStatus
from registrations.teams.words import (
    Happening,
    announcement,
    first_task,
    happening_of,
    labels,
    profile_names,
    shown_name,
)
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared
from somosnlp.ui.countries import country_names
from somosnlp.ui.hour_words import DayHours, hours_by_day
from somosnlp.ui.hours import length_of, shared_week, spans_in, week_of

#: How many entries of the history the page shows.
LATEST = 30


@dataclass(frozen=True)
class Viewer:
    """Who looks at the teams of an edition: their registration and, in one query, the team they are in."""

    user: User | None = None
    registration: Registration | None = None
    membership: Membership | None = None

    @property
    def is_registered(self) -> bool:
        return self.registration is not None and self.registration.status == Status.REGISTERED

    @property
    def is_organiser(self) -> bool:
        return self.user is not None and self.user.is_staff and self.user.has_perm("registrations.view_team")

    @property
    def key(self) -> int | None:
        """The number of their membership."""
        return self.membership.pk if self.membership else None

    def is_in(self, team: Team) -> bool:
        """Whether they are in that team."""
        return self.membership is not None and self.membership.team_id == team.pk

    def leads(self, team: Team) -> bool:
        """Whether they are the captain of that team."""
        return self.membership is not None and self.is_in(team) and self.membership.is_captain


def viewer_of(user: Any, edition: Edition) -> Viewer:
    """Return what `user`, signed in or not, is in `edition`."""
    if not user.is_authenticated:
        return Viewer()
    registration = _VIEWER.first(user=user, edition=edition)
    return Viewer(user, registration, getattr(registration, "membership", None))


@dataclass(frozen=True)
class Mate:
    """One member, as others of the edition see them; the name in Discord only within the team."""

    name: str
    countries: list[str]
    is_captain: bool
    is_me: bool
    discord: str = ""


@dataclass(frozen=True)
class Member:
    """One row of the page's people, with what they told teams where they told it."""

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "pk",
        "is_captain",
        "registration__countries",
        "registration__level",
        "registration__user__public_name",
        "registration__user__name",
        "registration__user__discord",
        "registration__user__time_zone",
        "registration__team_profile__hours",
        "registration__team_profile__tasks",
        "registration__team_profile__shares_discord",
    )
    pk: int
    is_captain: bool
    countries: list[str]
    level: str
    public_name: str
    full_name: str
    discord: str
    time_zone: str
    hours: int | None
    tasks: list[str] | None
    shares_discord: bool | None

    def as_mate(self, *, inside: bool, is_me: bool) -> Mate:
        """Return what others see; the name in Discord only `inside` the team, of who shares it."""
        return Mate(
            name=shown_name(self.public_name, self.full_name),
            countries=country_names(self.countries),
            is_captain=self.is_captain,
            is_me=is_me,
            discord=self.discord if inside and self.shares_discord else "",
        )


@dataclass(frozen=True)
class SharedHours:
    """The hours of a week that those share who said theirs."""

    days: list[DayHours]
    total: float
    answered: int
    people: int
    mine_missing: bool


@dataclass(frozen=True)
class TeamPage:
    """All that the template of a team shows to one viewer."""

    team: Team
    viewer: Viewer
    is_member: bool
    is_captain: bool
    window_open: bool
    profiles: list[str]
    tasks: list[str]
    languages: list[str]
    working_hours: list[DayHours]
    mates: list[Mate] = field(default_factory=list)
    shared: SharedHours | None = None
    history: list[Happening] = field(default_factory=list)
    first_task: str = ""
    announcement: str = ""
    offer: Offer | None = None

    @property
    def is_looking(self) -> bool:
        return self.team.status == TeamStatus.LOOKING

    @property
    def may_ask(self) -> bool:
        """Whether the viewer may ask to come in."""
        free = self.viewer.is_registered and self.viewer.membership is None
        return free and self.window_open and self.is_looking and not self.waits

    @property
    def waits(self) -> bool:
        """Whether something between the viewer and the team waits for an answer."""
        open_now = self.offer is not None and self.offer.status == OfferStatus.OPEN
        expires = self.offer.expires_at if self.offer else None
        return open_now and (expires is None or expires > timezone.now())

    @property
    def is_invited(self) -> bool:
        return self.waits and self.offer is not None and self.offer.kind == OfferKind.INVITATION


def page_of(team: Team, viewer: Viewer, *, zone: str) -> TeamPage:
    """Return the page of `team` (with its edition and challenge) for `viewer`, who reads in `zone`."""
    now = timezone.now()
    is_member = viewer.is_in(team)
    inside = is_member or viewer.is_organiser
    members = _members(team) if inside or viewer.is_registered else []
    own = next((one for one in members if is_member and one.pk == viewer.key), None)
    return TeamPage(
        team=team,
        viewer=viewer,
        is_member=is_member,
        is_captain=viewer.leads(team),
        window_open=shown_teams_window(team.edition, now).is_open,
        profiles=profile_names(team.profiles),
        tasks=labels(team.tasks, Task),
        languages=labels(team.languages, SpokenLanguage),
        working_hours=_working_hours(team, zone, now),
        mates=[one.as_mate(inside=is_member, is_me=one is own) for one in members],
        shared=_shared(members, team.edition, own, zone, now) if inside else None,
        history=_history(team) if inside else [],
        first_task=first_task(team, own.level, own.tasks or ()) if own else "",
        announcement=announcement(team) if is_member and team.status == TeamStatus.LOOKING else "",
        offer=None if inside else _latest_offer(team, viewer),
    )


def members_of(team: Team) -> QuerySet[Membership]:
    """Return the memberships with all that the pages tell of them, the captain first."""
    rows = team.memberships.select_related("registration__user")
    return rows.order_by("-is_captain", "joined_at", "pk")


def _members(team: Team) -> list[Member]:
    """Read only what the page shows: five people with all their columns cost more than the rest of it."""
    return [Member(*row) for row in _MEMBERS.tuples(team=team)]


_VIEWER = Prepared(
    lambda: Registration.objects.filter(user=Given("user"), edition=Given("edition")).select_related(
        "membership__team"
    )
)
_MEMBERS = Prepared(
    lambda: (
        Membership.objects.filter(team=Given("team"))
        .order_by("-is_captain", "joined_at", "pk")
        .values_list(*Member.COLUMNS)
    )
)
_HISTORY = Prepared(
    lambda: TeamLogEntry.objects.filter(team=Given("team")).values_list(
        "event", "at", "changes", "by__public_name", "by__name", "person__public_name", "person__name"
    )[:LATEST]
)


def _working_hours(team: Team, zone: str, now: datetime) -> list[DayHours]:
    if not team.hours:
        return []
    week = week_of(team.hours, team.time_zone or team.edition.time_zone, now)
    return hours_by_day(spans_in(week, zone, now))


def _shared(
    members: list[Member], edition: Edition, own: Member | None, zone: str, now: datetime
) -> SharedHours:
    """Return what those share who ticked boxes, each in their own zone, as it is now."""
    told = [one for one in members if one.hours]
    week = shared_week(week_of(one.hours or 0, one.time_zone or edition.time_zone, now) for one in told)
    return SharedHours(
        days=hours_by_day(spans_in(week, zone, now)),
        total=length_of(week),
        answered=len(told),
        people=len(members),
        mine_missing=own is not None and not own.hours,
    )


def _history(team: Team) -> list[Happening]:
    return [
        happening_of(LogEvent(event), at, changes, by=shown_name(*who[:2]), to=shown_name(*who[2:]))
        for event, at, changes, *who in _HISTORY.tuples(team=team)
    ]


def _latest_offer(team: Team, viewer: Viewer) -> Offer | None:
    """Return the newest thing between the two that the person may know of."""
    if viewer.user is None or viewer.membership is not None:
        return None
    return Offer.objects.filter(team=team).concerning(viewer.user).order_by("-pk").first()
