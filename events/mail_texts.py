"""Mails of the organising team whose words may be changed, and what stands for each placeholder."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.emails.organisers import ORGANISER_MAILS
from events.models import Edition, Milestone
from events.moments import Moment
from events.notices import Line, title_of
from events.states import MilestoneKind
from somosnlp.accounts.models import User
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail
from somosnlp.review.states import Status
from somosnlp.ui.times import moment_text

GREETING = Placeholder("saludo", gettext_lazy("«Hola, Ana:», o «Hola:» si no dijo su nombre"))
NAME = Placeholder("nombre", gettext_lazy("el nombre de pila; vacío si no lo dijo"))
EDITION = Placeholder("edicion", gettext_lazy("el nombre de la edición"))
LINK = Placeholder("enlace", gettext_lazy("la página donde sigue"), link=True, required=True)
AREAS = Placeholder("areas", gettext_lazy("en qué se ofrece a ayudar"))
DISCORD = Placeholder("discord", gettext_lazy("la invitación a Discord; vacía si no hay"), link=True)
NOTE = Placeholder("nota", gettext_lazy("lo que escribió quien revisó"))
NEEDED_NOTE = Placeholder("nota", gettext_lazy("lo que escribió quien revisó"), required=True)
CHANGES = Placeholder(
    "cambios", gettext_lazy("cada plazo con su fecha de ahora y la de antes"), required=True
)
REASON = Placeholder("motivo", gettext_lazy("por qué se movió; vacío si no se dijo"))
CALENDAR = Placeholder("calendario", gettext_lazy("los plazos para su calendario, siempre al día"), link=True)

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
    yield EditableMail(
        "events/mail/milestone_moved",
        gettext_lazy("Un plazo se movió"),
        {
            GREETING: greeting,
            NAME: lambda context: context["person"].get_short_name(),
            EDITION: lambda context: context["edition"].name,
            CHANGES: _changes,
            REASON: lambda context: context["reason"],
            CALENDAR: lambda context: context["calendar_url"],
            LINK: lambda context: context["action_url"],
        },
        _moved_sample,
    )


def _changes(context: Mapping[str, Any]) -> str:
    zone, over = context["time_zone"], context["over"]
    return "; ".join(_change(line, zone, is_over=line in over) for line in context["lines"])


def _change(line: Line, zone: str, *, is_over: bool) -> str:
    words = f"{line.milestone.label}: {moment_text(line.to, zone)}"
    if line.was.known:
        words += " " + _("(antes: %(date)s)") % {"date": moment_text(line.was, zone)}
    return f"{words}. {_('Este plazo ya terminó.')}" if is_over else words


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


def _moved_sample() -> Mapping[str, Any]:
    was = Moment(at=timezone.now() + timedelta(days=7))
    line = Line(Milestone(kind=MilestoneKind.DELIVERY), was, was.shifted(3))
    return {
        "person": sample_person(),
        "edition": sample_edition(),
        "lines": [line],
        "headline": title_of([line.milestone]),
        "over": [],
        "reason": _("Muchos equipos pidieron unos días más."),
        "calendar_url": "https://example.org/plazos.ics",
        "action_url": "https://example.org/mi-hackathon/",
        "action_text": _("Ir a Mi hackathon"),
    }
