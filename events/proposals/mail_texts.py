"""Mails about proposals of talks whose words may be changed, and what stands for each placeholder."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.emails.proposals import ANSWERED, CONFIRMED, INVITATION, PROPOSAL_MAILS, WITHDRAWN
from events.mail_texts import EDITION, LINK, NAME, TO_A_PERSON, sample_edition, sample_person, status_mails
from events.moments import Moment
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail, Find
from somosnlp.review.states import Status
from somosnlp.ui.times import day_text, moment_text

TITLE = Placeholder("titulo", gettext_lazy("el título de la propuesta"))
ANSWERS_BY = Placeholder(
    "respondemos", gettext_lazy("la fecha en la que respondemos a más tardar; vacía si no hay")
)
AUTHOR = Placeholder("ponente", gettext_lazy("el nombre de quien propuso"))
HOST = Placeholder("invita", gettext_lazy("el nombre de quien invita"), required=True)
CO_SPEAKER = Placeholder("coponente", gettext_lazy("el nombre de quien respondió"), required=True)
ANSWER = Placeholder(
    "respuesta", gettext_lazy("«hablará contigo» o «no puede hablar contigo»"), required=True
)
WHEN = Placeholder("cuando", gettext_lazy("cuándo empieza, en su zona horaria"))

TITLES = {
    Status.SUBMITTED: gettext_lazy("Ponencias: recibimos tu propuesta"),
    Status.CHANGES_REQUESTED: gettext_lazy("Ponencias: falta algo"),
    Status.ACCEPTED: gettext_lazy("Ponencias: aceptada"),
    Status.WAITLISTED: gettext_lazy("Ponencias: lista de espera"),
    Status.REJECTED: gettext_lazy("Ponencias: no esta vez"),
}


def _answers_by(context: Mapping[str, Any]) -> str:
    return day_text(context["answers_by"]) if context["answers_by"] else ""


OF_PROPOSAL = {**TO_A_PERSON, TITLE: lambda context: context["title"], ANSWERS_BY: _answers_by}


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    yield from status_mails(PROPOSAL_MAILS, TITLES, OF_PROPOSAL, _sample)
    yield _mail(CONFIRMED, gettext_lazy("Ponencias: contamos contigo"))
    yield _mail(
        WITHDRAWN,
        gettext_lazy("Ponencias: se retira una aceptada (a quien la aceptó)"),
        {AUTHOR: lambda context: context["author"]},
    )
    yield _mail(
        "events/mail/proposal_answer_late",
        gettext_lazy("Propuestas, mentorías y carteles: vamos con retraso"),
    )
    yield _mail("events/mail/proposal_unconfirmed", gettext_lazy("Ponencias: falta que confirme"))
    yield _mail(
        "events/mail/proposal_slides",
        gettext_lazy("Ponencias: faltan las diapositivas"),
        {WHEN: lambda context: moment_text(context["starts"], context["time_zone"])},
    )
    yield _mail(
        ANSWERED,
        gettext_lazy("Coponentes: respuesta a una invitación"),
        {CO_SPEAKER: lambda context: context["co_speaker"], ANSWER: _answer},
    )
    yield EditableMail(
        INVITATION,
        gettext_lazy("Coponentes: invitación"),
        {
            NAME: lambda context: context["name"],
            EDITION: lambda context: context["edition"].name,
            TITLE: lambda context: context["title"],
            HOST: lambda context: context["host"],
            LINK: lambda context: context["action_url"],
        },
        _sample,
    )


def _mail(template: str, title: Any, more: Mapping[Placeholder, Find] | None = None) -> EditableMail:
    return EditableMail(template, title, {**OF_PROPOSAL, **(more or {})}, _sample)


def _answer(context: Mapping[str, Any]) -> str:
    return _("hablará contigo") if context["joined"] else _("no puede hablar contigo")


def _sample() -> Mapping[str, Any]:
    return {
        "person": sample_person(),
        "edition": sample_edition(),
        "title": _("Cómo evaluar modelos en español"),
        "format": _("keynote (hasta 30 minutos)"),
        "answers_by": timezone.localdate() + timedelta(days=14),
        "note": _("¿Nos cuentas qué cuaderno usarías?"),
        "author": _("Ana Pérez"),
        "host": _("Ana Pérez"),
        "name": _("Luis"),
        "co_speaker": _("Luis Quispe"),
        "joined": True,
        "starts": Moment(at=timezone.now() + timedelta(days=2)),
        "action_url": "https://example.org/ponencias/",
        "action_text": _("Ver mi propuesta"),
    }
