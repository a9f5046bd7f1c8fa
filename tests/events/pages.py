"""A whole edition for the tests of its pages, with as many of everything as asked for."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from events.models import Edition
from events.states import CallKind, LinkKind, PageSlug, SessionKind
from tests.factories import events as make
from tests.factories.projects import PaperFactory, ProjectFactory, ProjectLinkFactory
from tests.factories.sponsors import SponsorshipFactory, TierFactory

#: What pytest-django's fixtures `django_assert_num_queries` and `django_capture_on_commit_callbacks` are.
Asserter = Callable[[int], Any]
Capture = Callable[..., Any]

KINDS = (SessionKind.KEYNOTE, SessionKind.WORKSHOP, SessionKind.AMA)
LINKS = (LinkKind.DISCORD, LinkKind.PLAYLIST, LinkKind.X)
CALLS = (CallKind.REGISTRATION, CallKind.ORGANISERS, CallKind.SPONSORSHIP)
TEXTS = (PageSlug.QUESTIONS, PageSlug.PRIZES, PageSlug.RULES)
MILESTONES = ("registration", "teams", "delivery")


def full_edition(rows: int, **fields: object) -> Edition:
    """Return an edition with `rows` of everything its pages show, and `rows` other editions."""
    edition = make.EditionFactory(**fields)
    for place in range(rows):
        other = make.EditionFactory()
        make.EditionFigureFactory(edition=other)
        make.EditionLinkFactory(edition=other, kind=LinkKind.PLAYLIST)
        make.EditionFigureFactory(edition=edition)
        make.EditionLinkFactory(edition=edition, kind=LINKS[place])
        milestone = make.MilestoneFactory(edition=edition, kind=MILESTONES[place])
        make.MilestoneChangeFactory(milestone=milestone)
        make.NoticeFactory(edition=edition)
        make.CallFactory(edition=edition, kind=CALLS[place], closes_with=milestone)
        make.PageFactory(edition=edition, slug=TEXTS[place])
        session = make.SessionFactory(
            edition=edition, kind=KINDS[place], topic=make.TopicFactory(edition=edition)
        )
        make.SessionPersonFactory(session=session)
        make.SessionPersonFactory(session=session, role="host")
        SponsorshipFactory(tier=TierFactory(edition=edition))
        project = ProjectFactory(edition=edition, award="1.º")
        ProjectLinkFactory(project=project)
        PaperFactory(project=project)
    return edition


def read(client: Client, path: str, status: int = 200) -> str:
    """Return the page at `path` as text."""
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()
