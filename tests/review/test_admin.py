"""The reviewer's queue, the review page, decisions one by one and in bulk."""

from typing import Any

import pytest
from django.test import Client

from events.models import OrganiserApplication
from events.services.organisers import decide_application
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.models import ReviewNote, StatusChange
from somosnlp.review.states import Status
from somosnlp.review.workflow import revise
from tests.factories.accounts import UserFactory
from tests.factories.organisers import OrganiserApplicationFactory
from tests.review.people import LIST, staff, url

pytestmark = pytest.mark.django_db


def verdict(application: OrganiserApplication, to: str = Status.ACCEPTED, **more: Any) -> dict[str, Any]:
    return {"to": to, "version": application.version, "note_to_author": "", "internal_remark": "", **more}


def decide(client: Client, application: OrganiserApplication, to: str = Status.ACCEPTED, **more: Any) -> Any:
    return client.post(url("decide", application.pk), verdict(application, to, **{"confirmed": "1", **more}))


# --- Who may ---------------------------------------------------------------------------------------


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    application = OrganiserApplicationFactory()
    client.force_login(UserFactory())

    for address in (LIST, url("review", application.pk), url("next")):
        assert client.get(address).status_code == 302
    assert decide(client, application).status_code == 302
    assert not StatusChange.objects.exists()


def test_staff_of_another_group_get_403(client: Client) -> None:
    application = OrganiserApplicationFactory()
    client.force_login(staff("view_university"))

    for address in (LIST, url("review", application.pk), url("next")):
        assert client.get(address).status_code == 403
    for name in ("decide", "note"):
        assert client.post(url(name, application.pk), verdict(application)).status_code == 403
    assert client.post(url("bulk"), {}).status_code == 403


def test_viewer_reads_but_does_not_decide(client: Client) -> None:
    application = OrganiserApplicationFactory()
    client.force_login(staff("view_organiserapplication"))

    html = client.get(url("review", application.pk)).content.decode()

    assert application.submitted_by.email in html
    assert 'name="to"' not in html
    assert decide(client, application).status_code == 403


@pytest.mark.parametrize("name", ["add", "delete"])
def test_nobody_adds_or_deletes_here(admin_client: Client, name: str) -> None:
    application = OrganiserApplicationFactory()
    assert admin_client.get(url(name, *([] if name == "add" else [application.pk]))).status_code == 403


@pytest.mark.parametrize("name", ["decide", "note"])
def test_get_changes_nothing(client: Client, reviewer: User, name: str) -> None:
    assert client.get(url(name, OrganiserApplicationFactory().pk)).status_code == 405


def test_missing_and_draft_ones_are_404(client: Client, reviewer: User) -> None:
    draft = OrganiserApplicationFactory(status=Status.DRAFT, submitted_at=None)
    assert client.get(url("review", draft.pk)).status_code == 404
    assert client.get(url("review", 10**12)).status_code == 404


def test_django_change_page_leads_to_the_review_page(client: Client, reviewer: User) -> None:
    application = OrganiserApplicationFactory()
    response = client.get(url("change", application.pk))
    assert response.headers["Location"] == url("review", application.pk)


# --- The list --------------------------------------------------------------------------------------


def test_list_puts_what_waits_longest_first(client: Client, reviewer: User) -> None:
    decided = OrganiserApplicationFactory(decided=True, submitted_by__name="Decidida")
    waiting = OrganiserApplicationFactory(submitted_by__name="Espera", edition=decided.edition)

    html = client.get(LIST).content.decode()

    assert html.index("Espera") < html.index("Decidida")
    assert "3 días" in html
    assert url("review", waiting.pk) in html


@pytest.mark.parametrize("typed", ["nandu", "ÑANDÚ ang", "angela.nandu@", "angel_bird"])
def test_search_minds_no_accents(client: Client, reviewer: User, typed: str) -> None:
    OrganiserApplicationFactory(
        submitted_by__name="Ángela Ñandú",
        submitted_by__email="angela.nandu@example.org",
        submitted_by__discord="angel_bird",
    )
    OrganiserApplicationFactory(submitted_by__name="Otra Persona")

    html = client.get(LIST, {"q": typed}).content.decode()

    assert "Ángela Ñandú" in html
    assert "Otra Persona" not in html


@pytest.mark.parametrize("typed", ["%", "'; --", "\0", "(" * 300])
def test_search_takes_anything(client: Client, reviewer: User, typed: str) -> None:
    OrganiserApplicationFactory(submitted_by__name="Ana")
    assert client.get(LIST, {"q": typed}).status_code == 200


def test_list_filters_by_edition_and_status(client: Client, reviewer: User) -> None:
    mine = OrganiserApplicationFactory(submitted_by__name="Ana Esta")
    OrganiserApplicationFactory(submitted_by__name="Eva Otra")

    html = client.get(
        LIST, {"edition__id__exact": mine.edition_id, "status__exact": "submitted"}
    ).content.decode()

    assert "Ana Esta" in html
    assert "Eva Otra" not in html


@pytest.mark.parametrize("rows", [10, 250])
def test_list_asks_the_database_as_often_for_10_rows_as_for_250(
    client: Client, reviewer: User, rows: int, django_assert_max_num_queries: Any
) -> None:
    edition = OrganiserApplicationFactory().edition
    OrganiserApplicationFactory.create_batch(rows - 1, edition=edition)
    client.get(LIST)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200


# --- The review page -------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_review_page_asks_the_database_a_constant_number_of_times(
    client: Client, reviewer: User, rows: int, django_assert_num_queries: Any
) -> None:
    application = OrganiserApplicationFactory()
    for number in range(rows):
        client.post(url("note", application.pk), {"text": f"Nota {number}"})
    client.get(url("review", application.pk))
    with django_assert_num_queries(10):
        html = client.get(url("review", application.pk)).content.decode()
    assert html.count("Nota ") >= rows


def test_discussion_and_decision_seen_to_work(client: Client, reviewer: User) -> None:
    application = OrganiserApplicationFactory(submitted_by__language="en")
    page = url("review", application.pk)

    client.post(url("note", application.pk), {"text": "¿Alguien la conoce?"})
    preview = client.post(url("decide", application.pk), verdict(application, note_to_author="¡Bienvenida!"))

    assert "¡Bienvenida!" in preview.content.decode()
    assert not StatusChange.objects.exists()
    assert not OutgoingEmail.objects.exists()

    response = decide(client, application, note_to_author="¡Bienvenida!", internal_remark="Sí, del 2024")

    assert response.headers["Location"] == page
    html = client.get(page).content.decode()
    for words in ("¿Alguien la conoce?", "¡Bienvenida!", "Sí, del 2024", "aceptada"):
        assert words in html
    mail = OutgoingEmail.objects.get()
    assert (mail.language, "¡Bienvenida!" in mail.body_text, "del 2024" in mail.body_text) == (
        "en",
        True,
        False,
    )


def test_second_of_two_reviewers_is_told_and_loses_nothing(client: Client, reviewer: User) -> None:
    """Both read it while it waited; to reject an accepted one is a legal move, yet not what was meant."""
    application = OrganiserApplicationFactory()
    seen = OrganiserApplication.objects.get()
    decide_application(application, to=Status.ACCEPTED, by=UserFactory())

    response = decide(client, seen, Status.REJECTED, note_to_author="Lo que escribí")

    assert response.status_code == 409
    assert "Mientras leías" in response.content.decode()
    assert "Lo que escribí" in response.content.decode()
    assert OrganiserApplication.objects.get().status == Status.ACCEPTED
    assert OutgoingEmail.objects.count() == 1


def test_double_click_on_confirm_decides_once(client: Client, reviewer: User) -> None:
    application = OrganiserApplicationFactory()
    assert [decide(client, application).status_code for _click in range(2)] == [302, 409]
    assert StatusChange.objects.count() == OutgoingEmail.objects.count() == 1


def test_asking_for_changes_needs_words(client: Client, reviewer: User) -> None:
    application = OrganiserApplicationFactory()
    response = decide(client, application, Status.CHANGES_REQUESTED, internal_remark="guárdame")

    assert response.status_code == 422
    assert "Di qué hay que cambiar" in response.content.decode()
    assert "guárdame" in response.content.decode()
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("to", ["withdrawn", "inventada", ""])
def test_reviewers_make_only_their_own_moves(client: Client, reviewer: User, to: str) -> None:
    decide(client, OrganiserApplicationFactory(), to)
    assert not StatusChange.objects.exists()


def test_own_application_is_decided_by_somebody_else(client: Client, reviewer: User) -> None:
    application = OrganiserApplicationFactory(submitted_by=reviewer)

    assert "la decide otra persona" in client.get(url("review", application.pk)).content.decode()
    decide(client, application)
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("text", ["", " ", "a\0b", "x" * 4001])
def test_bad_note_is_answered_beside_the_field(client: Client, reviewer: User, text: str) -> None:
    response = client.post(url("note", OrganiserApplicationFactory().pk), {"text": text})
    assert response.status_code == 422
    assert 'id="id_text_error"' in response.content.decode()
    assert not ReviewNote.objects.exists()


def test_next_walks_the_queue_and_starts_again(client: Client, reviewer: User) -> None:
    OrganiserApplicationFactory(submitted_by=reviewer)
    first, second = OrganiserApplicationFactory.create_batch(2)

    def after(application: OrganiserApplication | None) -> str:
        here = {"despues": application.pk} if application else {}
        return str(client.get(url("next"), here).headers["Location"])

    assert after(None) == url("review", first.pk)
    assert after(first) == url("review", second.pk)
    assert after(second) == url("review", first.pk)

    response = decide(client, first, confirmed="onward")
    assert client.get(response.headers["Location"]).headers["Location"] == url("review", second.pk)


def test_next_of_an_empty_queue_goes_back_to_the_list(client: Client, reviewer: User) -> None:
    assert "No queda nada sin revisar" in client.get(url("next"), follow=True).content.decode()


def test_history_shows_what_the_author_changed_field_by_field(client: Client, reviewer: User) -> None:
    application = OrganiserApplicationFactory()
    revise(application, {"message": "Ahora también puedo en enero"})

    page = client.get(url("review", application.pk)).content.decode()
    assert url("history", application.pk) in page
    assert "Ahora también puedo en enero" in client.get(url("history", application.pk)).content.decode()


# --- In bulk ---------------------------------------------------------------------------------------


def test_bulk_decides_what_it_can_and_names_what_it_skipped(client: Client, reviewer: User) -> None:
    waiting = OrganiserApplicationFactory.create_batch(2)
    withdrawn = OrganiserApplicationFactory(status=Status.WITHDRAWN, submitted_by__name="Se Fue")
    everything = [*waiting, withdrawn]

    page = client.post(
        LIST, {"action": "decide_accepted", "_selected_action": [row.pk for row in everything]}
    ).content.decode()
    assert "se queda como está" in page
    assert not StatusChange.objects.exists()

    chosen = ",".join(f"{row.pk}:{row.version}" for row in everything)
    data = {"to": "accepted", "chosen": chosen, "note_to_author": "Hola", "confirmed": "1"}
    html = client.post(url("bulk"), data, follow=True).content.decode()

    assert "2 decididas" in html
    assert "Se Fue (retirada)" in html
    assert StatusChange.objects.count() == OutgoingEmail.objects.count() == 2


def test_bulk_skips_what_changed_since_it_was_chosen(client: Client, reviewer: User) -> None:
    application = OrganiserApplicationFactory()
    chosen = f"{application.pk}:{application.version}"
    decide_application(application, to=Status.WAITLISTED, by=UserFactory())

    client.post(url("bulk"), {"to": "accepted", "chosen": chosen, "confirmed": "1"})

    assert OrganiserApplication.objects.get().status == Status.WAITLISTED


@pytest.mark.parametrize("chosen", ["", "1", "a:b", "1:2:3", "9999999999999999999999:1", "1:1\0"])
def test_bulk_takes_any_selection(client: Client, reviewer: User, chosen: str) -> None:
    response = client.post(url("bulk"), {"to": "accepted", "chosen": chosen, "confirmed": "1"})
    assert response.status_code == 302
    assert not StatusChange.objects.exists()


def test_bulk_request_for_changes_needs_words_too(client: Client, reviewer: User) -> None:
    application = OrganiserApplicationFactory()
    data = {"to": "changes_requested", "chosen": f"{application.pk}:1", "confirmed": "1"}
    assert "Di qué hay que cambiar" in client.post(url("bulk"), data).content.decode()
    assert not StatusChange.objects.exists()


# --- The person behind it --------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["list", "review"])
def test_who_may_see_people_gets_to_the_person_from(client: Client, page: str) -> None:
    application = OrganiserApplicationFactory()
    address = LIST if page == "list" else url("review", application.pk)
    ficha = f'href="/admin/accounts/user/{application.submitted_by_id}/ficha/"'
    client.force_login(staff("review_organiserapplication"))
    assert ficha not in client.get(address).content.decode()
    client.force_login(staff("review_organiserapplication", "view_user"))
    assert ficha in client.get(address).content.decode()
