"""Who gets which mail about a poster."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.emails.people import mail_to
from events.facts import facts_of
from events.models import Poster
from events.review_rounds import round_of_call
from events.states import CallKind
from somosnlp.outbox.links import page_url
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
    if change.to_status in POSTER_MAILS:
        mail = poster_mail(poster, change.to_status, change.note_to_author)
        tell(poster, change, in_round=round_of_call(poster.edition_id, CallKind.POSTER), **mail)


def send_poster_chosen(poster: Poster) -> None:
    """Tell the author, once, that their poster is the image of the edition."""
    mail = _mail(CHOSEN, poster, "poster", _("Ver el cartel de la edición"))
    queue(**mail, dedupe_key=f"poster:{poster.pk}:chosen")


def poster_mail(poster: Poster, status: str, note: str) -> dict[str, Any]:
    """Return the mail that tells its author of `status`, as `outbox.queue` takes it."""
    words = _("Cambiar mi cartel") if status == Status.CHANGES_REQUESTED else _("Ver mi cartel")
    return _mail(POSTER_MAILS[Status(status)], poster, "poster-edit", words, poster.key, note=note)


def _mail(template: str, poster: Poster, page: str, words: Any, *args: Any, note: str = "") -> dict[str, Any]:
    person, edition = poster.submitted_by, poster.edition
    return mail_to(
        person,
        edition,
        template,
        title=poster.title,
        note=note,
        answers_by=facts_of(edition).answers_by(CallKind.POSTER),
        action_url=page_url(page, edition.slug, *args, language=person.language),
        action_text=words,
    )
