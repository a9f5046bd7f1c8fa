"""Editions, their milestones, pages, calls and programme."""

from events.models.calls import Call, OrganiserApplication
from events.models.editions import Edition, EditionFigure, EditionLink, Milestone, MilestoneChange
from events.models.notices import Notice
from events.models.pages import Page
from events.models.programme import EditionPerson, Person, Session, SessionPerson, Topic

__all__ = [
    "Call",
    "Edition",
    "EditionFigure",
    "EditionLink",
    "EditionPerson",
    "Milestone",
    "MilestoneChange",
    "Notice",
    "OrganiserApplication",
    "Page",
    "Person",
    "Session",
    "SessionPerson",
    "Topic",
]
