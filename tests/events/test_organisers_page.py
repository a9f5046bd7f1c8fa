"""The page of the organising team, with and without an account."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.forms.organisers import months_ahead
from events.models import Edition, OrganiserApplication
from events.services.organisers import decide_application
from events.states import CallKind
from somosnlp.accounts.models import FormDraft, User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory, in_days
from tests.factories.organisers import OrganiserApplicationFactory
from tests.mail import mailed_code

FORM: dict[str, Any] = {"areas": ["design"], "commitment": "two_hours_total", "message": "¡Hola!"}
ANONYMOUS = FORM | {"name": "Ana", "email": "ana@example.org", "discord": "", "time_zone": "America/Lima"}


@pytest.fixture
def edition(db: None) -> Edition:
    edition: Edition = CallFactory(kind=CallKind.ORGANISERS).edition
    return edition


@pytest.fixture
def person(client: Client, db: None) -> User:
    user = UserFactory(discord="ana")
    client.force_login(user)
    return user


def page(edition: Edition) -> str:
    return reverse("organisers", args=[edition.slug])


def test_page_tells_the_promise_and_asks_strangers_who_they_are(client: Client, edition: Edition) -> None:
    html = client.get(page(edition)).content.decode()

    assert "certificado de colaboración" in html
    assert "sin remuneración" in html
    for name in ("name", "email", "discord", "areas", "commitment", "months", "message"):
        assert f'name="{name}"' in html


def test_page_does_not_ask_what_is_known(client: Client, edition: Edition, person: User) -> None:
    html = client.get(page(edition), {"desde": "inscripcion"}).content.decode()

    assert not re.findall(r'name="(name|email|discord)"', html)
    assert "no lo preguntamos otra vez" in html


def test_signed_in_person_applies_once_however_often(client: Client, edition: Edition, person: User) -> None:
    for _click in range(2):
        assert client.post(page(edition), FORM).status_code == 302

    application = OrganiserApplication.objects.get()
    assert (application.submitted_by, application.message) == (person, "¡Hola!")
    assert OutgoingEmail.objects.count() == 1
    assert "enviada" in client.get(page(edition)).content.decode()


def test_stranger_proves_the_address_and_the_draft_becomes_the_application(
    client: Client, edition: Edition
) -> None:
    response = client.post(page(edition), ANONYMOUS)
    assert not OrganiserApplication.objects.exists()

    response = client.post(response.headers["Location"], {"code": mailed_code("ana@example.org")})

    assert response.headers["Location"] == page(edition)
    application = OrganiserApplication.objects.get()
    person = application.submitted_by
    assert (person.email, person.name, application.message) == ("ana@example.org", "Ana", "¡Hola!")
    assert "enviada" in client.get(page(edition)).content.decode()


def test_stranger_finds_what_they_typed_again(client: Client, edition: Edition) -> None:
    client.post(page(edition), ANONYMOUS | {"message": "No me pierdas"})

    html = client.get(page(edition)).content.decode()

    assert "No me pierdas" in html
    assert "ana@example.org" in html


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("message", "a" * 100_000, "2000"),
        ("message", "hola\0", "nulos"),
        ("areas", [], "Marca al menos un área."),
        ("areas", ["inventada"], "inventada"),
        ("commitment", "siempre", "siempre"),
        ("months", ["ayer"], "ayer"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_nothing_is_lost(
    client: Client, edition: Edition, person: User, field: str, value: Any, words: str
) -> None:
    response = client.post(page(edition), FORM | {"message": "sigue aquí 👩🏽‍💻 שלום"} | {field: value})

    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in html
    assert words in html
    if field == "message":
        assert str(value).strip("\0") in html
    else:
        assert "sigue aquí 👩🏽‍💻 שלום" in html
    assert not OrganiserApplication.objects.exists()


def test_emoji_and_right_to_left_text_pass_and_line_breaks_count_once(
    client: Client, edition: Edition, person: User
) -> None:
    text = "שלום 👩🏽‍💻\r\n" * 100
    longest = text + "x" * (2000 - len(text) + 100)

    assert client.post(page(edition), FORM | {"message": longest}).status_code == 302
    assert len(OrganiserApplication.objects.get().message) == 2000


@pytest.mark.parametrize("signed_in", [True, False])
def test_one_second_after_the_deadline_is_refused_with_the_text_kept(
    client: Client, edition: Edition, signed_in: bool
) -> None:
    edition.calls.update(closes_with=MilestoneFactory(edition=edition, past=True))
    if signed_in:
        client.force_login(UserFactory(discord="ana"))

    response = client.post(page(edition), FORM if signed_in else ANONYMOUS)

    assert response.status_code == 422
    assert "¡Hola!" in response.content.decode()
    assert not OrganiserApplication.objects.exists()
    assert not FormDraft.objects.exists()


def test_page_says_when_the_call_opens(client: Client, edition: Edition) -> None:
    edition.calls.update(opens_on=in_days(5).date())

    html = client.get(page(edition)).content.decode()

    assert "abre el" in html
    assert 'name="areas"' not in html


def test_page_says_when_the_call_closed(client: Client, edition: Edition) -> None:
    edition.calls.update(closes_with=MilestoneFactory(edition=edition, past=True))

    html = client.get(page(edition)).content.decode()

    assert "se cerró" in html
    assert "<time" in html


def test_page_of_an_edition_without_the_call(client: Client, db: None) -> None:
    assert "no busca" in client.get(page(EditionFactory())).content.decode()


def test_author_reads_the_note_and_never_the_remark(client: Client, edition: Edition, person: User) -> None:
    application = OrganiserApplicationFactory(edition=edition, submitted_by=person)
    decide_application(
        application,
        to="changes_requested",
        by=UserFactory(),
        note_to_author="¿Qué meses?",
        internal_remark="DUDA",
    )

    html = client.get(page(edition)).content.decode()

    assert "¿Qué meses?" in html
    assert "DUDA" not in html
    assert "Guardar cambios" in html


def test_withdraw_and_send_again(client: Client, edition: Edition, person: User) -> None:
    client.post(page(edition), FORM)
    withdraw = reverse("organisers-withdraw", args=[edition.slug])

    assert client.get(withdraw).status_code == 405
    assert client.post(withdraw).status_code == 302
    assert OrganiserApplication.objects.get().status == Status.WITHDRAWN
    assert "La retiraste" in client.get(page(edition)).content.decode()

    client.post(page(edition), FORM)
    assert OrganiserApplication.objects.get().status == Status.SUBMITTED


def test_decided_application_cannot_be_changed_from_an_old_tab(
    client: Client, edition: Edition, person: User
) -> None:
    OrganiserApplicationFactory(edition=edition, submitted_by=person, decided=True)

    response = client.post(page(edition), FORM | {"message": "tarde"}, follow=True)

    assert "ya no se puede cambiar" in response.content.decode()
    assert OrganiserApplication.objects.get().message == ""


def test_withdrawing_what_is_not_yours_is_404(client: Client, edition: Edition, person: User) -> None:
    OrganiserApplicationFactory(edition=edition)
    assert client.post(reverse("organisers-withdraw", args=[edition.slug])).status_code == 404


def test_months_run_from_now_to_the_end_of_the_edition() -> None:
    edition = Edition(ends_on=date(2024, 3, 24))
    assert months_ahead(edition, date(2024, 1, 31)) == [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]
    assert months_ahead(edition, date(2024, 4, 1)) == []


def test_page_asks_the_database_a_constant_number_of_times(
    client: Client, edition: Edition, person: User, django_assert_max_num_queries: Any
) -> None:
    OrganiserApplicationFactory(edition=edition, submitted_by=person, submitted_at=timezone.now())
    client.get(page(edition))
    with django_assert_max_num_queries(8):
        client.get(page(edition))
