"""Move a person, merge two teams, appoint who leads: a form, then what will happen, then it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.forms.team_organisers import AppointForm, MergeTeamsForm, MoveMemberForm
from registrations.models import Team
from registrations.refusals import RefusedError
from registrations.services.mergers import merge_teams
from registrations.services.team_organisers import appoint_captain, move_member
from registrations.states.teams import TeamStatus
from somosnlp.accounts.models import User

Answers = dict[str, Any]


@dataclass(frozen=True)
class Care:
    """One thing an organiser can do with a team: its form, what it will do, and the service."""

    slug: str
    title: Promise
    form: type[forms.Form]
    will: Callable[[Team, Answers], str]
    act: Callable[[Team, Answers, User], object]


def _will_move(team: Team, answers: Answers) -> str:
    words = {"who": answers["member"].registration.user, "team": team, "to": answers["to"]}
    return _("%(who)s pasa de «%(team)s» a «%(to)s». Se avisa por correo a su nuevo equipo.") % words


def _will_merge(team: Team, answers: Answers) -> str:
    words = {"count": team.members, "team": team, "to": answers["to"]}
    return (
        _(
            "Todas las personas de «%(team)s» (%(count)d) pasan a «%(to)s» y «%(team)s» se disuelve. "
            "Se avisa por correo a todas."
        )
        % words
    )


def _will_appoint(team: Team, answers: Answers) -> str:
    words = {"who": answers["member"].registration.user, "team": team}
    return (
        _(
            "%(who)s capitaneará «%(team)s»; quien lo hacía sigue en el equipo. "
            "Se avisa por correo a quien capitaneará."
        )
        % words
    )


def _move(_team: Team, answers: Answers, by: User) -> None:
    move_member(answers["member"], to=answers["to"], by=by)


def _merge(team: Team, answers: Answers, by: User) -> None:
    merge_teams(team, into=answers["to"], by=by)


def _appoint(team: Team, answers: Answers, by: User) -> None:
    appoint_captain(team, to=answers["member"], by=by)


CARES = (
    Care(
        "mover",
        gettext_lazy("Mover a alguien a otro equipo"),
        MoveMemberForm,
        _will_move,
        _move,
    ),
    Care(
        "unir",
        gettext_lazy("Unir a otro equipo"),
        MergeTeamsForm,
        _will_merge,
        _merge,
    ),
    Care(
        "capitania",
        gettext_lazy("Cambiar quién capitanea"),
        AppointForm,
        _will_appoint,
        _appoint,
    ),
)


class TeamActions(admin.ModelAdmin[Team]):
    """The pages of these actions, and the links to them on the page of a team."""

    def care_urls(self) -> list[URLPattern]:
        """Return an address per action."""
        return [
            path(
                f"<int:pk>/{care.slug}/",
                self.admin_site.admin_view(partial(self.care_view, care=care)),
                name=f"registrations_team_{care.slug}",
            )
            for care in CARES
        ]

    @admin.display(description=gettext_lazy("qué puedes hacer"))
    def care(self, obj: Team) -> SafeString | str:
        """Link to what can be done with a team that exists."""
        if obj.status == TeamStatus.DISSOLVED:
            return "—"
        links = (
            (reverse(f"admin:registrations_team_{care.slug}", args=[obj.pk]), care.title) for care in CARES
        )
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    def care_view(self, request: HttpRequest, pk: int, *, care: Care) -> HttpResponse:
        """Ask, show what will happen, and do it; the first POST shows, the confirmed one acts."""
        team = get_object_or_404(Team.objects.select_related("edition"), pk=pk)
        if not self.has_change_permission(request, team):
            raise PermissionDenied
        form = care.form(request.POST or None, team=team)  # type: ignore[call-arg]  # each takes the team
        will = ""
        if form.is_valid():
            if "confirmed" in request.POST and self._done(request, care, team, form):
                return redirect("admin:registrations_team_change", team.pk)
            will = "" if form.errors else care.will(team, form.cleaned_data)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": care.title,
            "team": team,
            "form": form,
            "will": will,
        }
        return TemplateResponse(request, "admin/registrations/team/action.html", context)

    def _done(self, request: HttpRequest, care: Care, team: Team, form: forms.Form) -> bool:
        try:
            care.act(team, form.cleaned_data, cast(User, request.user))
        except RefusedError as refused:
            form.add_error(None, str(refused.reason.label))
            return False
        self.message_user(request, care.will(team, form.cleaned_data), messages.SUCCESS)
        return True
