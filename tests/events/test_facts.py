"""What everybody may know of an edition is read once, and anew as soon as it changes."""

from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from events import facts
from events.models import Edition, Milestone
from events.moments import Moment
from events.page_cache import touch
from events.services.moving import Move, move_milestones
from events.states import MilestoneKind
from tests.events.pages import Capture, read
from tests.factories import events as make
from tests.factories.accounts import UserFactory


@pytest.fixture
def edition(db: None) -> Edition:
    return make.EditionFactory(slug="2026", is_current=True, name="Nombre viejo")


def rename() -> None:
    Edition.objects.update(name="Nombre nuevo")


def test_edition_is_read_once(edition: Edition, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert facts.edition_named("2026") == facts.edition_flagged_current() == edition
    with django_assert_num_queries(0):
        assert facts.edition_named("2026") == facts.edition_flagged_current() == edition


def test_touch_makes_it_read_anew(edition: Edition, django_capture_on_commit_callbacks: Capture) -> None:
    facts.edition_named("2026")
    rename()
    with django_capture_on_commit_callbacks(execute=True):
        touch(edition)
    assert str(facts.edition_named("2026")) == "Nombre nuevo"


def test_cache_that_was_emptied_makes_it_read_anew(edition: Edition) -> None:
    facts.edition_named("2026")
    rename()
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    assert str(facts.edition_named("2026")) == "Nombre nuevo"


def test_edition_that_came_later_is_found(
    edition: Edition, django_capture_on_commit_callbacks: Capture
) -> None:
    assert facts.edition_named("2027") is None
    later = make.EditionFactory(slug="2027")
    with django_capture_on_commit_callbacks(execute=True):
        touch(later)
    assert facts.edition_named("2027") == later


def test_facts_of_an_edition_that_was_just_read_are_read_too(edition: Edition) -> None:
    call = make.CallFactory(edition=edition)
    assert facts.facts_of(edition).calls == {call.kind: call}
    call.delete()
    assert facts.facts_of(edition).calls == {}


def test_edition_in_preparation_is_kept_for_organisers_alone(client: Client, edition: Edition) -> None:
    Edition.objects.update(is_published=False)
    client.force_login(UserFactory(is_staff=True))
    read(client, "/2026/inscripcion/")
    stranger = Client()
    stranger.force_login(UserFactory())
    read(stranger, "/2026/inscripcion/", status=404)
    assert "ninguna edición" in read(stranger, "/mi-hackathon/")


def test_moved_deadline_is_on_the_path_at_once(
    client: Client, edition: Edition, django_capture_on_commit_callbacks: Capture
) -> None:
    person, organiser = UserFactory(), UserFactory(is_staff=True)
    milestone: Milestone = make.MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY)
    client.force_login(person)
    to = Moment(at=timezone.now() + timedelta(days=40))
    assert f"{to.at:%Y-%m-%dT%H:%M}" not in read(client, "/mi-hackathon/")
    with django_capture_on_commit_callbacks(execute=True):
        move = Move(milestone.pk, was=milestone.moment, to=to)
        move_milestones(edition, [move], reason="Más tiempo", by=organiser)
    page = read(client, "/mi-hackathon/")
    assert f"{to.at:%Y-%m-%dT%H:%M}" in page
    assert "nueva fecha" in page
