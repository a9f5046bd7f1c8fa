"""The empty form of step 1 is kept for people of whom nothing is known; nothing of anybody is in it."""

import re
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.test import Client
from django.utils import timezone

from events.models import Call, Edition, Milestone
from events.moments import Moment
from events.services.moving import Move, move_milestones
from somosnlp.accounts.models import User
from tests.events.pages import Capture, read
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory
from tests.factories.registrations import answers

pytestmark = pytest.mark.django_db

URL = "/2026/inscripcion/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def milestone() -> Milestone:
    milestone = MilestoneFactory(edition=EditionFactory(slug="2026", name="Edición 2026", is_current=True))
    CallFactory(edition=milestone.edition, closes_with=milestone)
    return milestone


def rename() -> None:
    Edition.objects.update(name="Otro nombre")


def test_form_is_kept(client: Client) -> None:
    read(client, URL)
    rename()
    assert "Otro nombre" not in read(client, URL)


def test_each_visitor_gets_a_token_of_their_own_that_works() -> None:
    tokens = set()
    for _visitor in range(3):
        client = Client(enforce_csrf_checks=True)
        page = client.get(URL)
        [token] = TOKEN.findall(page.content.decode())
        tokens |= {token, page.cookies["csrftoken"].value}
        assert client.post(URL, {"csrfmiddlewaretoken": token}).status_code == 422
    assert len(tokens) == 6


def test_token_of_another_visitor_is_refused() -> None:
    [token] = TOKEN.findall(read(Client(), URL))
    client = Client(enforce_csrf_checks=True)
    read(client, URL)
    assert client.post(URL, {"csrfmiddlewaretoken": token}).status_code == 403


def test_no_token_is_in_what_is_kept(client: Client) -> None:
    [token] = TOKEN.findall(read(client, URL))
    valkey = redis.Redis.from_url(settings.REDIS_URL)
    [key] = [key for key in valkey.scan_iter() if b"page:" in key]
    kept = valkey.get(key)
    assert isinstance(kept, bytes)
    assert token.encode() not in kept
    assert b"csrfmiddlewaretoken" in kept


def test_nobody_between_may_keep_the_form(client: Client) -> None:
    for _time in range(2):
        response = Client().get(URL)
        assert "private" in response["Cache-Control"]
        assert "Cookie" in response["Vary"]
        assert "ETag" not in response


def test_signed_in_person_has_a_page_of_their_own(client: Client) -> None:
    client.force_login(UserFactory(email="ada@example.org", name="Ñusta Quispe"))
    assert "Ñusta Quispe" in read(client, URL)
    stranger = read(Client(), URL)
    assert "Ñusta" not in stranger
    assert 'name="email"' in stranger
    assert "Ñusta Quispe" in read(client, URL)


def test_draft_is_shown_to_who_typed_it_alone(client: Client) -> None:
    read(Client(), URL)
    client.post(URL, answers(email="nueva@example.org"))
    del client.cookies[settings.SESSION_COOKIE_NAME]  # the draft outlives the session
    assert "Lucía Benítez" in read(client, URL)
    assert "Lucía Benítez" not in read(Client(), URL)


def test_what_is_wrong_is_never_kept(client: Client) -> None:
    assert "data-error-summary" in client.post(URL, answers(name="Iria Lema", level="")).content.decode()
    page = read(Client(), URL)
    assert "Iria Lema" not in page
    assert "data-error-summary" not in page


def test_languages_do_not_mix(client: Client) -> None:
    for _time in range(2):
        assert "Cuéntanos quién eres" in read(client, URL)
        assert '<html lang="en"' in read(client, f"/en{URL}")


def test_moved_deadline_shows_at_once(
    client: Client, milestone: Milestone, django_capture_on_commit_callbacks: Capture
) -> None:
    before = read(client, URL)
    to = Moment(at=timezone.now() + timedelta(days=40))
    with django_capture_on_commit_callbacks(execute=True):
        by: User = UserFactory(is_staff=True)
        move = Move(milestone.pk, was=milestone.moment, to=to)
        move_milestones(milestone.edition, [move], reason="Más tiempo", by=by)
    assert f"{to.at:%Y-%m-%dT%H:%M}" not in before
    assert f"{to.at:%Y-%m-%dT%H:%M}" in read(client, URL)


def test_form_is_kept_no_longer_than_the_call_is_open(client: Client) -> None:
    # The announced minute counts whole: 40 seconds into it, 20 are left.
    Milestone.objects.update(at=timezone.now() - timedelta(seconds=40))
    read(client, URL)
    valkey = redis.Redis.from_url(settings.REDIS_URL)
    [key] = [key for key in valkey.scan_iter() if b"page:" in key]
    assert 10 < valkey.ttl(key) <= 20


def test_form_before_the_opening_is_kept_until_then(client: Client) -> None:
    Call.objects.update(opens_on=timezone.now().date() + timedelta(days=1))
    assert "abren el" in read(client, URL)
