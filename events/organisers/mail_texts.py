"""Mails of the organising team whose words may be changed, and what stands for each placeholder."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.emails.organisers import ORGANISER_MAILS
from events.mail_texts import DISCORD, TO_A_PERSON, sample_edition, sample_person, status_mails
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail
from somosnlp.review.states import Status

AREAS = Placeholder("areas", gettext_lazy("en qué se ofrece a ayudar"))

TITLES = {
    Status.SUBMITTED: gettext_lazy("Equipo organizador: recibimos tu solicitud"),
    Status.CHANGES_REQUESTED: gettext_lazy("Equipo organizador: falta algo"),
    Status.ACCEPTED: gettext_lazy("Equipo organizador: aceptada"),
    Status.WAITLISTED: gettext_lazy("Equipo organizador: lista de espera"),
    Status.REJECTED: gettext_lazy("Equipo organizador: no esta vez"),
}


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    placeholders = {
        **TO_A_PERSON,
        AREAS: lambda context: ", ".join(map(str, context["areas"])),
        DISCORD: lambda context: context["discord_url"],
    }
    return status_mails(ORGANISER_MAILS, TITLES, placeholders, _sample)


def _sample() -> Mapping[str, Any]:
    return {
        "person": sample_person(),
        "edition": sample_edition(),
        "areas": [_("Difusión"), _("Programa")],
        "note": _("Cuéntanos cuántas horas tienes."),
        "action_url": "https://example.org/equipo-organizador/",
        "action_text": _("Ver mi solicitud"),
        "discord_url": "https://discord.example.org/",
    }
