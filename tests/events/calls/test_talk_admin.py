"""Reviewing talks in the admin, and what organisers set of a call."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from events.admin.proposals import KeynoteProposalAdmin
from events.models import Call, CallAccess, KeynoteProposal
from somosnlp.accounts.models import User
from somosnlp.review.models import ReviewRound
from somosnlp.review.services import save_scores
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import TopicFactory
from tests.factories.proposals import KeynoteProposalFactory
from tests.factories.review import CriterionFactory
from tests.factories.talks import open_call, send_talk

pytestmark = pytest.mark.django_db
LIST = "admin:events_keynoteproposal_changelist"


@pytest.fixture
def organiser(client: Client) -> User:
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def review(name: str, proposal: KeynoteProposal) -> str:
    return reverse(f"admin:events_keynoteproposal_{name}", args=[proposal.pk])


@pytest.mark.parametrize("rows", [100, 250])
def test_list_with_scores_asks_nine_queries_however_long_it_is(
    client: Client,
    organiser: User,
    rows: int,
    django_assert_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(KeynoteProposalAdmin, "list_per_page", rows)
    call = open_call()
    call.review_round = CriterionFactory(round__uses_scores=True).round
    call.save()
    topic = TopicFactory(edition=call.edition)
    proposals = KeynoteProposalFactory.create_batch(rows, edition=call.edition, topic=topic)
    criterion = call.review_round.criteria.get()
    for each in proposals[:30]:
        save_scores(each, by=organiser, criteria_of=call.review_round, values={criterion.pk: 3})
    page = reverse(LIST)
    client.get(page)
    with django_assert_num_queries(9):
        html = client.get(page).content.decode()
    assert html.count('class="field-mean"') == rows


def test_review_page_shows_the_whole_proposal(client: Client, organiser: User) -> None:
    proposal = send_talk(open_call(), comments="Llego tarde los martes")
    page = client.get(review("review", proposal))
    for words in (proposal.title, proposal.abstract, "Elegir métricas", proposal.bio, "Llego tarde"):
        assertContains(page, words)


def test_promotional_talk_is_not_accepted_before_its_sponsor(client: Client, organiser: User) -> None:
    proposal = send_talk(open_call(), is_promotional=True, sponsor="Acme")
    decision = {"to": "accepted", "version": proposal.version, "confirmed": "1", "note_to_author": ""}

    refused = client.post(review("decide", proposal), decision, follow=True)
    assertContains(refused, "nadie comprobó el patrocinio")
    client.get(review("sponsor", proposal))
    proposal.refresh_from_db()
    assert (proposal.status, proposal.sponsor_confirmed_at) == (Status.SUBMITTED, None)

    client.post(review("sponsor", proposal))
    client.post(review("decide", proposal), decision)
    proposal.refresh_from_db()
    assert proposal.status == Status.ACCEPTED
    assert proposal.sponsor_confirmed_by == organiser


def export(client: Client, proposal: KeynoteProposal) -> list[Any]:
    chosen = {"action": "export_xlsx", "_selected_action": [proposal.pk]}
    response = client.post(reverse(LIST), chosen)
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    return [cell for row in sheet.active.iter_rows(values_only=True) for cell in row]  # type: ignore[union-attr]


def test_export_holds_names_only_where_they_may_be_seen(client: Client, organiser: User) -> None:
    call = open_call()
    proposal = send_talk(call)
    assert proposal.submitted_by.email in export(client, proposal)

    call.review_round = ReviewRound.objects.create(name="A ciegas", is_blind=True)
    call.save()
    cells = export(client, proposal)
    assert proposal.title in cells
    assert proposal.name not in cells
    assert proposal.submitted_by.email not in cells


def test_organiser_gives_a_link_and_takes_it_back(client: Client, organiser: User) -> None:
    call = open_call(past=True)
    url = reverse("admin:events_call_access", args=[call.pk])
    assert client.post(url, {"give": "1", "note": "", "days": "0"}).status_code == 422

    client.post(url, {"give": "1", "note": "Ana", "days": "3"})
    page = client.get(url)
    assertContains(page, "?acceso=")

    client.post(url, {"revoke": str(CallAccess.objects.get().pk)})
    assertNotContains(client.get(url), "?acceso=")
    assert CallAccess.objects.get().revoked_at is not None


def test_call_offers_its_optional_questions_and_refuses_others(client: Client, organiser: User) -> None:
    call = open_call()
    url = reverse("admin:events_call_change", args=[call.pk])
    page = client.get(url)
    assertContains(page, 'value="photo"')
    assertNotContains(page, 'value="abstract"')
    answers = {
        "edition": call.edition_id,
        "kind": "keynote",
        "most_per_person": "4",
        "most_co_speakers": "2",
        "hidden_questions": ["photo"],
        "text_es": "Buscamos **voces nuevas**.",
    }
    response = client.post(url, answers)
    assert response.status_code == 302, response.context["errors"]
    call.refresh_from_db()
    assert (call.hidden_questions, call.most_per_person) == (["photo"], 4)
    assert client.post(url, answers | {"hidden_questions": ["abstract"]}).status_code == 200
    assert Call.objects.get().hidden_questions == ["photo"]
