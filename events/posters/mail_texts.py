"""The mails about a poster whose words organisers may change."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.emails.posters import CHOSEN, POSTER_MAILS
from events.mail_texts import TO_A_PERSON, sample_edition, sample_person, status_mails
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail
from somosnlp.review.states import Status

TITLE = Placeholder("cartel", gettext_lazy("el título del cartel"))
ANSWERS_BY = Placeholder("respuesta", gettext_lazy("el día hasta el que respondemos; vacío si no se fijó"))

TITLES = {
    Status.SUBMITTED: gettext_lazy("Cartel: lo recibimos"),
    Status.CHANGES_REQUESTED: gettext_lazy("Cartel: falta algo"),
    Status.ACCEPTED: gettext_lazy("Cartel: está en la galería"),
    Status.WAITLISTED: gettext_lazy("Cartel: lista de espera"),
    Status.REJECTED: gettext_lazy("Cartel: no esta vez"),
}


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    placeholders = {**TO_A_PERSON, TITLE: lambda context: context["title"]}
    yield from status_mails(POSTER_MAILS, TITLES, {**placeholders, ANSWERS_BY: _answers_by}, _sample)
    yield EditableMail(CHOSEN, gettext_lazy("Cartel: es la imagen de la edición"), placeholders, _sample)


def _answers_by(context: Mapping[str, Any]) -> str:
    return date_format(context["answers_by"], "DATE_FORMAT") if context["answers_by"] else ""


def _sample() -> Mapping[str, Any]:
    return {
        "person": sample_person(),
        "edition": sample_edition(),
        "title": _("Palabras que cruzan el mar"),
        "note": _("El cartel no lleva las fechas: ¿las añades?"),
        "answers_by": timezone.localdate() + timedelta(days=14),
        "action_url": "https://example.org/cartel/",
        "action_text": _("Ver mi cartel"),
    }
