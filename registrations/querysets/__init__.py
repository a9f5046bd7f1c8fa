"""Which registrations and teams."""

from registrations.querysets.registrations import STUCK_AT, RegistrationQuerySet
from registrations.querysets.teams import OfferQuerySet, TeamProfileQuerySet, TeamQuerySet

__all__ = ["STUCK_AT", "OfferQuerySet", "RegistrationQuerySet", "TeamProfileQuerySet", "TeamQuerySet"]
