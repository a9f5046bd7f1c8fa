"""The admin of participants: one module per topic."""

from registrations.admin.registrations import RegistrationAdmin
from registrations.admin.universities import UniversityAdmin

__all__ = ["RegistrationAdmin", "UniversityAdmin"]
