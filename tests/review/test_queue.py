"""Whose turn it is: what was assigned comes first; what is late is red; words that are ready."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from events.models import Call, OrganiserApplication
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.digests import review_section
from somosnlp.review.inbox import waiting_for
from somosnlp.review.models import Assignment, CannedNote, StatusChange
from somosnlp.review.services import apply_plan, declare_conflict
from somosnlp.review.states import REVIEWER_MOVES, Status
from tests.factories.accounts import UserFactory
from tests.factories.organisers import OrganiserApplicationFactory
from tests.factories.review import round_for
from tests.review.people import LIST, REVIEW, staff, url
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def next_of(client: Client, after: OrganiserApplication | None = None) -> str:
    here = {"despues": after.pk} if after else {}
    return str(client.get(url("next"), here).headers["Location"])


# --- Assignment ------------------------------------------------------------------------------------


def test_next_shows_what_was_assigned_first_and_skips_round(client: Client, reviewer: User) -> None:
    first, second, third = OrganiserApplicationFactory.create_batch(3)
    Assignment.objects.create(target=third, reviewer=reviewer)

    assert next_of(client) == url("review", third.pk)
    assert next_of(client, third) == url("review", first.pk)
    assert next_of(client, first) == url("review", second.pk)
    assert next_of(client, second) == url("review", third.pk)


def test_waiting_leaves_out_what_is_anothers_own_or_a_conflict(reviewer: User) -> None:
    mine, other, torn, free = OrganiserApplicationFactory.create_batch(4)
    OrganiserApplicationFactory(submitted_by=reviewer)
    Assignment.objects.create(target=mine, reviewer=reviewer)
    Assignment.objects.create(target=other, reviewer=UserFactory())
    declare_conflict(torn, by=reviewer)

    (row,) = waiting_for(User.objects.get(pk=reviewer.pk))
    assert row.count == 2, [mine, free]


def test_digest_names_what_is_late(reviewer: User) -> None:
    application = OrganiserApplicationFactory()
    round_for(application.edition)
    Call.objects.update(answers_by=localdate() - timedelta(days=1))

    section = review_section(reviewer.pk)
    assert section
    assert "1 por revisar (1 ya debía tener respuesta)" in section.lines[0].text


def test_sharing_out_shows_the_plan_then_writes_it(client: Client) -> None:
    edition = OrganiserApplicationFactory().edition
    OrganiserApplicationFactory.create_batch(5, edition=edition)
    round_for(edition, reviewers_each=2)
    people = [staff(REVIEW) for _number in range(3)]
    client.force_login(staff("change_reviewround", REVIEW))
    assert "Repartir entre quienes revisan" in client.get(LIST).content.decode()
    assert client.get(url("share")).context["form"]["each"].value() == 2

    asked = {"people": [person.pk for person in people], "each": 2}
    page = client.post(url("share"), asked)
    assert not Assignment.objects.exists()
    asked["seen"] = page.context["mark"]
    client.post(url("share"), {**asked, "confirmed": "1"})

    counts = [Assignment.objects.filter(reviewer=person).count() for person in people]
    assert counts == [4, 4, 4]
    again = client.post(url("share"), {**asked, "confirmed": "1"})
    assert "Ya está todo repartido" in again.content.decode()
    assert Assignment.objects.count() == 12


def test_who_drops_out_is_replaced_when_shared_out_again() -> None:
    OrganiserApplicationFactory.create_batch(6)
    people = [UserFactory().pk for _number in range(3)]
    rows = OrganiserApplication.objects.all()
    apply_plan(rows, people, each=2)

    apply_plan(rows, people[:2], each=2)

    assert set(Assignment.objects.values_list("reviewer", flat=True)) == set(people[:2])
    assert Assignment.objects.count() == 12


def test_sharing_out_is_for_who_may_change_rounds(client: Client, reviewer: User) -> None:
    assert client.get(url("share")).status_code == 403


@pytest.mark.parametrize("data", [{}, {"people": ["x"], "each": "2"}, {"people": [], "each": "0"}])
def test_sharing_out_takes_anything(client: Client, data: dict[str, Any]) -> None:
    client.force_login(staff("change_reviewround", REVIEW))
    assert client.post(url("share"), data).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_people_share_out_at_once_and_each_gets_their_share_once() -> None:
    OrganiserApplicationFactory.create_batch(6)
    people = [UserFactory().pk for _number in range(4)]

    plans = at_once([lambda: apply_plan(OrganiserApplication.objects.all(), people, each=2)] * 2)

    assert sorted(len(plan.added) for plan in plans) == [0, 12]
    assert Assignment.objects.count() == 12


# --- The promised day ------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "late"), [(1, True), (0, False), (-1, False)])
def test_past_the_promised_day_it_is_red(client: Client, reviewer: User, days: int, late: bool) -> None:
    application = OrganiserApplicationFactory()
    answered = OrganiserApplicationFactory(edition=application.edition, decided=True)
    round_for(application.edition)
    Call.objects.update(answers_by=localdate() - timedelta(days=days))

    listed = client.get(LIST).content.decode()
    assert (listed.count("debíamos responder el") == 1) is late
    assert ("Debíamos responder el" in client.get(url("review", application.pk)).content.decode()) is late
    assert "Debíamos responder el" not in client.get(url("review", answered.pk)).content.decode()
    filtered = client.get(LIST, {"respuesta": "tarde"}).context["cl"].result_count
    assert filtered == int(late)


# --- Words that are ready --------------------------------------------------------------------------


def test_every_move_has_words_in_three_languages() -> None:
    for move in REVIEWER_MOVES:
        notes = CannedNote.objects.filter(move=move)
        assert notes
        assert all(note.text_es and note.text_en and note.text_pt for note in notes)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Thank you"), ("pt-br", "Obrigado"), ("es", "Gracias")]
)
def test_prepared_words_come_in_the_authors_language(
    client: Client, reviewer: User, language: str, words: str
) -> None:
    application = OrganiserApplicationFactory(submitted_by__language=language)
    note = CannedNote.objects.filter(move=Status.REJECTED).first()
    assert note
    verdict = {"version": application.version, "internal_remark": "se queda", "note_to_author": "borrador"}

    filled = client.post(url("decide", application.pk), {**verdict, "use_note": "1", "canned": note.pk})
    by_link = client.get(url("review", application.pk), {"nota": note.pk})
    confirm = client.post(
        url("decide", application.pk), {**verdict, "use_note": "1", "canned": note.pk, "to": "rejected"}
    )

    for response in (filled, by_link, confirm):
        assert words in response.content.decode()
    assert "se queda" in filled.content.decode()
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("nota", ["x", "0", "9" * 30, "-1", "\0"])
def test_link_to_words_that_are_not_there_fills_nothing(client: Client, reviewer: User, nota: str) -> None:
    application = OrganiserApplicationFactory()
    assert client.get(url("review", application.pk), {"nota": nota}).status_code == 200


def test_bulk_writes_to_each_in_their_own_language(client: Client, reviewer: User) -> None:
    note = CannedNote.objects.filter(move=Status.REJECTED).first()
    assert note
    english = OrganiserApplicationFactory(submitted_by__language="en")
    spanish = OrganiserApplicationFactory(submitted_by__language="es")
    chosen = ",".join(f"{row.pk}:{row.version}" for row in (english, spanish))

    data = {"to": "rejected", "chosen": chosen, "canned": note.pk, "confirmed": "1"}
    client.post(url("bulk"), data)

    texts = {mail.language: mail.body_text for mail in OutgoingEmail.objects.all()}
    assert "Thank you" in texts["en"]
    assert "Gracias" in texts["es"]


def test_rounds_and_words_are_the_organisers_to_change(admin_client: Client) -> None:
    for name in ("reviewround", "cannednote"):
        assert admin_client.get(f"/admin/review/{name}/").status_code == 200
        assert admin_client.get(f"/admin/review/{name}/add/").status_code == 200
