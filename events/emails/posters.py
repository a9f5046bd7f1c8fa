"""Who gets which mail about a poster."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.facts import facts_of
from events.models import Poster
from events.review_rounds import round_of_call
from events.states import CallKind
from somosnlp.outbox.links import page_url
from somosnlp.outbox.rendering import Content, render
from somosnlp.outbox.services import queue
from somosnlp.review.models import StatusChange
from somosnlp.review.states import Status
from somosnlp.review.telling import tell

#: What who sent a poster is told of each state; they withdraw themselves, so of that they are told nothing.
POSTER_MAILS = {
    Status.SUBMITTED: "events/mail/poster_received",
    Status.CHANGES_REQUESTED: "events/mail/poster_changes_requested",
    Status.ACCEPTED: "events/mail/poster_accepted",
    Status.WAITLISTED: "events/mail/poster_waitlisted",
    Status.REJECTED: "events/mail/poster_rejected",
}
CHOSEN = "events/mail/poster_chosen"


def send_poster_status(poster: Poster, change: StatusChange) -> None:
    """Queue the one mail that tells its author of `change`, or hold it where decisions are told later."""
    if change.to_status not in POSTER_MAILS:
        return
    person = poster.submitted_by
    tell(
        poster,
        change,
        in_round=round_of_call(poster.edition_id, CallKind.POSTER),
        to=person.email,
        user_id=person.pk,
        **poster_mail(poster, change.to_status, change.note_to_author),
    )


def send_poster_chosen(poster: Poster) -> None:
    """Tell the author, once, that their poster is the image of the edition."""
    person = poster.submitted_by
    queue(
        **_mail(CHOSEN, poster, "poster", _("Ver el cartel de la edición")),
        to=person.email,
        user_id=person.pk,
        dedupe_key=f"poster:{poster.pk}:chosen",
    )


def preview_poster_status(poster: Poster, status: str, note: str) -> Content:
    """Return the mail that would tell its author of `status`, without queueing it."""
    return render(**poster_mail(poster, status, note), to=poster.submitted_by.email)


def poster_mail(poster: Poster, status: str, note: str) -> dict[str, Any]:
    """Return template, language, zone and context of the mail that tells its author of `status`."""
    words = _("Cambiar mi cartel") if status == Status.CHANGES_REQUESTED else _("Ver mi cartel")
    return _mail(POSTER_MAILS[Status(status)], poster, "poster-edit", words, poster.key, note=note)


def _mail(template: str, poster: Poster, page: str, words: Any, *args: Any, note: str = "") -> dict[str, Any]:
    person, edition = poster.submitted_by, poster.edition
    call = facts_of(edition).calls.get(CallKind.POSTER)
    return {
        "template": template,
        "language": person.language,
        "time_zone": person.time_zone or edition.time_zone,
        "context": {
            "person": person,
            "edition": edition,
            "title": poster.title,
            "note": note,
            "answers_by": call.answers_by if call else None,
            "action_url": page_url(page, edition.slug, *args, language=person.language),
            "action_text": words,
        },
    }
