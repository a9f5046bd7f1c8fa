"""What protects authors and reviewers, one guard at a time: each of these fails when its guard is off."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pghistory
import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from events.models import CoSpeaker, KeynoteProposal, OrganiserApplication
from events.services.organisers import decide_application
from events.services.proposals import decide_proposal, withdraw_proposal
from events.states import CallKind, InviteStatus
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.models import Assignment, HeldDecision, ReviewRound
from somosnlp.review.queues import unreviewed_by
from somosnlp.review.services import (
    CannotScoreError,
    declare_conflict,
    plan_assignments,
    release_decisions,
    save_scores,
)
from somosnlp.review.services.decisions import fingerprint
from somosnlp.review.states import Status
from somosnlp.review.workflow import StaleTransition, revise, transition
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.organisers import OrganiserApplicationFactory
from tests.factories.posters import hang
from tests.factories.proposals import KeynoteProposalFactory
from tests.factories.review import CriterionFactory, ReviewRoundFactory, round_for
from tests.review.people import LIST, REVIEW, staff, url

pytestmark = pytest.mark.django_db
TALKS = "review_keynoteproposal"


@pytest.fixture
def application() -> OrganiserApplication:
    return OrganiserApplicationFactory()


@pytest.fixture
def reviewer(client: Client) -> User:
    user = staff(REVIEW, TALKS)
    client.force_login(user)
    return user


@pytest.fixture
def shared_talk(reviewer: User) -> KeynoteProposal:
    """A talk that the reviewer gives with who proposed it."""
    talk: KeynoteProposal = KeynoteProposalFactory()
    CoSpeaker.objects.create(
        proposal=talk,
        user=reviewer,
        email=reviewer.email,
        name="Rita Revisora",
        status=InviteStatus.ACCEPTED,
    )
    CriterionFactory(round=round_for(talk.edition, CallKind.KEYNOTE, uses_scores=True))
    return talk


def keynote(page: str, *args: Any) -> str:
    return reverse(f"admin:events_keynoteproposal_{page}", args=args)


def verdict(obj: Any, to: str = Status.ACCEPTED, **more: str) -> dict[str, Any]:
    return {"to": to, "version": obj.version, "note_to_author": "", "internal_remark": "", **more}


# --- The status ------------------------------------------------------------------------------------


def test_status_written_behind_the_workflow_is_noticed(application: OrganiserApplication) -> None:
    OrganiserApplication.objects.update(status=Status.CHANGES_REQUESTED)
    with pytest.raises(StaleTransition):
        transition(application, Status.REJECTED, by=UserFactory())


def test_page_offers_only_the_moves_there_are(client: Client, reviewer: User) -> None:
    rejected = OrganiserApplicationFactory()
    decide_application(rejected, to=Status.REJECTED, by=UserFactory())
    asked = verdict(rejected, Status.CHANGES_REQUESTED, note_to_author="Algo", confirmed="1")
    assert client.post(url("decide", rejected.pk), asked).status_code == 422


def test_withdrawing_what_was_not_accepted_tells_no_organiser() -> None:
    talk = KeynoteProposalFactory()
    decide_proposal(talk, to=Status.WAITLISTED, by=UserFactory())
    withdraw_proposal(talk, by=talk.submitted_by)
    assert not OutgoingEmail.objects.filter(template="events/mail/proposal_withdrawn").exists()


# --- Decide now, tell later ------------------------------------------------------------------------


def held(application: OrganiserApplication) -> HeldDecision:
    round_for(application.edition, holds_decisions=True)
    decide_application(application, to=Status.ACCEPTED, by=UserFactory())
    return HeldDecision.objects.get()


def test_release_of_another_kind_lets_nothing_go(application: OrganiserApplication) -> None:
    waits = held(application)
    assert release_decisions(KeynoteProposal, {waits.pk: fingerprint(waits.mail)}) == []
    assert HeldDecision.objects.exists()


def test_new_subject_is_another_mail(application: OrganiserApplication) -> None:
    mail = held(application).mail
    before = fingerprint(mail)
    mail.subject = "Otra cosa"
    assert fingerprint(mail) != before


@pytest.mark.django_db(transaction=True)
def test_two_who_release_in_the_same_instant_are_told_the_truth(application: OrganiserApplication) -> None:
    """Both have read the list when the first writes: the second is told that nothing left by their press."""
    waits = held(application)
    seen = {waits.pk: fingerprint(waits.mail)}

    def press(_number: int) -> list[Any]:
        try:
            return release_decisions(OrganiserApplication, seen)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            OutgoingEmail.objects.select_for_update().get(pk=waits.mail_id)
            pressed = [pool.submit(press, number) for number in range(2)]
            until(lambda: waiting_for_a_lock() == 2)
        released = [each.result() for each in pressed]

    assert sorted(released) == [[], [application.pk]]


def waiting_for_a_lock() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


def until(happened: Callable[[], bool]) -> None:
    for _attempt in range(400):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail("it never happened")


def test_request_for_changes_is_not_said_to_wait(client: Client, reviewer: User) -> None:
    application = OrganiserApplicationFactory()
    round_for(application.edition, holds_decisions=True)
    asked = verdict(application, Status.CHANGES_REQUESTED, note_to_author="¿Cuándo?")

    assert "El correo espera" not in client.post(url("decide", application.pk), asked).text
    assert "El correo espera" in client.post(url("decide", application.pk), verdict(application)).text


def test_bulk_says_that_mails_wait(client: Client, reviewer: User) -> None:
    application = OrganiserApplicationFactory()
    round_for(application.edition, holds_decisions=True)
    several = {"to": Status.REJECTED, "chosen": f"{application.pk}:{application.version}"}

    page = client.post(url("bulk"), several).text
    assert "El correo espera" in page
    assert "Confirmar y enviar" not in page
    done = client.post(url("bulk"), {**several, "confirmed": "1"}, follow=True).text
    assert "1 decidida; su correo espera." in done


def test_who_lets_mails_go_reviews_this_kind(client: Client) -> None:
    client.force_login(staff("release_outgoingemail", "view_organiserapplication"))
    assert client.get(url("held")).status_code == 403


# --- Scores and conflicts --------------------------------------------------------------------------


def test_round_without_criteria_is_not_scored(application: OrganiserApplication) -> None:
    with pytest.raises(CannotScoreError):
        save_scores(application, by=UserFactory(), criteria_of=ReviewRoundFactory(), values={})


def test_scores_of_others_are_not_even_sent_to_the_page(
    client: Client, reviewer: User, application: OrganiserApplication
) -> None:
    found = round_for(application.edition, uses_scores=True)
    criterion = CriterionFactory(round=found)
    save_scores(application, by=UserFactory(), criteria_of=found, values={criterion.pk: 3})
    assert client.get(url("review", application.pk)).context["reviews"] == []


def test_form_of_scores_is_not_offered_to_who_may_not_score(client: Client, reviewer: User) -> None:
    mine, theirs = OrganiserApplicationFactory(submitted_by=reviewer), OrganiserApplicationFactory()
    for each in (mine, theirs):
        CriterionFactory(round=round_for(each.edition, uses_scores=True, uses_conflicts=True))
    declare_conflict(theirs, by=reviewer)
    for each in (mine, theirs):
        assert client.get(url("review", each.pk)).context["score_form"] is None


def test_what_i_scored_is_not_asked_of_me_again(application: OrganiserApplication) -> None:
    me = UserFactory()
    found = round_for(application.edition, uses_scores=True)
    criterion = CriterionFactory(round=found)
    mine = unreviewed_by(OrganiserApplication.objects.all(), me, Q(submitted_by=me))
    assert list(mine.all()) == [application]
    save_scores(application, by=me, criteria_of=found, values={criterion.pk: 3})
    assert list(mine.all()) == []


# --- Nobody reviews a talk they give ---------------------------------------------------------------


def test_co_speaker_neither_scores_nor_decides(client: Client, shared_talk: KeynoteProposal) -> None:
    criterion = ReviewRound.objects.get().criteria.get()
    scores = {f"criterion_{criterion.pk}": 3, "remark": ""}

    assert client.post(keynote("score", shared_talk.pk), scores).status_code == 403
    confirmed = client.post(keynote("decide", shared_talk.pk), verdict(shared_talk, confirmed="1"))
    assert confirmed.status_code == 409
    assert KeynoteProposal.objects.get().status == Status.SUBMITTED


def test_bulk_page_leaves_out_what_is_ones_own(client: Client, shared_talk: KeynoteProposal) -> None:
    several = {"to": Status.ACCEPTED, "chosen": f"{shared_talk.pk}:{shared_talk.version}"}
    assert client.post(keynote("bulk"), several).context["possible"] == 0


def test_bulk_page_leaves_out_a_talk_whose_sponsor_nobody_checked(client: Client, reviewer: User) -> None:
    talk = KeynoteProposalFactory(is_promotional=True, sponsor="Casa Ficticia")
    several = {"chosen": f"{talk.pk}:{talk.version}"}
    for to, possible in ((Status.ACCEPTED, 0), (Status.REJECTED, 1)):
        assert client.post(keynote("bulk"), {**several, "to": to}).context["possible"] == possible


def test_who_only_looks_is_offered_no_bulk_decision(
    client: Client, application: OrganiserApplication
) -> None:
    client.force_login(staff("view_organiserapplication"))
    assert "decide_accepted" not in client.get(LIST).text
    chosen = {"action": "decide_accepted", "_selected_action": [application.pk]}
    assert "possible" not in (client.post(LIST, chosen).context or {})


# --- Sharing out -----------------------------------------------------------------------------------


def test_plan_gives_nobody_their_own_nor_what_they_have_a_conflict_with(
    application: OrganiserApplication,
) -> None:
    conflicted, owner, free = UserFactory.create_batch(3)
    declare_conflict(application, by=conflicted)
    people = [application.submitted_by_id, conflicted.pk, owner.pk, free.pk]
    owners = {application.pk: frozenset({owner.pk})}

    plan = plan_assignments(OrganiserApplication.objects.all(), people, each=4, owners=owners)
    assert plan.added == ((application.pk, free.pk),)


def test_what_is_decided_is_shared_out_to_nobody(application: OrganiserApplication) -> None:
    decide_application(application, to=Status.REJECTED, by=UserFactory())
    plan = plan_assignments(OrganiserApplication.objects.all(), [UserFactory().pk], each=1)
    assert plan.added == ()


def test_co_speaker_is_assigned_none_of_their_talks(client: Client, shared_talk: KeynoteProposal) -> None:
    speaker = shared_talk.co_speakers.get().user_id
    client.force_login(staff(TALKS, "change_reviewround"))
    asked = {"people": [speaker], "each": "1", "confirmed": "1"}
    mark = client.post(keynote("share"), {**asked, "confirmed": ""}).context.get("mark", "")
    client.post(keynote("share"), {**asked, "seen": mark})
    assert not Assignment.objects.exists()


def test_sharing_out_offers_only_who_still_reviews(client: Client, reviewer: User) -> None:
    gone, elsewhere = staff(REVIEW, name="Se Fue"), staff(name="De Otra Área")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    client.force_login(staff(REVIEW, "change_reviewround", name="Olga Organiza"))
    page = client.get(url("share")).text
    assert "Olga Organiza" in page
    assert "Se Fue" not in page
    assert elsewhere.name not in page


def test_who_shares_out_reviews_this_kind(client: Client) -> None:
    client.force_login(staff("change_reviewround", "view_organiserapplication"))
    assert client.get(url("share")).status_code == 403


# --- Blind mode ------------------------------------------------------------------------------------


def test_names_are_hidden_again_from_who_loses_the_right(client: Client) -> None:
    made = OrganiserApplicationFactory(submitted_by__name="Xiomara Quezaltepeque")
    round_for(made.edition, is_blind=True)
    organiser = staff(REVIEW, "change_reviewround")
    client.force_login(organiser)
    client.post(url("names"), {"open": "1"})
    assert "Xiomara" in client.get(LIST).text
    organiser.user_permissions.set(organiser.user_permissions.exclude(codename="change_reviewround"))
    assert "Xiomara" not in client.get(LIST).text


def test_blind_list_has_no_column_order_or_search_that_says_a_name(client: Client, reviewer: User) -> None:
    talk, application = KeynoteProposalFactory(), OrganiserApplicationFactory()
    round_for(talk.edition, CallKind.KEYNOTE, is_blind=True)
    round_for(application.edition, is_blind=True)

    talks = client.get(keynote("changelist")).context["cl"]
    assert not {"sponsorship", "speaker", "ficha"} & set(talks.list_display)
    assert "who" not in talks.sortable_by
    assert "searchbar" not in client.get(LIST).text


def test_blind_history_says_neither_who_changed_it_nor_where(client: Client, reviewer: User) -> None:
    talk = KeynoteProposalFactory(submitted_by__name="Xiomara Quezaltepeque")
    round_for(talk.edition, CallKind.KEYNOTE, is_blind=True)
    with pghistory.context(user=talk.submitted_by_id, url=f"/secreto/{talk.key}/"):
        revise(talk, {"title": "Otro título"})

    page = client.get(keynote("history", talk.pk)).text
    assert "Otro título" in page
    assert "Xiomara" not in page
    assert "/secreto/" not in page


def test_page_of_the_votes_does_not_say_whose_a_blind_poster_is(client: Client) -> None:
    poster = hang(EditionFactory(), credit_name="Xiomara Quezaltepeque")
    round_for(poster.edition, CallKind.POSTER, is_blind=True)
    client.force_login(staff("review_poster", "change_poster", "change_reviewround"))
    page = reverse("admin:events_poster_choose", args=[poster.pk])
    assert "Xiomara" not in client.get(page).text
    client.post(reverse("admin:events_poster_names"), {"open": "1"})
    assert "Xiomara" in client.get(page).text
