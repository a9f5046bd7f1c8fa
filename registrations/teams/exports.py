"""Teams as a file for whoever makes their channels: a row per team, nobody's e-mail.

A Discord name is in it only of members who let their team see it.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from registrations.models import Membership, Registration, Team
from somosnlp.outbox.links import page_url
from somosnlp.ui.countries import country_names

HEADINGS: list[str | Promise] = [
    gettext_lazy("edición"),
    gettext_lazy("equipo"),
    gettext_lazy("canal"),
    gettext_lazy("estado"),
    gettext_lazy("personas"),
    gettext_lazy("plazas"),
    gettext_lazy("reto"),
    gettext_lazy("países"),
    gettext_lazy("integrantes"),
    "Discord",
    gettext_lazy("dónde hablan"),
    gettext_lazy("página"),
]


def table_of(teams: "QuerySet[Team]") -> Iterator[list[Any]]:
    """Yield the headings, then a row per team; the captain comes first."""
    yield [str(heading) for heading in HEADINGS]
    members = Membership.objects.select_related("registration__user", "registration__team_profile")
    ordered = members.order_by("-is_captain", "joined_at", "pk")
    rows = (
        teams.prefetch_related(None)
        .select_related("edition", "challenge")
        .prefetch_related(Prefetch("memberships", queryset=ordered, to_attr="people"))
    )
    for team in rows.iterator(chunk_size=500):
        yield _row(team)


def _row(team: Any) -> list[Any]:
    people: list[Registration] = [member.registration for member in team.people]
    countries = sorted({code for person in people for code in person.countries})
    return [
        team.edition.slug,
        team.name,
        f"equipo-{team.slug}",
        team.get_status_display(),
        team.members,
        team.places,
        team.challenge.label if team.challenge else "",
        ", ".join(country_names(countries)),
        ", ".join(person.user.display_name for person in people),
        ", ".join(person.user.discord for person in people if _shares(person)),
        team.meeting_place,
        page_url("team", team.edition.slug, team.slug, language="es"),
    ]


def _shares(person: Registration) -> bool:
    profile = getattr(person, "team_profile", None)
    return bool(profile and profile.shares_discord and person.user.discord)
