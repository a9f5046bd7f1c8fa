"""The admin of participants and teams: one module per topic."""

from registrations.admin.matching import MatchRunAdmin
from registrations.admin.offers import OfferAdmin, ReportAdmin
from registrations.admin.registrations import RegistrationAdmin
from registrations.admin.teams import TeamAdmin
from registrations.admin.universities import UniversityAdmin

__all__ = ["MatchRunAdmin", "OfferAdmin", "RegistrationAdmin", "ReportAdmin", "TeamAdmin", "UniversityAdmin"]
