"""Reviewing what an edition's calls bring in: the round and the promised day come from the call."""

from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.expressions import Combinable

from events.models import Call
from events.page_cache import touch
from events.review_rounds import rounds_of_calls
from events.states import CallKind
from somosnlp.outbox.rendering import render
from somosnlp.review.admin import MailPreview, ReviewAdmin
from somosnlp.review.models import ReviewRound


class ReviewOfCall(ReviewAdmin):
    """A ReviewAdmin of a model with an `edition`, whose call is `call_kind`."""

    call_kind: ClassVar[CallKind]

    @staticmethod
    def status_mail(obj: Any, status: str, note: str, /) -> dict[str, Any]:
        """Return the mail that tells its author of `status`, as `outbox.queue` takes it."""
        raise NotImplementedError

    def mail_preview(self, obj: Any, to: str, note: str) -> MailPreview:
        """Return the mail as its author would read it."""
        mail = self.status_mail(obj, to, note)
        content = render(**mail)
        return MailPreview(mail["to"], mail["language"], content.subject, content.text)

    def rounds(self) -> dict[Any, ReviewRound]:
        """Return edition → round."""
        return dict(rounds_of_calls(self.call_kind))

    def round_key(self, obj: Any) -> Any:
        """Return the edition."""
        return obj.edition_id

    def blind_now(self) -> Combinable:
        """Return whether a call of this kind is reviewed blind."""
        return Exists(Call.objects.filter(kind=self.call_kind, review_round__is_blind=True))

    def answers_by(self) -> Combinable | None:
        """Return the day the call promises."""
        calls = Call.objects.filter(edition=OuterRef("edition"), kind=self.call_kind)
        return Subquery(calls.values("answers_by"))

    def after_release(self, objects: list[Any]) -> None:
        """Show on public pages what is no secret any more."""
        for edition in {obj.edition for obj in objects}:
            touch(edition)
