"""Reminders about accepted proposals: a speaker who has not confirmed, slides still missing.

The object of each rule is a proposal (`Parts`): several of one person are told one by one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import (
    CharField,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from events.calls.late_answers import PROPOSALS
from events.emails.proposals import about, proposal_page
from events.models import KeynoteProposal
from events.states import SessionStatus
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reasons import NOT_CONCERNED, Reason
from somosnlp.outbox.rendering import Reminder, Skip, renders
from somosnlp.outbox.rules import After, DaysBefore, Parts, Rule, zone_of
from somosnlp.review.models import StatusChange
from somosnlp.review.querysets import ReviewableQuerySet
from somosnlp.review.states import Status
from somosnlp.review.telling import announced_status, told

DONE = Reason("events.speaker_done", _("Ya lo había hecho."))
#: Listed in PROVIDERS["mail_reasons"].
REASONS = (DONE,)

Rows = QuerySet[Any, tuple[Any, ...]]
CONFIRM_AFTER = timedelta(days=3)
SLIDES_DAYS = 2


def proposal_rules() -> Iterable[Rule]:
    """Return the rules listed in PROVIDERS["reminder_rules"]."""
    parts = Parts(editions=_editions, names=_titles)
    yield Rule(
        key="events.speaker_unconfirmed",
        title=_("Ponente que no ha confirmado (horas desde que lo sabe)"),
        template="events/mail/proposal_unconfirmed",
        renderer="events.speaker_unconfirmed",
        topic=PROPOSALS.key,
        audience=unconfirmed,
        when=After(CONFIRM_AFTER, each=True),
        parts=parts,
    )
    yield Rule(
        key="events.slides_missing",
        title=_("Faltan las diapositivas"),
        template="events/mail/proposal_slides",
        renderer="events.slides_missing",
        topic=PROPOSALS.key,
        audience=without_slides,
        when=DaysBefore(SLIDES_DAYS, session_instants),
        parts=parts,
    )


def unconfirmed() -> Rows:
    """Who knows that they were accepted and has not said that they will be there."""
    rows = told(_people(KeynoteProposal.objects.filter(status=Status.ACCEPTED, confirmed_at=None)))
    told_by = OutgoingEmail.objects.filter(dedupe_key=Concat(Value("review:"), OuterRef("accepted_by")))
    known = rows.annotate(
        accepted_by=Cast(Subquery(_acceptances().values("pk")[:1]), CharField()),
        sent_at=Subquery(told_by.values("sent_at")[:1]),
        waits=Exists(told_by.filter(sent_at=None)),
        known_at=Coalesce("sent_at", "decided_at"),
    )
    return cast(Rows, known.filter(waits=False).values_list(*_who(), "known_at"))


def without_slides() -> Rows:
    """Whose session is in the programme and links to no slides."""
    rows = _people(KeynoteProposal.objects.filter(status=Status.ACCEPTED, session__slides_url=""))
    return cast(Rows, rows.values_list(*_who(), "decided_at"))


def session_instants() -> Mapping[int, datetime]:
    """Return proposal id → when its public session begins."""
    rows = KeynoteProposal.objects.filter(
        status=Status.ACCEPTED,
        session__is_published=True,
        session__status=SessionStatus.SCHEDULED,
        session__starts_at__isnull=False,
    )
    return dict(rows.values_list("pk", "session__starts_at"))


@renders("events.speaker_unconfirmed")
def render_unconfirmed(mail: Reminder) -> Mapping[str, Any] | Skip:
    """Skip it when the speaker has confirmed or is no longer accepted."""
    proposal = _found(mail)
    if proposal is None or announced_status(proposal) != Status.ACCEPTED:
        return Skip(NOT_CONCERNED)
    if proposal.confirmed_at is not None:
        return Skip(DONE)
    return _context(proposal, "keynote-confirm", _("Confirmar que voy"))


@renders("events.slides_missing")
def render_slides_missing(mail: Reminder) -> Mapping[str, Any] | Skip:
    """Skip it when there are slides, or nothing takes place."""
    proposal = _found(mail)
    if proposal is None or proposal.session is None or proposal.pk not in session_instants():
        return Skip(NOT_CONCERNED)
    if proposal.session.slides_url:
        return Skip(DONE)
    context = _context(proposal, "keynote-slides", _("Añadir mis diapositivas"))
    return {**context, "starts": proposal.session.moment}


def _people(rows: ReviewableQuerySet) -> ReviewableQuerySet:
    return rows.filter(submitted_by__is_active=True)


def _who() -> tuple[Any, ...]:
    zone = zone_of("submitted_by__time_zone", "time_zone", "edition__time_zone")
    return ("submitted_by_id", "submitted_by__email", "submitted_by__language", zone, "pk")


def _acceptances() -> QuerySet[StatusChange]:
    """Return the moves that accepted a proposal, the last one first."""
    return StatusChange.objects.filter(
        content_type__app_label="events",
        content_type__model="keynoteproposal",
        object_id=OuterRef("pk"),
        to_status=Status.ACCEPTED,
    ).order_by("-pk")


def _found(mail: Reminder) -> KeynoteProposal | None:
    rows = KeynoteProposal.objects.filter(pk=mail.object_id, submitted_by=mail.user_id)
    return rows.select_related("submitted_by", "edition", "session__edition").first()


def _context(proposal: KeynoteProposal, page: str, words: Any) -> dict[str, Any]:
    return {
        **about(proposal),
        "edition": proposal.edition,
        "person": proposal.submitted_by,
        "action_url": proposal_page(page, proposal),
        "action_text": words,
    }


def _editions() -> Mapping[int, int]:
    return dict(_alive().values_list("pk", "edition_id"))


def _titles() -> Mapping[int, str]:
    return dict(_alive().values_list("pk", "title"))


def _alive() -> Any:
    return KeynoteProposal.objects.filter(status=Status.ACCEPTED)
