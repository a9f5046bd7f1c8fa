"""Which registrations."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from registrations.states import Status

if TYPE_CHECKING:
    from registrations.models import Registration  # noqa: F401 (the base class names it)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: Any) -> Self:
        """A person sees their own registrations."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def registered(self) -> Self:
        """People who take part."""
        return self.filter(status=Status.REGISTERED)
