"""Posters from the form to the image of the edition."""

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from events.calls.access_links import make_token
from events.calls.refusals import ProposalRefusedError, Refusal
from events.models import Edition, Picture, Poster
from events.posters.gallery import gallery, thanked
from events.posters.rules import needed_texts
from events.services.access import give_access
from events.services.posters import (
    choose_poster,
    decide_poster,
    keep_poster,
    submit_poster,
    unchoose_poster,
    withdraw_poster,
)
from events.services.sending import Sending
from events.states import AiUse
from somosnlp.accounts.models import User
from somosnlp.review.models import ReviewRound
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.pictures import make_picture_row
from tests.factories.posters import NEEDED, PosterFactory, answers, hang, make_call, sending
from tests.mail import mailed
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def refusal(edition: Edition, pressed: Sending, by: User) -> ProposalRefusedError:
    with pytest.raises(ProposalRefusedError) as caught:
        submit_poster(edition, pressed, by=by)
    return caught.value


def winner_of(edition: Edition) -> Poster | None:
    return gallery(edition).filter(is_winner=True).first()


def test_poster_sent_twenty_times_is_one_poster_and_one_mail() -> None:
    edition, person = make_call().edition, UserFactory()
    pressed = sending(person)

    for _click in range(20):
        submit_poster(edition, pressed, by=person)

    assert Poster.objects.get().status == Status.SUBMITTED
    assert mailed() == ["poster_received"]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"picture": None}, ["picture"]),
        ({"texts": NEEDED[1:]}, ["texts"]),
        ({"texts": [*NEEDED[1:], "graphic"]}, ["texts"]),
        ({"title": ""}, ["title"]),
        ({"description": ""}, ["description"]),
        ({"is_own_work": False}, ["is_own_work"]),
        ({"ai_use": ""}, ["ai_use", "ai_note"]),
        ({"ai_use": AiUse.PARTLY}, ["ai_note"]),
        ({"credit_name": ""}, ["credit_name"]),
    ],
)
def test_poster_that_is_not_whole_is_refused(changes: dict[str, Any], missing: list[str]) -> None:
    edition, person = make_call().edition, UserFactory()

    assert refusal(edition, sending(person, **changes), person).missing == missing
    assert not Poster.objects.exists()


def test_graphic_element_is_asked_for_where_the_call_does() -> None:
    call, person = make_call(needs_graphic=True), UserFactory()

    assert refusal(call.edition, sending(person), person).missing == ["texts"]
    submit_poster(call.edition, sending(person, texts=[*NEEDED, "graphic"]), by=person)
    assert "graphic" in [text.key for text in needed_texts(call.edition, call)]


def test_picture_of_somebody_else_counts_as_none() -> None:
    edition, person = make_call().edition, UserFactory()
    stolen = make_picture_row(by=UserFactory())

    assert refusal(edition, sending(person, picture=stolen), person).missing == ["picture"]


def test_cap_of_the_call_holds() -> None:
    call, person = make_call(most_per_person=2), UserFactory()
    for _poster in range(2):
        submit_poster(call.edition, sending(person), by=person)

    assert refusal(call.edition, sending(person), person).reason == Refusal.TOO_MANY


def test_closed_call_takes_nothing_but_by_the_link_of_an_organiser() -> None:
    call, person = make_call(is_closed=True), UserFactory()
    pressed = sending(person)

    assert refusal(call.edition, pressed, person).reason == Refusal.CLOSED
    token = make_token(give_access(call, note="Ana", by=UserFactory()))
    late = Sending(pressed.key, pressed.values, access=token)
    assert submit_poster(call.edition, late, by=person).status == Status.SUBMITTED


def test_draft_is_kept_as_it_is_and_sent_later() -> None:
    edition, person = make_call().edition, UserFactory()
    pressed = sending(person)

    keep_poster(edition, Sending(pressed.key, {"title": "Olas"}), by=person)
    assert Poster.objects.get().status == Status.DRAFT
    submit_poster(edition, pressed, by=person)

    assert Poster.objects.get().status == Status.SUBMITTED


def test_changes_asked_for_may_be_made_after_the_close() -> None:
    call = make_call()
    poster = PosterFactory(edition=call.edition)
    decide_poster(poster, to=Status.CHANGES_REQUESTED, by=UserFactory(), note_to_author="Faltan las fechas")
    type(call).objects.update(is_closed=True)

    values = answers(poster.submitted_by, title="Con fechas")
    submit_poster(call.edition, Sending(poster.key, values), by=poster.submitted_by)

    assert Poster.objects.get().title == "Con fechas"
    assert mailed() == ["poster_changes_requested", "poster_received"]


def test_somebody_else_cannot_write_into_a_poster() -> None:
    poster = PosterFactory(edition=make_call().edition)
    thief = UserFactory()

    assert refusal(poster.edition, Sending(poster.key, answers(thief)), thief).reason == Refusal.NOT_YOURS


def test_picture_is_public_while_the_poster_hangs() -> None:
    poster = hang(make_call().edition)
    assert Picture.objects.get().is_public

    withdraw_poster(poster, by=poster.submitted_by)

    assert not Picture.objects.get().is_public
    assert not gallery(poster.edition)


def test_held_acceptance_does_not_hang_before_its_author_knows() -> None:
    round_ = ReviewRound.objects.create(name="carteles", holds_decisions=True)
    poster = hang(make_call(review_round=round_).edition)

    assert not gallery(poster.edition)
    with pytest.raises(ProposalRefusedError):
        choose_poster(poster, by=UserFactory())


def test_chosen_poster_is_one_and_may_change() -> None:
    edition = make_call().edition
    first, second = hang(edition), hang(edition)

    assert choose_poster(first, by=UserFactory())
    assert not choose_poster(first, by=UserFactory())
    assert choose_poster(second, by=UserFactory())

    assert winner_of(edition) == second
    assert mailed().count("poster_chosen") == 2
    assert unchoose_poster(edition, by=UserFactory())
    assert winner_of(edition) is None


@pytest.mark.parametrize("end", ["withdrawn", "rejected"])
def test_chosen_poster_that_is_taken_down_is_no_image_any_more(end: str) -> None:
    poster = hang(make_call().edition)
    choose_poster(poster, by=UserFactory())
    poster.refresh_from_db()

    if end == "withdrawn":
        withdraw_poster(poster, by=poster.submitted_by)
    else:
        decide_poster(poster, to=Status.REJECTED, by=UserFactory())

    assert not Poster.objects.get().is_winner


def test_poster_that_waits_cannot_be_chosen() -> None:
    with pytest.raises(ProposalRefusedError):
        choose_poster(PosterFactory(), by=UserFactory())


def test_database_keeps_one_winner_that_is_accepted() -> None:
    edition = make_call().edition
    first, second, waiting = hang(edition), hang(edition), PosterFactory(edition=edition)
    Poster.objects.filter(pk=first.pk).update(is_winner=True)

    for other in (second, waiting):
        with pytest.raises(IntegrityError), transaction.atomic():
            Poster.objects.filter(pk=other.pk).update(is_winner=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_organisers_who_choose_at_once_the_second_stands() -> None:
    edition = make_call().edition
    posters = [hang(edition) for _poster in range(4)]

    assert all(at_once([partial(choose_poster, poster, by=poster.submitted_by) for poster in posters]))
    assert Poster.objects.filter(is_winner=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_sending_is_one_poster_and_never_more_than_the_cap() -> None:
    call, person = make_call(most_per_person=2), UserFactory()
    pressed = [sending(person) for _form in range(4)]
    acts = [partial(submit_poster, call.edition, one, by=person) for one in pressed] * 2

    done = at_once(acts, refusals=(ProposalRefusedError,))

    assert Poster.objects.count() == 2
    assert [one.reason for one in done if not isinstance(one, Poster)] == [Refusal.TOO_MANY] * 4
    assert mailed() == ["poster_received"] * 2


def test_thanks_name_only_those_who_want_it() -> None:
    edition = make_call().edition
    PosterFactory(edition=edition, credit_name="Zoe")
    PosterFactory(edition=edition, credit_name="Ana")
    PosterFactory(edition=edition, credit_name="Callada", wants_thanks=False)
    PosterFactory(edition=edition, credit_name="Retirada", status=Status.WITHDRAWN)

    assert thanked(edition) == ["Ana", "Zoe"]
