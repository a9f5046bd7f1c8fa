"""Applications filled before having an account: what a draft keeps, and what becomes of it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model
from django.urls import reverse

from events.calls.refusals import ProposalRefusedError
from events.models import Edition
from events.proposals.co_speaker_links import find_invitation
from events.services.co_speakers import Answer, accept_invitation
from events.services.organisers import Answers, CallClosedError, submit_application
from events.services.proposals import keep_proposal, submit_proposal
from events.services.sending import Sending
from somosnlp.accounts.models import FormDraft, User
from somosnlp.review.workflow import IllegalTransition

ORGANISERS, KEYNOTE, CO_SPEAKER = "organisers", "keynote", "co_speaker"


def draft_data(answers: Answers) -> dict[str, Any]:
    """Return `answers` as the JSON that a draft keeps."""
    return asdict(answers) | {"months": [month.isoformat() for month in answers.months]}


def answers_of(draft: FormDraft) -> Answers:
    """Return the answers that `draft_data` kept."""
    data = draft.payload()
    return Answers(**data | {"months": [date.fromisoformat(month) for month in data["months"]]})


class OrganiserDraftHandler:
    """Listed in PROVIDERS["draft_handlers"]; the address has been proven when it is called."""

    kind = ORGANISERS

    def __call__(self, draft: FormDraft, user: User) -> str:
        """Send the application of `user`; return the page that shows how it stands, refused or not."""
        edition = Edition.objects.get(slug=draft.scope)
        with suppress(CallClosedError, IllegalTransition):
            submit_application(edition, by=user, answers=answers_of(draft), sent_at=draft.submitted_at)
        return reverse("organisers", args=[edition.slug])


handle_organiser_draft = OrganiserDraftHandler()


def keynote_draft_data(values: Mapping[str, Any], access: str) -> dict[str, Any]:
    """Return what was typed into the form of a talk as the JSON that a draft keeps, with a key of its own."""
    return {name: _plain(value) for name, value in values.items()} | {"key": str(uuid4()), "access": access}


class KeynoteDraftHandler:
    """Listed in PROVIDERS["draft_handlers"]; the address has been proven when it is called."""

    kind = KEYNOTE

    def __call__(self, draft: FormDraft, user: User) -> str:
        """Send the proposal of `user`; return the page that shows how it stands.

        Refused (the cap of the person it turned out to be), it is kept as a draft with its words.
        """
        edition = Edition.objects.get(slug=draft.scope)
        data = draft.payload()
        key, access = UUID(data.pop("key")), data.pop("access", "")
        values = data | {
            "preferred_days": [date.fromisoformat(day) for day in data.get("preferred_days", [])]
        }
        sending = Sending(key, values, draft.submitted_at, access)
        try:
            submit_proposal(edition, sending, by=user)
        except ProposalRefusedError:
            with suppress(ProposalRefusedError):
                keep_proposal(edition, sending, by=user)
        return reverse("keynote", args=[edition.slug, key])


class CoSpeakerDraftHandler:
    """Somebody invited to speak together who had no session when they said yes."""

    kind = CO_SPEAKER

    def __call__(self, draft: FormDraft, user: User) -> str:
        """Accept the invitation for `user`; return its page, which says how it stands, refused or not."""
        data = draft.payload()
        token = data.pop("token")
        invited = find_invitation(token)
        if invited is not None:
            with suppress(ProposalRefusedError):
                accept_invitation(invited, by=user, answer=Answer(**data))
        return reverse("co-speaker", args=[token])


handle_keynote_draft = KeynoteDraftHandler()
handle_co_speaker_draft = CoSpeakerDraftHandler()


def _plain(value: Any) -> Any:
    """Return a cleaned answer as JSON can hold it."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value.pk) if isinstance(value, Model) else value
