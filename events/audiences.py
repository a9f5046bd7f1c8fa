"""Whom a deadline concerns. Events knows no registrations, teams or projects: their apps answer."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import NamedTuple, Protocol

from django.db.models import Q, QuerySet

from events.models import Edition, Milestone
from events.scheduling.warnings import Listeners
from somosnlp.accounts.models import User
from somosnlp.providers import providers

#: Shown until there are registrations that say where people live.
USUAL_ZONES = ("America/Bogota", "America/Mexico_City", "Europe/Madrid")
CITIES = 3


class Figure(NamedTuple):
    """How many of something a deadline concerns: («inscripciones a medias», 8)."""

    label: str
    value: int


class RegistrationCheck(Protocol):
    """What `PROVIDERS["is_registered"]` lists: whether a person takes part in an edition."""

    def __call__(self, user: User, edition: Edition, /) -> bool: ...


class MilestoneAudience(Protocol):
    """What `PROVIDERS["milestone_audience"]` lists, the older app first.

    Each gets the people found so far and returns them wider or narrower: those who take part in the edition
    and have not done yet what `milestone` is the end of.
    """

    def __call__(self, people: "QuerySet[User]", milestone: Milestone, /) -> "QuerySet[User]": ...


def audience_of(milestones: Iterable[Milestone]) -> "QuerySet[User]":
    """Return the people who have to know when one of `milestones` moves, each once."""
    concerned = [Q(pk__in=_audience_of(milestone).values("pk")) for milestone in milestones]
    nobody = Q(pk__in=[])
    return User.objects.filter(reduce(Q.__or__, concerned, nobody), is_active=True)


def figures_of(milestone: Milestone) -> list[Figure]:
    """Return how many people and things `milestone` concerns, as each app counts them."""
    counting: Iterable[Callable[[Milestone], list[Figure]]] = providers("milestone_figures")
    return [figure for count in counting for figure in count(milestone)]


def zones_of(edition: Edition) -> list[str]:
    """Return the three zones where most people of `edition` live; the usual ones where too few told."""
    asking: Iterable[Callable[[Edition], list[str]]] = providers("audience_zones")
    found = [zone for ask in asking for zone in ask(edition)]
    return list(dict.fromkeys([*found, *USUAL_ZONES]))[:CITIES]


def is_registered(user: User, edition: Edition) -> bool:
    """Tell whether `user` takes part in `edition`, as the apps that register people know."""
    asking: Iterable[RegistrationCheck] = providers("is_registered")
    return any(ask(user, edition) for ask in asking)


def listeners_of(edition: Edition) -> list[Listeners]:
    """Return how many people of `edition` live by each clock, the most first."""
    asking: Iterable[Callable[[Edition], Iterable[tuple[str, int]]]] = providers("audience_counts")
    return [Listeners(zone, people) for ask in asking for zone, people in ask(edition)]


def _audience_of(milestone: Milestone) -> "QuerySet[User]":
    asking: Iterable[MilestoneAudience] = providers("milestone_audience")
    people: QuerySet[User] = User.objects.none()
    for ask in asking:
        people = ask(people, milestone)
    return people
