"""The mail that tells of moved deadlines, whose words may be changed."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.mail_texts import TO_A_PERSON, sample_edition, sample_person
from events.models import Milestone
from events.moments import Moment
from events.notices import Line, title_of
from events.states import MilestoneKind
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail
from somosnlp.ui.times import moment_text

CHANGES = Placeholder(
    "cambios", gettext_lazy("cada plazo con su fecha de ahora y la de antes"), required=True
)
REASON = Placeholder("motivo", gettext_lazy("por qué se movió; vacío si no se dijo"))
CALENDAR = Placeholder("calendario", gettext_lazy("los plazos para su calendario, siempre al día"), link=True)


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    placeholders = {
        **TO_A_PERSON,
        CHANGES: _changes,
        REASON: lambda context: context["reason"],
        CALENDAR: lambda context: context["calendar_url"],
    }
    yield EditableMail(
        "events/mail/milestone_moved", gettext_lazy("Un plazo se movió"), placeholders, _sample
    )


def _changes(context: Mapping[str, Any]) -> str:
    zone, over = context["time_zone"], context["over"]
    return "; ".join(_change(line, zone, is_over=line in over) for line in context["lines"])


def _change(line: Line, zone: str, *, is_over: bool) -> str:
    words = f"{line.milestone.label}: {moment_text(line.to, zone)}"
    if line.was.known:
        words += " " + _("(antes: %(date)s)") % {"date": moment_text(line.was, zone)}
    return f"{words}. {_('Este plazo ya terminó.')}" if is_over else words


def _sample() -> Mapping[str, Any]:
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
