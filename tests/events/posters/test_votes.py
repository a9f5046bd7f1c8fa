"""The vote for the poster: one per registered person, changeable until the close."""

from functools import partial

import pytest

from events.models import Call, Edition, Poster, PosterVote
from events.posters.gallery import gallery, shuffled
from events.posters.hall import PosterHall
from events.services.poster_votes import VoteRefusedError, cast_vote, results, take_vote_back
from events.services.posters import choose_poster, withdraw_poster
from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.events import in_days
from tests.factories.posters import PosterFactory, hang, make_call, make_vote
from tests.factories.registrations import RegistrationFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def voter_of(edition: Edition) -> User:
    user: User = RegistrationFactory(edition=edition).user
    return user


def refused(edition: Edition, poster: Poster, by: User) -> str:
    with pytest.raises(VoteRefusedError) as caught:
        cast_vote(edition, key=poster.key, by=by)
    return caught.value.code


def test_vote_may_be_changed_and_counts_once() -> None:
    edition = make_vote().edition
    first, second, voter = hang(edition), hang(edition), voter_of(edition)

    cast_vote(edition, key=first.key, by=voter)
    cast_vote(edition, key=second.key, by=voter)

    assert PosterVote.objects.get().poster == second
    assert [(poster, poster.count) for poster in results(edition)] == [(second, 1), (first, 0)]  # type: ignore[attr-defined]


def test_vote_may_be_taken_back() -> None:
    edition = make_vote().edition
    voter = voter_of(edition)
    cast_vote(edition, key=hang(edition).key, by=voter)

    assert take_vote_back(edition, by=voter)
    assert not take_vote_back(edition, by=voter)
    assert not PosterVote.objects.exists()


@pytest.mark.parametrize(
    "times",
    [
        {},
        {"voting_from": -2},
        {"voting_from": 1, "voting_until": 2},
        {"voting_from": -2, "voting_until": -1},
    ],
)
def test_vote_counts_only_between_its_hours(times: dict[str, float]) -> None:
    edition = make_call(**{name: in_days(days) for name, days in times.items()}).edition
    poster, voter = hang(edition), voter_of(edition)

    assert refused(edition, poster, voter) == "closed"
    with pytest.raises(VoteRefusedError):
        take_vote_back(edition, by=voter)


def test_only_people_registered_in_the_edition_vote() -> None:
    edition = make_vote().edition
    poster = hang(edition)

    gone = RegistrationFactory(edition=edition, status="cancelled", cancelled_at=in_days(-1))

    assert refused(edition, poster, UserFactory()) == "not_registered"
    assert refused(edition, poster, RegistrationFactory().user) == "not_registered"
    assert refused(edition, poster, gone.user) == "not_registered"


def test_only_posters_of_the_gallery_get_votes() -> None:
    edition = make_vote().edition
    voter, taken_down = voter_of(edition), hang(edition)
    withdraw_poster(taken_down, by=taken_down.submitted_by)

    for poster in (taken_down, PosterFactory(edition=edition), hang(make_vote().edition)):
        assert refused(edition, poster, voter) == "no_poster"


@pytest.mark.django_db(transaction=True)
def test_double_clicks_and_two_posters_at_once_leave_one_vote() -> None:
    edition = make_vote().edition
    posters, voter = [hang(edition) for _poster in range(4)], voter_of(edition)
    at_once([partial(cast_vote, edition, key=poster.key, by=voter) for poster in posters * 3])
    assert PosterVote.objects.count() == 1


def test_order_is_each_readers_own_and_stays() -> None:
    edition = make_vote().edition
    posters = [hang(edition) for _poster in range(6)]

    orders = {tuple(poster.pk for poster in shuffled(gallery(edition), str(seed))) for seed in range(12)}

    assert len(orders) > 6
    assert shuffled(posters, "7") == shuffled(reversed(posters), "7")


@pytest.mark.parametrize(
    ("times", "shown"),
    [
        ((-1.0, 1.0), False),
        ((1.0, 2.0), False),
        ((-2.0, -1.0), True),
        (None, False),
    ],
)
def test_names_are_told_only_after_the_vote(times: tuple[float, float] | None, shown: bool) -> None:
    dates = {"voting_from": in_days(times[0]), "voting_until": in_days(times[1])} if times else {}
    call: Call = make_call(**dates)
    hang(call.edition, credit_name="Ana Luz")
    hall = PosterHall(call.edition, call, None, in_days(0))

    assert hall.shows_credits is shown
    assert hall.thanks == (["Ana Luz"] if shown else [])


def test_names_are_told_once_the_poster_is_chosen() -> None:
    call = make_call()
    choose_poster(hang(call.edition), by=UserFactory())

    assert PosterHall(call.edition, call, None, in_days(0)).shows_credits


def test_choosing_a_poster_ends_the_vote() -> None:
    call = make_vote()
    poster, voter = hang(call.edition), voter_of(call.edition)
    choose_poster(poster, by=UserFactory())

    assert refused(call.edition, poster, voter) == "closed"
    assert not PosterHall(call.edition, call, voter, in_days(0)).takes_votes
