"""What the demo edition gets from this app: people, teams, and a crowd where one is asked for."""

from django.db import transaction

from events.models import Edition
from registrations.demo.enrolling import Cast
from registrations.demo.people import ACCOUNTS, CANCELLED, Person, invent, seekers
from registrations.demo.teams import make_teams
from registrations.models import Registration
from registrations.services.registering import cancel_registration


def seed_demo_registrations(edition: Edition) -> int:
    """Register the demo accounts and the invented people, and make the teams; return how many are new."""
    cast = Cast(edition)
    by_email = {person.email: cast.enrol(person, is_account=True) for person in ACCOUNTS}
    by_email |= {person.email: _enrol_seeker(cast, person) for person in seekers()}
    made = make_teams(cast, by_email)
    cast.silence()
    return cast.made + made


@transaction.atomic
def add_crowd(edition: Edition, people: int) -> int:
    """Register so many people more who want a team proposed; those who are there count. Returns the new."""
    cast = Cast(edition)
    for number in range(people):
        cast.enrol(invent(number))
    cast.silence()
    return cast.made


def _enrol_seeker(cast: Cast, person: Person) -> Registration:
    """One of them cancels once; who takes it up again stays."""
    made = cast.made
    registration = cast.enrol(person)
    if person.email == CANCELLED and cast.made > made:
        cancel_registration(registration, by=registration.user)
    return registration
