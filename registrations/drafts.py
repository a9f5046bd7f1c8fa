"""What happens to step 1 when the person who filled it before having an account proves the address."""

from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from events.models import Edition
from registrations.services.registering import Answers, RegistrationClosedError, register
from somosnlp.accounts.models import FormDraft, User

KIND = "registration"


def draft_data(answers: Answers) -> dict[str, Any]:
    """Return `answers` as the JSON that a draft keeps."""
    return asdict(answers)


def done_url(edition: Edition, invitation: str = "") -> str:
    """Return the address of «you take part», which leads back to the invitation that brought the person."""
    url = reverse("registration-done", args=[edition.slug])
    return f"{url}?{urlencode({'invitacion': invitation})}" if invitation else url


class RegistrationDraftHandler:
    """Listed in PROVIDERS["draft_handlers"]; the address has been proven when it is called."""

    kind = KIND

    def __call__(self, draft: FormDraft, user: User) -> str:
        edition = Edition.objects.get(slug=draft.scope)
        answers = Answers(**draft.payload())
        try:
            register(user=user, edition=edition, answers=answers, sent_at=draft.submitted_at, by=user)
        except RegistrationClosedError:
            return reverse("registration", args=[edition.slug])
        return done_url(edition, answers.invitation)


handle_registration_draft = RegistrationDraftHandler()
