"""Offers of mentorship sent before having an account."""

from django.urls import reverse

from events.calls.drafts import sending_of
from events.calls.refusals import ProposalRefusedError
from events.models import Edition
from events.services.mentorships import keep_offer, submit_offer
from somosnlp.accounts.models import FormDraft, User

MENTORSHIP = "mentorship"


class MentorshipDraftHandler:
    """Listed in PROVIDERS["draft_handlers"]; the address has been proven when it is called."""

    kind = MENTORSHIP

    def __call__(self, draft: FormDraft, user: User) -> str:
        """Send the offer of `user`; one that is refused stays with them as a draft. Return where it is."""
        edition, sending = Edition.objects.get(slug=draft.scope), sending_of(draft)
        try:
            submit_offer(edition, sending, by=user)
        except ProposalRefusedError:
            keep_offer(edition, sending, by=user)
            return reverse("mentorship-offer", args=[edition.slug])
        return reverse("mentorship-mine", args=[edition.slug, sending.key])


handle_mentorship_draft = MentorshipDraftHandler()
