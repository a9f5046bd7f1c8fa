"""Who gets which mail about joining the organising team."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.emails.people import mail_to
from events.models import OrganiserApplication
from events.review_rounds import round_of_call
from events.states import CallKind, LinkKind, OrganiserArea
from somosnlp.outbox.links import page_url
from somosnlp.review.models import StatusChange
from somosnlp.review.states import Status
from somosnlp.review.telling import tell

#: What an applicant is told of each state; they withdraw themselves, so of that they are told nothing.
ORGANISER_MAILS = {
    Status.SUBMITTED: "events/mail/organiser_received",
    Status.CHANGES_REQUESTED: "events/mail/organiser_changes_requested",
    Status.ACCEPTED: "events/mail/organiser_accepted",
    Status.WAITLISTED: "events/mail/organiser_waitlisted",
    Status.REJECTED: "events/mail/organiser_rejected",
}

#: What the button of a mail says where it is not «Ver mi solicitud».
ACTION_TEXTS = {Status.CHANGES_REQUESTED: _("Completar mi solicitud")}


def send_organiser_status(application: OrganiserApplication, change: StatusChange) -> None:
    """Queue the one mail that tells its author of `change`, or hold it where decisions are told later."""
    if change.to_status in ORGANISER_MAILS:
        mail = organiser_mail(application, change.to_status, change.note_to_author)
        tell(application, change, in_round=round_of_call(application.edition_id, CallKind.ORGANISERS), **mail)


def organiser_mail(application: OrganiserApplication, status: str, note: str) -> dict[str, Any]:
    """Return the mail that tells the author of `status`, as `outbox.queue` takes it."""
    person, edition = application.submitted_by, application.edition
    return mail_to(
        person,
        edition,
        ORGANISER_MAILS[Status(status)],
        areas=[OrganiserArea(area).label for area in application.areas],
        note=note,
        action_url=page_url("organisers", edition.slug, language=person.language),
        action_text=ACTION_TEXTS.get(Status(status), _("Ver mi solicitud")),
        discord_url=edition.addresses.get(LinkKind.DISCORD, ""),
    )
