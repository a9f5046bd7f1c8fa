"""Participants, universities and teams."""

from registrations.models.matching import MatchGroup, MatchRun
from registrations.models.offers import InvitationLink, Merger, Offer
from registrations.models.registrations import Demographics, Registration, RegistrationExtension, University
from registrations.models.reports import Report
from registrations.models.teams import Membership, Team, TeamLogEntry, TeamProfile

__all__ = [
    "Demographics",
    "InvitationLink",
    "MatchGroup",
    "MatchRun",
    "Membership",
    "Merger",
    "Offer",
    "Registration",
    "RegistrationExtension",
    "Report",
    "Team",
    "TeamLogEntry",
    "TeamProfile",
    "University",
]
