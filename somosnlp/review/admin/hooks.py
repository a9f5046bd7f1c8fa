"""What a kind says about itself: each hook has an answer that suits a call with nothing configured."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, Value
from django.db.models.expressions import Combinable

from somosnlp.review.models import Reviewable, ReviewRound
from somosnlp.review.similarity import Similar


@dataclass(frozen=True)
class MailPreview:
    """The mail a decision would send."""

    to: str
    language: str
    subject: str
    text: str


class KindHooks(admin.ModelAdmin[Any]):
    """The hooks. Only `proposal` and `decide`, the service that decides on this kind, must be filled in.

    For a blind round also: `blind_search`, the columns searched while names are hidden (none that holds a
    name); `author_columns` and `author_fields`, what is left out of the list and of the history;
    `mail_templates`, how the templates of the mails about it begin.
    """

    decide: ClassVar[Callable[..., object]]
    blind_search: ClassVar[tuple[str, ...]] = ()
    author_columns: ClassVar[tuple[str, ...]] = ()
    author_fields: ClassVar[tuple[str, ...]] = ()
    mail_templates: ClassVar[tuple[str, ...]] = ()

    def proposal(self, obj: Any) -> list[tuple[str, Any]]:
        """Return what is proposed, as pairs of label and value; nothing of who proposes it."""
        raise NotImplementedError

    def about_author(self, obj: Any) -> list[tuple[str, Any]]:
        """Return what the proposal says of who proposes, as pairs; hidden in a blind round."""
        return []

    def headline(self, obj: Any) -> str:
        """Return what it is called without saying whose it is."""
        return ""

    def mail_preview(self, obj: Any, to: str, note: str) -> MailPreview | None:
        """Return the mail that the decision `to` would send; None when it sends none."""
        return None

    def allows(self, obj: Any, to: str) -> bool:
        """Tell whether nothing of this kind speaks against the decision `to`."""
        return True

    def similar(self, obj: Any) -> list[Similar]:
        """Return proposals that say nearly the same, the likest first."""
        return []

    def language_of(self, obj: Any) -> str:
        """Return the language in which its author is written to."""
        return str(obj.submitted_by.language)

    def own_rows(self, user: Any) -> Q:
        """Return which proposals `user` may not review because they are theirs."""
        return Q(submitted_by=user)

    def rounds(self) -> dict[Any, ReviewRound]:
        """Return every round this kind is reviewed by: `round_key` → round."""
        return {}

    def round_key(self, obj: Any) -> Any:
        """Return what tells the round of `obj`."""
        return None

    def blind_now(self) -> Combinable:
        """Return the expression of whether a round of this kind is blind."""
        return Value(value=False)

    def answers_by(self) -> Combinable | None:
        """Return the expression of the day by which a row must be answered; None where none is promised."""
        return None

    def answer_by(self, obj: Reviewable) -> date | None:
        """Return the day by which `obj` must be answered, of a row that this admin fetched."""
        return getattr(obj, "answers_by_day", None)

    def after_release(self, objects: list[Any]) -> None:
        """Do what must follow when the decisions about `objects` are told: public pages that change."""
