"""Which teams, offers and people without a team."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Q

from registrations.states.teams import OfferStatus, TeamStatus
from somosnlp.prepared import Given

if TYPE_CHECKING:
    from registrations.models import Offer, Team, TeamProfile  # noqa: F401 (the base classes name them)


def proven_addresses(user: Any) -> models.QuerySet[Any, Any]:
    """Return the addresses that `user` has proven to be theirs, as a subquery."""
    addresses: models.QuerySet[Any, Any] = EmailAddress.objects.filter(user=user, verified=True)
    return addresses.values("email")


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: Any) -> Self:
        """Teams of published editions that still exist; organisers also see those that dissolved."""
        if user.is_staff:
            return self
        return self.filter(edition__is_published=True).exclude(status=TeamStatus.DISSOLVED)

    def looking(self) -> Self:
        """Teams with a free place that want somebody in it."""
        return self.filter(status=TeamStatus.LOOKING)

    def of(self, user: Any) -> Self:
        """Teams the person is in, of whatever edition."""
        return self.filter(memberships__registration__user=user)


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self, now: datetime | Given) -> Self:
        """Offers that wait for an answer and may still get one."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), status=OfferStatus.OPEN)

    def concerning(self, user: Any) -> Self:
        """Offers made to or by the person, those sent to the address they proved included."""
        return self.filter(Q(registration__user=user) | Q(email__in=proven_addresses(user)))


class TeamProfileQuerySet(models.QuerySet["TeamProfile"]):
    def listed(self) -> Self:
        """People who asked to be found: registered, without a team."""
        return self.filter(is_listed=True, registration__status="registered", registration__membership=None)
