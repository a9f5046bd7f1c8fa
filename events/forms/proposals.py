"""The form of a talk or workshop (facts §3.3) and the small ones around it."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from events.calls.questions import SPEAKER
from events.forms.asked import AskedForm, AvailabilityForm, dress
from events.forms.pictures import PictureField
from events.forms.speakers import AvailabilityFields, LineField, LinesField, ParagraphField, SpeakerFields
from events.models import Call, CoSpeaker, KeynoteProposal, Topic
from events.services.co_speakers import Answer
from events.services.proposals import COLUMNS
from events.states import CallKind, Level, PictureKind, ProposalFormat, SessionLanguage
from somosnlp.accounts.fields import HttpsField, UnprovenEmailField, ZoneField
from somosnlp.accounts.models import User

#: Real sessions last 30 to 120 minutes; longer than a working day is a slip.
MOST_MINUTES = 480


class KeynoteForm(AskedForm, SpeakerFields, AvailabilityFields):
    """What somebody proposes. Pass `user=None` for who has no session: they are asked their e-mail."""

    kind = CallKind.KEYNOTE

    format = forms.ChoiceField(choices=ProposalFormat.choices, widget=forms.RadioSelect)
    title = LineField()
    abstract = ParagraphField(rows=7)
    takeaways = LinesField(least=3, most=5, longest=200)
    topic = forms.TypedChoiceField(coerce=int, empty_value=None)
    level = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        choices=[(level.value, format_lazy("{} · {}", level.value, level.label)) for level in Level],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(choices=SessionLanguage.choices, initial=SessionLanguage.ES)
    minutes = forms.IntegerField(
        min_value=1, max_value=MOST_MINUTES, widget=forms.NumberInput({"inputmode": "numeric"})
    )
    photo = PictureField(kind=PictureKind.PHOTO, required=False)
    may_record = forms.BooleanField()
    is_promotional = forms.BooleanField()
    sponsor = LineField()
    comments = ParagraphField(rows=4)
    email = UnprovenEmailField(error_messages={"required": _("Escribe tu correo: ahí te responderemos.")})

    def __init__(
        self, *args: Any, user: User | None, call: Call | None, topics: list[Topic], **kwargs: Any
    ) -> None:
        super().__init__(*args, call=call, **kwargs)
        if user is not None:
            del self.fields["email"]
        self._offer_topics(topics)
        photo = self.fields.get("photo")
        if isinstance(photo, PictureField):
            photo.owner = user

    def clean(self) -> dict[str, Any]:
        """A promotional talk names its sponsor; nobody else has one."""
        data: dict[str, Any] = self.cleaned_data
        if "sponsor" in data and not data.get("is_promotional"):
            data["sponsor"] = ""
        elif not data.get("sponsor", "unasked") and not self.is_draft:
            self.add_error("sponsor", _("Escribe qué entidad la patrocina."))
        return data

    def _offer_topics(self, topics: list[Topic]) -> None:
        field = self.fields.get("topic")
        if not topics:
            self.fields.pop("topic", None)
        elif isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("Aún no lo sé")),
                *((topic.pk, f"{topic.number}. {topic.label}") for topic in topics),
            ]


class ConfirmForm(AvailabilityForm):
    """When the speaker can; hours say of which zone they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = ZoneField(
            label=_("Tu zona horaria"), help_text=_("La de esas horas. Por ejemplo: America/Bogota.")
        )

    def clean(self) -> dict[str, Any]:
        """Hours of nobody knows which zone would put the session at night."""
        if self.cleaned_data.get("hours") and self.cleaned_data.get("time_zone") == "":
            self.add_error("time_zone", _("Escribe en qué zona horaria son esas horas."))
        return self.cleaned_data


class InviteForm(forms.Form):
    """Whom to invite to speak together."""

    name = LineField(label=_("Nombre"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("Correo electrónico"),
        max_length=254,
        widget=forms.EmailInput({"inputmode": "email", "autocomplete": "off"}),
        error_messages={
            "required": _("Escribe su correo."),
            "invalid": _("Escribe el correo completo, por ejemplo nombre@ejemplo.org."),
        },
    )


class CoSpeakerForm(forms.Form):
    """What a co-speaker says of themselves, with the words of the proposal's own questions."""

    name = LineField()
    occupation = LineField()
    bio = ParagraphField(rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for requirement in SPEAKER:
            if requirement.key in self.fields:
                dress(self.fields[requirement.key], requirement)

    def answer(self) -> Answer:
        """Return the cleaned answers for the service."""
        return Answer(**self.cleaned_data)


class SlidesForm(forms.Form):
    """Where the slides are; empty takes them away."""

    url = HttpsField(
        label=_("Enlace a tus diapositivas"),
        help_text=_(
            "Google Slides, Canva, Hugging Face, un PDF… Comprueba que se pueda abrir sin pedir permiso."
        ),
        max_length=300,
    )


def initial_keynote(
    proposal: KeynoteProposal | None, previous: KeynoteProposal | None, user: User | None
) -> dict[str, Any]:
    """Return what a proposal says; for a new one what is known of the person: nothing is asked twice."""
    if proposal is not None:
        return {name: _initial(proposal, name) for name in COLUMNS}
    known: dict[str, Any] = {"name": user.name, "time_zone": user.time_zone} if user else {}
    if previous is not None:
        known |= {r.key: _initial(previous, r.key) for r in SPEAKER}
    return known


def initial_co_speaker(invited: CoSpeaker, user: User | None) -> dict[str, str]:
    """Return what is known of an invited person."""
    return {
        "name": invited.name or (user.name if user else ""),
        "occupation": invited.occupation,
        "bio": invited.bio,
    }


def _initial(proposal: KeynoteProposal, name: str) -> Any:
    return getattr(proposal, f"{name}_id" if name in ("topic", "photo") else name)
