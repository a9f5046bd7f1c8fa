"""Words that organisers change: what is refused, what is filled in, and whose words win."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from somosnlp.outbox.models import MailText
from somosnlp.outbox.placeholders import Placeholder, fill_html, fill_line, fill_text, problems
from somosnlp.outbox.rendering import render, render_sample
from somosnlp.outbox.texts import editable, editable_mails
from tests.factories.events import EditionFactory

REGISTERED = "registrations/mail/registered"
BODY = "{saludo}\n\nYa estás en **{edicion}**. [Entra aquí]({enlace})."
NAME, LINK = Placeholder("nombre", "el nombre"), Placeholder("enlace", "la página", link=True, required=True)
PLACES = [NAME, LINK]
TEXTS = "/admin/outbox/mailtext/"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Hola {{ user.password }} {enlace}", "Aquí no hay {{ }}"),
        ("{% for x in y %}{enlace}{% endfor %}", "Aquí no hay {{ }}"),
        ("{# nada #} {enlace}", "Aquí no hay {{ }}"),
        ("{{nombre}} {enlace}", "Aquí no hay {{ }}"),
        ("{nombre.clave} {enlace}", "llave suelta"),
        ("{nombre!r} {enlace}", "llave suelta"),
        ("{nombre:>99999999} {enlace}", "llave suelta"),
        ("{0} {enlace}", "llave suelta"),
        ("Hola { {enlace}", "llave suelta"),
        ("Hola } {enlace}", "llave suelta"),
        ("{clave} {enlace}", "{clave} no existe"),
        ("Hola {nombre}", "Falta {enlace}"),
        ("[aquí]({nombre}) {enlace}", "{nombre} no es una dirección"),
    ],
)
def test_body_nobody_would_fill_in_is_refused(body: str, reason: str) -> None:
    assert any(reason in words for words in problems(body, PLACES, is_body=True))


def test_good_words_have_no_problem() -> None:
    assert problems("Hola {nombre}: [entra]({enlace})", PLACES, is_body=True) == []
    assert problems("Hola {nombre}", PLACES, is_body=False) == []


def test_link_in_a_subject_is_refused() -> None:
    assert "no cabe en el asunto" in problems("{enlace}", PLACES, is_body=False)[0]


def test_values_are_never_markdown_html_or_placeholders() -> None:
    values = {
        "nombre": "<b>[x](http://mal.example)</b> **{enlace}** phq1qhp",
        "enlace": "https://bien.example/?a=1&b=2",
    }
    html = fill_html("Hola {nombre}: [entra]({enlace}) o {enlace}", values, PLACES)
    assert "&lt;b&gt;[x](http://mal.example)&lt;/b&gt; **{enlace}** phq1qhp" in html
    assert html.count('<a href="https://bien.example/?a=1&amp;b=2"') == 2
    assert 'mal.example"' not in html


@pytest.mark.parametrize("body", ["[a]({nombre})", "[a][b]\n\n[b]: {nombre}", "<{nombre}>"])
def test_value_that_is_no_link_never_becomes_a_target(body: str) -> None:
    html = fill_html(body, {"nombre": "javascript:alert(1)", "enlace": ""}, PLACES)
    assert 'href="javascript' not in html


def test_value_inside_an_address_or_a_title_is_escaped() -> None:
    values = {"nombre": '"><script>', "enlace": "https://bien.example/"}
    html = fill_html('[a](https://x.example/?n={nombre} "{nombre}")', values, PLACES)
    assert "<script>" not in html
    assert 'href="https://x.example/?n=%22%3E%3Cscript%3E"' in html
    assert 'title="&quot;&gt;&lt;script&gt;"' in html


def test_text_part_says_links_in_words() -> None:
    body = "## Hola\n\n**{nombre}**: [entra]({enlace})"
    text = fill_text(body, {"nombre": "Ana", "enlace": "https://bien.example/"})
    assert text == "Hola\n\nAna: entra: https://bien.example/"


def test_one_pass_is_made_over_the_values() -> None:
    assert fill_line("{nombre}", {"nombre": "{enlace}", "enlace": "x"}) == "{enlace}"


@pytest.mark.parametrize("language", ["es", "en", "pt-br"])
@pytest.mark.parametrize("mail", editable_mails(), ids=lambda mail: mail.template)
def test_editable_mail_has_a_sample_for_template_and_placeholders(mail: Any, language: str) -> None:
    assert render_sample(mail, language).subject
    body = " ".join(f"{{{place.name}}}" for place in mail.placeholders)
    content = render_sample(mail, language, ("Asunto", body))
    assert "{" not in content.text
    assert content.subject == "Asunto"


def words(**kwargs: Any) -> MailText:
    given = {"template": REGISTERED, "language": "es", "subject": "¡Ya estás, {nombre}!", "body": BODY}
    return MailText.objects.create(**{**given, **kwargs})


def rendered(edition: Any, language: str = "es") -> Any:
    mail = editable(REGISTERED)
    assert mail is not None
    context = {**mail.sample(), "edition": edition}
    return render(REGISTERED, to="ana@example.org", language=language, time_zone="UTC", context=context)


def test_words_of_the_edition_win_then_those_for_all_then_the_files(db: None) -> None:
    edition, other = EditionFactory(), EditionFactory()
    assert rendered(edition).subject.startswith("Ya participas en")
    words(subject="Para todas")
    words(edition_id=edition.pk, subject="Para esta, {nombre}")
    assert rendered(edition).subject == "Para esta, Ana"
    assert rendered(other).subject == "Para todas"
    assert rendered(other, "en").subject != "Para todas"


def test_words_stand_in_the_layout_of_all_mails(db: None) -> None:
    edition = EditionFactory()
    words()
    content = rendered(edition)
    assert "Hola, Ana:" in content.text
    assert f"Ya estás en {edition.name}. Entra aquí: https://example.org/inscripcion/." in content.text
    assert '<a href="https://example.org/inscripcion/"' in content.html
    assert f"<strong>{edition.name}</strong>" in content.html
    assert "el equipo de SomosNLP" in content.html
    assert "Recibes este correo en ana@example.org" in content.text


def test_text_the_code_has_outgrown_leaves_the_files_to_speak(db: None, caplog: Any) -> None:
    words(body="{saludo} {enlace} {ya_no_existe}")
    assert rendered(EditionFactory()).subject.startswith("Ya participas en")
    assert "does not fit" in caplog.text


def test_mail_that_is_not_editable_asks_no_query(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        render("accounts/mail/email_removed", to="a@example.org", language="es", time_zone="UTC", context={})


def form(**kwargs: Any) -> dict[str, Any]:
    given = {"template": REGISTERED, "language": "es", "edition_id": "", "subject": "Hola", "body": BODY}
    return {**given, **kwargs}


def test_organiser_saves_sees_and_restores(admin_client: Client) -> None:
    edition = EditionFactory()
    add = admin_client.get(f"{TEXTS}add/", {"template": REGISTERED}).content.decode()
    assert "<code>{enlace}</code>" in add
    assert admin_client.post(f"{TEXTS}add/", form(edition_id=edition.pk)).status_code == 302
    row = MailText.objects.get()
    assert row.edition_id == edition.pk
    assert edition.name in admin_client.get(TEXTS).content.decode()
    page = admin_client.get(f"{TEXTS}{row.pk}/change/").content.decode()
    assert "Volver al texto original" in page
    admin_client.post(f"{TEXTS}{row.pk}/delete/", {"post": "yes"})
    assert not MailText.objects.exists()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"body": "{{ user.password }} {enlace}"}, "Aquí no hay {{ }}"),
        ({"body": "{% for x in y %}{% endfor %}{enlace}"}, "Aquí no hay {{ }}"),
        ({"body": "Hola"}, "Falta {enlace}"),
        ({"subject": "{enlace}"}, "no cabe en el asunto"),
        ({"subject": "{plazo}"}, "{plazo} no existe"),
        ({"template": "accounts/mail/login_code"}, "accounts/mail/login_code"),
        ({"language": "fr"}, "fr"),
        ({"body": "x" * 20_001 + "{enlace}"}, "20000"),
    ],
)
def test_form_refuses_with_the_reason(admin_client: Client, data: dict[str, Any], reason: str) -> None:
    answer = admin_client.post(f"{TEXTS}add/", form(**data))
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert not MailText.objects.exists()


def test_second_text_for_the_same_is_refused(admin_client: Client) -> None:
    words()
    assert "ya tiene un texto" in admin_client.post(f"{TEXTS}add/", form()).content.decode()


def test_preview_shows_both_versions_and_saves_nothing(admin_client: Client) -> None:
    page = admin_client.post(f"{TEXTS}vista-previa/", form(subject="Así, {nombre}")).content.decode()
    assert "<h3>Así, Ana</h3>" in page
    assert "Ya participas en" in page
    assert not MailText.objects.exists()
    key = page.split("/vista-previa/")[1].split("/")[0]
    frame = admin_client.get(reverse("admin:outbox_preview_frame", args=[key]))
    assert "Ya estás en" in frame.content.decode()
    assert "default-src 'none'" in frame["Content-Security-Policy"]
    assert admin_client.get(reverse("admin:outbox_preview_frame", args=["nada"])).status_code == 404


def test_preview_of_refused_words_says_why(admin_client: Client) -> None:
    page = admin_client.post(f"{TEXTS}vista-previa/", form(body="{x}")).content.decode()
    assert "{x} no existe" in page
    assert "El texto original" in page
    assert "Con estas palabras" not in page


def test_preview_of_words_being_changed_does_not_clash_with_them(admin_client: Client) -> None:
    row = words()
    page = admin_client.post(f"{TEXTS}vista-previa/", form(pk=row.pk)).content.decode()
    assert "Con estas palabras" in page


def test_preview_needs_the_permission(client: Client, django_user_model: Any, db: None) -> None:
    client.force_login(django_user_model.objects.create_user("x@example.org", is_staff=True))
    assert client.post(f"{TEXTS}vista-previa/", form()).status_code == 403
    assert client.get(reverse("admin:outbox_preview_frame", args=["nada"])).status_code == 403
