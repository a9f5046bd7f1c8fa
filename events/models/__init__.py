"""Editions, their milestones, pages, calls, proposals and programme."""

from events.models.attendance import Attendance, CalendarFeed, Question, QuestionVote
from events.models.calls import Call, CallAccess, OrganiserApplication
from events.models.editions import Edition, EditionFigure, EditionLink, Milestone, MilestoneChange
from events.models.notices import Notice
from events.models.pages import Page
from events.models.pictures import Picture
from events.models.posters import Poster, PosterVote
from events.models.programme import EditionPerson, Person, Session, SessionPerson, Topic
from events.models.proposals import (
    CoSpeaker,
    KeynoteProposal,
    Mentorship,
    MentorshipRequest,
)
from events.models.scheduling import Placement, Release, ReleaseChange

__all__ = [
    "Attendance",
    "CalendarFeed",
    "Call",
    "CallAccess",
    "CoSpeaker",
    "Edition",
    "EditionFigure",
    "EditionLink",
    "EditionPerson",
    "KeynoteProposal",
    "Mentorship",
    "MentorshipRequest",
    "Milestone",
    "MilestoneChange",
    "Notice",
    "OrganiserApplication",
    "Page",
    "Person",
    "Picture",
    "Placement",
    "Poster",
    "PosterVote",
    "Question",
    "QuestionVote",
    "Release",
    "ReleaseChange",
    "Session",
    "SessionPerson",
    "Topic",
]
