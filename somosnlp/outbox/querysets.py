"""Which outgoing e-mails."""

from datetime import datetime

from django.db import models

from somosnlp.outbox.states import Status


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    def due(self, now: datetime) -> "OutgoingEmailQuerySet":
        """Mails whose time to leave has come, oldest first."""
        return self.filter(status=Status.QUEUED, next_try_at__lte=now).order_by("next_try_at", "pk")

    def of_person(self, user_id: int) -> "OutgoingEmailQuerySet":
        """What one person was or will be sent, newest first."""
        return self.filter(user_id=user_id).exclude(status=Status.HELD).order_by("-created_at", "-pk")
