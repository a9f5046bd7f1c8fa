"""Starting 2027 from 2026."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from events.models import Call, Edition, Milestone, MilestoneChange, Page
from events.services.cloning import clone_edition
from events.services.importing import import_editions
from events.states import CallKind, LinkKind, MilestoneKind
from sponsors.models import Sponsorship, Tier
from tests.factories.events import (
    CallFactory,
    EditionFactory,
    EditionLinkFactory,
    MilestoneFactory,
    PageFactory,
)
from tests.factories.sponsors import SponsorshipFactory

pytestmark = pytest.mark.django_db


def test_clone_real_edition_has_what_the_other_has() -> None:
    import_editions()
    out = StringIO()

    call_command("clone_edition", "2026", "2027", stdout=out)

    old, new = Edition.objects.get(slug="2026"), Edition.objects.get(slug="2027")
    assert "2027" in out.getvalue()
    assert new.name == "#HackathonSomosNLP 2027"
    assert (new.is_published, new.is_current) == (False, False)
    assert Edition.objects.current() == old
    for name in ("milestones", "topics", "calls", "pages", "tiers"):
        assert getattr(new, name).count() == getattr(old, name).count() > 0
    for name in ("sessions", "people", "figures", "projects"):
        assert getattr(new, name).count() == 0
    assert not Sponsorship.objects.filter(tier__edition=new).exists()
    assert not MilestoneChange.objects.filter(milestone__edition=new).exists()


def test_clone_moves_dates_to_the_same_weekday_a_year_later() -> None:
    old = EditionFactory(slug="2026", starts_on=date(2026, 5, 4), ends_on=date(2026, 6, 3))
    MilestoneFactory(edition=old, day_only=True, day=date(2026, 5, 15))

    new = clone_edition("2026", "2027")

    assert (new.starts_on, new.ends_on) == (date(2027, 5, 3), date(2027, 6, 2))
    assert new.starts_on.weekday() == old.starts_on.weekday()
    assert Milestone.objects.get(edition=new).day == date(2027, 5, 14)


def test_clone_keeps_the_hour_of_the_clock_across_a_change_of_clocks() -> None:
    old = EditionFactory(slug="2026")
    MilestoneFactory(edition=old, at=datetime(2026, 3, 27, 22, 59, tzinfo=UTC), zone="Europe/Madrid")

    clone_edition("2026", "2027", shift=timedelta(days=7))

    assert Milestone.objects.get(edition__slug="2027").at == datetime(2026, 4, 3, 21, 59, tzinfo=UTC)


def test_clone_calls_close_with_the_new_deadline() -> None:
    old = EditionFactory(slug="2026")
    closing = MilestoneFactory(edition=old)
    CallFactory(edition=old, closes_with=closing, opens_on=date(2026, 4, 1), is_closed=True)
    CallFactory(edition=old, kind=CallKind.POSTER, is_closed=True)

    clone_edition("2026", "2027")

    dated, undated = Call.objects.filter(edition__slug="2027").order_by("-kind")
    assert dated.closes_with == Milestone.objects.get(edition__slug="2027", kind=MilestoneKind.REGISTRATION)
    assert (dated.opens_on, dated.is_closed) == (date(2027, 3, 31), False)
    assert undated.is_closed


def test_clone_pages_are_drafts_and_links_are_those_of_the_community() -> None:
    old = EditionFactory(slug="2026")
    PageFactory(edition=old)
    EditionLinkFactory(edition=old)
    EditionLinkFactory(edition=old, kind=LinkKind.PLAYLIST, url="https://www.youtube.com/playlist?list=x")

    new = clone_edition("2026", "2027")

    now = datetime(2100, 1, 1, tzinfo=UTC)
    assert Page.objects.published(now).filter(edition=new).count() == 0
    assert Page.objects.filter(edition=new, is_draft=True).count() == 1
    assert [link.kind for link in new.links.all()] == [LinkKind.DISCORD]


def test_clone_tiers_come_without_sponsors() -> None:
    old = EditionFactory(slug="2026")
    SponsorshipFactory(tier__edition=old, tier__code="gold")

    clone_edition("2026", "2027")

    tier = Tier.objects.get(edition__slug="2027")
    assert tier.code == "gold"
    assert tier.threshold == Decimal(1000)
    assert tier.sponsorships.count() == 0


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("2026", "2026", "is there already"),
        ("1999", "2027", "There is no edition '1999'"),
        ("2026", "veintisiete", "4"),
        ("2026", "año2", "edition_slug_is_a_year"),
    ],
)
def test_clone_is_refused_and_nothing_is_made(source: str, target: str, message: str) -> None:
    EditionFactory(slug="2026")
    with pytest.raises(CommandError, match=message):
        call_command("clone_edition", source, target)
    assert Edition.objects.count() == 1


def test_clone_shift_beyond_the_calendar_is_refused() -> None:
    EditionFactory(slug="2026")
    with pytest.raises(CommandError):
        call_command("clone_edition", "2026", "2027", "--shift-days", "9999999")
    assert Edition.objects.count() == 1
