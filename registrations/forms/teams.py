"""What a captain says of the team, and the few words that go with each step of it."""

from dataclasses import asdict
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from events.facts import facts_of
from events.models import Edition, Milestone
from events.states import MilestoneKind
from registrations.models import Team
from registrations.services.teams import TeamFacts
from registrations.states import SpokenLanguage
from registrations.states.teams import Profile, Task
from somosnlp.accounts.fields import HiddenZoneField
from somosnlp.ui.hours_field import HoursField
from somosnlp.ui.times import zone_text

#: As long as the columns `message` and `answer` of an offer.
WORDS = 600


def several(label: Any, choices: list[tuple[str, Any]], help_text: Any = "") -> forms.MultipleChoiceField:
    """Return a question whose answer may be none, one or several of `choices`."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class TeamForm(forms.Form):
    """A new team, or what changes in one: only the name is needed."""

    name = forms.CharField(
        label=_("Nombre del equipo"), max_length=80, widget=forms.TextInput({"autocomplete": "off"})
    )
    idea = forms.CharField(
        label=_("Idea del proyecto"),
        help_text=_("Qué quieren hacer y por qué. Puedes usar Markdown: **negrita**, listas, enlaces."),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 8}),
    )
    challenge = forms.ChoiceField(label=_("Reto"), required=False)
    languages = several(_("Idiomas en que trabaja el equipo"), SpokenLanguage.choices)
    profiles = several(
        _("Perfiles que buscan"),
        Profile.choices,
        _("El consejo de la comunidad: mezclar personas técnicas y lingüísticas de dos o tres países."),
    )
    tasks = several(_("Qué necesitan hacer"), Task.choices)
    hours = HoursField(label=_("Cuándo piensan trabajar"), required=False)
    meeting_place = forms.URLField(
        label=_("Dónde habla el equipo"),
        help_text=_("Un enlace a su hilo de Discord, grupo o documento. Solo lo ve el equipo."),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://", "autocomplete": "off"}),
    )
    approves_links = forms.BooleanField(
        label=_("Quien llegue por un enlace de invitación espera un visto bueno"), required=False
    )
    takes_matches = forms.BooleanField(
        label=_("Aceptamos a quien nos proponga el emparejamiento de la organización"), required=False
    )
    time_zone = HiddenZoneField()

    def __init__(self, *args: Any, edition: Edition, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.zone = edition, zone
        self.fields["languages"].widget.attrs["class"] = "choices-compact"
        self.challenges = {str(one.pk): one for one in challenges_of(edition)}
        self._offer_challenges()
        self.fields["hours"].help_text = (
            _("Marca las partes del día (%(zone)s).") % {"zone": zone_text(zone)}
            if zone
            else _("Marca las partes del día, en la hora de donde estás.")
        )
        self.helper = FormHelper()
        self.helper.form_tag = False

    def _offer_challenges(self) -> None:
        if not self.challenges:
            del self.fields["challenge"]
            return
        chosen = [(key, one.label) for key, one in self.challenges.items()]
        self.fields["challenge"].choices = [("", _("Todavía no lo sabemos")), *chosen]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """One line: names stand in headings, mails and exports."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def facts(self) -> TeamFacts:
        """Return the cleaned answers for the service; the hours are those of the zone of the form."""
        data = dict(self.cleaned_data)
        browser = data.pop("time_zone")
        data["challenge"] = self.challenges.get(data.get("challenge", ""))
        return TeamFacts(time_zone=self.zone or browser or self.edition.time_zone, **data)


def challenges_of(edition: Edition) -> list[Milestone]:
    """Return the challenges of an edition in their order."""
    return [one for one in facts_of(edition).milestones if one.kind == MilestoneKind.CHALLENGE]


def initial_facts(team: Team) -> dict[str, Any]:
    """Return what the form shows of a team."""
    columns = [column for column in asdict(TeamFacts(name="")) if column not in ("challenge", "time_zone")]
    return {column: getattr(team, column) for column in columns} | {"challenge": str(team.challenge_id or "")}


class InviteForm(forms.Form):
    """To whom an invitation goes, and what to say to them."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Escribe el correo de la persona."),
            "invalid": _("Escribe el correo completo, por ejemplo nombre@ejemplo.org."),
        },
    )
    message = forms.CharField(max_length=WORDS, required=False)


class WordsForm(forms.Form):
    """The words that go with an answer; `required` where they cannot be left out."""

    words = forms.CharField(max_length=WORDS, error_messages={"required": _("Cuenta por qué.")})

    def __init__(self, *args: Any, required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = required


def problems_of(form: forms.Form) -> list[str]:
    """Return what is wrong with an answer, for forms that show it in one place."""
    return [str(error) for found in form.errors.values() for error in found]
