"""`manage.py seed_demo`: an edition that is open today, with people in it."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from events.models import Edition, OrganiserApplication, Question, Session
from registrations.models import Registration
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.states import Status

pytestmark = pytest.mark.django_db


def seed() -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


def test_seed_demo_is_current_open_and_inhabited() -> None:
    call_command("import_editions", stdout=StringIO())

    seed()

    demo = Edition.objects.get(slug="demo")
    assert Edition.objects.current() == demo
    states = {call.kind: call.state() for call in demo.calls.select_related("closes_with")}
    assert states.pop("sponsorship") == "soon"
    assert set(states.values()) == {"open"}
    statuses = Counter(OrganiserApplication.objects.values_list("status", flat=True))
    assert statuses == {Status.SUBMITTED: 1, Status.CHANGES_REQUESTED: 1, Status.ACCEPTED: 1}
    assert Registration.objects.filter(edition=demo).count() >= 10
    countries = {country for row in Registration.objects.all() for country in row.countries}
    assert len(countries) >= 8
    assert all(email.endswith("@example.org") for email in User.objects.values_list("email", flat=True))


def test_seed_demo_again_changes_nothing() -> None:
    seed()
    counts = [model.objects.count() for model in (User, Registration, OrganiserApplication, OutgoingEmail)]

    assert "0 invented rows new\n0 created, 0 updated" in seed()

    assert counts == [
        model.objects.count() for model in (User, Registration, OrganiserApplication, OutgoingEmail)
    ]


def test_sessions_of_the_demo_say_what_they_are_about() -> None:
    seed()
    sessions = Session.objects.filter(edition__slug="demo", is_published=True)
    assert not sessions.filter(abstract="").exists()
    box = Question.objects.filter(session__in=sessions, status="visible").order_by("-votes")
    assert [question.votes for question in box] == [6, 4, 3]
    assert len({question.author_id for question in box}) == 3


@override_settings(DEMO_PASSWORD="")
def test_seed_demo_is_refused_where_no_password_is_set() -> None:
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        seed()
    assert not Edition.objects.exists()
