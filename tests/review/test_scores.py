"""Scores by criteria with weights; what the others gave only after one's own; conflicts."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.test import Client

from events.models import OrganiserApplication
from somosnlp.accounts.models import User
from somosnlp.review.models import Assignment, Conflict, Review, ReviewRound, Score
from somosnlp.review.services import CannotScoreError, declare_conflict, save_scores
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.organisers import OrganiserApplicationFactory
from tests.factories.review import CriterionFactory, ReviewRoundFactory, round_for
from tests.review.people import LIST, REVIEW, staff, url
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> OrganiserApplication:
    return OrganiserApplicationFactory()


@pytest.fixture
def in_round(application: OrganiserApplication) -> ReviewRound:
    found = round_for(application.edition, uses_scores=True, uses_conflicts=True)
    CriterionFactory(round=found, label_es="Claridad", weight=3)
    CriterionFactory(round=found, label_es="Interés", weight=1, best=10)
    return found


def values(in_round: ReviewRound, clarity: int = 5, interest: int = 5) -> dict[int, int]:
    first, second = in_round.criteria.all()
    return {first.pk: clarity, second.pk: interest}


def answers(in_round: ReviewRound, clarity: int = 5, interest: int = 5, **more: str) -> dict[str, Any]:
    given = values(in_round, clarity, interest)
    return {**{f"criterion_{pk}": value for pk, value in given.items()}, "remark": "", **more}


# --- The service -----------------------------------------------------------------------------------


def test_total_is_the_weighted_mean_of_the_shares(
    application: OrganiserApplication, in_round: ReviewRound
) -> None:
    review = save_scores(application, by=UserFactory(), criteria_of=in_round, values=values(in_round))

    assert review.total == Decimal("0.8750")  # (3 · 5/5 + 1 · 5/10) / 4
    assert sorted(review.scores.values_list("value", flat=True)) == [5, 5]


def test_scoring_again_replaces_everything(application: OrganiserApplication, in_round: ReviewRound) -> None:
    me = UserFactory()
    save_scores(application, by=me, criteria_of=in_round, values=values(in_round), remark="Al principio")
    save_scores(application, by=me, criteria_of=in_round, values=values(in_round, 0, 0), remark="Mejor no")

    review = Review.objects.get()
    assert (review.total, review.remark, Score.objects.count()) == (Decimal(0), "Mejor no", 2)


@pytest.mark.parametrize("change", ["above", "missing", "unknown"])
def test_scores_that_do_not_fit_the_criteria_are_refused(
    application: OrganiserApplication, in_round: ReviewRound, change: str
) -> None:
    given = values(in_round)
    pk = min(given)
    match change:
        case "above":
            given[pk] = 6
        case "missing":
            del given[pk]
        case "unknown":
            given[CriterionFactory(round=ReviewRoundFactory()).pk] = 1
    with pytest.raises(CannotScoreError):
        save_scores(application, by=UserFactory(), criteria_of=in_round, values=given)
    assert not Review.objects.exists()


def test_nobody_scores_their_own_or_after_a_conflict(
    application: OrganiserApplication, in_round: ReviewRound
) -> None:
    torn = UserFactory()
    declare_conflict(application, by=torn)
    for person in (application.submitted_by, torn):
        with pytest.raises(CannotScoreError):
            save_scores(application, by=person, criteria_of=in_round, values=values(in_round))


def test_conflict_takes_back_scores_and_assignment(
    application: OrganiserApplication, in_round: ReviewRound
) -> None:
    me = UserFactory()
    Assignment.objects.create(target=application, reviewer=me)
    save_scores(application, by=me, criteria_of=in_round, values=values(in_round))

    declare_conflict(application, by=me, reason="Es mi hermana")
    declare_conflict(application, by=me, reason="Es mi prima")

    assert not Review.objects.exists()
    assert not Assignment.objects.exists()
    assert Conflict.objects.get().reason == "Es mi prima"


@pytest.mark.django_db(transaction=True)
def test_same_reviewer_in_two_tabs_at_once_leaves_one_whole_review() -> None:
    application = OrganiserApplicationFactory()
    found = ReviewRoundFactory(uses_scores=True)
    CriterionFactory.create_batch(4, round=found)
    me = UserFactory()
    pks = [criterion.pk for criterion in found.criteria.all()]

    def save(value: int) -> None:
        save_scores(application, by=me, criteria_of=found, values=dict.fromkeys(pks, value))

    for _again in range(5):
        at_once([partial(save, 1), partial(save, 5)])

    review = Review.objects.get()
    given = set(review.scores.values_list("value", flat=True))
    assert len(given) == 1
    assert review.total == Decimal(given.pop()) / 5


# --- The page --------------------------------------------------------------------------------------


def test_others_scores_are_seen_only_after_ones_own(
    client: Client, reviewer: User, application: OrganiserApplication, in_round: ReviewRound
) -> None:
    other = UserFactory(name="Otto Otro")
    save_scores(
        application, by=other, criteria_of=in_round, values=values(in_round), remark="Excelente, un sí"
    )
    page = url("review", application.pk)

    before, listed = client.get(page).content.decode(), client.get(LIST).content.decode()
    assert "Ya puntuó 1 persona" in before
    for secret in ("Otto Otro", "Excelente, un sí", "88/100"):
        assert secret not in before
    assert ">88<" not in listed

    client.post(url("score", application.pk), answers(in_round, 0, 0, remark="No me convence"))

    after = client.get(page).content.decode()
    for told in ("Otto Otro", "Excelente, un sí", "88/100", "No me convence"):
        assert told in after
    assert ">44<" in client.get(LIST).content.decode()


def test_missing_score_is_said_beside_it_and_the_rest_is_kept(
    client: Client, reviewer: User, application: OrganiserApplication, in_round: ReviewRound
) -> None:
    given = answers(in_round, remark="Casi todo")
    del given[next(iter(given))]

    response = client.post(url("score", application.pk), given)

    assert response.status_code == 422
    assert "Falta esta puntuación" in response.content.decode()
    assert "Casi todo" in response.content.decode()
    assert not Review.objects.exists()


def test_scoring_goes_on_to_the_next(
    client: Client, reviewer: User, application: OrganiserApplication, in_round: ReviewRound
) -> None:
    second = OrganiserApplicationFactory(edition=application.edition)

    response = client.post(url("score", application.pk), answers(in_round, onward="1"), follow=True)

    assert response.redirect_chain[-1][0] == url("review", second.pk)
    client.post(url("score", second.pk), answers(in_round))
    assert "No queda nada" in client.get(url("next"), follow=True).content.decode()


def test_call_with_nothing_configured_shows_none_of_it(
    client: Client, reviewer: User, application: OrganiserApplication
) -> None:
    html = client.get(url("review", application.pk)).content.decode()
    for words in ("Puntuaciones", "Conflicto de interés", "a ciegas"):
        assert words not in html
    for page in ("score", "conflict"):
        assert client.post(url(page, application.pk), {}).status_code == 403


def test_conflict_leaves_the_queue_and_decides_no_more(
    client: Client, reviewer: User, application: OrganiserApplication, in_round: ReviewRound
) -> None:
    client.post(url("conflict", application.pk), {"reason": "Mismo laboratorio"})

    assert "No queda nada" in client.get(url("next"), follow=True).content.decode()
    html = client.get(url("review", application.pk)).content.decode()
    assert "Mismo laboratorio" in html
    assert 'name="to"' not in html
    verdict = {"to": "accepted", "version": application.version, "confirmed": "1"}
    assert client.post(url("decide", application.pk), verdict).status_code == 409
    assert client.post(url("score", application.pk), answers(in_round)).status_code == 403
    chosen = f"{application.pk}:{application.version}"
    client.post(url("bulk"), {"to": "accepted", "chosen": chosen, "confirmed": "1"})
    assert OrganiserApplication.objects.get().status == Status.SUBMITTED

    client.post(url("conflict", application.pk), {"withdraw": "1"})
    assert 'name="to"' in client.get(url("review", application.pk)).content.decode()


@pytest.mark.parametrize("rows", [3, 250])
def test_list_with_scores_asks_as_often_for_3_rows_as_for_250(
    client: Client,
    reviewer: User,
    application: OrganiserApplication,
    in_round: ReviewRound,
    rows: int,
    django_assert_max_num_queries: Any,
) -> None:
    made = OrganiserApplicationFactory.create_batch(rows - 1, edition=application.edition)
    for each in made[:20]:
        save_scores(each, by=reviewer, criteria_of=in_round, values=values(in_round))
    client.get(LIST)
    with django_assert_max_num_queries(15):
        html = client.get(LIST).content.decode()
    assert html.count('class="field-mean"') == min(rows, 100)


def test_list_sorts_by_mean_for_who_sees_all(
    client: Client, application: OrganiserApplication, in_round: ReviewRound
) -> None:
    best = OrganiserApplicationFactory(edition=application.edition)
    for each, clarity in ((application, 1), (best, 5)):
        save_scores(each, by=UserFactory(), criteria_of=in_round, values=values(in_round, clarity))
    client.force_login(staff(REVIEW, "change_reviewround"))
    columns = client.get(LIST).context["cl"].list_display

    html = client.get(LIST, {"o": f"-{columns.index('mean')}"}).content.decode()

    assert html.index(url("review", best.pk)) < html.index(url("review", application.pk))
    assert ">88<" in html


def test_new_weights_count_for_what_was_scored_before(
    admin_client: Client, application: OrganiserApplication, in_round: ReviewRound
) -> None:
    save_scores(application, by=UserFactory(), criteria_of=in_round, values=values(in_round, 5, 0))
    clarity, interest = in_round.criteria.all()
    data: dict[str, Any] = {"name": "Ronda", "uses_scores": "on"}
    data |= {"criteria-TOTAL_FORMS": 2, "criteria-INITIAL_FORMS": 2}
    for number, (criterion, weight) in enumerate([(clarity, 1), (interest, 1)]):
        data |= {
            f"criteria-{number}-{name}": value
            for name, value in {
                "id": criterion.pk,
                "round": in_round.pk,
                "position": criterion.position,
                "label_es": criterion.label_es,
                "weight": weight,
                "best": criterion.best,
            }.items()
        }
    address = f"/admin/review/reviewround/{in_round.pk}/change/"

    refused = admin_client.post(address, {**data, "criteria-0-best": 4})
    assert "Alguien ya dio un 5" in refused.content.decode()
    assert admin_client.post(address, data).status_code == 302

    assert Review.objects.get().total == Decimal("0.5")
