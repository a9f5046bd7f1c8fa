"""The reminders of sessions whose words organisers may change."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.attending.reminders import checklist
from events.attending.session_mail_texts import LEAVE, TITLE, VENUE, WHEN
from events.mail_texts import EDITION, GREETING, LINK, NAME, greeting, sample_edition, sample_person
from events.models import Session
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail
from somosnlp.ui.times import instant_text

CALENDAR = Placeholder("calendario", gettext_lazy("la sesión para su calendario"), link=True)
LEFT = Placeholder("falta", gettext_lazy("cuánto falta: «en una hora»"), required=True)
CHECKLIST = Placeholder("lista", gettext_lazy("lo que conviene tener listo, en una línea"))
ROOM = Placeholder(
    "sala", gettext_lazy("la sala; si no hay enlace, la página de la sesión"), link=True, required=True
)


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    common = {
        GREETING: greeting,
        NAME: lambda context: context["person"].get_short_name(),
        EDITION: lambda context: context["edition"].name,
        TITLE: lambda context: context["session"].title,
        WHEN: lambda context: instant_text(context["session"].starts_at, context["time_zone"]),
        VENUE: lambda context: context["session"].venue,
    }
    for_listener = {**common, LEAVE: lambda context: context["leave_url"]}
    link = {LINK: lambda context: context["action_url"], CALENDAR: lambda context: context["calendar_url"]}
    yield EditableMail(
        "events/mail/session_tomorrow",
        gettext_lazy("Sesión mañana, a quien se apuntó"),
        {**for_listener, **link},
        _sample,
    )
    yield EditableMail(
        "events/mail/session_soon",
        gettext_lazy("Sesión en una hora, a quien se apuntó"),
        {
            **for_listener,
            LEFT: lambda context: context["left"],
            ROOM: lambda context: context["action_url"],
        },
        _sample,
    )
    yield EditableMail(
        "events/mail/speaker_session_tomorrow",
        gettext_lazy("Sesión mañana, a quien la da o presenta"),
        {**common, **link, CHECKLIST: lambda context: " · ".join(context["checklist"])},
        _sample,
    )


def _sample() -> Mapping[str, Any]:
    edition = sample_edition()
    session = Session(
        edition=edition,
        title=_("Modelos para lenguas originarias"),
        kind="charla",
        minutes=45,
        starts_at=timezone.now() + timedelta(hours=24),
        room_url="https://example.org/sala/",
    )
    return {
        "person": sample_person(),
        "edition": edition,
        "session": session,
        "headline": _("Mañana") + f": {session.title}",
        "left": _("en una hora"),
        "speakers": "Luz María Quispe",
        "others": [],
        "is_host": False,
        "checklist": checklist(session),
        "leave_url": "https://example.org/programa/lugar/",
        "calendar_url": "https://example.org/sesion.ics",
        "google_url": "https://calendar.google.com/",
        "page_url": "https://example.org/programa/sesion/",
        "action_url": "https://example.org/programa/sesion/",
        "action_text": _("Ver la sesión"),
    }
