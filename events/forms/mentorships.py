"""The forms of mentorships: what is offered, what a card may change, what somebody asks a mentor."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from events.forms.asked import AskedForm
from events.forms.pictures import PictureField
from events.forms.speakers import AvailabilityFields, LineField, ParagraphField, SpeakerFields
from events.models import Call, Mentorship
from events.services.mentorships import COLUMNS
from events.states import AmaForm, CallKind, MentorshipKind, MentorTheme, PictureKind, SessionLanguage
from somosnlp.accounts.fields import HiddenZoneField, UnprovenEmailField, ZoneOfHours
from somosnlp.accounts.models import User
from somosnlp.ui.hours_field import HoursField

#: Each kind with what it takes (facts §3.4).
KINDS = [
    (
        MentorshipKind.CONTINUOUS.value,
        _("Continua, por Discord · respondes preguntas, una hora como mucho, 2 o 3 veces por semana"),
    ),
    (MentorshipKind.WRITTEN.value, _("Una sesión por escrito · una vez, hora y media como mucho")),
    (
        MentorshipKind.AMA.value,
        _("AMA: pregúntame lo que quieras · abierto a todo el mundo, una hora como mucho"),
    ),
]
MOST_PLACES = 200
LONGEST_QUESTION = 1500
check_https = URLValidator(
    schemes=["https"], message=_("Escribe el enlace completo, como https://ejemplo.org.")
)


class ChannelField(LineField):
    """Where a mentor is asked: a channel in words, or a whole https address."""

    def clean(self, value: Any) -> str:
        """Return it; raises ValidationError for an address that is none or of another scheme."""
        channel: str = super().clean(value)
        if "://" in channel:
            check_https(channel)
        return channel


class OfferFields(forms.Form):
    """The inputs of an offer; their words are the requirement's (`events.calls.requirements`)."""

    kind = forms.ChoiceField(choices=KINDS, widget=forms.RadioSelect)
    ama_form = forms.ChoiceField(choices=AmaForm.choices, widget=forms.RadioSelect, required=False)
    speciality = ParagraphField()
    themes = forms.MultipleChoiceField(
        choices=MentorTheme.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    languages = forms.MultipleChoiceField(
        choices=SessionLanguage.choices, widget=forms.CheckboxSelectMultiple
    )
    places = forms.IntegerField(min_value=1, max_value=MOST_PLACES, required=False)
    channel = ChannelField()


class MentorshipForm(AskedForm, OfferFields, SpeakerFields, AvailabilityFields):
    """What somebody offers. Without `user` they are asked their e-mail, and confirm it with a code."""

    kind = CallKind.MENTORSHIP  # type: ignore[assignment]  # the field of that name is in `fields`

    email = UnprovenEmailField(error_messages={"required": _("Escribe tu correo: ahí te responderemos.")})
    photo = PictureField(kind=PictureKind.PHOTO, required=False)
    may_record = forms.BooleanField(required=False)
    comments = ParagraphField()
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User | None, call: Call | None, **kwargs: Any) -> None:
        super().__init__(*args, call=call, **kwargs)
        if user is not None:
            del self.fields["email"]
        photo = self.fields.get("photo")
        if isinstance(photo, PictureField):
            photo.owner = user

    def clean(self) -> dict[str, Any]:
        """Ask for the form of an AMA, which nothing else has."""
        data = super().clean() or {}
        if data.get("kind") == MentorshipKind.AMA and not data.get("ama_form") and "ama_form" in self.fields:
            self.add_error("ama_form", _("Elige cómo prefieres tu AMA."))
        return data


class CardForm(forms.Form):
    """What a mentor changes of their card without a review: when, where, for how many."""

    places = forms.IntegerField(
        label=_("Plazas"),
        help_text=_("Vacío: sin límite."),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
    )
    channel = ChannelField(
        label=_("¿Dónde te pueden preguntar?"),
        help_text=_("Un canal o un enlace; lo verá todo el mundo. Vacío: el canal #pide-ayuda de Discord."),
        max_length=300,
        required=False,
    )
    hours = HoursField(label=_("¿En qué horas puedes?"), help_text=_("En tu zona horaria."), required=False)
    time_zone = HiddenZoneField(widget=ZoneOfHours)


class AskForm(forms.Form):
    """What somebody needs of a mentor."""

    question = ParagraphField(
        label=_("¿Qué necesitas?"),
        help_text=_("Cuenta en qué estás y qué te gustaría resolver. Solo lo lee la persona que te ayuda."),
        max_length=LONGEST_QUESTION,
        error_messages={"required": _("Cuenta en unas líneas qué necesitas.")},
    )


def initial_offer(offer: Mentorship | None, user: User | None) -> dict[str, Any]:
    """Return what an offer says, for the form to show; of a new one what is known of the person."""
    if offer is not None:
        return {name: getattr(offer, name) for name in COLUMNS} | {"photo": offer.photo_id}
    if user is None:
        return {}
    return {"name": user.display_name, "languages": [user.language[:2]], "time_zone": user.time_zone}
