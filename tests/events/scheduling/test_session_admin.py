"""Sessions in the admin: their words by form, their place by the grid while the edition is not over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from events.demo.schedule import seed_schedule
from events.models import Edition, Person, Placement, Session
from events.services.importing import import_editions
from events.services.scheduling import place_session, plan_cancellation, publish
from events.states import MilestoneKind, PictureKind, SessionKind
from somosnlp.accounts.models import User
from tests.events.test_admin import change_url, posted
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, PersonFactory, SessionPersonFactory, in_days
from tests.factories.pictures import make_picture_row
from tests.factories.scheduling import moved, private_session, public_session

pytestmark = pytest.mark.django_db
AT = datetime(2027, 4, 10, 16, tzinfo=UTC)
OVER = {"starts_on": date(2024, 3, 1), "ends_on": date(2024, 3, 31)}


@pytest.fixture
def ana() -> User:
    ana: User = UserFactory(is_staff=True, is_superuser=True)
    return ana


@pytest.fixture
def page(client: Client, ana: User) -> Client:
    client.force_login(ana)
    return client


def test_place_of_a_running_edition_is_read_only_with_the_way_to_the_grid(page: Client) -> None:
    session = public_session(EditionFactory(), AT, venue="YouTube")
    text = page.get(change_url(session)).content.decode()
    assert reverse("admin:events_grid", args=[session.edition_id]) in text
    assert 'name="clock"' not in text
    forged = {
        "clock": "03:00",
        "on": "2020-01-01",
        "venue": "Otro",
        "starts_at_0": "2020-01-01",
        "is_published": "",
    }
    data = {**posted(page, change_url(session)), **forged, "title": "Otro título", "video": "abcdefghijk"}
    assert page.post(change_url(session), data).status_code == 302
    session.refresh_from_db()
    assert (session.title, session.video) == ("Otro título", "abcdefghijk")
    assert (session.starts_at, session.venue, session.is_published) == (AT, "YouTube", True)


def test_release_made_while_somebody_edits_the_words_is_not_undone(page: Client, ana: User) -> None:
    session = public_session(EditionFactory(), AT)
    data = posted(page, change_url(session))
    moved(session, by=ana)
    assert page.post(change_url(session), {**data, "abstract": "Nuevo resumen"}).status_code == 302
    session.refresh_from_db()
    assert (session.starts_at, session.abstract) == (AT + timedelta(hours=3), "Nuevo resumen")


def test_saving_without_changes_counts_as_none(page: Client) -> None:
    session = public_session(EditionFactory(), AT, takeaways=["uno, y dos", "tres"])
    data = {**posted(page, change_url(session)), "takeaways": ["uno, y dos", "tres"]}
    assert page.post(change_url(session), data).status_code == 302
    session.refresh_from_db()
    assert (session.sequence, session.takeaways) == (0, ["uno, y dos", "tres"])


def new_session(page: Client, edition: Edition) -> Session:
    url = reverse("admin:events_session_add")
    typed = {
        "edition": edition.pk,
        "kind": SessionKind.TALK.value,
        "title": "Una, nueva; charla",
        "slug": "nueva",
        "on": "10/04/2024",
        "clock": "18:00",
        "minutes": "45",
        "venue": "Discord",
        "is_published": "on",
    }
    response = page.post(url, {**posted(page, url), **typed}, follow=True)
    assert response.status_code == 200
    return Session.objects.get(slug="nueva")


def test_new_session_of_a_running_edition_is_private_and_planned(page: Client) -> None:
    session = new_session(page, EditionFactory(time_zone="Europe/Madrid"))
    assert (session.is_published, session.starts_at, session.venue) == (False, None, "")
    placement = Placement.objects.get(session=session)
    assert (placement.starts_at, placement.minutes) == (datetime(2024, 4, 10, 16, tzinfo=UTC), 45)


def test_new_session_of_a_past_edition_is_public_as_typed(page: Client) -> None:
    session = new_session(page, EditionFactory(time_zone="Europe/Madrid", **OVER))
    assert (session.is_published, session.starts_at) == (True, datetime(2024, 4, 10, 16, tzinfo=UTC))


def test_speaker_is_edited_with_account_by_who_may_see_accounts(client: Client, page: Client) -> None:
    person = PersonFactory(name="Luz")
    assert 'name="user"' in page.get(change_url(person)).content.decode()
    planner = UserFactory(is_staff=True)
    planner.groups.add(Group.objects.get(name="Programa"))
    client.force_login(planner)
    text = client.get(change_url(person)).content.decode()
    assert 'name="user"' not in text
    assert (
        client.post(change_url(person), {**posted(client, change_url(person)), "bio": "Hola"}).status_code
        == 302
    )
    assert Person.objects.get(pk=person.pk).bio == "Hola"


def test_start_page_counts_what_has_no_place(page: Client, ana: User) -> None:
    edition = EditionFactory(is_current=True)
    private_session(edition)
    place_session(private_session(edition), by=ana, starts_at=AT, minutes=30)
    text = page.get(reverse("admin:index")).content.decode()
    panel = text[text.index('id="schedule-title"') :]
    assert ">1<" in panel.split("Cambios sin publicar")[0]
    assert reverse("admin:events_grid_publish", args=[edition.pk]) in panel
    assert reverse("admin:events_grid", args=[edition.pk]) in page.get(change_url(edition)).content.decode()


def test_import_keeps_what_a_release_moved(ana: User) -> None:
    import_editions()
    session = Session.objects.filter(edition__slug="2024", starts_at__isnull=False).first()
    assert session
    before = session.starts_at
    moved(session, by=ana)
    assert import_editions().kept["events.Session"] == 1
    session.refresh_from_db()
    assert session.starts_at != before


def test_demo_has_a_release_and_private_changes_once() -> None:
    UserFactory(email="organizacion@example.org")
    edition = EditionFactory()
    for days in (2, 4, 6):
        public_session(edition, in_days(days))
    assert [seed_schedule(edition), seed_schedule(edition)] == [4, 0]
    assert edition.releases.count() == 1
    assert Placement.objects.count() == 3
    assert edition.sessions.filter(is_published=False).count() == 3


def test_demo_that_begins_anew_leaves_no_session_on_an_old_day(ana: User) -> None:
    first, later = date(2100, 1, 1), date(2100, 6, 1)
    import_editions(None, demo=True, today=first)
    edition = Edition.objects.get(slug="demo")
    kept = edition.sessions.filter(starts_at__isnull=False).first()
    assert kept
    moved(kept, by=ana)
    new = private_session(edition)
    place_session(new, by=ana, starts_at=AT, minutes=30)
    publish(edition, by=ana)
    edition.milestones.filter(kind=MilestoneKind.REGISTRATION).update(at=datetime(2020, 1, 1, tzinfo=UTC))

    import_editions(None, demo=True, today=later)

    kept.refresh_from_db()
    new.refresh_from_db()
    assert kept.is_published
    assert kept.starts_at is not None
    assert kept.starts_at > datetime(2100, 4, 1, tzinfo=UTC)
    assert (new.is_published, new.starts_at, edition.releases.count()) == (False, None, 0)


def test_session_published_by_hand_shows_the_photos_of_who_speaks(page: Client) -> None:
    session = private_session(EditionFactory(**OVER))
    photo = make_picture_row(kind=PictureKind.PHOTO)
    SessionPersonFactory(session=session, person=PersonFactory(photo=photo))
    data = posted(page, change_url(session))
    assert page.post(change_url(session), {**data, "note": "Aún no"}).status_code == 302
    photo.refresh_from_db()
    assert not photo.is_public

    assert page.post(change_url(session), {**data, "is_published": "on"}).status_code == 302

    photo.refresh_from_db()
    assert photo.is_public


def test_cancelled_session_is_still_listed_and_says_so(client: Client, ana: User) -> None:
    edition = EditionFactory(slug="2190")
    session = public_session(edition, in_days(5), slug="charla", title="Una charla")
    plan_cancellation(session, by=ana)
    publish(edition, by=ana)
    for address in ("programa/", "programa/charla/"):
        text = client.get(f"/2190/{address}").content.decode()
        assert "<s>Una charla</s>" in text
