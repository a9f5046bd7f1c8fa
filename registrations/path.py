"""The person's path through registrations and teams, for PROVIDERS["next_steps"]."""

from events.models import Edition
from events.steps import Step
from registrations.steps import registration_of, registration_steps
from registrations.teams.steps import team_steps
from somosnlp.accounts.models import User


def person_steps(user: User, edition: Edition) -> list[Step]:
    """Return the steps of the registration and of the team; the registration is read once."""
    registration = registration_of(user, edition)
    return [*registration_steps(user, edition, registration), *team_steps(user, edition, registration)]
