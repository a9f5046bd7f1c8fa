"""Addresses of teams; `crear`, `personas` and `perfil` are no team's (CHECK team_slug_is_free)."""

from django.urls import path

import events.converters  # noqa: F401 -- registers <edition:…>
from registrations.views import invitations, matching, team_finder, team_manage, team_reports, teams

TEAM = "<edition:year>/equipos/<slug:slug>/"
#: What a captain does, below the captain's page.
DEEDS = (
    ("invitar", team_manage.invite, "team-invite"),
    ("invitar-persona", team_manage.invite_person, "team-invite-person"),
    ("invitaciones/<int:pk>/retirar", team_manage.withdraw_invitation, "team-invitation-withdraw"),
    ("enlaces", team_manage.make_link, "team-link-make"),
    ("enlaces/<int:pk>/anular", team_manage.revoke_link, "team-link-revoke"),
    ("solicitudes/<int:pk>/aceptar", team_manage.accept_request, "team-request-accept"),
    ("solicitudes/<int:pk>/declinar", team_manage.decline_request, "team-request-decline"),
    ("integrantes/<int:pk>/capitania", team_manage.hand_over, "team-hand-over"),
    ("integrantes/<int:pk>/sacar", team_manage.remove, "team-remove"),
    ("cerrar", team_manage.close, "team-close"),
    ("abrir", team_manage.reopen, "team-reopen"),
    ("unir", team_manage.propose_merger, "team-merge"),
    ("uniones/<int:pk>/aceptar", team_manage.accept_merger, "team-merger-accept"),
    ("uniones/<int:pk>/declinar", team_manage.decline_merger, "team-merger-decline"),
    ("uniones/<int:pk>/retirar", team_manage.withdraw_merger, "team-merger-withdraw"),
)

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
    path(f"{TEAM}pedir/", teams.ask, name="team-request"),
    path(f"{TEAM}retirar/", teams.withdraw, name="team-request-withdraw"),
    path(f"{TEAM}salir/", teams.leave, name="team-leave"),
    path(f"{TEAM}editar/", teams.EditView.as_view(), name="team-edit"),
    path(f"{TEAM}gestionar/", team_manage.manage, name="team-manage"),
    *(path(f"{TEAM}gestionar/{where}/", view, name=name) for where, view, name in DEEDS),
    path("equipos/invitacion/<str:token>/", invitations.invitation, name="team-invitation"),
    path("equipos/enlace/<str:token>/", invitations.link, name="team-link"),
    path("equipos/propuesta/<str:token>/", matching.proposal, name="team-match"),
]
