"""Which registrations and teams."""

from registrations.querysets.registrations import STUCK_AT, RegistrationQuerySet

__all__ = ["STUCK_AT", "RegistrationQuerySet"]
