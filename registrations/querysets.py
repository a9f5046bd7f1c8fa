"""Which registrations."""

from typing import Any, Self

from django.db import models

from registrations.states import Status


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: Any) -> Self:
        """A person sees their own registrations."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def registered(self) -> Self:
        """People who take part."""
        return self.filter(status=Status.REGISTERED)
