"""Offers of mentorship filled before having an account: what a draft keeps, and what becomes of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from events.calls.access_links import QUERY
from events.calls.refusals import ProposalRefusedError
from events.models import Edition
from events.services.mentorships import keep_draft, send_offer
from somosnlp.accounts.models import FormDraft, User

MENTORSHIP = "mentorship"


def draft_data(values: Mapping[str, Any], access: str) -> dict[str, Any]:
    """Return the answers of the form as the JSON that a draft keeps, with an organiser's link."""
    photo = values.get("photo")
    days = [day.isoformat() for day in values.get("preferred_days", [])]
    return {**values, "photo": str(photo.pk) if photo else "", "preferred_days": days, QUERY: access}


def values_of(draft: FormDraft) -> dict[str, Any]:
    """Return the answers that `draft_data` kept."""
    data = draft.payload()
    days = [date.fromisoformat(day) for day in data.get("preferred_days", [])]
    return {**data, "preferred_days": days}


class MentorshipDraftHandler:
    """Listed in PROVIDERS["draft_handlers"]; the address has been proven when it is called."""

    kind = MENTORSHIP

    def __call__(self, draft: FormDraft, user: User) -> str:
        """Send the offer of `user`; one that is refused stays with them as a draft. Return where it is."""
        edition = Edition.objects.get(slug=draft.scope)
        values = values_of(draft)
        try:
            offer = send_offer(
                edition,
                key=draft.pk,
                by=user,
                values=values,
                sent_at=draft.submitted_at,
                access=values.get(QUERY, ""),
            )
        except ProposalRefusedError:
            keep_draft(edition, key=draft.pk, by=user, values=values)
            return reverse("mentorship-offer", args=[edition.slug])
        return reverse("mentorship-mine", args=[edition.slug, offer.key])


handle_mentorship_draft = MentorshipDraftHandler()
