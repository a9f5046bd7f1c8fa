"""What organisers see of a run: its figures in words, its groups with their people, and who is in none."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from registrations.matching.problem import Why
from registrations.models import MatchGroup, MatchRun, Offer, Registration, Team
from registrations.states.teams import OfferKind, OfferStatus
from registrations.teams.match_words import WHY, reasons_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Person:
    """Somebody in a group, and what they answered where they were asked."""

    registration: Registration
    answer: str


@dataclass(frozen=True)
class Group:
    number: int
    team: Team | None
    quality: int
    people: list[Person]
    reasons: list["StrOrPromise"]


@dataclass(frozen=True)
class LeftOver:
    """Why some are in no group, and who they are."""

    why: "StrOrPromise"
    people: list[Registration]


def figures_of(run: MatchRun) -> list[tuple[str, str]]:
    """Return the figures of a calculated run, each with what it is."""
    found = run.report.get("figures")
    if not found:
        return []
    placed = {"placed": found["placed"], "people": found["seekers"]}
    rows = [
        (_("Personas con propuesta"), _("%(placed)d de %(people)d") % placed),
        (_("Equipos nuevos propuestos"), str(found["proposals"] - found["completed_teams"])),
        (_("Equipos que ya había y se completan"), str(found["completed_teams"])),
        (_("Países por equipo, de media"), number_format(found["countries_per_team"], 1)),
        (_("Equipos de 2 o 3 países"), _percent(found["two_or_three_countries_share"])),
        (_("Equipos con perfil técnico y lingüístico"), _percent(found["mixed_share"])),
        (_("Horas en común, de media"), number_format(found["mean_hours"], 1)),
        (_("Lejos de lo mejor posible, como mucho"), _percent(found["gap"], 1)),
        (_("Tiempo de cálculo"), f"{number_format(run.report['seconds'], 1)} s"),
    ]
    return rows + [(label, str(value)) for label, value in _answers(run)]


def groups_of(run: MatchRun) -> list[Group]:
    """Return the groups of a run with their people, in five queries however many there are."""
    groups = list(run.groups.select_related("team"))
    people = Registration.objects.filter(pk__in=[pk for one in groups for pk in one.reasons["people"]])
    known = people.select_related("user").in_bulk()
    answers: dict[int | None, dict[int | None, str]] = defaultdict(dict)
    for offer in Offer.objects.filter(group__run=run, kind=OfferKind.MATCH):
        answers[offer.group_id][offer.registration_id] = str(OfferStatus(offer.status).label)
    return [_group(one, known, answers[one.pk]) for one in groups]


def left_over(run: MatchRun) -> list[LeftOver]:
    """Return who is in no group, by reason, from what only they can change to bad luck."""
    by_reason: dict[str, list[int]] = defaultdict(list)
    for key, why in run.report.get("unmatched", {}).items():
        by_reason[why].append(int(key))
    known = Registration.objects.filter(pk__in=[pk for keys in by_reason.values() for pk in keys])
    people = known.select_related("user").in_bulk()
    return [
        LeftOver(WHY[why], [people[pk] for pk in by_reason[why] if pk in people])
        for why in Why
        if why in by_reason
    ]


def _group(group: MatchGroup, known: dict[int, Registration], answers: dict[int | None, str]) -> Group:
    people = [Person(known[pk], answers.get(pk, "")) for pk in group.reasons["people"] if pk in known]
    return Group(group.number, group.team, group.reasons["quality"], people, reasons_of(group))


def _answers(run: MatchRun) -> list[tuple[str, int]]:
    found = run.report.get("answers")
    if not found:
        return []
    return [
        (_("Aceptaron"), found["accepted"]),
        (_("Declinaron"), found["declined"]),
        (_("No respondieron"), found["silent"]),
        (_("Ya en un equipo"), found["in_a_team"]),
        (_("Aceptaron y se quedaron sin equipo"), found["alone"]),
    ]


def _percent(share: float, digits: int = 0) -> str:
    return f"{number_format(share * 100, digits)} %"
