"""The admin of the editions: one module per topic."""

from events.admin.calls import CallAdmin
from events.admin.editions import EditionAdmin
from events.admin.mentorships import MentorshipAdmin, MentorshipRequestAdmin
from events.admin.moving import MilestoneAdmin
from events.admin.notices import NoticeAdmin
from events.admin.organisers import OrganiserApplicationAdmin
from events.admin.pages import PageAdmin
from events.admin.posters import PosterAdmin
from events.admin.programme import PersonAdmin, SessionAdmin, TopicAdmin
from events.admin.proposals import KeynoteProposalAdmin
from events.admin.questions import QuestionAdmin
from events.admin.releases import ReleaseAdmin

__all__ = [
    "CallAdmin",
    "EditionAdmin",
    "KeynoteProposalAdmin",
    "MentorshipAdmin",
    "MentorshipRequestAdmin",
    "MilestoneAdmin",
    "NoticeAdmin",
    "OrganiserApplicationAdmin",
    "PageAdmin",
    "PersonAdmin",
    "PosterAdmin",
    "QuestionAdmin",
    "ReleaseAdmin",
    "SessionAdmin",
    "TopicAdmin",
]
