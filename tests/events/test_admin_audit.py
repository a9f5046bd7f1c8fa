"""The "Historial" page: every change, old → new, wherever it was made."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from events.models import Edition, EditionLink, Page
from events.moments import Moment
from events.services.milestones import move_milestone
from somosnlp.accounts.audit import PER_PAGE, changes_of, event_model
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    CallFactory,
    EditionFactory,
    EditionLinkFactory,
    MilestoneFactory,
    PageFactory,
)
from tests.factories.sponsors import SponsorshipFactory

pytestmark = pytest.mark.django_db


def history_of(client: Client, obj: object) -> str:
    meta = obj._meta  # type: ignore[attr-defined]
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[obj.pk])  # type: ignore[attr-defined]
    return client.get(url).content.decode()


@pytest.fixture
def organiser(client: Client) -> Client:
    client.force_login(UserFactory(is_staff=True, is_superuser=True, name="Olga Ganem"))
    return client


@pytest.mark.django_db(transaction=True)
def test_history_lists_changes_from_admin_service_and_update(organiser: Client) -> None:
    edition = EditionFactory()
    page = PageFactory(edition=edition, title="Bases")
    milestone = MilestoneFactory(edition=edition, day_only=True, day=date(2026, 5, 29))
    url = reverse("admin:events_page_change", args=[page.pk])
    values = {"edition": edition.pk, "slug": page.slug, "language": "es", "title": "Reglas", "body": "x"}

    assert organiser.post(url, values).status_code == 302
    move_milestone(milestone, to=Moment(day=date(2026, 5, 31)), by=None)
    Page.objects.filter(pk=page.pk).update(title="Normas")

    first, second, *_rest = changes_of(Page.objects.get())
    title = next(field for field in first.fields if field.label == "Título")
    assert (title.old, title.new, first.who) == ("Reglas", "Normas", "")
    title = next(field for field in second.fields if field.label == "Título")
    assert (title.old, title.new, second.who) == ("Bases", "Reglas", "Olga Ganem")
    assert second.place == url
    for text in ("Bases", "Reglas", "Normas", "Olga Ganem"):
        assert text in history_of(organiser, page)
    moved = history_of(organiser, edition)
    assert "plazo: Cierre de inscripciones" in moved
    assert "29 de mayo de 2026" in moved
    assert "31 de mayo de 2026" in moved


def test_history_without_the_triggers_would_miss_the_update() -> None:
    """What Django itself notes knows nothing of an UPDATE: the reason for ADR 0002."""
    from django.contrib.admin.models import LogEntry

    page = PageFactory(title="Bases")
    Page.objects.filter(pk=page.pk).update(title="Normas")

    assert not LogEntry.objects.exists()
    assert [change.action for change in changes_of(page)] == ["Cambiado", "Creado"]


def test_history_names_choices_booleans_lists_and_relations() -> None:
    milestone = MilestoneFactory()
    call = CallFactory(edition=milestone.edition)
    call.closes_with, call.is_closed = milestone, True
    call.save(update_fields=["closes_with", "is_closed"])
    Edition.objects.filter(pk=milestone.edition.pk).update(languages=["es", "pt"])

    changed = {field.label: (field.old, field.new) for field in changes_of(call)[0].fields}
    assert changed == {"Cierra con": ("", str(milestone)), "Cerrada a mano": ("no", "sí")}
    [languages] = changes_of(milestone.edition)[0].fields
    assert (languages.label, languages.old, languages.new) == ("Idiomas", "es", "es, pt")


def test_history_shows_deleted_children() -> None:
    edition = EditionFactory()
    EditionLinkFactory(edition=edition, url="https://example.org/old")
    EditionLink.objects.all().delete()

    deleted = changes_of(edition, [(EditionLink, "edition")])[0]

    assert (deleted.action, deleted.thing) == ("Borrado", "enlace: Discord")
    assert ("https://example.org/old", "") in [(field.old, field.new) for field in deleted.fields]


def test_history_of_an_update_that_changes_nothing_is_empty() -> None:
    page = PageFactory()
    Page.objects.filter(pk=page.pk).update(title=page.title)
    assert len(changes_of(page)) == 1


def test_history_costs_the_same_for_any_number_of_changes(
    organiser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sponsorship = SponsorshipFactory()
    for number in range(PER_PAGE + 10):
        type(sponsorship).objects.filter(pk=sponsorship.pk).update(gives=f"{number} becas")
    url = reverse("admin:sponsors_sponsorship_history", args=[sponsorship.pk])

    with django_assert_max_num_queries(12):
        text = organiser.get(url).content.decode()

    assert f"{PER_PAGE + 9} becas" in text
    assert "?p=2" in text
    assert "1 becas" in organiser.get(url, {"p": 2}).content.decode()


def test_history_is_for_those_who_may_see_the_object(client: Client) -> None:
    page = PageFactory()
    url = reverse("admin:events_page_history", args=[page.pk])
    client.force_login(UserFactory(is_staff=True))
    assert client.get(url).status_code == 403


def test_history_of_a_missing_object_goes_back(organiser: Client) -> None:
    url = reverse("admin:events_page_history", args=[999])
    assert organiser.get(url).status_code == 302


def test_event_model_of_what_is_not_audited_is_none() -> None:
    from django.contrib.sessions.models import Session

    assert event_model(Session) is None
