"""The pages of mentorships in an edition that looks for mentors."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Edition, Mentorship, Session
from events.services.mentorships import decide_offer, submit_offer
from events.services.sending import Sending
from events.states import CallKind
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionLinkFactory
from tests.factories.mentorships import AMA, VALUES, registered

HOSTILE = '<script>alert(1)</script>"\u202e=1+1'
FORM = VALUES | {"hours": ["2", "3"], "places": "3"}


@pytest.fixture
def edition(db: None) -> Edition:
    edition: Edition = CallFactory(kind=CallKind.MENTORSHIP).edition
    EditionLinkFactory(edition=edition)
    return edition


@pytest.fixture
def person(client: Client, edition: Edition) -> User:
    user: User = registered(edition, name="Camila Duarte", time_zone="America/Bogota")
    client.force_login(user)
    return user


def url(name: str, edition: Edition, *args: Any) -> str:
    return reverse(name, args=[edition.slug, *args])


def html(client: Client, address: str, **query: str) -> str:
    return client.get(address, query).content.decode()


def published(edition: Edition, **values: Any) -> Mentorship:
    """Return an accepted AMA whose session is in the programme."""
    offer = submit_offer(edition, Sending(uuid4(), AMA | values), by=UserFactory())
    decide_offer(offer, to=Status.ACCEPTED, by=UserFactory())
    Session.objects.filter(edition=edition).update(is_published=True)
    return Mentorship.objects.get(pk=offer.pk)
