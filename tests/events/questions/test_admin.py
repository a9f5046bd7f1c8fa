"""Questions in the admin: the bulk actions go through the services."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Question
from events.states import QuestionStatus
from tests.events.pages import Asserter
from tests.factories.accounts import UserFactory
from tests.factories.questions import AmaFactory, QuestionFactory

pytestmark = pytest.mark.django_db
LIST = "admin:events_question_changelist"


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def act(page: Client, action: str, *questions: Question) -> str:
    data = {"action": action, "_selected_action": [question.pk for question in questions]}
    return page.post(reverse(LIST), data, follow=True).content.decode()


def test_actions_show_hide_and_merge(page: Client) -> None:
    session = AmaFactory()
    one, two = (QuestionFactory(session=session, status=QuestionStatus.PENDING) for _ in range(2))
    assert "2 preguntas cambiaron." in act(page, "show", one, two)
    assert "1 pregunta cambió." in act(page, "hide", two)
    act(page, "show", two)
    assert "Elige preguntas de una misma sesión." in act(page, "merge", one, QuestionFactory())
    assert "Marca al menos dos" in act(page, "merge", one)
    assert "Uniste las preguntas" in act(page, "merge", one, two)
    two.refresh_from_db()
    assert two.merged_into == one


def test_answer_is_corrected_and_nothing_else(page: Client) -> None:
    question = QuestionFactory(status=QuestionStatus.ANSWERED, answer="Si")
    url = reverse("admin:events_question_change", args=[question.pk])
    page.post(
        url, {"text": "¿Bien?", "name": "", "answer": "Sí", "answered_at_second": 12, "status": "hidden"}
    )
    question.refresh_from_db()
    assert (question.text, question.answer, question.status) == ("¿Bien?", "Sí", "answered")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_counts(page: Client, django_assert_num_queries: Asserter, rows: int) -> None:
    QuestionFactory.create_batch(rows)
    with django_assert_num_queries(5):
        page.get(reverse(LIST))
