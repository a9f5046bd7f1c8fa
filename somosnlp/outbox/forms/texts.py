"""What organisers type about the words of a mail, and why it is refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.outbox.forms.choices import EditionField, mail_choices
from somosnlp.outbox.models import MailText
from somosnlp.outbox.rendering import one_line
from somosnlp.outbox.texts import editable, problems_of


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
