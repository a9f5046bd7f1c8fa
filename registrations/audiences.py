"""Whom the deadlines of an edition concern, as far as the registration knows."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from events.audiences import CITIES, Figure
from events.models import Edition, Milestone
from events.states import MilestoneKind
from registrations.models import Registration
from registrations.states import Status
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared

#: The deadlines of people who take part; those of proposals concern who proposes.
OF_PARTICIPANTS = frozenset(
    {
        MilestoneKind.START,
        MilestoneKind.MATCHING,
        MilestoneKind.TEAMS,
        MilestoneKind.DELIVERY,
        MilestoneKind.LIKES,
        MilestoneKind.PRESENTATIONS,
        MilestoneKind.WINNERS,
        MilestoneKind.CHALLENGE,
        MilestoneKind.END,
    }
)
#: Whose number says something before a deadline moves.
COUNTED = {Status.REGISTERED: _("personas inscritas"), Status.DRAFT: _("inscripciones a medias")}

_TAKING_PART = Prepared(
    lambda: Registration.objects.registered().filter(user=Given("user"), edition=Given("edition")).only("pk")
)


def milestone_audience(people: "QuerySet[User]", milestone: Milestone) -> "QuerySet[User]":
    """Add who has begun step 1 and not sent it, for its deadline; for the later ones, who takes part."""
    return people | User.objects.filter(pk__in=_concerned(milestone).values("user"))


def milestone_figures(milestone: Milestone) -> list[Figure]:
    """Count the people registered and the registrations begun."""
    counts = dict(
        Registration.objects.filter(edition=milestone.edition_id, status__in=COUNTED)
        .values_list("status")
        .annotate(Count("pk"))
        .order_by()
    )
    return [Figure(str(label), counts.get(status, 0)) for status, label in COUNTED.items()]


def audience_zones(edition: Edition) -> list[str]:
    """Return the zones where most people of `edition` live, the most frequent first."""
    return [zone for zone, _people in audience_counts(edition)[:CITIES]]


def audience_counts(edition: Edition) -> "QuerySet[Registration, tuple[str, int]]":
    """Return the zones where people of `edition` live and how many in each, the most first."""
    return (
        Registration.objects.filter(edition=edition, status__in=COUNTED)
        .exclude(user__time_zone="")
        .values_list("user__time_zone")
        .annotate(people=Count("pk"))
        .order_by("-people", "user__time_zone")
    )


def is_registered(user: User, edition: Edition) -> bool:
    """Tell whether `user` takes part in `edition`: registered, and not cancelled.

    A page that has read all of a person's registrations puts them in `known_registrations`.
    """
    known: list[Registration] | None = getattr(user, "known_registrations", None)
    if known is not None:
        return any(row.edition_id == edition.pk and row.status == Status.REGISTERED for row in known)
    return _TAKING_PART.first(user=user, edition=edition) is not None


def _concerned(milestone: Milestone) -> "QuerySet[Registration]":
    of_edition = Registration.objects.filter(edition=milestone.edition_id)
    if milestone.kind == MilestoneKind.REGISTRATION:
        return of_edition.filter(status=Status.DRAFT)
    return of_edition.registered() if milestone.kind in OF_PARTICIPANTS else of_edition.none()
