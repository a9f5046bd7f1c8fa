"""Posters sent before having an account: what a draft keeps, and what becomes of it."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.urls import reverse

from events.calls.refusals import ProposalRefusedError
from events.models import Edition, Picture
from events.services.posters import keep_poster, submit_poster
from events.services.sending import Sending
from somosnlp.accounts.models import FormDraft, User
from somosnlp.review.workflow import TransitionError

POSTER = "poster"


def poster_draft_data(values: Mapping[str, Any], access: str) -> dict[str, Any]:
    """Return the answers of the form as the JSON that a draft keeps."""
    picture = values.get("picture")
    kept = str(picture.pk) if isinstance(picture, Picture) else ""
    return {**values, "picture": kept, "access": access}


class PosterDraftHandler:
    """Listed in PROVIDERS["draft_handlers"]; the address has been proven when it is called."""

    kind = POSTER

    def __call__(self, draft: FormDraft, user: User) -> str:
        """Send the poster of `user`, or keep it as a draft of theirs; return the page that shows it."""
        edition = Edition.objects.get(slug=draft.scope)
        values = draft.payload()
        access = values.pop("access", "")
        sending = Sending(draft.pk, values, sent_at=draft.submitted_at, access=access)
        with suppress(ProposalRefusedError, TransitionError):
            submit_poster(edition, sending, by=user)
            return reverse("poster-edit", args=[edition.slug, draft.pk])
        with suppress(ProposalRefusedError):
            keep_poster(edition, sending, by=user)
            return reverse("poster-edit", args=[edition.slug, draft.pk])
        return reverse("poster-proposal", args=[edition.slug])


handle_poster_draft = PosterDraftHandler()
