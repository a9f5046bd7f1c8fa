"""Addresses of teams; `crear`, `personas` and `perfil` are no team's (CHECK team_slug_is_free)."""

from django.urls import path

import events.converters  # noqa: F401 -- registers <edition:…>
from registrations.views import invitations, team_finder, team_reports, teams

urlpatterns = [
    path("<edition:year>/equipos/", team_finder.teams, name="team-finder"),
    path("<edition:year>/equipos/personas/", team_finder.people, name="team-people"),
    path("<edition:year>/equipos/perfil/", team_finder.ProfileView.as_view(), name="team-profile"),
    path(
        "<edition:year>/equipos/personas/denuncia-recibida/",
        team_reports.report_done,
        name="team-report-done",
    ),
    path(
        "<edition:year>/equipos/personas/<str:signed>/denunciar/",
        team_reports.ProfileReportView.as_view(),
        name="team-profile-report",
    ),
    path("<edition:year>/equipos/crear/", teams.CreateView.as_view(), name="team-create"),
    path("<edition:year>/equipos/<slug:slug>/", teams.detail, name="team"),
    path(
        "<edition:year>/equipos/<slug:slug>/denunciar/",
        team_reports.TeamReportView.as_view(),
        name="team-report",
    ),
    path("<edition:year>/equipos/<slug:slug>/gestionar/", teams.manage, name="team-manage"),
    path("equipos/invitacion/<str:token>/", invitations.invitation, name="team-invitation"),
    path("equipos/enlace/<str:token>/", invitations.link, name="team-link"),
]
