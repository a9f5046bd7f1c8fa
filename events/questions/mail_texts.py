"""The mail of the question box whose words may be changed, and what stands for each placeholder."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.emails.questions import ANSWERED
from events.mail_texts import EDITION, LINK, sample_edition
from events.models import Session
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail

SESSION = Placeholder("sesion", gettext_lazy("el título de la sesión"))
QUESTION = Placeholder("pregunta", gettext_lazy("lo que preguntó"), required=True)
ANSWER = Placeholder("respuesta", gettext_lazy("la respuesta, en breve; vacía si no se escribió"))
CLOCK = Placeholder("minuto", gettext_lazy("el minuto de la grabación; vacío si no consta"))


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    placeholders = {
        SESSION: lambda context: context["session"].title,
        QUESTION: lambda context: context["question"],
        ANSWER: lambda context: context["answer"],
        CLOCK: lambda context: context["clock"],
        EDITION: lambda context: context["edition"].name,
        LINK: lambda context: context["action_url"],
    }
    yield EditableMail(ANSWERED, gettext_lazy("Respondieron a tu pregunta"), placeholders, _sample)


def _sample() -> Mapping[str, Any]:
    edition = sample_edition()
    return {
        "session": Session(edition=edition, slug="ejemplo", title=_("Pregúntame sobre evaluación")),
        "edition": edition,
        "question": _("¿Cómo se evalúa un modelo en una lengua con pocos datos?"),
        "answer": _("Con pocos ejemplos bien elegidos y revisados por hablantes."),
        "clock": "12:34",
        "action_url": "https://example.org/preguntas/",
        "action_text": _("Ver la respuesta"),
    }
