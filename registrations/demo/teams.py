"""The teams of the demo edition: of all sizes and states, with invitations and requests that wait."""

from collections.abc import Mapping
from typing import Any

from registrations.demo.enrolling import Cast
from registrations.demo.people import invent
from registrations.demo.reading import read
from registrations.demo.weeks import week
from registrations.models import Membership, Registration, Team
from registrations.services import offers, team_links, teams
from somosnlp.accounts.models import User

#: Keys of a row that are columns of the team as they stand.
_FACTS = ("name", "idea", "languages", "profiles", "tasks", "meeting_place", "takes_matches")
#: People in teams are invented by these numbers; further on are those of `demo_people`.
_FIRST_NUMBER = 10_000


def make_teams(cast: Cast, by_email: Mapping[str, Registration]) -> int:
    """Make the teams that are not there yet; return how many were. `by_email` holds who is enrolled."""
    return sum(_make(cast, number, row, by_email) for number, row in enumerate(read("demo_teams")))


def _make(cast: Cast, number: int, row: Mapping[str, Any], by_email: Mapping[str, Registration]) -> bool:
    people = _people(cast, number, row, by_email)
    captain = people[0].user
    known = Team.objects.filter(edition=cast.edition, name=row["name"])
    if known.exists() or Membership.objects.filter(registration=people[0]).exists():
        return False
    team = _found(cast, row, captain)
    for person in people[1:]:
        asked = offers.request_to_join(team, by=person.user)
        offers.accept_request(asked.offer, by=captain)
    _leave_waiting(team, row, captain, by_email)
    _change_state(team, row.get("state", ""), captain)
    return True


def _people(
    cast: Cast, number: int, row: Mapping[str, Any], by_email: Mapping[str, Registration]
) -> list[Registration]:
    """Return who is in the team, the captain first."""
    enrolled = []
    for place, country in enumerate(row["members"]):
        email = f"equipo{number:02d}-{place}@example.org"
        if place == 0 and "captain" in row:
            enrolled.append(by_email[row["captain"]])
        else:
            enrolled.append(cast.enrol(invent(_FIRST_NUMBER + 10 * number + place, country, email)))
    return enrolled


def _found(cast: Cast, row: Mapping[str, Any], captain: User) -> Team:
    facts = teams.TeamFacts(
        **{name: row[name] for name in _FACTS if name in row},
        challenge=cast.challenges.get(row["challenge"]),
        hours=week(row["hours"]),
        time_zone=captain.time_zone,
    )
    return teams.create_team(edition=cast.edition, facts=facts, by=captain)


def _leave_waiting(
    team: Team, row: Mapping[str, Any], captain: User, by_email: Mapping[str, Registration]
) -> None:
    """Leave a link, invitations and requests without an answer."""
    if row.get("link"):
        team_links.make_link(team, by=captain)
    for email in row.get("invites", ()):
        offers.invite(team, email=email, message=row.get("invitation", ""), by=captain)
    for number, words in row.get("asking", {}).items():
        offers.request_to_join(team, message=words, by=by_email[f"demo{number:02d}@example.org"].user)


def _change_state(team: Team, state: str, captain: User) -> None:
    if state == "closed":
        teams.close_team(team, by=captain)
    if state == "dissolved":
        teams.leave_team(user=captain, edition=team.edition, by=captain)
