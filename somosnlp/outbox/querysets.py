"""Which outgoing e-mails."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from somosnlp.outbox.states import Status

if TYPE_CHECKING:
    from somosnlp.outbox.models import OutgoingEmail  # noqa: F401 (the base class names it)


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    def due(self, now: datetime) -> Self:
        """Mails whose time to leave has come, oldest first."""
        return self.filter(status=Status.QUEUED, next_try_at__lte=now).order_by("next_try_at", "pk")

    def of_person(self, user_id: int) -> Self:
        """What one person was or will be sent, newest first."""
        return self.filter(user_id=user_id).exclude(status=Status.HELD).order_by("-created_at", "-pk")
