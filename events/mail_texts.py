"""Mails of the organising team whose words may be changed, and what stands for each placeholder."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.emails.organisers import ORGANISER_MAILS
from events.models import Edition
from somosnlp.accounts.models import User
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail
from somosnlp.review.states import Status

GREETING = Placeholder("saludo", gettext_lazy("«Hola, Ana:», o «Hola:» si no dijo su nombre"))
NAME = Placeholder("nombre", gettext_lazy("el nombre de pila; vacío si no lo dijo"))
EDITION = Placeholder("edicion", gettext_lazy("el nombre de la edición"))
LINK = Placeholder("enlace", gettext_lazy("la página donde sigue"), link=True, required=True)
AREAS = Placeholder("areas", gettext_lazy("en qué se ofrece a ayudar"))
DISCORD = Placeholder("discord", gettext_lazy("la invitación a Discord; vacía si no hay"), link=True)
NOTE = Placeholder("nota", gettext_lazy("lo que escribió quien revisó"))
NEEDED_NOTE = Placeholder("nota", gettext_lazy("lo que escribió quien revisó"), required=True)

TITLES = {
    Status.SUBMITTED: gettext_lazy("Equipo organizador: recibimos tu solicitud"),
    Status.CHANGES_REQUESTED: gettext_lazy("Equipo organizador: falta algo"),
    Status.ACCEPTED: gettext_lazy("Equipo organizador: aceptada"),
    Status.WAITLISTED: gettext_lazy("Equipo organizador: lista de espera"),
    Status.REJECTED: gettext_lazy("Equipo organizador: no esta vez"),
}


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    for status, template in ORGANISER_MAILS.items():
        note = NEEDED_NOTE if status == Status.CHANGES_REQUESTED else NOTE
        placeholders = {
            GREETING: greeting,
            NAME: lambda context: context["person"].get_short_name(),
            EDITION: lambda context: context["edition"].name,
            AREAS: lambda context: ", ".join(map(str, context["areas"])),
            note: lambda context: context["note"],
            LINK: lambda context: context["action_url"],
            DISCORD: lambda context: context["discord_url"],
        }
        yield EditableMail(template, TITLES[status], placeholders, _sample)


def greeting(context: Mapping[str, Any]) -> str:
    """Return the first line of a mail to `context["person"]`."""
    name = context["person"].get_short_name()
    return _("Hola, %(name)s:") % {"name": name} if name else _("Hola:")


def sample_person() -> User:
    """Return an invented person for a preview; in no database."""
    return User(name="Ana Luz Pérez", email="persona@example.org")


def sample_edition() -> Edition:
    """Return an invented edition for a preview; in no database."""
    return Edition(
        name="Hackathon SomosNLP", slug="demo", starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 30)
    )


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
