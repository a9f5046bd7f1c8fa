"""Past the day promised for the answers of a call: one honest mail to who still waits, whatever they sent."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateTimeField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Call, KeynoteProposal, Mentorship, Poster
from events.states import CallKind
from somosnlp.outbox.links import page_url
from somosnlp.outbox.reasons import NOT_CONCERNED, Reason
from somosnlp.outbox.rendering import Reminder, Skip, renders
from somosnlp.outbox.rules import After, Parts, Rule, zone_of
from somosnlp.outbox.topics import Topic
from somosnlp.review.states import Status
from somosnlp.review.telling import announced_status, untold

#: Shared with what is left to do once accepted (`events.proposals.reminders`).
PROPOSALS = Topic(
    "speakers",
    _("Recordatorios sobre lo que propones"),
    _("Si nos retrasamos en responderte, si falta que confirmes o si faltan tus diapositivas."),
)
ANSWERED = Reason("events.proposal_answered", _("La propuesta ya tiene respuesta."))
#: Listed in PROVIDERS["mail_reasons"].
REASONS = (ANSWERED,)
#: Whoever sends after the date was promised an answer by no date that could be kept.
A_DAY = timedelta(days=1)

Rows = QuerySet[Any, tuple[Any, ...]]


@dataclass(frozen=True)
class Sent:
    """What people send to one call: its rule, how a row is called, and the page where its author sees it."""

    call: CallKind
    model: type[Any]
    rule: str
    title: Promise
    name: Callable[[Any], str]
    page: str
    words: Promise


SENT = (
    Sent(
        CallKind.KEYNOTE,
        KeynoteProposal,
        "events.proposal_answer_late",
        _("Propuesta sin respuesta pasada la fecha prometida"),
        lambda proposal: str(proposal.title),
        "keynote",
        _("Ver mi propuesta"),
    ),
    Sent(
        CallKind.MENTORSHIP,
        Mentorship,
        "events.mentorship_answer_late",
        _("Oferta de mentoría sin respuesta pasada la fecha prometida"),
        lambda offer: str(offer.get_kind_display()),
        "mentorship-mine",
        _("Ver mi oferta"),
    ),
    Sent(
        CallKind.POSTER,
        Poster,
        "events.poster_answer_late",
        _("Cartel sin respuesta pasada la fecha prometida"),
        lambda poster: str(poster.title),
        "poster-edit",
        _("Ver mi cartel"),
    ),
)


def late_answer_rules() -> Iterable[Rule]:
    """Return the rules listed in PROVIDERS["reminder_rules"]."""
    for sent in SENT:
        yield Rule(
            key=sent.rule,
            title=sent.title,
            template="events/mail/proposal_answer_late",
            renderer=sent.rule,
            topic=PROPOSALS.key,
            audience=partial(waiting_too_long, sent),
            when=After(timedelta()),
            parts=Parts(editions=partial(_editions, sent), names=partial(_names, sent)),
        )


def waiting_too_long(sent: Sent) -> Rows:
    """Who was not told of any answer by the day promised; "joined" when that day was over.

    A decision that is held back is no answer to who waits for it.
    """
    promised = Call.objects.filter(edition=OuterRef("edition"), kind=sent.call).values("answers_by")
    late = ExpressionWrapper(
        Cast(Subquery(promised), DateTimeField()) + Value(A_DAY), output_field=DateTimeField()
    )
    zone = zone_of("submitted_by__time_zone", "edition__time_zone")
    rows = _waiting(sent).filter(submitted_by__is_active=True).annotate(late=late)
    who = ("submitted_by_id", "submitted_by__email", "submitted_by__language", zone, "pk", "late")
    return cast(Rows, rows.filter(submitted_at__lt=F("late")).values_list(*who))


def _render(sent: Sent, mail: Reminder) -> Mapping[str, Any] | Skip:
    """Skip it when the team has answered, or the date it was promised for moved on."""
    rows = sent.model.objects.filter(pk=mail.object_id, submitted_by=mail.user_id)
    found = rows.select_related("submitted_by", "edition").first()
    if found is None:
        return Skip(NOT_CONCERNED)
    answers_by = _promised(sent, found.edition_id)
    if announced_status(found) != Status.SUBMITTED or answers_by is None:
        return Skip(ANSWERED)
    person = found.submitted_by
    return {
        "person": person,
        "edition": found.edition,
        "title": sent.name(found),
        "answers_by": answers_by,
        "action_url": page_url(sent.page, found.edition.slug, found.key, language=person.language),
        "action_text": sent.words,
    }


def _waiting(sent: Sent) -> Any:
    held = untold().filter(content_type=_content_type(sent), known=Status.SUBMITTED).values("object_id")
    return sent.model.objects.filter(Q(status=Status.SUBMITTED) | Q(pk__in=held))


def _content_type(sent: Sent) -> ContentType:
    return ContentType.objects.get_for_model(sent.model)


def _promised(sent: Sent, edition: int) -> date | None:
    calls = Call.objects.filter(edition=edition, kind=sent.call)
    return calls.values_list("answers_by", flat=True).first()


def _editions(sent: Sent) -> Mapping[int, int]:
    return dict(_waiting(sent).order_by().values_list("pk", "edition_id"))


def _names(sent: Sent) -> Mapping[int, str]:
    return {row.pk: sent.name(row) for row in _waiting(sent).order_by()}


#: Listed in PROVIDERS["mail_renderers"].
RENDER_TALK, RENDER_MENTORSHIP, RENDER_POSTER = (renders(sent.rule)(partial(_render, sent)) for sent in SENT)
