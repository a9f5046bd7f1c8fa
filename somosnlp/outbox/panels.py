"""The panel of the admin's start page that says whether mail leaves."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from somosnlp.outbox.health import QueueHealth, queue_health
from somosnlp.outbox.states import Status

#: A worker sends what is due within seconds: after five minutes nobody is sending.
PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Line:
    """One number of the queue; `needs`: why somebody has to look, or nothing."""

    count: int
    label: str
    url: str
    needs: str = ""


def queue_panel(request: HttpRequest) -> str:
    """Return the panel «Correo», for whoever may see mails."""
    if not request.user.has_perm("outbox.view_outgoingemail"):
        return ""
    rows = lines(queue_health())
    context = {"lines": rows, "alarm": any(line.needs for line in rows)}
    return render_to_string("admin/panels/queue.html", context)


def lines(health: QueueHealth) -> list[Line]:
    """Return the numbers of the queue, and which of them need somebody."""
    return [
        Line(health.due, _("por salir ahora"), _list(Status.QUEUED), _late(health)),
        Line(health.retrying, _("a la espera de otro intento"), _list(Status.QUEUED)),
        Line(
            health.held,
            _("retenidos, a la espera de que alguien los deje salir"),
            _list(Status.HELD),
            _("Léelos y déjalos salir, o descártalos.") if health.held else "",
        ),
        Line(
            health.failed_last_day,
            _("fallidos desde ayer a esta hora"),
            _list(Status.FAILED),
            _("Mira qué dijo el servidor.") if health.failed_last_day else "",
        ),
    ]


def _late(health: QueueHealth) -> str:
    if health.overdue_seconds < PATIENCE_SECONDS:
        return ""
    minutes = int(health.overdue_seconds // 60)
    return ngettext(
        "El más antiguo espera desde hace %(count)d minuto: ¿funciona el proceso que envía?",
        "El más antiguo espera desde hace %(count)d minutos: ¿funciona el proceso que envía?",
        minutes,
    ) % {"count": minutes}


def _list(status: Status) -> str:
    return f"{reverse('admin:outbox_outgoingemail_changelist')}?status__exact={status}"
