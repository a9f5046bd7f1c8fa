"""The form of a poster (facts §3.5)."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.forms.asked import AskedForm
from events.forms.pictures import PictureField
from events.forms.speakers import LineField, ParagraphField
from events.models import Call, Edition, Poster
from events.posters.rules import NeededText, lacks_texts, needed_texts
from events.services.posters import COLUMNS
from events.states import AiUse, CallKind, PictureKind
from somosnlp.accounts.fields import HiddenZoneField, UnprovenEmailField
from somosnlp.accounts.models import User

#: The questions that only make sense after another, and what is said when they are left out.
NEEDED_WITH = {
    "ai_note": _("Dinos qué herramienta usaste y para qué parte."),
    "credit_name": _("Escribe el nombre que quieres que salga, o desmarca la casilla."),
}


class PosterForm(AskedForm):
    """What somebody sends. Pass `user=None` for who has no session: they are asked their e-mail."""

    kind = CallKind.POSTER

    picture = PictureField(kind=PictureKind.POSTER)
    texts = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    title = LineField()
    description = ParagraphField(rows=3)
    is_own_work = forms.BooleanField()
    ai_use = forms.ChoiceField(choices=AiUse.choices, widget=forms.RadioSelect)
    ai_note = LineField()
    wants_thanks = forms.BooleanField()
    credit_name = LineField(widget=forms.TextInput({"autocomplete": "name"}))
    email = UnprovenEmailField(error_messages={"required": _("Escribe tu correo: ahí te responderemos.")})
    time_zone = HiddenZoneField()

    def __init__(
        self, *args: Any, user: User | None, edition: Edition, call: Call | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, call=call, **kwargs)
        self.call = call
        if user is not None:
            del self.fields["email"]
            del self.fields["time_zone"]
        picture, texts = self.fields["picture"], self.fields["texts"]
        if isinstance(picture, PictureField):
            picture.owner = user
        if isinstance(texts, forms.MultipleChoiceField):
            texts.choices = [(text.key, _choice(text)) for text in needed_texts(edition, call)]

    def clean_texts(self) -> list[str]:
        """All of them have to be on it: a poster without its date serves nobody."""
        texts: list[str] = self.cleaned_data["texts"]
        if lacks_texts(self.call, texts) and not self.is_draft:
            raise forms.ValidationError(self.fields["texts"].error_messages["required"], code="required")
        return texts

    def clean(self) -> dict[str, Any]:
        """What was made with AI says with which; who wants to be thanked has a name."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("ai_use") == AiUse.NONE:
            data["ai_note"] = ""
        elif data.get("ai_use"):
            self._need("ai_note")
        if data.get("wants_thanks"):
            self._need("credit_name")
        return data

    def _need(self, name: str) -> None:
        if name in self.fields and not self.cleaned_data.get(name, "unread") and not self.is_draft:
            self.add_error(name, NEEDED_WITH[name])


def initial_poster(poster: Poster | None, user: User | None) -> dict[str, Any]:
    """Return what a poster says; for a new one what is known of the person."""
    if poster is not None:
        return {name: getattr(poster, "picture_id" if name == "picture" else name) for name in COLUMNS}
    return {"credit_name": user.name} if user else {}


def _choice(text: NeededText) -> str:
    """Return what a box says, with the very words to copy onto the poster."""
    label = capfirst(text.label)
    return f"{label} · {text.words}" if text.words else label
