"""The mails of «me apunto» whose words may be changed, and what stands for each placeholder."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.emails.attendance import CONFIRM, GOING, PROMOTED, WAITING
from events.mail_texts import EDITION, LINK, sample_edition, sample_person
from events.models import Session
from events.states import Precision
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail

SESSION = Placeholder("sesion", gettext_lazy("el título de la sesión"), required=True)
WHEN = Placeholder(
    "cuando", gettext_lazy("cuándo empieza, en la zona horaria de quien lo lee"), required=True
)
PAGE = Placeholder("pagina", gettext_lazy("la página de la sesión"), link=True)
PLACE = Placeholder("lugar", gettext_lazy("el puesto en la lista de espera"))
GOOGLE = Placeholder("google", gettext_lazy("ponerla en Google Calendar"), link=True)
OUTLOOK = Placeholder("outlook", gettext_lazy("ponerla en Outlook"), link=True)
FILE = Placeholder("ics", gettext_lazy("la sesión como archivo .ics"), link=True)

TITLES = {
    CONFIRM: gettext_lazy("Me apunto: confirmar la dirección"),
    GOING: gettext_lazy("Me apunto: tiene su plaza"),
    WAITING: gettext_lazy("Me apunto: lista de espera"),
    PROMOTED: gettext_lazy("Me apunto: se liberó una plaza"),
}


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    for template, title in TITLES.items():
        placeholders = {
            SESSION: lambda context: context["session"].title,
            WHEN: lambda context: context["when"],
            EDITION: lambda context: context["edition"].name,
            PAGE: lambda context: context["session_url"],
            LINK: lambda context: context["action_url"],
        }
        if template == WAITING:
            placeholders[PLACE] = lambda context: str(context["place"])
        if template in (GOING, PROMOTED):
            placeholders |= {
                FILE: lambda context: context["ics_url"],
                GOOGLE: lambda context: context["google_url"],
                OUTLOOK: lambda context: context["outlook_url"],
            }
        yield EditableMail(template, title, placeholders, _sample)


def _sample() -> Mapping[str, Any]:
    session = Session(
        edition=sample_edition(),
        slug="ejemplo",
        title=_("Evaluar modelos de lenguaje"),
        precision=Precision.INSTANT,
        starts_at=timezone.now() + timedelta(days=3),
        minutes=30,
    )
    return {
        "session": session,
        "edition": session.edition,
        "person": sample_person(),
        "when": _("jueves 11 de abril, 18:00 (hora de Madrid)"),
        "place": 3,
        "session_url": "https://example.org/programa/ejemplo/",
        "ics_url": "https://example.org/programa/ejemplo.ics",
        "google_url": "https://example.org/google/",
        "outlook_url": "https://example.org/outlook/",
        "action_url": "https://example.org/lugar/",
        "action_text": _("Ver o dejar mi plaza"),
    }
