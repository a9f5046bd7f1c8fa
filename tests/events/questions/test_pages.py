"""The pages of the question box: asking, voting, searching, moderating; who sees what."""

from typing import Any

import pytest
from django.test import Client

from events.attending.links import make_token
from events.models import Question, QuestionVote, Session
from events.states import QuestionStatus, SessionKind
from somosnlp.accounts.models import User
from tests.events.pages import Asserter, read
from tests.factories.accounts import UserFactory
from tests.factories.calendars import AttendanceFactory
from tests.factories.events import EditionFactory, SessionFactory, SessionPersonFactory, in_days
from tests.factories.questions import AmaFactory, QuestionFactory

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> \u202e ¿y 'esto'? {{ 7 }} 🗓️"


@pytest.fixture
def session() -> Session:
    return AmaFactory(edition=EditionFactory(slug="2026"), slug="ama", video="abc")


@pytest.fixture
def organiser() -> User:
    return UserFactory(is_staff=True, is_superuser=True)


PAGE = "/2026/programa/ama/preguntas/"
DESK = f"{PAGE}moderar/"


def known(client: Client, **fields: object) -> User:
    user: User = UserFactory(**fields)
    client.force_login(user)
    return user


def test_anybody_asks_and_waits(client: Client, session: Session) -> None:
    read(client, PAGE)
    for _press in range(2):
        response = client.post(PAGE, {"text": "¿Por qué?", "name": ""}, follow=True)
        assert response.status_code == 200
    question = Question.objects.get()
    assert question.status == QuestionStatus.PENDING
    assert "¿Por qué?" not in read(client, PAGE)


def test_two_strangers_may_ask_the_same(session: Session) -> None:
    for _stranger in range(2):
        stranger = Client()
        stranger.get(PAGE)
        stranger.post(PAGE, {"text": "¿Por qué?"})
    assert Question.objects.count() == 2


def test_pressing_twice_asks_once_and_shows_it(client: Client, session: Session) -> None:
    known(client)
    for _press in range(2):
        client.post(PAGE, {"text": HOSTILE, "name": "Ana"})
    assert Question.objects.count() == 1
    page = read(client, PAGE)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "tuya" in page


def test_empty_and_long_questions_are_refused_and_kept(client: Client, session: Session) -> None:
    response = client.post(PAGE, {"text": "  ", "name": "Ana"})
    assert (response.status_code, Question.objects.count()) == (422, 0)
    assert 'value="Ana"' in response.content.decode()
    assert client.post(PAGE, {"text": "x" * 601}).status_code == 422
    assert client.post(PAGE, {"text": "\x00"}).status_code == 422


def test_closed_box_keeps_what_was_typed(client: Client, session: Session) -> None:
    Session.objects.update(starts_at=in_days(-2))
    assert client.post(PAGE, {"text": "¿Tarde?"}).status_code == 422
    page = read(client, PAGE)
    assert "<textarea" not in page
    assert Question.objects.count() == 0


def test_session_without_a_box_has_no_page(client: Client, session: Session) -> None:
    SessionFactory(edition=session.edition, slug="charla")
    assert client.get("/2026/programa/charla/preguntas/").status_code == 404
    Session.objects.filter(pk=session.pk).update(is_published=False)
    assert client.get(PAGE).status_code == 404


def test_too_many_questions_wait_a_little(client: Client, session: Session) -> None:
    known(client)
    statuses = [client.post(PAGE, {"text": f"¿{number}?"}).status_code for number in range(7)]
    assert statuses == [302] * 6 + [429]
    assert Question.objects.count() == 6


def test_too_many_votes_wait_a_little(client: Client, session: Session, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"question_vote": "1/10m/key"}
    known(client)
    first, second = QuestionFactory(session=session), QuestionFactory(session=session)
    statuses = [client.post(f"{PAGE}{each.pk}/votar/").status_code for each in (first, second)]
    assert statuses == [302, 429]
    assert QuestionVote.objects.count() == 1


def test_vote_is_counted_and_taken_back(client: Client, session: Session) -> None:
    question = QuestionFactory(session=session)
    address = f"{PAGE}{question.pk}/votar/"
    known(client)
    assert client.get(address).status_code == 405
    for _press in range(2):
        assert client.post(address, {"do": "vote"}).status_code == 302
    assert Question.objects.get().votes == 1
    assert 'aria-pressed="true"' in read(client, PAGE)
    client.post(address, {"do": "unvote"})
    assert Question.objects.get().votes == 0


def test_stranger_who_votes_is_asked_to_come_in(client: Client, session: Session) -> None:
    question = QuestionFactory(session=session)
    response = client.post(f"{PAGE}{question.pk}/votar/")
    assert response.status_code == 302
    assert response["Location"].startswith("/cuenta/entrar/?next=")
    assert not QuestionVote.objects.exists()


def test_link_of_a_sign_up_lets_an_address_vote(client: Client, session: Session) -> None:
    row = AttendanceFactory(user=None, email="ana@example.org")
    question = QuestionFactory(session=session)
    response = client.get(f"{PAGE}?apuntada={make_token(row)}")
    assert (response.status_code, response["Location"]) == (302, PAGE)
    cookie = response.cookies["apuntada"]
    assert cookie["httponly"]
    client.post(f"{PAGE}{question.pk}/votar/")
    assert QuestionVote.objects.get().email == "ana@example.org"
    assert "Sale enseguida" in read(client, PAGE)


@pytest.mark.parametrize("broken", ["pending", "forged"])
def test_unconfirmed_or_forged_link_is_nobody(client: Client, session: Session, broken: str) -> None:
    row = AttendanceFactory(user=None, email="ana@example.org", status="pending", joined_at=None)
    token = make_token(row) if broken == "pending" else "1:x"
    response = client.get(f"{PAGE}?apuntada={token}")
    assert response.status_code == 200
    assert "apuntada" not in response.cookies
    client.cookies["apuntada"] = token
    question = QuestionFactory(session=session)
    client.post(f"{PAGE}{question.pk}/votar/")
    assert not QuestionVote.objects.exists()


def test_kept_page_shows_no_word_of_one_reader_to_another(
    client: Client, session: Session, django_assert_num_queries: Asserter
) -> None:
    QuestionFactory(session=session, text="¿Visible?")
    QuestionFactory(session=session, text="¿Oculta?", status=QuestionStatus.HIDDEN)
    first = read(Client(), PAGE)
    with django_assert_num_queries(0):
        page = read(client, PAGE)
    assert "¿Visible?" in page
    assert "¿Oculta?" not in page
    assert first.count("csrfmiddlewaretoken") == page.count("csrfmiddlewaretoken")


def test_question_shown_by_a_moderator_is_on_the_kept_page(
    client: Client, session: Session, organiser: User, django_capture_on_commit_callbacks: object
) -> None:
    question = QuestionFactory(session=session, text="¿Nueva?", status=QuestionStatus.PENDING)
    assert "¿Nueva?" not in read(Client(), PAGE)
    client.force_login(organiser)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(DESK, {"do": "show", "question": question.pk})
    assert "¿Nueva?" in read(Client(), PAGE)


def test_search_finds_without_accents(client: Client, session: Session) -> None:
    QuestionFactory(session=session, text="¿Cómo evalúas?")
    QuestionFactory(session=session, text="¿Otra?", answer="Con métricas.", status=QuestionStatus.ANSWERED)
    assert "¿Otra?" not in read(client, f"{PAGE}?q=EVALUAS")
    assert "¿Otra?" in read(client, f"{PAGE}?q=metricas")
    assert "Nada con «&lt;b&gt;»" in read(client, f"{PAGE}?q=<b>")


def test_answers_stand_under_the_recording_with_their_second(client: Client, session: Session) -> None:
    Session.objects.update(starts_at=in_days(-2))
    QuestionFactory(
        session=session,
        text="¿Cuánto?",
        answer="Mucho.",
        answered_at_second=754,
        status=QuestionStatus.ANSWERED,
    )
    QuestionFactory(session=session, text="¿Sin respuesta?")
    for address in (PAGE, "/2026/programa/ama/"):
        page = read(client, address)
        assert "https://www.youtube.com/watch?v=abc&amp;t=754s" in page
        assert "Mucho." in page
    assert "¿Sin respuesta?" not in read(client, "/2026/programa/ama/")
    assert "Quedaron sin responder" in read(client, PAGE)


@pytest.mark.parametrize("who", ["nobody", "person", "staff"])
def test_desk_is_closed_to_others(client: Client, session: Session, who: str) -> None:
    question = QuestionFactory(session=session)
    if who != "nobody":
        known(client, is_staff=who == "staff")
    for response in (client.get(DESK), client.post(DESK, {"do": "hide", "question": question.pk})):
        assert response.status_code == (302 if who == "nobody" else 403)
    assert Question.objects.get().status == QuestionStatus.VISIBLE


def test_host_does_everything_with_one_tap(client: Client, session: Session) -> None:
    host = known(client)
    SessionPersonFactory(session=session, person__user=host, role="host")
    one = QuestionFactory(session=session, status=QuestionStatus.PENDING)
    two = QuestionFactory(session=session)
    for deed, status in (("show", "visible"), ("hide", "hidden"), ("now", "visible")):
        assert client.post(DESK, {"do": deed, "question": one.pk}).status_code == 302
        one.refresh_from_db()
        assert one.status == status
    assert "Respondiendo ahora" in read(client, PAGE)
    client.post(DESK, {"do": "answered", "question": one.pk, "clock": "1:02:03", "answer": "Sí."})
    one.refresh_from_db()
    assert (one.status, one.answered_at_second, one.answer) == ("answered", 3723, "Sí.")
    client.post(DESK, {"do": "merge", "picked": [one.pk, two.pk]})
    two.refresh_from_db()
    assert two.merged_into == one
    assert "une 1 parecida" in read(client, DESK)


def test_wrong_minute_is_said_beside_the_field(client: Client, session: Session, organiser: User) -> None:
    question = QuestionFactory(session=session)
    client.force_login(organiser)
    sent = {"do": "answered", "question": question.pk, "clock": "12:99", "answer": "Casi."}
    response = client.post(DESK, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Escribe el minuto así: 12:34." in page
    assert "Casi." in page
    assert client.post(DESK, {"do": "show", "question": "x"}).status_code == 404
    assert client.post(DESK, {"do": "merge", "picked": [question.pk]}).status_code == 302


def test_desk_of_another_session_cannot_touch_this_one(
    client: Client, session: Session, organiser: User
) -> None:
    other = QuestionFactory(session=AmaFactory(kind=SessionKind.AMA))
    client.force_login(organiser)
    assert client.post(DESK, {"do": "hide", "question": other.pk}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_query_counts(
    client: Client, session: Session, organiser: User, django_assert_num_queries: Asserter, rows: int
) -> None:
    for _row in range(rows):
        QuestionFactory(session=session)
        QuestionFactory(session=session, status=QuestionStatus.ANSWERED)
    with django_assert_num_queries(3):
        client.get(PAGE)
    client.force_login(organiser)
    with django_assert_num_queries(6):
        client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(DESK)
