"""What organisers type about reminders, and why it is refused."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.outbox.models import MailText, ReminderRule, ReplyAddress
from somosnlp.outbox.placeholders import problems
from somosnlp.outbox.rendering import one_line
from somosnlp.outbox.rules import After, DaysBefore, Rule, edition_names, rules
from somosnlp.outbox.segments import DEFAULT_LANGUAGE, PLACES, Recipients, segments
from somosnlp.outbox.texts import editable, editable_mails, problems_of
from somosnlp.outbox.topics import topics

Choices = list[tuple[int | str, str]]


class EditionField(forms.TypedChoiceField):
    """One edition by its name, or all of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            coerce=int,
            choices=edition_choices,
            required=False,
            empty_value=None,
            label=gettext_lazy("Edición"),
            **kwargs,
        )


def edition_choices() -> Choices:
    """Return the editions, newest first, after «all»."""
    return [("", _("Todas las ediciones")), *edition_names().items()]


def rule_choices() -> Choices:
    """Return the rules that the code declares."""
    return [("", "—"), *((rule.key, f"{rule.title} ({when_text(rule)})") for rule in rules())]


def when_text(rule: Rule) -> str:
    """Return when a rule speaks, in words."""
    when = rule.when
    if isinstance(when, DaysBefore):
        return _("%(days)s días antes, a las %(hour)s de cada lugar") % {
            "days": when.days,
            "hour": f"{when.at:%H:%M}",
        }
    return _("%(hours)s horas después") % {"hours": int(when.delay.total_seconds() // 3600)}


def mail_choices() -> list[tuple[str, str]]:
    """Return the mails whose words may be changed."""
    return [("", "—"), *((mail.template, str(mail.title)) for mail in editable_mails())]


def segment_choices() -> list[tuple[str, str]]:
    """Return the groups one can write to."""
    return [(segment.key, str(segment.label)) for segment in segments()]


def topic_choices() -> list[tuple[str, str]]:
    """Return the topics, and none."""
    none = _("Ninguno: es necesario que lo sepan, aunque se hayan dado de baja de todo")
    return [*((topic.key, str(topic.label)) for topic in topics()), ("", none)]


class MailTextForm(forms.ModelForm[MailText]):
    """An organiser's words for one mail, refused with the reason where nobody would fill them in."""

    template = forms.ChoiceField(choices=mail_choices, label=gettext_lazy("Correo"))
    edition_id = EditionField()

    class Meta:
        model = MailText
        fields = ("template", "language", "edition_id", "subject", "body")
        help_texts = {"body": gettext_lazy("Markdown, con los nombres entre llaves de la tabla de abajo.")}

    def clean(self) -> dict[str, Any]:
        """Check the placeholders, and that there is one text per mail, language and edition."""
        values = super().clean() or {}
        mail = editable(values.get("template", ""))
        if mail is None:
            return values
        values["subject"] = one_line(values.get("subject", ""))
        found = problems_of(mail, values["subject"], values.get("body", ""))
        for field, reasons in found.items():
            if field not in self.errors and reasons:
                self.add_error(field, reasons)
        same = MailText.objects.filter(
            template=mail.template, language=values.get("language"), edition_id=values.get("edition_id")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("edition_id", _("Este correo ya tiene un texto ahí: cambia ese."))
        return values


class CircularForm(forms.Form):
    """A letter: to whom, about what, and its words in Spanish and any other language of the site."""

    title = forms.CharField(max_length=120, label=gettext_lazy("Para reconocerla"))
    segment = forms.ChoiceField(choices=segment_choices, label=gettext_lazy("A quién"))
    edition = forms.TypedChoiceField(
        coerce=int, choices=lambda: list(edition_names().items()), label=gettext_lazy("Edición")
    )
    topic = forms.ChoiceField(
        choices=topic_choices,
        required=False,
        label=gettext_lazy("Tema"),
        help_text=gettext_lazy("Quien se dio de baja de ese tema no la recibe."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            needed = code == DEFAULT_LANGUAGE
            self.fields[f"subject_{code}"] = forms.CharField(
                max_length=200, required=needed, label=_("Asunto (%(language)s)") % {"language": name}
            )
            self.fields[f"body_{code}"] = forms.CharField(
                max_length=20_000,
                required=needed,
                label=_("Texto (%(language)s, Markdown)") % {"language": name},
                widget=forms.Textarea(attrs={"rows": 12}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse words that nobody would fill in, and a subject without a text."""
        values = super().clean() or {}
        for code, _name in settings.LANGUAGES:
            subject, body = values.get(f"subject_{code}", ""), values.get(f"body_{code}", "")
            if bool(subject) != bool(body):
                self.add_error(f"body_{code}", _("Faltan el asunto o el texto en este idioma."))
            for field, text in ((f"subject_{code}", subject), (f"body_{code}", body)):
                if found := problems(text, PLACES, is_body=field.startswith("body")):
                    self.add_error(field, found)
        return values

    def words(self) -> dict[str, tuple[str, str]]:
        """Return subject and body of each language that has them."""
        values = self.cleaned_data
        texts = {code: (values[f"subject_{code}"], values[f"body_{code}"]) for code, _n in settings.LANGUAGES}
        return {code: text for code, text in texts.items() if all(text)}

    def recipients(self) -> tuple[Recipients, str]:
        """Return the people of the chosen group, and what to call them."""
        values = self.cleaned_data
        segment = next(one for one in segments() if one.key == values["segment"])
        name = f"{segment.label} · {edition_names()[values['edition']]}"
        return segment.recipients(values["edition"]), name


class ReplyAddressForm(forms.ModelForm[ReplyAddress]):
    """One address per edition."""

    edition_id = EditionField()

    class Meta:
        model = ReplyAddress
        fields = ("edition_id", "address")

    def clean_edition_id(self) -> int | None:
        """Refuse a second address for the same edition."""
        edition: int | None = self.cleaned_data["edition_id"]
        if ReplyAddress.objects.filter(edition_id=edition).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Esa edición ya tiene una dirección: cambia esa."))
        return edition


class NotifyMeForm(forms.Form):
    """An address that wants to know when something opens; the browser adds its zone."""

    email = forms.EmailField(label=gettext_lazy("Tu correo electrónico"), max_length=254)
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ReminderRuleForm(forms.ModelForm[ReminderRule]):
    """The override of one rule: only what its kind has, and no second one for the same edition."""

    rule = forms.ChoiceField(choices=rule_choices, label=gettext_lazy("Recordatorio"))
    edition_id = EditionField()

    class Meta:
        model = ReminderRule
        fields = ("rule", "edition_id", "is_on", "days", "hours", "at", "lateness")
        help_texts = {
            "is_on": gettext_lazy("Apagado, tampoco sale lo que ya esperaba en la cola."),
            "days": gettext_lazy("De 0 a 90, contados en el calendario de cada persona."),
            "hours": gettext_lazy("De 1 a 2160, desde que la persona empezó."),
            "at": gettext_lazy("La hora del lugar donde vive cada persona."),
            "lateness": gettext_lazy("De 1 a 72: después de eso ya no se envía."),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse columns that the rule does not have. What is empty keeps what the code says."""
        values = super().clean() or {}
        rule = next((rule for rule in rules() if rule.key == values.get("rule")), None)
        if rule is None:
            return values
        if isinstance(rule.when, After):
            self._refuse(values, ("days", "at"), _("Este recordatorio cuenta horas después de empezar."))
        else:
            self._refuse(values, ("hours",), _("Este recordatorio cuenta días antes de un plazo."))
        same = ReminderRule.objects.filter(rule=rule.key, edition_id=values.get("edition_id"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("edition_id", _("Este recordatorio ya tiene un ajuste ahí: cambia ese."))
        return values

    def _refuse(self, values: dict[str, Any], names: tuple[str, ...], reason: str) -> None:
        for name in names:
            if values.get(name) is not None:
                self.add_error(name, reason)
