"""The figures of one edition's teams: two statements, kept for a minute like those of the registrations."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from events.models import Edition
from registrations.figures import KEPT_SECONDS
from registrations.models import Report, Team
from registrations.states.teams import ReportStatus, TeamStatus


@dataclass(frozen=True)
class TeamFigures:
    """Counts of teams, of the people in them, and of the reports that nobody has closed."""

    teams: int
    complete: int
    looking: int
    alone: int
    people: int
    people_in_complete: int
    reports: int


def team_figures_of(edition: Edition) -> TeamFigures:
    """Return the figures of `edition`, at most a minute old."""
    key = f"registrations.team-figures.{edition.pk}"
    kept: TeamFigures | None = cache.get(key)
    if kept is None:
        kept = count_teams(edition)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def count_teams(edition: Edition) -> TeamFigures:
    """Count them now. A team its captain has closed counts as complete: it looks for nobody."""
    done = Q(status__in=[TeamStatus.COMPLETE, TeamStatus.CLOSED])
    found = Team.objects.filter(edition=edition).exclude(status=TeamStatus.DISSOLVED)
    counts = found.aggregate(
        teams=Count("pk"),
        complete=Count("pk", filter=done),
        looking=Count("pk", filter=Q(status=TeamStatus.LOOKING)),
        alone=Count("pk", filter=Q(members=1)),
        people=Coalesce(Sum("members"), 0),
        people_in_complete=Coalesce(Sum("members", filter=done), 0),
    )
    about = Q(team__edition=edition) | Q(profile__edition=edition) | Q(offer__edition=edition)
    waiting = Report.objects.filter(about, status=ReportStatus.OPEN)
    return TeamFigures(**counts, reports=waiting.count())
