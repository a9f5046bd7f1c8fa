"""Reviewing mentors in the admin: decided through the service, exported without names while blind."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.mentorships.export import table_of
from events.models import Mentorship
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory
from tests.factories.mentorships import MentorshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client: Client) -> Client:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:events_mentorship_{name}", args=args)


def test_list_and_review_show_the_offer_whole(organiser: Client) -> None:
    offer = MentorshipFactory(ama=True, bio="Investiga lenguas andinas.", hours=1 << 3)

    assert organiser.get(page("changelist")).status_code == 200
    text = organiser.get(page("review", offer.pk)).content.decode()

    for words in (offer.name, offer.speciality, "lenguas andinas", "18–24 h", "hora de La Paz", "español"):
        assert words in text


@pytest.mark.parametrize("ama", [True, False])
def test_accepting_goes_through_the_service(organiser: Client, ama: bool) -> None:
    offer = MentorshipFactory(ama=ama, edition=CallFactory(kind="mentorship").edition)
    data = {
        "version": str(offer.version),
        "to": Status.ACCEPTED.value,
        "note_to_author": "",
        "confirmed": "1",
    }

    response = organiser.post(page("decide", offer.pk), {**data, "internal_remark": ""})

    assert response.status_code == 302
    decided = Mentorship.objects.get()
    assert (decided.status, decided.session is not None) == (Status.ACCEPTED, ama)


def test_export_has_names_unless_they_are_hidden() -> None:
    offer = MentorshipFactory(speciality="=1+1")
    rows = Mentorship.objects.all()

    named, nameless = (list(table_of(rows, with_names=names)) for names in (True, False))

    assert offer.name in named[1]
    assert offer.submitted_by.email in named[1]
    assert not {offer.name, offer.submitted_by.email, offer.bio} & set(map(str, nameless[1]))


def test_export_is_a_workbook(organiser: Client) -> None:
    offer = MentorshipFactory()

    response = organiser.post(
        page("changelist"), {"action": "export_xlsx", "_selected_action": [str(offer.pk)]}
    )

    assert BytesIO(b"".join(response.streaming_content)).read(2) == b"PK"  # type: ignore[attr-defined]
