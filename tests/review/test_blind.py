"""Blind mode: whose a proposal is stands nowhere, until somebody with the right opens the names."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.emails.organisers import organiser_mail
from events.emails.proposals import proposal_mail
from events.models import Call, Edition, KeynoteProposal, OrganiserApplication
from events.services.organisers import decide_application
from events.services.proposals import decide_proposal, withdraw_proposal
from events.states import CallKind
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.rendering import Content, compose
from somosnlp.outbox.services import queue
from somosnlp.review.services import add_note
from somosnlp.review.states import Status
from somosnlp.review.workflow import revise
from tests.factories.accounts import UserFactory
from tests.factories.organisers import OrganiserApplicationFactory
from tests.factories.proposals import KeynoteProposalFactory
from tests.factories.review import CriterionFactory, round_for
from tests.review.people import LIST, REVIEW, staff, url

pytestmark = pytest.mark.django_db
MAILS = "/admin/outbox/outgoingemail/"
EVERYTHING = (REVIEW, "view_user", "release_outgoingemail")


@pytest.fixture
def application() -> OrganiserApplication:
    """Somebody with a name found nowhere else, in a blind round with every switch on."""
    made = OrganiserApplicationFactory(
        submitted_by__name="Xiomara Quezaltepeque",
        submitted_by__email="xq.secreta@example.org",
        submitted_by__discord="xq_discord",
        submitted_by__public_name="La Xiomi",
    )
    found = round_for(
        made.edition,
        is_blind=True,
        uses_scores=True,
        uses_conflicts=True,
        reviewers_each=1,
        holds_decisions=True,
    )
    CriterionFactory(round=found)
    revise(made, {"message": "Ahora puedo más horas"})
    add_note(made, by=made.submitted_by, text="Una nota suya")
    return made


@pytest.fixture
def reviewer(client: Client, application: OrganiserApplication) -> User:
    user = staff(*EVERYTHING)
    client.force_login(user)
    return user


def leaks(response: Any) -> list[str]:
    """Return what of the author stands in the page, its headers or its address."""
    author = OrganiserApplication.objects.get().submitted_by
    text = response.content.decode() + str(dict(response.headers))
    words = ("Xiomara", "Quezaltepeque", "xq.secreta", "xq_discord", "La Xiomi", f"/user/{author.pk}/")
    return [word for word in words if word in text]


def pages(client: Client, application: OrganiserApplication) -> Iterator[tuple[str, Any]]:
    """Yield every page a reviewer gets to, each after what leads there."""
    pk = application.pk
    chosen = f"{pk}:{application.version}"
    verdict = {"version": application.version, "note_to_author": "Hola", "internal_remark": ""}
    yield "list", client.get(LIST)
    yield "mine", client.get(LIST, {"mias": "por-revisar"})
    yield "review", client.get(url("review", pk))
    yield "history", client.get(url("history", pk))
    yield "next", client.get(url("next"), follow=True)
    yield "change", client.get(url("change", pk), follow=True)
    yield "canned", client.post(url("decide", pk), {**verdict, "use_note": "1", "canned": "1"})
    yield "confirm", client.post(url("decide", pk), {**verdict, "to": "accepted"})
    yield "bad", client.post(url("decide", pk), {**verdict, "to": "changes_requested", "note_to_author": ""})
    yield "action", client.post(LIST, {"action": "decide_accepted", "_selected_action": [pk]})
    yield "bulk", client.post(url("bulk"), {"to": "accepted", "chosen": chosen})
    yield "stale", client.post(url("decide", pk), {**verdict, "version": 99, "to": "accepted"})
    yield (
        "decided",
        client.post(url("decide", pk), {**verdict, "to": "accepted", "confirmed": "1"}, follow=True),
    )
    yield (
        "bulk skipped",
        client.post(url("bulk"), {"to": "accepted", "chosen": chosen, "confirmed": "1"}, follow=True),
    )
    yield "held", client.get(url("held"))
    yield "held preview", client.post(url("held"), {"chosen": ["1"]})
    yield "start", client.get("/admin/")
    yield "recent actions of everybody", client.get(LIST)
    yield "scored", client.post(url("score", pk), {}, follow=True)
    yield "conflict", client.post(url("conflict", pk), {"reason": "La conozco"}, follow=True)


def test_no_page_says_whose_it_is(client: Client, reviewer: User, application: OrganiserApplication) -> None:
    found = {name: leaks(response) for name, response in pages(client, application)}
    assert {name: words for name, words in found.items() if words} == {}
    assert OrganiserApplication.objects.get().status == Status.ACCEPTED
    assert "Xiomara" not in str(list(LogEntry.objects.values_list("object_repr", "change_message")))


def test_person_page_leaves_it_out(client: Client, reviewer: User, application: OrganiserApplication) -> None:
    person = client.get(f"/admin/accounts/user/{application.submitted_by_id}/ficha/").content.decode()
    assert url("review", application.pk) not in person


def test_path_on_the_person_page_does_not_name_the_talk(client: Client, proposal: KeynoteProposal) -> None:
    Edition.objects.update(is_current=True)
    person = client.get(f"/admin/accounts/user/{proposal.submitted_by_id}/ficha/").content.decode()
    assert "Xiomara" in person
    assert "Modelos pequeños" not in person


def test_mails_are_seen_only_with_the_names(client: Client, proposal: KeynoteProposal) -> None:
    """A list of mails says an address beside a title."""
    application: Any = OrganiserApplicationFactory(submitted_by__name="Ana Visible")
    queue(**proposal_mail(proposal, Status.SUBMITTED, ""), dedupe_key="test:1")
    queue(**organiser_mail(application, Status.SUBMITTED, ""), dedupe_key="test:2")
    client.force_login(
        staff("review_keynoteproposal", "view_outgoingemail", "view_user", "change_reviewround")
    )
    hidden = OutgoingEmail.objects.get(to=proposal.submitted_by.email)
    pages = (
        MAILS,
        f"{MAILS}?q=Modelos",
        f"{MAILS}{hidden.pk}/change/",
        f"{MAILS}{hidden.pk}/html/",
        f"/admin/accounts/user/{proposal.submitted_by_id}/ficha/",
    )

    assert "Modelos pequeños" not in "".join(client.get(page, follow=True).text for page in pages)
    shown = client.get(MAILS).text
    assert "Faltan los correos de lo que se revisa a ciegas." in shown
    assert application.submitted_by.email in shown

    client.post(keynote("names"), {"open": "1"})
    assert "Modelos pequeños" in client.get(MAILS).text
    assert "Modelos pequeños" in client.get(pages[-1]).text


def test_forecast_tells_nobody_who_waits_for_an_answer(client: Client, proposal: KeynoteProposal) -> None:
    Call.objects.update(answers_by=timezone.localdate())
    client.force_login(staff("review_keynoteproposal", "view_outgoingemail", "change_reviewround"))
    forecast = reverse("admin:outbox_forecast")
    people = reverse("admin:outbox_forecast_people")
    asked = {"rule": "events.proposal_answer_late", "object": str(proposal.pk)}

    assert "Modelos pequeños" not in client.get(forecast).text
    assert client.get(people, asked).status_code == 404

    client.post(keynote("names"), {"open": "1"})
    assert "Modelos pequeños" in client.get(forecast).text
    assert "xq.secreta" in client.get(people, asked).text


def test_who_accepted_is_told_of_a_withdrawal_without_a_name(proposal: KeynoteProposal) -> None:
    decide_proposal(proposal, to=Status.ACCEPTED, by=UserFactory(email="decide@example.org"))
    withdraw_proposal(proposal, by=proposal.submitted_by)
    content = compose(OutgoingEmail.objects.get(to="decide@example.org"))
    assert isinstance(content, Content)
    assert "Modelos pequeños" in content.text
    assert "Xiomara" not in content.text + content.subject + content.html


@pytest.mark.parametrize(
    "question",
    [
        {"submitted_by__name__startswith": "Xio"},
        {"submitted_by__email": "xq.secreta@example.org"},
        {"submitted_by__id__exact": "1"},
        {"submitted_by": "1"},
    ],
)
def test_name_is_not_found_by_asking(
    client: Client, reviewer: User, application: OrganiserApplication, question: dict[str, str]
) -> None:
    response = client.get(LIST, question)
    assert response.status_code in (302, 400)


def test_search_by_name_finds_no_more_than_any_other(
    client: Client, reviewer: User, application: OrganiserApplication
) -> None:
    OrganiserApplicationFactory(edition=application.edition)
    hit, miss = (client.get(LIST, {"q": typed}).context["cl"].result_count for typed in ("xiomara", "zzz"))
    assert hit == miss


def test_list_cannot_be_sorted_by_name(
    client: Client, reviewer: User, application: OrganiserApplication
) -> None:
    other = OrganiserApplicationFactory(edition=application.edition, submitted_by__name="Aaa")
    html = client.get(LIST, {"o": "1"}).content.decode()
    assert html.index(url("review", application.pk)) < html.index(url("review", other.pk))


def test_mail_cannot_be_opened_while_names_are_hidden(
    client: Client, reviewer: User, application: OrganiserApplication
) -> None:
    decide_application(application, to=Status.ACCEPTED, by=UserFactory())
    held = client.get(url("held")).context["rows"][0][0]
    assert client.get(url("held_mail", held.pk)).status_code == 403


def test_reviewer_without_full_rights_cannot_open_names(
    client: Client, reviewer: User, application: OrganiserApplication
) -> None:
    assert client.post(url("names"), {"open": "1"}).status_code == 403
    assert "Ver los nombres" not in client.get(LIST).content.decode()


def test_organiser_opens_the_names_and_hides_them_again(
    client: Client, application: OrganiserApplication
) -> None:
    client.force_login(staff(*EVERYTHING, "change_reviewround"))
    page = url("review", application.pk)
    assert leaks(client.get(page)) == []
    assert client.get(url("names")).status_code == 405

    client.post(url("names"), {"open": "1"})
    assert "Xiomara Quezaltepeque" in client.get(page).content.decode()
    assert "xq.secreta" in client.get(LIST).content.decode()

    client.post(url("names"))
    assert leaks(client.get(page)) == []


def test_round_that_is_not_blind_hides_nothing(client: Client) -> None:
    made = OrganiserApplicationFactory(submitted_by__name="Xiomara Quezaltepeque")
    round_for(made.edition, uses_scores=True)
    client.force_login(staff(REVIEW))
    assert "Xiomara" in client.get(LIST).content.decode()
    assert "Xiomara" in client.get(url("review", made.pk)).content.decode()


# --- A kind whose own columns say the name ---------------------------------------------------------


def keynote(page: str, *args: Any) -> str:
    return reverse(f"admin:events_keynoteproposal_{page}", args=args)


@pytest.fixture
def proposal(client: Client) -> KeynoteProposal:
    made: KeynoteProposal = KeynoteProposalFactory(
        submitted_by__name="Xiomara Quezaltepeque",
        submitted_by__email="xq.secreta@example.org",
        affiliation="Universidad Inconfundible",
        bio="Xiomara investiga.",
        title="Modelos pequeños",
    )
    round_for(made.edition, CallKind.KEYNOTE, is_blind=True, uses_scores=True)
    revise(made, {"occupation": "Xiomara, lingüista"})
    client.force_login(staff("review_keynoteproposal", "view_keynoteproposal", "view_user"))
    return made


def test_no_page_about_a_talk_says_whose_it_is(client: Client, proposal: KeynoteProposal) -> None:
    twin = KeynoteProposalFactory(edition=proposal.edition, title="Modelos pequeños")
    verdict = {"version": proposal.version, "to": "accepted", "note_to_author": "", "internal_remark": ""}
    found = [
        client.get(keynote("changelist")),
        client.get(keynote("review", proposal.pk)),
        client.get(keynote("review", twin.pk)),
        client.get(keynote("history", proposal.pk)),
        client.post(keynote("decide", proposal.pk), verdict),
        client.post(keynote("changelist"), {"action": "decide_rejected", "_selected_action": [proposal.pk]}),
    ]
    words = ("Xiomara", "Quezaltepeque", "xq.secreta", "Inconfundible")
    leaking = [(page.request["PATH_INFO"], word) for page in found for word in words if word in page.text]
    assert leaking == []
    assert "Modelos pequeños" in found[0].text
    assert "Se parecen a esta" in found[2].text


def test_export_of_a_blind_round_holds_no_name(client: Client, proposal: KeynoteProposal) -> None:
    chosen = {"action": "export_xlsx", "_selected_action": [proposal.pk]}
    response: Any = client.post(keynote("changelist"), chosen)

    with ZipFile(BytesIO(b"".join(response.streaming_content))) as book:
        text = "".join(book.read(name).decode() for name in book.namelist())

    assert "Modelos pequeños" in text
    for word in ("Xiomara", "xq.secreta", "Inconfundible"):
        assert word not in text
        assert word not in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("typed", "count"), [("xiomara", 0), ("inconfundible", 0), ("PEQUENOS mode", 1), ("evaluamos", 1)]
)
def test_blind_search_knows_the_proposal_but_not_the_name(
    client: Client, proposal: KeynoteProposal, typed: str, count: int
) -> None:
    assert client.get(keynote("changelist"), {"q": typed}).context["cl"].result_count == count


@pytest.mark.parametrize("question", ["name__startswith", "affiliation", "bio__contains", "submitted_by__id"])
def test_own_columns_are_not_found_by_asking(
    client: Client, proposal: KeynoteProposal, question: str
) -> None:
    assert client.get(keynote("changelist"), {question: "Xiomara"}).status_code in (302, 400)
