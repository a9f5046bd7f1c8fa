"""Forms of calls filled before having an account: what a draft keeps of them, and what becomes of it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse

from events.calls.refusals import ProposalRefusedError
from events.models import Edition
from events.services.sending import Sending
from somosnlp.accounts.models import FormDraft, User
from somosnlp.review.workflow import TransitionError


def draft_data(values: Mapping[str, Any], access: str) -> dict[str, Any]:
    """Return cleaned answers as the JSON that a draft keeps, with the organiser's link they came with."""
    return {name: _plain(value) for name, value in values.items()} | {"access": access}


def sending_of(draft: FormDraft) -> Sending:
    """Return what `draft_data` kept as the services take it; the key of the draft is that of the form."""
    values = draft.payload()
    access = values.pop("access", "")
    if "preferred_days" in values:
        values["preferred_days"] = [date.fromisoformat(day) for day in values["preferred_days"]]
    return Sending(draft.pk, values, draft.submitted_at, access)


@dataclass(frozen=True)
class CallDraftHandler:
    """Sends a form once its address is proven, for PROVIDERS["draft_handlers"].

    Refused (the cap of the person it turned out to be), it is kept as a draft of theirs with its words.
    `own_page` shows what was sent or kept, `form_page` the form.
    """

    kind: str
    submit: Callable[..., Any]
    keep: Callable[..., Any]
    own_page: str
    form_page: str

    def __call__(self, draft: FormDraft, user: User) -> str:
        """Return the page that shows how it stands."""
        edition, sending = Edition.objects.get(slug=draft.scope), sending_of(draft)
        for act in (self.submit, self.keep):
            with suppress(ProposalRefusedError, TransitionError):
                act(edition, sending, by=user)
                return reverse(self.own_page, args=[edition.slug, sending.key])
        return reverse(self.form_page, args=[edition.slug])


def _plain(value: Any) -> Any:
    """Return a cleaned answer as JSON can hold it."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value.pk) if isinstance(value, Model) else value
