"""Posters as the workflow leaves them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.models import Call, Edition, Poster
from events.services.posters import decide_poster
from events.services.sending import Sending
from events.states import AiUse, CallKind, PosterText
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, in_days
from tests.factories.pictures import make_picture_row

NEEDED = [text.value for text in PosterText if text != PosterText.GRAPHIC]


class PosterFactory(DjangoModelFactory[Poster]):
    """A whole poster, sent three days ago, that waits."""

    class Meta:
        model = Poster

    edition = factory.SubFactory(EditionFactory)
    submitted_by = factory.SubFactory(UserFactory)
    status = Status.SUBMITTED
    submitted_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=3, hours=1))
    title = factory.Sequence(lambda n: f"Cartel número {n}")
    picture = factory.LazyAttribute(lambda poster: make_picture_row(by=poster.submitted_by))
    description = "Olas amarillas sobre azul."
    texts = factory.LazyFunction(lambda: list(NEEDED))
    is_own_work = True
    ai_use = AiUse.NONE
    credit_name = factory.SelfAttribute("submitted_by.name")
    wants_thanks = True


def make_call(**fields: Any) -> Call:
    """Return the open call for posters of an edition."""
    call: Call = CallFactory(kind=CallKind.POSTER, **fields)
    return call


def make_vote(**fields: Any) -> Call:
    """Return a call for posters whose vote is open."""
    return make_call(voting_from=in_days(-1), voting_until=in_days(1), **fields)


def hang(edition: Edition, **fields: Any) -> Poster:
    """Return an accepted poster in the gallery of `edition`."""
    poster: Poster = PosterFactory(edition=edition, **fields)
    decide_poster(poster, to=Status.ACCEPTED, by=UserFactory())
    return poster


def answers(by: User | None = None, **changes: Any) -> dict[str, Any]:
    """Return what the form hands to the service for a whole poster."""
    return {
        "picture": make_picture_row(by=by),
        "texts": list(NEEDED),
        "title": "Olas",
        "description": "Olas amarillas sobre azul.",
        "is_own_work": True,
        "ai_use": AiUse.NONE,
        "ai_note": "",
        "wants_thanks": True,
        "credit_name": "Ana Luz",
    } | changes


def sending(by: User | None = None, **changes: Any) -> Sending:
    """Return one press of the button."""
    return Sending(uuid4(), answers(by, **changes))
