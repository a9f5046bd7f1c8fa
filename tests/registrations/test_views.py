"""The pages of the registration as a browser meets them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from events.models import Edition
from events.states import CallKind
from registrations.models import Registration
from registrations.states import Status
from somosnlp.accounts.models import FormDraft, User
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory, in_days
from tests.factories.organisers import OrganiserApplicationFactory
from tests.factories.registrations import RegistrationFactory, UniversityFactory, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory(is_current=True)
    CallFactory(edition=edition, closes_with=MilestoneFactory(edition=edition))
    return edition


@pytest.fixture
def url(edition: Edition) -> str:
    return reverse("registration", args=[edition.slug])


@pytest.fixture
def person(client: Client) -> User:
    user = UserFactory(name="", country="")
    client.force_login(user)
    return user


def test_step_one_has_at_most_eight_questions(client: Client, url: str) -> None:
    form = client.get(url).context["form"]
    assert len([field for field in form if not field.is_hidden]) <= 8


def test_signed_in_person_registers_and_is_not_asked_for_the_address(
    client: Client, url: str, edition: Edition, person: User
) -> None:
    assert "email" not in client.get(url).context["form"].fields
    response = client.post(url, answers())
    assertRedirects(response, reverse("registration-done", args=[edition.slug]))
    assert Registration.objects.get().status == Status.REGISTERED
    assert Registration.objects.get().countries == ["CO"]


def test_anonymous_person_is_asked_for_a_code_and_loses_nothing(
    client: Client, url: str, edition: Edition
) -> None:
    response = client.post(url, answers(email="nueva@example.org"))
    assertRedirects(response, reverse("account_confirm_login_code"), fetch_redirect_response=False)
    assert FormDraft.objects.get().data["name"] == "Lucía Benítez"
    assert Registration.objects.get().status == Status.UNCONFIRMED
    assert list(OutgoingEmail.objects.values_list("to", "secret")) == [("nueva@example.org", True)]
    assertContains(client.get(url), "Lucía Benítez")


def test_code_typed_makes_the_registration(
    client: Client, url: str, edition: Edition, code_of: Callable[[str], str]
) -> None:
    client.post(url, answers(email="nueva@example.org"))
    response = client.post(reverse("account_confirm_login_code"), {"code": code_of("nueva@example.org")})
    assertRedirects(response, reverse("registration-done", args=[edition.slug]))
    registration = Registration.objects.get()
    assert registration.status == Status.REGISTERED
    assert registration.user.email == "nueva@example.org"
    assert registration.user.name == "Lucía Benítez"
    assert OutgoingEmail.objects.filter(template="registrations/mail/registered").count() == 1


def test_known_address_gets_the_same_page_and_nobody_is_changed_before_the_code(
    client: Client, url: str, edition: Edition
) -> None:
    known = UserFactory(email="conocida@example.org", name="La de siempre")
    known_answer = client.post(url, answers(email=known.email))
    client.cookies.clear()
    new_answer = client.post(url, answers(email="nueva@example.org"))
    assert known_answer.status_code == new_answer.status_code == 302
    assert known_answer["Location"] == new_answer["Location"]
    known.refresh_from_db()
    assert known.name == "La de siempre"
    assert not Registration.objects.filter(user=known).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("countries", ["XX"]),
        ("countries", ["CO", "ES", "PE", "MX"]),
        ("countries", []),
        ("languages", ["klingon"]),
        ("level", "guru"),
        ("name", "x" * 100_000),
        ("name", "Ana\0Luz"),
        ("name", "   "),
        ("email", "nombre@"),
        ("email", "ana\0@example.org"),
        ("university", "u" * 100_000),
        ("university", "Uni\0"),
        ("accept", ""),
        ("countries", ["\0\0"]),
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(
    client: Client, url: str, field: str, value: Any
) -> None:
    typed = answers(email="nueva@example.org") | {field: value}
    response = client.post(url, typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    if field != "name":
        assertContains(response, "Lucía Benítez", status_code=422)
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize("name", ["🦙 Llama 🤗", "نور الدين", "Ñandú Çelik-O'Brien"])
def test_any_script_is_a_name(client: Client, url: str, person: User, name: str) -> None:
    client.post(url, answers(name=name))
    assert User.objects.get(pk=person.pk).name == name


def test_zone_that_the_browser_invented_is_no_error(client: Client, url: str, person: User) -> None:
    client.post(url, answers(time_zone="Mars/Olympus"))
    assert Registration.objects.get().status == Status.REGISTERED


def test_after_the_deadline_it_is_refused_and_the_text_kept(
    client: Client, url: str, edition: Edition, person: User
) -> None:
    edition.milestones.update(at=in_days(-1))
    response = client.post(url, answers(name="Rosa Tarde"))
    assertContains(response, "Rosa Tarde", status_code=422)
    assertContains(response, "ya se cerró", status_code=422)
    assert not Registration.objects.filter(status=Status.REGISTERED).exists()


def test_closed_registration_says_when_it_closed(client: Client, url: str, edition: Edition) -> None:
    edition.milestones.update(at=in_days(-1))
    assertContains(client.get(url), "se cerraron")


def test_registration_that_opens_later_says_when(client: Client, url: str, edition: Edition) -> None:
    edition.calls.update(opens_on=in_days(5).date())
    assertContains(client.get(url), "abren el")


def test_registered_person_edits_without_accepting_again(client: Client, url: str, edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition, terms_version="old")
    client.force_login(registration.user)
    typed = answers(level="advanced")
    del typed["accept"]
    assertRedirects(client.post(url, typed), reverse("my-hackathon"))
    registration.refresh_from_db()
    assert (registration.level, registration.terms_version) == ("advanced", "old")


def test_cancel_and_come_back_are_one_click_each(client: Client, edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition)
    client.force_login(registration.user)
    assertContains(client.get(reverse("my-hackathon")), "Cancelar mi inscripción")
    client.post(reverse("registration-cancel", args=[edition.slug]))
    assert Registration.objects.get().status == Status.CANCELLED
    assertContains(client.get(reverse("my-hackathon")), "Volver a inscribirme")
    client.post(reverse("registration-resume", args=[edition.slug]))
    assert Registration.objects.get().status == Status.REGISTERED


@pytest.mark.parametrize("name", ["registration-cancel", "registration-resume"])
def test_get_changes_nothing(client: Client, edition: Edition, name: str) -> None:
    registration = RegistrationFactory(edition=edition)
    client.force_login(registration.user)
    assert client.get(reverse(name, args=[edition.slug])).status_code == 405
    registration.refresh_from_db()
    assert registration.status == Status.REGISTERED


@pytest.mark.parametrize("name", ["registration-done", "registration-more", "registration-cancel"])
def test_stranger_gets_404(client: Client, edition: Edition, person: User, name: str) -> None:
    RegistrationFactory(edition=edition)
    method = client.post if name.endswith("cancel") else client.get
    assert method(reverse(name, args=[edition.slug])).status_code == 404


def test_step_two_saves_one_question(client: Client, edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition)
    client.force_login(registration.user)
    url = reverse("registration-more", args=[edition.slug])
    assert client.post(url, {"field": "birth_year", "birth_year": "1990"}).status_code == 200
    assert registration.__class__.objects.get().demographics.birth_year == 1990
    assert Registration.objects.get().first_event is None


@pytest.mark.parametrize("year", ["1890", "2030", "19/05/2000", "\0", "9" * 100_000])
def test_step_two_refuses_a_year_beside_the_field(client: Client, edition: Edition, year: str) -> None:
    registration = RegistrationFactory(edition=edition)
    client.force_login(registration.user)
    url = reverse("registration-more", args=[edition.slug])
    response = client.post(url, {"field": "birth_year", "birth_year": year})
    assert response.status_code == 422
    assert list(response.json()["errors"]) == ["birth_year"]


def test_step_two_without_a_script_saves_the_right_answers_beside_a_wrong_one(
    client: Client, edition: Edition
) -> None:
    registration = RegistrationFactory(edition=edition)
    client.force_login(registration.user)
    url = reverse("registration-more", args=[edition.slug])
    response = client.post(
        url, {"education": "isced6", "birth_year": "1890", "hugging_face": "ana@example.org"}
    )
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"birth_year", "hugging_face"}
    assertContains(response, "1890", status_code=422)
    assert Registration.objects.get().demographics.education == "isced6"


def test_step_two_reduces_a_pasted_address_to_the_name(client: Client, edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition)
    client.force_login(registration.user)
    url = reverse("registration-more", args=[edition.slug])
    client.post(url, {"field": "hugging_face", "hugging_face": "https://huggingface.co/ana-luz"})
    assert User.objects.get(pk=registration.user_id).hugging_face == "ana-luz"


def test_wanting_to_organise_leads_to_that_form(client: Client, edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition)
    client.force_login(registration.user)
    url = reverse("registration-more", args=[edition.slug])
    client.post(url, {"field": "wants_to_organise", "wants_to_organise": "True"})
    response = client.post(url, {"wants_to_organise": "True"})
    assert response["Location"].startswith(reverse("organisers", args=[edition.slug]))


def test_wanting_to_organise_stays_a_step_until_the_application_is_sent(
    client: Client, edition: Edition
) -> None:
    CallFactory(edition=edition, kind=CallKind.ORGANISERS)
    registration = RegistrationFactory(edition=edition, wants_to_organise=True)
    client.force_login(registration.user)
    page = client.get(reverse("my-hackathon"))
    assertContains(page, "Solicitud al equipo organizador")
    assertContains(page, "Empezar")
    OrganiserApplicationFactory(edition=edition, submitted_by=registration.user)
    page = client.get(reverse("my-hackathon"))
    assertNotContains(page, "Solicitud al equipo organizador")
    assertContains(page, "Ver mi solicitud")


def test_my_hackathon_marks_one_next_step_and_shows_real_dates(client: Client, edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition, user__discord="")
    MilestoneFactory(edition=edition, kind="delivery", at=in_days(20))
    client.force_login(registration.user)
    response = client.get(reverse("my-hackathon"))
    states = [step.state for step in response.context["steps"]]
    assert states.count("next") == 1
    assertContains(response, "AoE")
    assertContains(response, "hora de Bogotá")


def test_my_hackathon_of_a_newcomer_says_to_register(client: Client, edition: Edition, person: User) -> None:
    assertContains(client.get(reverse("my-hackathon")), "Inscríbete")


@pytest.mark.parametrize("count", [1, 3])
def test_my_hackathon_costs_at_most_ten_queries(
    client: Client, edition: Edition, django_assert_max_num_queries: Any, count: int
) -> None:
    registration = RegistrationFactory(edition=edition)
    RegistrationFactory.create_batch(count, edition=edition)
    for kind in ("delivery", "teams", "winners")[:count]:
        MilestoneFactory(edition=edition, kind=kind)
    client.force_login(registration.user)
    client.get(reverse("my-hackathon"))
    with django_assert_max_num_queries(10):
        client.get(reverse("my-hackathon"))


@pytest.mark.parametrize("count", [1, 3])
def test_step_one_costs_at_most_five_queries(
    client: Client, url: str, edition: Edition, django_assert_max_num_queries: Any, count: int
) -> None:
    registration = RegistrationFactory(edition=edition)
    UniversityFactory.create_batch(count)
    client.force_login(registration.user)
    client.get(url)
    with django_assert_max_num_queries(5):
        client.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_step_two_costs_at_most_five_queries(
    client: Client, edition: Edition, django_assert_max_num_queries: Any, count: int
) -> None:
    registration = RegistrationFactory(edition=edition)
    RegistrationFactory.create_batch(count, edition=edition)
    client.force_login(registration.user)
    page = reverse("registration-more", args=[edition.slug])
    client.get(page)
    with django_assert_max_num_queries(5):
        client.get(page)


def test_university_suggestions_ignore_accents_and_merged_spellings(client: Client) -> None:
    kept = UniversityFactory(name="Universidad de León")
    UniversityFactory(name="Univ. Leon", merged_into=kept)
    url = reverse("university-suggestions")
    assert client.get(url, {"q": "LEON"}).json() == {"names": ["Universidad de León"]}
    assert client.get(url, {"q": "\0"}).json() == {"names": []}


def test_draft_of_the_edition_is_not_shown_in_another(client: Client, url: str, edition: Edition) -> None:
    client.post(url, answers(email="nueva@example.org"))
    other = EditionFactory()
    CallFactory(edition=other)
    assertNotContains(client.get(reverse("registration", args=[other.slug])), "Lucía Benítez")


def test_sent_in_time_counts_though_the_code_is_typed_late(
    client: Client, url: str, edition: Edition, code_of: Callable[[str], str]
) -> None:
    client.post(url, answers(email="nueva@example.org"))
    edition.milestones.update(at=timezone.now() - timedelta(minutes=1, seconds=-1))
    FormDraft.objects.update(submitted_at=timezone.now() - timedelta(minutes=5))
    client.post(reverse("account_confirm_login_code"), {"code": code_of("nueva@example.org")})
    assert Registration.objects.get().status == Status.REGISTERED


def test_signed_in_person_keeps_each_answer_as_a_draft(
    client: Client, url: str, edition: Edition, person: User
) -> None:
    assert client.post(url, {"field": "level", "level": "basic"}).status_code == 200
    assert client.post(url, {"field": "countries", "countries": ["XX"]}).status_code == 422
    draft = Registration.objects.get()
    assert (draft.status, draft.level, draft.countries) == (Status.DRAFT, "basic", [])
    page = client.get(url)
    assert page.context["form"]["level"].value() == "basic"
    assertContains(client.get(reverse("my-hackathon")), "Seguir donde lo dejé")


def test_wrong_answer_does_not_lose_the_right_ones_of_a_signed_in_person(
    client: Client, url: str, edition: Edition, person: User
) -> None:
    assert client.post(url, answers(level="")).status_code == 422
    assert Registration.objects.get().countries == ["CO"]
    assert User.objects.get(pk=person.pk).name == "Lucía Benítez"


def test_single_answer_of_a_registered_person_changes_nothing(
    client: Client, url: str, edition: Edition
) -> None:
    registration = RegistrationFactory(edition=edition, level="basic")
    client.force_login(registration.user)
    client.post(url, {"field": "level", "level": "advanced"})
    assert Registration.objects.get().level == "basic"


def test_single_answer_of_an_anonymous_person_is_not_kept(client: Client, url: str, edition: Edition) -> None:
    client.post(url, {"field": "level", "level": "advanced"})
    assert not Registration.objects.exists()
