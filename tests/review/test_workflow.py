"""One decision of two: on real rows, with real threads."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from events.models import OrganiserApplication
from events.services.organisers import decide_application
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.review.models import StatusChange, history_of
from somosnlp.review.states import DECISIONS, TRANSITIONS, Status
from somosnlp.review.workflow import IllegalTransition, StaleTransition, TransitionError, revise, transition
from tests.factories.accounts import UserFactory
from tests.factories.organisers import OrganiserApplicationFactory
from tests.threads import at_once

Decide = Callable[[OrganiserApplication, str, User], object]


@pytest.mark.django_db
def test_transition_writes_status_decision_and_history() -> None:
    application, reviewer = OrganiserApplicationFactory(), UserFactory()

    change = transition(
        application, Status.ACCEPTED, by=reviewer, note_to_author="¡Hola!", internal_remark="Diseña bien"
    )

    stored = OrganiserApplication.objects.get()
    assert (stored.status, stored.decided_by, stored.version) == (Status.ACCEPTED, reviewer, 2)
    assert stored.decided_at == change.at
    assert list(history_of(application)) == [change]
    assert (change.from_status, change.to_status) == (Status.SUBMITTED, Status.ACCEPTED)
    assert (change.note_to_author, change.internal_remark) == ("¡Hola!", "Diseña bien")


@pytest.mark.django_db
@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("to", Status.values)
def test_transition_makes_only_the_moves_there_are(before: str, to: str) -> None:
    reviewer = UserFactory()
    application = OrganiserApplicationFactory(
        status=before,
        decided_by=reviewer if before in DECISIONS else None,
        decided_at=timezone.now() if before in DECISIONS else None,
    )

    if to in TRANSITIONS[before]:
        transition(application, to, by=reviewer)
    else:
        with pytest.raises(IllegalTransition):
            transition(application, to, by=reviewer)

    expected = to if to in TRANSITIONS[before] else before
    assert OrganiserApplication.objects.get().status == expected
    assert StatusChange.objects.exists() == (to in TRANSITIONS[before])


@pytest.mark.django_db
def test_transition_of_a_row_somebody_moved_is_stale() -> None:
    application = OrganiserApplicationFactory()
    seen = OrganiserApplication.objects.get()
    transition(application, Status.ACCEPTED, by=UserFactory())

    with pytest.raises(StaleTransition):
        transition(seen, Status.REJECTED, by=UserFactory())

    assert OrganiserApplication.objects.get().status == Status.ACCEPTED
    assert StatusChange.objects.count() == 1


@pytest.mark.django_db
def test_transition_of_a_text_its_author_edited_is_stale() -> None:
    application = OrganiserApplicationFactory()
    seen = OrganiserApplication.objects.get()
    revise(application, {"message": "Ahora digo otra cosa"})

    with pytest.raises(StaleTransition):
        transition(seen, Status.ACCEPTED, by=UserFactory())


@pytest.mark.django_db
def test_nobody_decides_on_their_own() -> None:
    application = OrganiserApplicationFactory()

    with pytest.raises(IllegalTransition):
        transition(application, Status.ACCEPTED, by=application.submitted_by)


@pytest.mark.django_db
def test_sending_again_clears_the_decision_of_the_round_before() -> None:
    application = OrganiserApplicationFactory(decided=True)
    transition(application, Status.WITHDRAWN, by=application.submitted_by)

    transition(application, Status.SUBMITTED, by=application.submitted_by)

    stored = OrganiserApplication.objects.get()
    assert (stored.decided_by, stored.decided_at) == (None, None)


@pytest.mark.django_db
def test_revise_refuses_what_is_decided() -> None:
    with pytest.raises(IllegalTransition):
        revise(OrganiserApplicationFactory(decided=True), {"message": "tarde"})


@pytest.mark.django_db
def test_the_database_refuses_a_decision_by_nobody() -> None:
    application = OrganiserApplicationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        OrganiserApplication.objects.filter(pk=application.pk).update(status=Status.ACCEPTED)


# --- Two at once -------------------------------------------------------------------------------


def decide_both(decide: Decide) -> list[bool]:
    """Let two reviewers, who both read a submitted application, decide at the same instant."""
    application = OrganiserApplicationFactory()
    rows = OrganiserApplication.objects.select_related("submitted_by", "edition")
    verdicts = [(Status.ACCEPTED, UserFactory()), (Status.REJECTED, UserFactory())]
    acts = [partial(decide, rows.get(pk=application.pk), *verdict) for verdict in verdicts]
    done = at_once(acts, refusals=(TransitionError,))
    return [not isinstance(one, TransitionError) for one in done]


def with_the_service(application: OrganiserApplication, to: str, by: User) -> None:
    decide_application(application, to=to, by=by)


def with_check_then_save(application: OrganiserApplication, to: str, by: User) -> None:
    """What the workflow replaces: look whether the move is legal, then save."""
    if to not in TRANSITIONS[application.status]:
        raise IllegalTransition(application.status, to)
    application.status, application.decided_by, application.decided_at = to, by, timezone.now()
    application.save(update_fields=["status", "decided_by", "decided_at"])


@pytest.fixture
def _threads(transactional_db: None) -> Iterator[None]:
    yield
    connection.close()


@pytest.mark.usefixtures("_threads")
@pytest.mark.parametrize("_round", range(5))
def test_two_reviewers_at_once_make_one_decision_and_one_mail(_round: int) -> None:
    results = decide_both(with_the_service)

    assert sorted(results) == [False, True]
    change = StatusChange.objects.get()
    assert OrganiserApplication.objects.get().status == change.to_status
    assert OutgoingEmail.objects.count() == 1


@pytest.mark.usefixtures("_threads")
def test_check_then_save_would_let_both_decide() -> None:
    """The guard is needed: without the compare-and-swap the second decision silently replaces the first."""
    assert decide_both(with_check_then_save) == [True, True]
