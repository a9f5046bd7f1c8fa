"""Why a mail did not leave, or waits: kept as a code with its facts, put in words for who reads them.

What a mail server said is another column, verbatim. Apps list theirs in `PROVIDERS["mail_reasons"]`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from somosnlp.providers import providers


@dataclass(frozen=True)
class Reason:
    """`code`: unique, at most 60 characters, never changed. `words` may name facts: `%(limit)s`."""

    code: str
    words: str | Promise

    def text(self, facts: Mapping[str, Any]) -> str:
        """Return the words in the active language; without the facts, as they are written."""
        words = str(self.words)
        try:
            return words % facts if facts else words
        except (KeyError, TypeError, ValueError):
            return words


EXPIRED = Reason("outbox.expired", _("Caducó antes de poder salir."))
LEFT_TOPIC = Reason("outbox.left_topic", _("La persona no quiere correos sobre este tema."))
ENOUGH_TODAY = Reason(
    "outbox.enough_today", _("Llegó al tope de correos por día (%(limit)s): espera a mañana.")
)
MOVED = Reason("outbox.moved", _("La fecha cambió antes de que saliera."))
CALLED_OFF = Reason(
    "outbox.called_off", _("Ya no hay de qué avisar: se canceló, se retiró o dejó de tener fecha.")
)
OFF = Reason("outbox.off", _("La organización apagó este recordatorio."))
CHANGED = Reason("outbox.changed", _("La organización cambió este recordatorio antes de que saliera."))
REMOVED = Reason("outbox.removed", _("La organización borró este recordatorio."))
CANCELLED = Reason("outbox.cancelled", _("La organización canceló esta carta."))
GONE = Reason("outbox.gone", _("La persona ya no tiene cuenta."))
NOT_CONCERNED = Reason("outbox.not_concerned", _("A esta persona ya no le toca."))
FORGOTTEN = Reason("outbox.forgotten", _("La persona pidió que borráramos sus datos."))

REASONS = (
    EXPIRED,
    LEFT_TOPIC,
    ENOUGH_TODAY,
    MOVED,
    CALLED_OFF,
    OFF,
    CHANGED,
    REMOVED,
    CANCELLED,
    GONE,
    NOT_CONCERNED,
    FORGOTTEN,
)


def explain(code: str, facts: Mapping[str, Any]) -> str:
    """Return the words of a code in the active language; the code itself when the app that had it is gone."""
    listed: Iterable[Iterable[Reason]] = providers("mail_reasons")
    known = (reason for reasons in listed for reason in reasons)
    return next((reason.text(facts) for reason in known if reason.code == code), code)
