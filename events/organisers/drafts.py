"""Applications sent before having an account: what a draft keeps, and what becomes of it."""

from contextlib import suppress
from dataclasses import asdict
from datetime import date
from typing import Any

from django.urls import reverse

from events.models import Edition
from events.services.organisers import Answers, CallClosedError, submit_application
from somosnlp.accounts.models import FormDraft, User
from somosnlp.review.workflow import IllegalTransition

ORGANISERS = "organisers"


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
