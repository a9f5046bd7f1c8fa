"""A call's card says whether it is open and always leads somewhere true."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from events.calls.cards import INVITATIONS, CallCard, call_cards
from events.models import Call
from events.states import CallKind, MilestoneKind
from tests.factories import events as make


def card(call: Call) -> CallCard:
    return call_cards(call.edition, [call], timezone.now())[call.kind]


@pytest.mark.django_db
def test_open_call_leads_to_our_form() -> None:
    call = make.CallFactory()
    assert card(call).url == f"/{call.edition.slug}/inscripcion/"
    assert card(call).is_form
    assert card(call).state_label == "Abierta"


@pytest.mark.django_db
def test_open_call_with_an_end_says_until_when() -> None:
    edition = make.EditionFactory()
    end = make.MilestoneFactory(edition=edition, precision="day", at=None, day=date(2999, 3, 22))
    call = make.CallFactory(edition=edition, closes_with=end)
    assert card(call).state_label == "Abierta hasta el 22 de marzo de 2999"


@pytest.mark.django_db
def test_open_call_names_the_day_announced_not_the_servers() -> None:
    edition = make.EditionFactory()
    at = datetime(2999, 3, 23, 11, 59, tzinfo=UTC)
    end = make.MilestoneFactory(edition=edition, at=at, zone="AoE")
    assert card(make.CallFactory(edition=edition, closes_with=end)).state_label.endswith(
        "22 de marzo de 2999"
    )


@pytest.mark.django_db
def test_open_call_without_our_form_leads_outside() -> None:
    call = make.CallFactory(kind=CallKind.SPONSORSHIP, external_url="https://example.org/propon")
    assert card(call).url == call.external_url
    assert not card(call).by_mail


@pytest.mark.django_db
def test_open_call_without_any_form_leads_to_its_page_and_says_so() -> None:
    call = make.CallFactory(kind=CallKind.UNIVERSITY)
    assert card(call).url == f"/{call.edition.slug}/universidades/"
    assert card(call).by_mail


@pytest.mark.django_db
def test_open_call_without_form_or_page_leads_to_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = replace(INVITATIONS[CallKind.KEYNOTE], form="not-built-yet")
    monkeypatch.setitem(INVITATIONS, CallKind.KEYNOTE, nowhere)
    assert card(make.CallFactory(kind=CallKind.KEYNOTE)).url == "/contacto/"


@pytest.mark.django_db
def test_call_that_opens_later_says_when_and_shows_no_form() -> None:
    opens = timezone.now().date() + timedelta(days=5)
    call = make.CallFactory(opens_on=opens)
    assert card(call).state == "soon"
    assert card(call).state_label.startswith("Abre el ")
    assert not card(call).is_form


@pytest.mark.django_db
def test_closed_call_never_leads_to_a_form() -> None:
    edition = make.EditionFactory()
    over = make.MilestoneFactory(edition=edition, kind=MilestoneKind.KEYNOTES, past=True)
    keynote = make.CallFactory(
        edition=edition, kind=CallKind.KEYNOTE, closes_with=over, external_url="https://example.org/"
    )
    by_hand = make.CallFactory(edition=edition, is_closed=True)
    assert card(keynote).state == "closed"
    assert card(keynote).url == ""
    assert card(by_hand).url == f"/{edition.slug}/bases/"
    assert card(by_hand).state_label == "Cerrada"


@pytest.mark.django_db
def test_cards_come_in_the_order_of_the_landing() -> None:
    edition = make.EditionFactory()
    calls = [make.CallFactory(edition=edition, kind=kind) for kind in reversed(CallKind.values)]
    assert list(call_cards(edition, calls, timezone.now())) == CallKind.values
