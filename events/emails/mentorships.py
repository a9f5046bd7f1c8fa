"""Who gets which mail about mentorships: who offers one, who asks for a place."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.emails.people import mail_to
from events.facts import facts_of
from events.mentorships.waiting_list import place_in_line
from events.models import Mentorship, MentorshipRequest
from events.review_rounds import round_of_call
from events.states import AskStatus, CallKind, LinkKind, MentorshipKind
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.outbox.services import queue
from somosnlp.review.models import StatusChange
from somosnlp.review.states import Status
from somosnlp.review.telling import tell

#: Where questions go when the mentor names no other place (facts §6).
DEFAULT_CHANNEL = "#pide-ayuda"
#: What who offers is told of each state; they withdraw themselves, so of that they are told nothing.
MENTORSHIP_MAILS = {
    Status.SUBMITTED: "events/mail/mentorship_received",
    Status.CHANGES_REQUESTED: "events/mail/mentorship_changes_requested",
    Status.ACCEPTED: "events/mail/mentorship_accepted",
    Status.WAITLISTED: "events/mail/mentorship_waitlisted",
    Status.REJECTED: "events/mail/mentorship_rejected",
}
#: What the mentor is told of each new request.
MENTOR_ASKED = "events/mail/mentorship_asked"
#: What who asked is told of their request.
ASKED = "events/mail/mentorship_request_received"
STANDBY = "events/mail/mentorship_request_standby"
DONE = "events/mail/mentorship_request_done"
CANCELLED = "events/mail/mentorship_request_cancelled"
MENTOR_LEFT = "events/mail/mentorship_request_mentor_left"
#: What who accepted a mentorship is told when its mentor takes it back.
WITHDRAWN = "events/mail/mentorship_withdrawn"

#: What the button of a mail says where it is not «Ver mi oferta».
ACTION_TEXTS = {
    Status.CHANGES_REQUESTED: _("Completar mi oferta"),
    Status.ACCEPTED: _("Ir a mi mentoría"),
}


def send_mentorship_status(offer: Mentorship, change: StatusChange) -> None:
    """Queue the one mail that tells its author of `change`, or hold it where decisions are told later."""
    if change.to_status in MENTORSHIP_MAILS:
        mail = mentorship_mail(offer, change.to_status, change.note_to_author)
        tell(offer, change, in_round=round_of_call(offer.edition_id, CallKind.MENTORSHIP), **mail)


def mentorship_mail(offer: Mentorship, status: str, note: str) -> dict[str, Any]:
    """Return the mail that tells its author of `status`, as `outbox.queue` takes it."""
    person, edition = offer.submitted_by, offer.edition
    page = "mentorship-desk" if status == Status.ACCEPTED else "mentorship-mine"
    return mail_to(
        person,
        edition,
        MENTORSHIP_MAILS[Status(status)],
        kind=MentorshipKind(offer.kind).label,
        is_ama=offer.kind == MentorshipKind.AMA,
        note=note,
        answers_by=facts_of(edition).answers_by(CallKind.MENTORSHIP),
        action_url=page_url(page, edition.slug, offer.key, language=person.language),
        action_text=ACTION_TEXTS.get(Status(status), _("Ver mi oferta")),
        discord_url=edition.addresses.get(LinkKind.DISCORD, ""),
    )


def send_withdrawn(offer: Mentorship, organiser: User) -> None:
    """Tell who accepted it that the mentor took it back: an AMA in the programme is theirs to cancel now."""
    review = page_url("admin:events_mentorship_review", offer.pk, language=organiser.language)
    publish = page_url("admin:events_grid_publish", offer.edition_id, language=organiser.language)
    to_publish = offer.session_id is not None and organiser.has_perm("events.change_session")
    mail = mail_to(
        organiser,
        offer.edition,
        WITHDRAWN,
        mentor=offer.name,
        kind=MentorshipKind(offer.kind).label,
        is_ama=offer.kind == MentorshipKind.AMA,
        is_public=offer.session_id is not None,
        action_url=f"{publish}?sesion={offer.session_id}" if to_publish else review,
        action_text=_("Publicar y avisar") if to_publish else _("Ver la oferta"),
    )
    queue(**mail, dedupe_key=f"mentorship:{offer.pk}:withdrawn:{offer.version}")


def tell_mentor(request: MentorshipRequest) -> None:
    """Queue the one mail that tells the mentor who asks for a place, and what for."""
    offer, asker = request.mentorship, request.asked_by
    mentor, edition = offer.submitted_by, offer.edition
    mail = mail_to(
        mentor,
        edition,
        MENTOR_ASKED,
        asker=asker.display_name or _("Alguien"),
        discord=asker.discord,
        question=request.question,
        action_url=page_url("mentorship-desk", edition.slug, offer.key, language=mentor.language),
        action_text=_("Ver mi cola"),
    )
    queue(**mail, dedupe_key=f"mentorship:{request.pk}:mentor")


def tell_person(request: MentorshipRequest, template: str, *, waited: bool = False) -> None:
    """Queue the one mail of that `template` that tells who asked how their request stands.

    `waited`: they were on the waiting list until now.
    """
    offer, person = request.mentorship, request.asked_by
    is_over = template == MENTOR_LEFT
    where = ["mentorships", offer.edition.slug] if is_over else ["mentorship", offer.edition.slug, offer.key]
    mail = mail_to(
        person,
        offer.edition,
        template,
        mentor=offer.name,
        question=request.question,
        was_helped=request.status == AskStatus.DONE,
        waited=waited,
        place=place_in_line(request) if template == STANDBY else 0,
        channel=offer.channel or DEFAULT_CHANNEL,
        discord_url=offer.edition.addresses.get(LinkKind.DISCORD, ""),
        action_url=page_url(*where, language=person.language),
        action_text=_("Ver otras mentorías") if is_over else _("Ver la mentoría"),
    )
    queue(**mail, dedupe_key=f"mentorship:{request.pk}:{template.rpartition('_')[2]}")
