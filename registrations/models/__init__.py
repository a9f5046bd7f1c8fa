"""Participants, universities and teams."""

from registrations.models.registrations import Demographics, Registration, RegistrationExtension, University

__all__ = ["Demographics", "Registration", "RegistrationExtension", "University"]
