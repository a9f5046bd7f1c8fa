"""The panel «Equipos» of the admin's start page: from registered to a complete team."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Edition
from events.panels import editions_of
from registrations.figures import figures_of
from registrations.panels import FunnelStep, list_url
from registrations.segments import WITHOUT_TEAM
from registrations.states import Status
from registrations.states.teams import ReportStatus, TeamStatus
from registrations.teams.figures import TeamFigures, team_figures_of

REPORTS = "admin:registrations_report_changelist"


def teams_panel(request: HttpRequest) -> str:
    """Return the panel, for whoever may see teams."""
    edition = editions_of(request).chosen if request.user.has_perm("registrations.view_team") else None
    if edition is None:
        return ""
    figures = team_figures_of(edition)
    context = {
        "edition": edition,
        "figures": figures,
        "steps": team_funnel(figures, figures_of(edition).registered, edition),
        "looking_url": _teams_url(edition, status__exact=TeamStatus.LOOKING),
        "alone_url": _teams_url(edition, tamano="una"),
        "reports_url": f"{reverse(REPORTS)}?status__exact={ReportStatus.OPEN}",
        "may_write": request.user.has_perm("outbox.add_circular"),
    }
    return render_to_string("admin/panels/teams.html", context, request)


def team_funnel(figures: TeamFigures, registered: int, edition: Edition) -> list[FunnelStep]:
    """Return registered → with a team → in a team that is complete, with the people in between."""
    letter = urlencode({"segment": WITHOUT_TEAM, "edition": edition.pk})
    return [
        FunnelStep(
            name=_("Se inscribieron"),
            reached=registered,
            share=1.0 if registered else 0.0,
            stuck=max(registered - figures.people, 0),
            missing=_("sin equipo"),
            url=list_url(edition, status__exact=Status.REGISTERED, equipo="sin"),
            write_url=f"{reverse('admin:outbox_circular_add')}?{letter}",
        ),
        FunnelStep(
            name=_("Tienen equipo"),
            reached=figures.people,
            share=_share(figures.people, registered),
            stuck=figures.people - figures.people_in_complete,
            missing=_("en un equipo que aún busca gente"),
            url=_teams_url(edition, tamano="sitio"),
            write_url="",
        ),
        FunnelStep(
            name=_("Su equipo está completo"),
            reached=figures.people_in_complete,
            share=_share(figures.people_in_complete, registered),
            stuck=0,
            missing="",
            url=_teams_url(edition, tamano="lleno"),
            write_url="",
        ),
    ]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _teams_url(edition: Edition, **filters: str) -> str:
    query = urlencode({"edition__id__exact": edition.pk, **filters})
    return f"{reverse('admin:registrations_team_changelist')}?{query}"
