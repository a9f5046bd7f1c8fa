"""How well two sides fit: points and reasons without a database, and PostgreSQL's points beside them."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from events.models import Edition
from registrations.finder import fit
from registrations.finder.filters import Filters
from registrations.finder.fit import Found, Wish, fit_of, planes_of, shared_quarters
from registrations.finder.paging import Cursor
from registrations.finder.reader import find_reader, tasks_until
from registrations.finder.search import Answer, Asked, find_people, find_teams
from registrations.states.teams import Path, Profile, Task
from somosnlp.ui.hours import mask_of, week_of
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory
from tests.factories.registrations import RegistrationFactory
from tests.factories.teams import add_member, make_profile, make_team

WINTER = datetime(2026, 1, 15, tzinfo=UTC)
TUESDAY_EVENING = mask_of([4 + 3])


def test_nothing_in_common_gives_no_points_and_no_reasons() -> None:
    assert fit_of(Wish(), Found(profiles=("data",), languages=("es",), countries=("MX",))) == fit.Fit(0)


def test_each_thing_in_common_counts_and_is_named() -> None:
    wish = Wish(
        profiles=frozenset({"linguistic", "design"}),
        tasks=frozenset({"video"}),
        languages=frozenset({"es", "pt"}),
        countries=frozenset({"CO"}),
        challenge=7,
    )
    found = Found(("technical", "linguistic"), ("train", "video"), ("pt",), ("ES", "MX"), 7, quarters=13)
    result = fit_of(wish, found)
    assert result == fit.Fit(
        points=fit.PROFILE + fit.TASK + fit.LANGUAGE + fit.CHALLENGE + fit.COUNTRY + 6,
        profiles=("linguistic",),
        tasks=("video",),
        languages=("pt",),
        new_countries=("ES", "MX"),
        same_challenge=True,
        hours=3,
    )


def test_a_task_of_ones_level_counts_less_than_one_that_was_named() -> None:
    found = Found(tasks=("review_data", "train"))
    by_level = fit_of(Wish(level_tasks=frozenset({"review_data"})), found)
    named = fit_of(Wish(tasks=frozenset({"train"}), level_tasks=frozenset({"review_data"})), found)
    assert (by_level.points, by_level.tasks) == (fit.LEVEL_TASK, ("review_data",))
    assert (named.points, named.tasks) == (fit.TASK, ("train",))


def test_ones_own_country_is_no_reason() -> None:
    wish = Wish(countries=frozenset({"CO", "MX"}))
    assert fit_of(wish, Found(countries=("MX", "ES"))).new_countries == ()


def test_hours_beyond_the_most_count_no_more() -> None:
    most = fit_of(Wish(), Found(quarters=fit.MOST_QUARTERS))
    assert fit_of(Wish(), Found(quarters=fit.MOST_QUARTERS * 3)).points == most.points == 24


def test_hours_in_common_of_two_zones() -> None:
    """18–24 h in Bogotá is 0–6 h of the next day in Madrid in winter: Madrid's night shares all six."""
    week = week_of(TUESDAY_EVENING, "America/Bogota", WINTER)
    masks = planes_of(week, ["Europe/Madrid", "America/Sao_Paulo", "Asia/Kathmandu"], WINTER, "UTC")
    assert shared_quarters(mask_of([8]), masks["Europe/Madrid"]) == 6 * 4
    assert shared_quarters(TUESDAY_EVENING, masks["America/Sao_Paulo"]) == 4 * 4
    assert shared_quarters(TUESDAY_EVENING, masks["Asia/Kathmandu"]) == 0


def test_zones_of_one_offset_share_their_masks() -> None:
    week = week_of(TUESDAY_EVENING, "America/Bogota", WINTER)
    masks = planes_of(week, ["America/Lima", "America/Bogota", "", "Asia/Tokyo"], WINTER, "America/Lima")
    assert masks["America/Lima"] == masks["America/Bogota"] == masks[""] != masks["Asia/Tokyo"]


def test_whoever_is_further_along_can_take_every_task_before() -> None:
    assert Task.TRAIN not in tasks_until(Path.YELLOW)
    assert set(tasks_until(Path.GREEN)) < set(tasks_until(Path.YELLOW)) < set(tasks_until(Path.RED))
    assert set(tasks_until(Path.RED)) == set(Task.values)


@pytest.mark.parametrize("text", ["", "1", "a-b", "1-2-3", "-1-2", "1-", f"1-{'9' * 30}"])
def test_a_mangled_page_is_the_first(text: str) -> None:
    assert Cursor.parse(text) is None


def test_a_page_is_read_as_it_was_written() -> None:
    assert Cursor.parse(str(Cursor(37, 1204))) == Cursor(37, 1204)


# --- The same in SQL ----------------------------------------------------------------------------

ZONES = ("America/Bogota", "Europe/Madrid", "Asia/Kathmandu", "America/Sao_Paulo", "")


def _vary(values: list[str], number: int) -> list[str]:
    """Some of the values, others for each number."""
    return [value for place, value in enumerate(values) if (number * place + number) % 3 == 0]


def compare(wish: Wish, answer: Answer) -> None:
    """The points in the order of the page are ours, and not always the same."""
    ours = [fit_of(wish, answer.found_in(row)).points for row in answer.page.rows]
    assert [row["score"] for row in answer.page.rows] == ours == sorted(ours, reverse=True)
    assert len(set(ours)) > 6


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.mark.django_db
def test_postgresql_counts_the_points_of_teams_as_we_do(edition: Edition) -> None:
    challenge = MilestoneFactory(edition=edition, kind="challenge", code="uno")
    for number in range(12):
        team = make_team(
            edition,
            name=f"Equipo {number}",
            profiles=_vary(Profile.values, number),
            tasks=_vary(Task.values, number),
            languages=_vary(["es", "pt", "qu"], number),
            challenge=challenge if number % 4 == 0 else None,
            hours=(number * 2654435761) % 2**28,
            time_zone=ZONES[number % 5],
        )
        add_member(
            team, RegistrationFactory(edition=edition, countries=[["MX", "CO", "ES", "BR"][number % 4]])
        )
    person = RegistrationFactory(edition=edition, countries=["MX"], user__time_zone="America/Lima")
    make_profile(person, hours=mask_of([5, 14]), challenge=challenge, tasks=["video", "demo"])
    reader = find_reader(person.user, edition)
    assert reader is not None
    now = timezone.now()
    wish = reader.wish_for_team(now)
    compare(wish, find_teams(Asked(edition, Filters(), wish, None, now)))


@pytest.mark.django_db
def test_postgresql_counts_the_points_of_people_as_we_do(edition: Edition) -> None:
    for number in range(12):
        registration = RegistrationFactory(
            edition=edition,
            countries=[["MX", "CO", "ES", "BR"][number % 4]],
            languages=_vary(["es", "pt", "qu"], number) or ["en"],
            user__time_zone=ZONES[number % 5],
        )
        make_profile(
            registration,
            profiles=_vary(Profile.values, number),
            tasks=_vary(Task.values, number),
            hours=(number * 2654435761) % 2**28,
        )
    captain = RegistrationFactory(
        edition=edition, countries=["MX"], user=UserFactory(time_zone="America/Lima")
    )
    make_profile(captain, hours=mask_of([5, 14]), profiles=["technical"])
    reader = find_reader(captain.user, edition)
    assert reader is not None
    now = timezone.now()
    wish = reader.wish_for_people(now)
    assert wish.profiles == set(Profile.values) - {"technical"}
    compare(wish, find_people(Asked(edition, Filters(), wish, None, now), captain.pk))
