"""The pages of a talk as a browser meets them."""

import re
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from events.calls.access_links import make_token
from events.models import Call, KeynoteProposal, Session
from events.services.access import give_access
from events.services.proposals import decide_proposal
from somosnlp.accounts import drafts
from somosnlp.accounts.models import FormDraft, User
from somosnlp.accounts.services.drafts import attach_draft
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.pictures import image_bytes, upload
from tests.factories.review import ReviewRoundFactory
from tests.factories.talks import accept_talk, open_call, send_talk, talk_answers

#: What a transaction inside a transaction says besides its statements.
SAVEPOINTS = re.compile(r"\b(RELEASE )?SAVEPOINT\b")
pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return open_call()


@pytest.fixture
def person(client: Client) -> User:
    user = UserFactory(name="Ana Pérez")
    client.force_login(user)
    return user


def proven(address: str) -> User:
    """Return the person whom asking for a code has made, the code having been typed."""
    user = User.objects.get(email=address)
    EmailAddress.objects.update_or_create(user=user, email=address, defaults={"verified": True})
    return user


def form_url(call: Call) -> str:
    return reverse("keynote-proposal", args=[call.edition.slug])


def page(name: str, proposal: KeynoteProposal) -> str:
    return reverse(name, args=[proposal.edition.slug, proposal.key])


def test_form_asks_every_question_of_the_call_and_nothing_hidden(client: Client) -> None:
    call = open_call(hidden_questions=["photo", "is_promotional"], answers_by="2999-03-01")
    response = client.get(form_url(call))
    fields = response.context["form"].fields
    assert {"title", "takeaways", "email", "time_zone"} <= set(fields)
    assert {"photo", "is_promotional", "sponsor", "topic"}.isdisjoint(fields)
    assertContains(response, "Respondemos a más tardar el")


def test_levels_are_named_in_the_language_of_the_page(client: Client, call: Call) -> None:
    page = client.get(f"/en{form_url(call)}")
    assertContains(page, "no prior knowledge")
    assertNotContains(page, "sin conocimientos previos")


def test_who_has_no_script_says_of_which_zone_the_hours_are(client: Client, call: Call) -> None:
    page = client.get(form_url(call)).content.decode()
    typed = re.search(r"<noscript>.*?</noscript>", page, re.DOTALL)
    assert typed
    assert 'name="time_zone"' in typed[0]
    sent = talk_answers(email="ana@example.org", time_zone=["", "America/Lima"])
    client.post(form_url(call), sent)
    assert FormDraft.objects.get().payload()["time_zone"] == "America/Lima"


def test_empty_form_of_anonymous_people_is_kept(client: Client, call: Call) -> None:
    client.get(form_url(call))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = Client().get(form_url(call))
    assert (response.status_code, len(queries)) == (200, 0)


def test_anonymous_person_sends_after_a_code(client: Client, call: Call) -> None:
    photo = upload(image_bytes((400, 400)), "yo.png")
    answers = talk_answers(email="Ana@example.org", photo=photo, preferred_days=["2999-01-02", ""])

    response = client.post(form_url(call), answers)

    assert response.status_code == 302
    assert not KeynoteProposal.objects.exists()
    draft = FormDraft.objects.get()
    assert drafts.COOKIE in client.cookies
    person = proven("ana@example.org")
    url = attach_draft(draft, user=person)
    assert attach_draft(draft, user=person) == ""
    proposal = KeynoteProposal.objects.get()
    assert url == page("keynote", proposal)
    assert (proposal.status, proposal.submitted_by) == (Status.SUBMITTED, person)
    assert [day.isoformat() for day in proposal.preferred_days] == ["2999-01-02"]
    assert proposal.photo is not None
    assert proposal.photo.uploaded_by == person
    assert OutgoingEmail.objects.filter(template="events/mail/proposal_received").count() == 1


def test_signed_in_person_sends_and_sees_it(client: Client, call: Call, person: User) -> None:
    form = client.get(form_url(call))
    assertContains(form, 'value="Ana Pérez"')
    action = form.context["action"]

    response = client.post(action, talk_answers())
    client.post(action, talk_answers())

    proposal = KeynoteProposal.objects.get()
    assertRedirects(response, page("keynote", proposal))
    assert (proposal.takeaways, proposal.hours) == (talk_answers()["takeaways"], 0b110)
    assertContains(client.get(page("keynote", proposal)), "enviada")
    assertContains(client.get(reverse("keynotes", args=[call.edition.slug])), proposal.title)


def test_sending_stays_within_twenty_queries(client: Client, call: Call, person: User) -> None:
    action = reverse("keynote-edit", args=[call.edition.slug, uuid4()])
    client.get(form_url(call))
    with CaptureQueriesContext(connection) as queries:
        client.post(action, talk_answers())
    counted = [q["sql"] for q in queries if not SAVEPOINTS.search(q["sql"])]
    assert len(counted) <= 20, "\n".join(counted)


def test_bad_answers_are_said_beside_the_question_and_stay_typed(
    client: Client, call: Call, person: User
) -> None:
    action = reverse("keynote-edit", args=[call.edition.slug, uuid4()])
    bad = talk_answers(
        title="",
        takeaways=["Solo uno"],
        website="javascript:alert(1)",
        linkedin="https://example.org/ana",
        is_promotional="on",
        preferred_days=["2001-01-01"],
        abstract="Lo que escribí",
    )

    response = client.post(action, bad)

    assert response.status_code == 422
    wrong = set(response.context["form"].errors)
    assert wrong == {"title", "takeaways", "website", "linkedin", "sponsor", "preferred_days"}
    assertContains(response, "Lo que escribí", status_code=422)
    assertContains(response, "Solo uno", status_code=422)
    draft = KeynoteProposal.objects.get()
    assert (draft.status, draft.abstract) == (Status.DRAFT, "Lo que escribí")


def test_each_answer_is_kept_as_it_is_typed(client: Client, call: Call, person: User) -> None:
    action = client.get(form_url(call)).context["action"]

    client.post(action, {"field": "title", "title": "A medias"})
    client.post(action, {"field": "takeaways", "takeaways": ["Uno", "", "Dos"]})
    wrong = client.post(action, {"field": "x", "x": "https://example.org/"})

    draft = KeynoteProposal.objects.get()
    assert (draft.title, draft.takeaways, draft.status) == ("A medias", ["Uno", "Dos"], Status.DRAFT)
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["x"])
    again = client.get(form_url(call))
    assert again.context["action"] == action
    assertContains(again, 'value="A medias"')
    assertContains(again, 'value="Dos"')


def test_what_people_paste_becomes_a_name_or_an_https_address(
    client: Client, call: Call, person: User
) -> None:
    action = reverse("keynote-edit", args=[call.edition.slug, uuid4()])
    pasted = talk_answers(
        website="http://ana.example.org",
        linkedin="linkedin.com/in/ana-perez/?trk=x",
        x="https://twitter.com/ana",
        bluesky="@ana",
        title="Uno,\r\ndos; BEGIN:VEVENT",
    )
    client.post(action, pasted)
    proposal = KeynoteProposal.objects.get()
    assert (proposal.website, proposal.linkedin, proposal.x, proposal.bluesky) == (
        "https://ana.example.org",
        "https://www.linkedin.com/in/ana-perez",
        "ana",
        "ana.bsky.social",
    )
    assert proposal.title == "Uno, dos; BEGIN:VEVENT"


def test_strangers_get_404_and_write_nothing(client: Client, call: Call) -> None:
    proposal = send_talk(call)
    client.force_login(UserFactory())
    for name in ("keynote", "keynote-edit", "keynote-confirm", "keynote-slides"):
        assert client.get(page(name, proposal)).status_code == 404
    for name in ("keynote-edit", "keynote-withdraw", "co-speaker-invite", "keynote-slides"):
        assert client.post(page(name, proposal), talk_answers(title="Mía")).status_code == 404
    proposal.refresh_from_db()
    assert proposal.title != "Mía"


def test_get_of_a_new_key_writes_nothing(client: Client, call: Call, person: User) -> None:
    assert client.get(reverse("keynote-edit", args=[call.edition.slug, uuid4()])).status_code == 404
    client.get(form_url(call))
    assert not KeynoteProposal.objects.exists()


def test_closed_call_says_so_and_what_it_asks(client: Client) -> None:
    call = open_call(past=True)
    response = client.get(form_url(call))
    assertContains(response, "se cerró")
    assertContains(response, "¿Qué se va a aprender?")
    assertNotContains(response, "<textarea")
    refused = client.post(form_url(call), talk_answers(email="ana@example.org"))
    assert refused.status_code == 422
    assertContains(refused, "Evaluar modelos en español", status_code=422)


def test_access_link_opens_the_form_and_survives_the_whole_way(client: Client) -> None:
    call = open_call(past=True)
    token = make_token(give_access(call, note="Ana", by=UserFactory()))
    address = f"{form_url(call)}?acceso={token}"
    assertContains(client.get(address), "tu enlace te deja")

    client.post(address, talk_answers(email="ana@example.org"))
    attach_draft(FormDraft.objects.get(), user=proven("ana@example.org"))

    assert KeynoteProposal.objects.get().status == Status.SUBMITTED


def test_speaker_confirms_by_post_only(client: Client, call: Call, person: User) -> None:
    proposal = accept_talk(call, by=person)
    assertContains(client.get(page("keynote-confirm", proposal)), "Confirmo que voy")
    proposal.refresh_from_db()
    assert proposal.confirmed_at is None

    answer = {"hours": ["4"], "preferred_days": [""], "time_zone": "America/Lima"}
    assertRedirects(client.post(page("keynote-confirm", proposal), answer), page("keynote", proposal))

    confirmed = KeynoteProposal.objects.exclude(confirmed_at=None).get()
    assert (confirmed.hours, confirmed.time_zone) == (16, "America/Lima")


def test_slides_take_https_only(client: Client, call: Call, person: User) -> None:
    proposal = accept_talk(call, by=person)
    assert client.post(page("keynote-slides", proposal), {"url": "javascript:1"}).status_code == 422
    client.post(page("keynote-slides", proposal), {"url": "http://example.org/a.pdf"})
    assert Session.objects.get().slides_url == "https://example.org/a.pdf"


def test_what_was_decided_cannot_be_changed(client: Client, call: Call, person: User) -> None:
    proposal = accept_talk(call, by=person)
    client.post(page("keynote-edit", proposal), talk_answers(title="Otro"))
    proposal.refresh_from_db()
    assert proposal.title != "Otro"


def test_changes_asked_for_show_the_note_and_come_back(client: Client, call: Call, person: User) -> None:
    proposal = send_talk(call, by=person)
    decide_proposal(proposal, to=Status.CHANGES_REQUESTED, by=UserFactory(), note_to_author="¿Qué cuaderno?")
    assertContains(client.get(page("keynote-edit", proposal)), "¿Qué cuaderno?")
    client.post(page("keynote-edit", proposal), talk_answers(title="Con cuaderno"))
    proposal.refresh_from_db()
    assert (proposal.status, proposal.title) == (Status.SUBMITTED, "Con cuaderno")


def test_withdrawing_an_accepted_talk_empties_the_programme(client: Client, call: Call, person: User) -> None:
    proposal = accept_talk(call, by=person)
    client.post(page("keynote-withdraw", proposal))
    client.post(page("keynote-withdraw", proposal))
    proposal.refresh_from_db()
    assert proposal.status == Status.WITHDRAWN
    assert not Session.objects.exists()


def test_draft_thrown_away_is_gone_from_the_list(client: Client, call: Call, person: User) -> None:
    key = uuid4()
    client.post(
        reverse("keynote-edit", args=[call.edition.slug, key]), {"field": "title", "title": "Sin fin"}
    )
    proposal = KeynoteProposal.objects.get(key=key)
    gone = client.post(page("keynote-withdraw", proposal), follow=True)
    assertRedirects(gone, reverse("keynotes", args=[call.edition.slug]))
    assertContains(gone, "Borramos el borrador")
    assertNotContains(gone, "Sin fin")


@pytest.mark.parametrize("decision", [Status.ACCEPTED, Status.REJECTED])
def test_held_decision_is_seen_nowhere_by_its_author(client: Client, person: User, decision: Status) -> None:
    call = open_call(review_round=ReviewRoundFactory(holds_decisions=True))
    proposal = send_talk(call, by=person)
    decide_proposal(proposal, to=decision, by=UserFactory(is_staff=True), note_to_author="Palabras secretas")

    own = page("keynote", proposal)
    assertContains(client.get(own), "Cuando el equipo la haya leído")
    pages = [own, reverse("keynotes", args=[call.edition.slug]), form_url(call), "/mi-hackathon/"]
    answers = [client.get(url) for url in pages]
    answers += [client.get(page(f"keynote-{what}", proposal), follow=True) for what in ("confirm", "slides")]
    answers += [client.post(page("keynote-confirm", proposal), {}, follow=True)]
    for answer in answers:
        for secret in (
            "secretas",
            "aceptada<",
            "no esta vez",
            "Contamos contigo",
            "Tu sesión",
            "ya respondió",
        ):
            assertNotContains(answer, secret)
    proposal.refresh_from_db()
    assert proposal.confirmed_at is None
    assert list(OutgoingEmail.objects.filter(status="held").values_list("to", flat=True)) == [person.email]


def test_hours_of_an_unknown_zone_are_asked_for_their_zone(client: Client, call: Call, person: User) -> None:
    User.objects.filter(pk=person.pk).update(time_zone="")
    proposal = accept_talk(call, by=User.objects.get(pk=person.pk), time_zone="")
    refused = client.post(page("keynote-confirm", proposal), {"hours": ["4"], "time_zone": ""})
    assertContains(refused, "Escribe en qué zona horaria", status_code=422)
    client.post(page("keynote-confirm", proposal), {"hours": ["4"], "time_zone": "america/bogota"})
    proposal.refresh_from_db()
    assert (proposal.hours, proposal.time_zone) == (16, "America/Bogota")


def test_promise_that_was_broken_is_not_repeated(client: Client, person: User) -> None:
    call = open_call(answers_by="2020-03-01")
    proposal = send_talk(call, by=person)
    own = client.get(page("keynote", proposal))
    assertContains(own, "vamos tarde")
    assertNotContains(own, "Respondemos a más tardar")
    assertNotContains(client.get("/mi-hackathon/"), "Respondemos a más tardar")
