"""What organisers say when they move somebody, merge two teams, or close a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.models import Membership, Team
from registrations.states.teams import TeamStatus


class TeamChoice(forms.ModelChoiceField[Team]):
    """A team with its size and whether somebody still fits."""

    def label_from_instance(self, obj: Team) -> str:
        return f"{obj.name} · {obj.members}/{obj.places} · {obj.get_status_display()}"


class MoveMemberForm(forms.Form):
    """Who goes to which team of the same edition."""

    member = forms.ModelChoiceField(Membership.objects.none(), label=_("Quién"))
    to = TeamChoice(Team.objects.none(), label=_("A qué equipo"))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["member"]
        members.queryset = team.memberships.select_related("registration__user")  # type: ignore[attr-defined]
        members.label_from_instance = lambda obj: str(obj.registration.user)  # type: ignore[attr-defined]
        self.fields["to"].queryset = other_teams(team)  # type: ignore[attr-defined]


class MergeTeamsForm(forms.Form):
    """Into which team this one goes."""

    to = TeamChoice(Team.objects.none(), label=_("Se une a"))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = other_teams(team)  # type: ignore[attr-defined]


class AppointForm(forms.Form):
    """Who leads from now on."""

    member = forms.ModelChoiceField(Membership.objects.none(), label=_("Quién capitanea"))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["member"]
        members.queryset = team.memberships.filter(is_captain=False)  # type: ignore[attr-defined]
        members.label_from_instance = lambda obj: str(obj.registration.user)  # type: ignore[attr-defined]


def other_teams(team: Team) -> Any:
    """Return the teams of the same edition that still exist."""
    others = Team.objects.filter(edition=team.edition_id).exclude(pk=team.pk)
    return others.exclude(status=TeamStatus.DISSOLVED).order_by("name")
