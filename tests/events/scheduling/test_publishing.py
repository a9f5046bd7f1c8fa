"""Placing, cancelling, restoring and publishing: what is planned stays private until a release copies it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from events.models import Edition, Placement, Release, ReleaseChange, Session
from events.scheduling.plan import changes_waiting, fingerprint
from events.services.scheduling import (
    CannotScheduleError,
    clear_placement,
    place_session,
    plan_cancellation,
    plan_restoration,
    publish,
)
from events.states import Precision, SessionStatus
from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, SessionFactory
from tests.factories.scheduling import moved, private_session, public_session

pytestmark = pytest.mark.django_db
AT = datetime(2027, 4, 10, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def edition() -> Edition:
    edition: Edition = EditionFactory(time_zone="Europe/Madrid")
    return edition


@pytest.fixture
def ana() -> User:
    ana: User = UserFactory()
    return ana


@pytest.fixture
def place(ana: User) -> Callable[..., Placement | None]:
    def placed(
        session: Session, at: datetime | None = AT, minutes: int | None = 45, venue: str = "Discord"
    ) -> Any:
        return place_session(session, by=ana, starts_at=at, minutes=minutes, venue=venue)

    return placed


def kinds(edition: Edition) -> list[str]:
    return [change.kind.value for change in changes_waiting(edition)]


def test_placed_session_is_private_until_published(edition: Edition, ana: User, place: Any) -> None:
    session = private_session(edition)
    place(session)
    session.refresh_from_db()
    assert (session.is_published, session.starts_at, kinds(edition)) == (False, None, ["new"])
    release = publish(edition, by=ana, note=" Primera versión ")
    assert release
    session.refresh_from_db()
    assert (release.number, release.note) == (1, "Primera versión")
    assert (session.is_published, session.starts_at, session.minutes) == (True, AT, 45)
    assert (session.precision, session.venue, session.status) == (Precision.INSTANT, "Discord", "scheduled")
    assert not Placement.objects.exists()
    (change,) = release.changes.all()
    assert (change.kind, change.was_at, change.now_at, change.now_venue) == ("new", None, AT, "Discord")


def test_publishing_without_changes_makes_no_release(edition: Edition, ana: User) -> None:
    public_session(edition)
    assert publish(edition, by=ana) is None
    assert not Release.objects.exists()


def test_one_session_is_published_alone(edition: Edition, ana: User, place: Any) -> None:
    first, second = private_session(edition), private_session(edition)
    place(first)
    place(second)
    assert publish(edition, by=ana, sessions=[second])
    assert kinds(edition) == ["new"]
    assert Placement.objects.get().session == first
    release = publish(edition, by=ana)
    assert release
    assert release.number == 2


def test_move_keeps_what_was_announced_and_counts_as_a_change(edition: Edition, ana: User) -> None:
    session = public_session(edition, AT)
    moved(session, by=ana)
    session.refresh_from_db()
    assert (session.starts_at, session.originally_at, session.sequence) == (AT + 3 * HOUR, AT, 1)
    assert session.changed_at is not None
    moved(session, by=ana, hours=1)
    session.refresh_from_db()
    assert (session.originally_at, session.sequence) == (AT, 2)
    moved(session, by=ana, hours=-4)
    session.refresh_from_db()
    assert (session.starts_at, session.originally_at) == (AT, None)


def test_placing_it_where_it_stands_leaves_nothing_to_publish(edition: Edition, place: Any) -> None:
    session = public_session(edition, AT, venue="Discord", minutes=45)
    assert place(session, AT + HOUR) is not None
    assert place(session, AT) is None
    assert kinds(edition) == []


def test_change_of_place_is_named_so(edition: Edition, place: Any) -> None:
    place(public_session(edition, AT, venue="YouTube", minutes=45))
    assert kinds(edition) == ["place"]


def test_cancelled_session_stays_public_and_comes_back(edition: Edition, ana: User) -> None:
    session = public_session(edition, AT)
    plan_cancellation(session, by=ana)
    assert kinds(edition) == ["cancelled"]
    publish(edition, by=ana)
    session.refresh_from_db()
    assert (session.status, session.is_published, session.starts_at) == (SessionStatus.CANCELLED, True, AT)
    assert plan_cancellation(session, by=ana) is None
    plan_restoration(session, by=ana)
    assert kinds(edition) == ["restored"]
    publish(edition, by=ana)
    session.refresh_from_db()
    assert (session.status, session.sequence) == (SessionStatus.SCHEDULED, 2)


def test_cancelling_what_was_never_public_needs_no_release(edition: Edition, ana: User, place: Any) -> None:
    session = private_session(edition)
    place(session)
    assert plan_cancellation(session, by=ana) is None
    assert kinds(edition) == []
    session.refresh_from_db()
    assert (session.status, session.is_published) == (SessionStatus.CANCELLED, False)
    place(session)
    session.refresh_from_db()
    assert session.status == SessionStatus.SCHEDULED


def test_cancellation_replaces_a_planned_move(edition: Edition, ana: User, place: Any) -> None:
    session = public_session(edition, AT)
    place(session, AT + HOUR)
    plan_cancellation(session, by=ana)
    (change,) = changes_waiting(edition)
    assert (change.kind, change.after.starts_at) == ("cancelled", AT)


def test_cleared_placement_is_forgotten(edition: Edition, ana: User, place: Any) -> None:
    session = public_session(edition, AT)
    place(session, AT + HOUR)
    assert [clear_placement(session, by=ana), clear_placement(session, by=ana)] == [True, False]
    assert kinds(edition) == []


def test_session_is_announced_without_a_date(edition: Edition, ana: User, place: Any) -> None:
    session = private_session(edition)
    place(session, None, None, "")
    publish(edition, by=ana)
    session.refresh_from_db()
    assert (session.is_published, session.precision) == (True, Precision.UNKNOWN)


def test_cancelling_a_session_of_which_only_the_day_is_known_keeps_the_day(
    edition: Edition, ana: User
) -> None:
    session = SessionFactory(edition=edition, day_only=True)
    plan_cancellation(session, by=ana)
    publish(edition, by=ana)
    session.refresh_from_db()
    assert (session.status, session.precision) == (SessionStatus.CANCELLED, Precision.DAY)


@pytest.mark.parametrize("minutes", [0, -30, 24 * 60 + 1])
def test_session_that_takes_no_time_is_refused(edition: Edition, place: Any, minutes: int) -> None:
    with pytest.raises(CannotScheduleError, match="minutes"):
        place(private_session(edition), AT, minutes)
    assert not Placement.objects.exists()


def test_instant_without_a_zone_is_refused(edition: Edition, place: Any) -> None:
    with pytest.raises(ValueError, match="zone"):
        place(private_session(edition), datetime(2027, 4, 10, 16))  # noqa: DTZ001 (the point)


def test_what_changed_since_the_preview_is_not_published(edition: Edition, ana: User, place: Any) -> None:
    session = private_session(edition)
    place(session)
    seen = fingerprint(changes_waiting(edition))
    place(session, AT + HOUR)
    with pytest.raises(CannotScheduleError, match="changed"):
        publish(edition, by=ana, seen=seen)
    assert not Release.objects.exists()
    assert publish(edition, by=ana, seen=fingerprint(changes_waiting(edition)))


def test_programme_of_a_hidden_edition_is_not_published(ana: User, place: Any) -> None:
    hidden = EditionFactory(is_published=False)
    place(private_session(hidden))
    with pytest.raises(CannotScheduleError, match="hidden"):
        publish(hidden, by=ana)


def test_numbers_count_per_edition(edition: Edition, ana: User) -> None:
    for _time in range(2):
        other = EditionFactory()
        assert [moved(public_session(each, AT), by=ana).number for each in (other, other)] == [1, 2]
    assert ReleaseChange.objects.count() == 4


PRIVATE = "Secreto de la parrilla"


@pytest.mark.parametrize(
    "page",
    ["", "programa/", "programa/secreto/", "programa.ics", "plazos.ics", "schedule.xml", "schedule.json"],
)
def test_public_pages_show_no_placement(
    client: Client, edition: Edition, ana: User, place: Any, page: str
) -> None:
    place(private_session(edition, slug="secreto", title=PRIVATE))
    shown = public_session(edition, AT, title="Lo que se ve", venue="YouTube", slug="se-ve")
    place(shown, datetime(2027, 5, 5, 9, 41, tzinfo=UTC), 45, "Sala escondida")
    text = client.get(f"/{edition.slug}/{page}").content.decode()
    for secret in (PRIVATE, "Sala escondida", ":41"):
        assert secret not in text


def test_sitemaps_show_no_private_session(client: Client, edition: Edition, place: Any) -> None:
    place(private_session(edition, slug="secreto", title=PRIVATE))
    public_session(edition, slug="se-ve")
    index = client.get("/sitemap.xml").content.decode()
    assert "secreto" not in index
