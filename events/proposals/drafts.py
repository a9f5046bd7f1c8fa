"""Proposals of talks sent, and invitations to speak together answered, before having an account."""

from contextlib import suppress

from django.urls import reverse

from events.calls.drafts import CallDraftHandler
from events.calls.refusals import ProposalRefusedError
from events.proposals.co_speaker_links import find_invitation
from events.services.co_speakers import Answer, accept_invitation
from events.services.proposals import keep_proposal, submit_proposal
from somosnlp.accounts.models import FormDraft, User

KEYNOTE, CO_SPEAKER = "keynote", "co_speaker"

handle_keynote_draft = CallDraftHandler(
    KEYNOTE, submit_proposal, keep_proposal, "keynote", "keynote-proposal"
)


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


handle_co_speaker_draft = CoSpeakerDraftHandler()
