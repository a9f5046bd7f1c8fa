"""Which registrations."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from registrations.states import PathStep, Status

if TYPE_CHECKING:
    from registrations.models import Registration  # noqa: F401 (the base class names it)


_REGISTERED = Q(status=Status.REGISTERED)
_IN_DISCORD = ~Q(user__discord="")
_IN_HUGGING_FACE = ~Q(user__hugging_face="")
_ANSWERED_MORE = (
    Q(first_event__isnull=False)
    | Q(wants_to_spread__isnull=False)
    | Q(wants_to_organise__isnull=False)
    | Q(demographics__education__gt="")
)
#: Who has not cancelled is at exactly one step: the one of `registrations.steps` to be done next.
STUCK_AT = {
    PathStep.CODE: Q(status=Status.UNCONFIRMED),
    PathStep.FORM: Q(status=Status.DRAFT),
    PathStep.DISCORD: _REGISTERED & ~_IN_DISCORD,
    PathStep.HUGGING_FACE: _REGISTERED & _IN_DISCORD & ~_IN_HUGGING_FACE,
    PathStep.MORE: _REGISTERED & _IN_DISCORD & _IN_HUGGING_FACE & ~_ANSWERED_MORE,
    PathStep.DONE: _REGISTERED & _IN_DISCORD & _IN_HUGGING_FACE & _ANSWERED_MORE,
}


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: Any) -> Self:
        """A person sees their own registrations."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def registered(self) -> Self:
        """People who take part."""
        return self.filter(status=Status.REGISTERED)

    def stuck_at(self, step: PathStep) -> Self:
        """People whose next step is `step`."""
        return self.filter(STUCK_AT[step])
