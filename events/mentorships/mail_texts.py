"""Mails about mentorships whose words may be changed, and what stands for each placeholder."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.emails import mentorships as emails
from events.mail_texts import DISCORD, TO_A_PERSON, sample_edition, sample_person, status_mails
from events.states import MentorshipKind
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail
from somosnlp.review.states import Status

KIND = Placeholder("tipo", gettext_lazy("el tipo de mentoría que ofrece"))
QUESTION = Placeholder("pregunta", gettext_lazy("lo que necesita quien pide la mentoría"), required=True)
ASKER = Placeholder("quien", gettext_lazy("el nombre de quien pide la mentoría"))
HANDLE = Placeholder("discord", gettext_lazy("su nombre en Discord; vacío si no lo dijo"))
MENTOR = Placeholder("mentor", gettext_lazy("el nombre de quien da la mentoría"))
CHANNEL = Placeholder("canal", gettext_lazy("dónde se le pregunta"))
PLACE = Placeholder("puesto", gettext_lazy("el puesto en la lista de espera"))

TITLES = {
    Status.SUBMITTED: gettext_lazy("Mentorías: recibimos tu oferta"),
    Status.CHANGES_REQUESTED: gettext_lazy("Mentorías: falta algo"),
    Status.ACCEPTED: gettext_lazy("Mentorías: aceptada"),
    Status.WAITLISTED: gettext_lazy("Mentorías: lista de espera"),
    Status.REJECTED: gettext_lazy("Mentorías: no esta vez"),
}
REQUEST_TITLES = {
    emails.ASKED: gettext_lazy("Petición de mentoría: tiene plaza"),
    emails.STANDBY: gettext_lazy("Petición de mentoría: lista de espera"),
    emails.DONE: gettext_lazy("Petición de mentoría: atendida"),
    emails.CANCELLED: gettext_lazy("Petición de mentoría: dejó la plaza"),
    emails.MENTOR_LEFT: gettext_lazy("Petición de mentoría: ya no se puede dar"),
}


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    offered = {
        **TO_A_PERSON,
        KIND: lambda context: str(context["kind"]),
        DISCORD: lambda context: context["discord_url"],
    }
    yield from status_mails(emails.MENTORSHIP_MAILS, TITLES, offered, _sample)
    asked = {
        **TO_A_PERSON,
        ASKER: lambda context: str(context["asker"]),
        HANDLE: lambda context: context["discord"],
        QUESTION: lambda context: context["question"],
    }
    yield EditableMail(emails.MENTOR_ASKED, gettext_lazy("Mentorías: alguien pide plaza"), asked, _sample)
    of_mentor = {**TO_A_PERSON, MENTOR: lambda context: context["mentor"]}
    for template, title in REQUEST_TITLES.items():
        placeholders = {**of_mentor, CHANNEL: lambda context: context["channel"]}
        if template == emails.STANDBY:
            placeholders[PLACE] = lambda context: str(context["place"])
        yield EditableMail(template, title, placeholders, _sample)
    yield EditableMail(
        emails.WITHDRAWN,
        gettext_lazy("Mentorías: se retira una aceptada (a quien la aceptó)"),
        {**of_mentor, KIND: lambda context: str(context["kind"])},
        _sample,
    )


def _sample() -> Mapping[str, Any]:
    return {
        "person": sample_person(),
        "edition": sample_edition(),
        "kind": MentorshipKind.CONTINUOUS.label,
        "is_ama": False,
        "is_public": False,
        "note": _("Cuéntanos a qué horas puedes."),
        "answers_by": None,
        "asker": "Camila Duarte",
        "discord": "camila_d",
        "question": _("¿Cómo evaluamos un modelo en quechua?"),
        "mentor": "Nayra Condori Mamani",
        "was_helped": False,
        "waited": False,
        "place": 3,
        "channel": emails.DEFAULT_CHANNEL,
        "action_url": "https://example.org/mentorias/",
        "action_text": _("Ver mi oferta"),
        "discord_url": "https://discord.example.org/",
    }
