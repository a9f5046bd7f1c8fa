"""Who gets which mail about a proposal of a talk or workshop."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.emails.people import mail_to
from events.facts import facts_of
from events.models import CoSpeaker, KeynoteProposal
from events.proposals.co_speaker_links import make_token
from events.review_rounds import round_of_call
from events.states import CallKind
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.outbox.services import queue
from somosnlp.review.models import StatusChange
from somosnlp.review.states import Status
from somosnlp.review.telling import tell

#: What who proposes is told of each state; they withdraw themselves, so of that they are told nothing.
PROPOSAL_MAILS = {
    Status.SUBMITTED: "events/mail/proposal_received",
    Status.CHANGES_REQUESTED: "events/mail/proposal_changes_requested",
    Status.ACCEPTED: "events/mail/proposal_accepted",
    Status.WAITLISTED: "events/mail/proposal_waitlisted",
    Status.REJECTED: "events/mail/proposal_rejected",
}
CONFIRMED = "events/mail/proposal_confirmed"
WITHDRAWN = "events/mail/proposal_withdrawn"
INVITATION = "events/mail/co_speaker_invitation"
ANSWERED = "events/mail/co_speaker_answered"

#: The page that the button of a mail leads to, and what the button says, where it is not the proposal.
ACTIONS = {
    Status.CHANGES_REQUESTED: ("keynote-edit", _("Completar mi propuesta")),
    Status.ACCEPTED: ("keynote-confirm", _("Confirmar que voy")),
}
VIEW = ("keynote", _("Ver mi propuesta"))


def send_proposal_status(proposal: KeynoteProposal, change: StatusChange) -> None:
    """Queue the one mail that tells its author of `change`, or hold it where decisions are told later."""
    if change.to_status in PROPOSAL_MAILS:
        mail = proposal_mail(proposal, change.to_status, change.note_to_author)
        tell(proposal, change, in_round=round_of_call(proposal.edition_id, CallKind.KEYNOTE), **mail)


def proposal_mail(proposal: KeynoteProposal, status: str, note: str) -> dict[str, Any]:
    """Return the mail that tells its author of `status`, as `outbox.queue` takes it."""
    action = ACTIONS.get(Status(status), VIEW)
    return _mail(PROPOSAL_MAILS[Status(status)], proposal, action, note=note)


def send_confirmed(proposal: KeynoteProposal) -> None:
    """Tell the speaker that we know that they will be there, and what comes next."""
    mail = _mail(CONFIRMED, proposal)
    queue(**mail, dedupe_key=f"proposal:{proposal.pk}:confirmed:{proposal.version}")


def send_withdrawn(proposal: KeynoteProposal, organiser: User) -> None:
    """Tell who accepted it that the speaker took it back: there is a gap now. No name in a blind round."""
    reviewed = round_of_call(proposal.edition_id, CallKind.KEYNOTE)
    facts = about(proposal)
    if reviewed and reviewed.is_blind:
        facts["author"] = _("Quien propone")
    mail = mail_to(
        organiser,
        proposal.edition,
        WITHDRAWN,
        **facts,
        action_url=page_url("admin:events_keynoteproposal_review", proposal.pk, language=organiser.language),
        action_text=_("Ver la propuesta"),
    )
    queue(**mail, dedupe_key=f"proposal:{proposal.pk}:withdrawn:{proposal.version}")


def send_invitation(invited: CoSpeaker, *, attempt: int) -> None:
    """Ask somebody to speak together with who proposes; the answer is a page behind the button."""
    proposal = invited.proposal
    host = proposal.submitted_by
    queue(
        INVITATION,
        to=invited.email,
        language=host.language,
        time_zone=host.time_zone or proposal.edition.time_zone,
        context={
            **about(proposal),
            "edition": proposal.edition,
            "person": host,
            "host": proposal.name or host.get_short_name(),
            "name": invited.name,
            "action_url": page_url("co-speaker", make_token(invited), language=host.language),
            "action_text": _("Ver la invitación"),
        },
        dedupe_key=f"co-speaker:{invited.pk}:invited:{attempt}",
    )


def send_answered(invited: CoSpeaker, *, joined: bool) -> None:
    """Tell who proposes what the invited person said: one mail per answer, also of who is asked once more."""
    mail = _mail(ANSWERED, invited.proposal, co_speaker=invited.name or invited.email, joined=joined)
    queue(
        **mail,
        dedupe_key=f"co-speaker:{invited.pk}:answered:{joined}:{invited.answered_at}",
    )


def about(proposal: KeynoteProposal) -> dict[str, Any]:
    """Return what every mail about a proposal may say of it."""
    return {
        "title": proposal.title,
        "format": proposal.get_format_display(),
        "author": proposal.name or proposal.submitted_by.get_short_name(),
        "answers_by": facts_of(proposal.edition).answers_by(CallKind.KEYNOTE),
    }


def proposal_page(page: str, proposal: KeynoteProposal) -> str:
    """Return the whole address of a page of a proposal in its author's language."""
    language = proposal.submitted_by.language
    return page_url(page, proposal.edition.slug, proposal.key, language=language)


def _mail(
    template: str, proposal: KeynoteProposal, action: tuple[str, Any] = VIEW, **more: Any
) -> dict[str, Any]:
    page, words = action
    return mail_to(
        proposal.submitted_by,
        proposal.edition,
        template,
        **about(proposal),
        action_url=proposal_page(page, proposal),
        action_text=words,
        **more,
    )
