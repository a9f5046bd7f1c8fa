"""The statuses of something that is reviewed, and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("borrador")
    SUBMITTED = "submitted", _("enviada")
    CHANGES_REQUESTED = "changes_requested", _("cambios pedidos")
    ACCEPTED = "accepted", _("aceptada")
    WAITLISTED = "waitlisted", _("en lista de espera")
    REJECTED = "rejected", _("rechazada")
    WITHDRAWN = "withdrawn", _("retirada")


#: From → what it may become. A decision can be corrected; what was withdrawn can be sent again.
TRANSITIONS: dict[str, frozenset[str]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
    Status.SUBMITTED: frozenset(
        {Status.CHANGES_REQUESTED, Status.ACCEPTED, Status.WAITLISTED, Status.REJECTED, Status.WITHDRAWN}
    ),
    Status.CHANGES_REQUESTED: frozenset({Status.SUBMITTED, Status.REJECTED, Status.WITHDRAWN}),
    Status.ACCEPTED: frozenset({Status.REJECTED, Status.WITHDRAWN}),
    Status.WAITLISTED: frozenset({Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN}),
    Status.REJECTED: frozenset({Status.ACCEPTED, Status.WAITLISTED}),
    Status.WITHDRAWN: frozenset({Status.SUBMITTED}),
}

#: What a reviewer decides; such a row always says who decided and when.
DECISIONS = frozenset({Status.ACCEPTED, Status.WAITLISTED, Status.REJECTED})

#: What waits for a reviewer.
WAITING = frozenset({Status.SUBMITTED})

#: What its author may still change.
OPEN = frozenset({Status.DRAFT, Status.SUBMITTED, Status.CHANGES_REQUESTED})

#: What a reviewer may do, in the order of the buttons; the other moves are the author's.
REVIEWER_MOVES = (Status.ACCEPTED, Status.CHANGES_REQUESTED, Status.WAITLISTED, Status.REJECTED)


def reviewer_moves(status: str) -> list[Status]:
    """Return what a reviewer may make of something that is `status` now."""
    return [move for move in REVIEWER_MOVES if move in TRANSITIONS[status]]
