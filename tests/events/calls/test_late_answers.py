"""Answers later than promised, to whatever was sent: who is told, once, and who is not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.calls.late_answers import SENT, Sent, late_answer_rules, waiting_too_long
from events.models import Call, KeynoteProposal
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reminders import plan
from somosnlp.outbox.rendering import Content, Skip, compose
from somosnlp.review.models import ReviewRound
from somosnlp.review.states import Status
from tests.factories.events import CallFactory
from tests.factories.mentorships import MentorshipFactory
from tests.factories.posters import PosterFactory
from tests.factories.talks import accept_talk, open_call, send_talk

pytestmark = pytest.mark.django_db
TALK, MENTORSHIP, POSTER = SENT
MAKE: dict[str, Callable[[Call], Any]] = {
    TALK.rule: send_talk,
    MENTORSHIP.rule: lambda call: MentorshipFactory(edition=call.edition),
    POSTER.rule: lambda call: PosterFactory(edition=call.edition, submitted_at=timezone.now()),
}


def late_ones(sent: Sent = TALK) -> list[tuple[int, datetime]]:
    return [(row[4], row[5]) for row in waiting_too_long(sent)]


def promised_yesterday(sent: Sent) -> Call:
    yesterday = timezone.localdate() - timedelta(days=1)
    call: Call = CallFactory(kind=sent.call, answers_by=yesterday)
    return call


def sent_long_ago(row: Any) -> Any:
    type(row).objects.filter(pk=row.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    return row


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: sent.call)
def test_answer_is_late_for_who_sent_before_the_day_promised(sent: Sent) -> None:
    call = promised_yesterday(sent)
    late, new = sent_long_ago(MAKE[sent.rule](call)), MAKE[sent.rule](call)
    type(new).objects.filter(pk=new.pk).update(submitted_at=timezone.now())

    [(pk, since)] = late_ones(sent)

    assert pk == late.pk
    assert since <= timezone.now()


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: sent.call)
def test_one_honest_mail_unless_it_was_answered_meanwhile(sent: Sent) -> None:
    OutgoingEmail.objects.all().delete()
    late = sent_long_ago(MAKE[sent.rule](promised_yesterday(sent)))
    for _run in range(2):
        plan(timezone.now())

    mail = OutgoingEmail.objects.get(rule=sent.rule)

    content = compose(mail)
    assert isinstance(content, Content)
    assert mail.to == late.submitted_by.email
    assert "no lo cumplimos" in content.text
    assert str(late.key) in content.text
    assert sent.name(late) in content.subject
    sent.model.objects.filter(pk=late.pk).update(status=Status.WITHDRAWN)
    assert isinstance(compose(mail), Skip)


def test_decision_that_is_held_back_is_no_answer() -> None:
    call = open_call(
        answers_by=timezone.localdate() - timedelta(days=1),
        review_round=ReviewRound.objects.create(name="Ponencias", holds_decisions=True),
    )
    proposal = sent_long_ago(accept_talk(call))
    assert [pk for pk, _since in late_ones()] == [proposal.pk]
    assert KeynoteProposal.objects.get().status == Status.ACCEPTED


def test_call_without_a_promise_is_never_late() -> None:
    send_talk(open_call())
    assert not late_ones()


def test_rules_name_the_editions_of_what_waits() -> None:
    for rule, sent in zip(late_answer_rules(), SENT, strict=True):
        row = sent_long_ago(MAKE[sent.rule](promised_yesterday(sent)))
        assert rule.parts is not None
        assert rule.parts.editions() == {row.pk: row.edition_id}
        assert rule.parts.names() == {row.pk: sent.name(row)}
