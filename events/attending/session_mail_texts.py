"""The mails about a session's date, place and end, whose words organisers may change."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.emails.releases import MAILS, headline
from events.mail_texts import TO_A_PERSON, sample_edition, sample_person
from events.models import Session
from events.moments import Moment
from events.states import ChangeKind
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail
from somosnlp.ui.times import moment_text

TITLE = Placeholder("sesion", gettext_lazy("el título de la sesión"), required=True)
WHEN = Placeholder("cuando", gettext_lazy("cuándo es, en la hora de quien lo lee"), required=True)
BEFORE = Placeholder("antes", gettext_lazy("cuándo iba a ser; vacío si no tenía fecha"))
VENUE = Placeholder("lugar", gettext_lazy("dónde es; vacío si no consta"))
NOTE = Placeholder("nota", gettext_lazy("lo que la organización escribió al publicar; puede estar vacía"))
LEAVE = Placeholder("dejar", gettext_lazy("la página donde se deja la plaza; vacía para ponentes"), link=True)

TITLES = {
    ChangeKind.NEW: gettext_lazy("Una sesión ya tiene fecha (a ponentes)"),
    ChangeKind.MOVED: gettext_lazy("Una sesión cambia de hora o de lugar"),
    ChangeKind.CANCELLED: gettext_lazy("Una sesión se cancela"),
    ChangeKind.RESTORED: gettext_lazy("Una sesión vuelve al programa"),
}


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    placeholders = {
        **TO_A_PERSON,
        TITLE: lambda context: context["session"].title,
        BEFORE: lambda context: _moment(context, "was"),
        VENUE: lambda context: context["session"].venue,
        NOTE: lambda context: context["note"],
        LEAVE: lambda context: context["leave_url"],
    }
    for kind, title in TITLES.items():
        when = {} if kind == ChangeKind.CANCELLED else {WHEN: lambda context: _moment(context, "now")}
        yield EditableMail(MAILS[kind], title, {**placeholders, **when}, partial(_sample, kind))


def _moment(context: Mapping[str, Any], name: str) -> str:
    moment: Moment = context[name]
    return moment_text(moment, context["time_zone"]) if moment.known else ""


def _sample(kind: ChangeKind) -> Mapping[str, Any]:
    session = Session(title=_("Modelos para lenguas originarias"), minutes=45, venue="Discord")
    now = Moment(at=timezone.now() + timedelta(days=7), zone="UTC")
    is_speaker = kind == ChangeKind.NEW
    return {
        "person": sample_person(),
        "is_speaker": is_speaker,
        "is_waiting": False,
        "edition": sample_edition(),
        "session": session,
        "kind": kind.value,
        "headline": headline(kind, session.title, is_speaker=is_speaker),
        "now": now,
        "was": Moment() if kind == ChangeKind.NEW else now.shifted(-2),
        "was_venue": "",
        "note": "",
        "leave_url": "" if is_speaker else "https://example.org/me-apunto/",
        "action_url": "https://example.org/programa/",
        "action_text": _("Ver la sesión"),
    }
