"""The admin of the editions: who changes what, and what it costs to look at it."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from events.models import Edition, Milestone, MilestoneChange, Page, Session
from events.moments import Moment
from events.states import MilestoneKind
from somosnlp.accounts.models import User
from somosnlp.ui.markdown import render_markdown
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    CallFactory,
    EditionFactory,
    EditionFigureFactory,
    EditionLinkFactory,
    EditionPersonFactory,
    MilestoneChangeFactory,
    MilestoneFactory,
    PageFactory,
    PersonFactory,
    SessionFactory,
    SessionPersonFactory,
    TopicFactory,
)
from tests.factories.projects import PaperFactory, ProjectFactory
from tests.factories.sponsors import SponsorFactory, SponsorshipFactory, TierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> User:
    return UserFactory(is_staff=True, is_superuser=True, name="Olga Ganem")


@pytest.fixture
def page(client: Client, organiser: User) -> Client:
    client.force_login(organiser)
    return client


def change_url(obj: Any, what: str = "change") -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{what}", args=[obj.pk])


def posted(client: Client, url: str) -> dict[str, Any]:
    """Return what the browser would send back for the form at `url`, unchanged."""
    context = client.get(url).context
    data: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            if value is not None and value is not False:
                bound = (
                    form[name].field.prepare_value(value)
                    if hasattr(form[name].field, "prepare_value")
                    else value
                )
                data[form.add_prefix(name)] = bound
    return data


def full_edition() -> Edition:
    """An edition with something in every inline."""
    edition = EditionFactory()
    milestone = MilestoneFactory(edition=edition, day_only=True, day=date(2026, 5, 29))
    MilestoneChangeFactory(milestone=milestone, changed_by=UserFactory())
    CallFactory(edition=edition, closes_with=milestone)
    EditionLinkFactory(edition=edition)
    EditionFigureFactory(edition=edition)
    TopicFactory(edition=edition)
    return edition


def test_edition_saved_unchanged_stays_the_same(page: Client) -> None:
    edition = full_edition()
    before = Edition.objects.filter(pk=edition.pk).values().get()
    response = page.post(change_url(edition), posted(page, change_url(edition)))

    assert response.status_code == 302, response.context["errors"]
    assert Edition.objects.filter(pk=edition.pk).values().get() == before
    assert MilestoneChange.objects.count() == 1


def test_edition_moving_a_deadline_writes_its_history(page: Client, organiser: User) -> None:
    edition = full_edition()
    data = posted(page, change_url(edition))
    data |= {
        "milestones-0-on": "31/05/2026",
        "milestones-0-clock": "23:59",
        "milestones-0-reason": "Pidieron más tiempo",
        "milestones-0-note": "Avisado en Discord",
    }

    response = page.post(change_url(edition), data)

    assert response.status_code == 302, response.context["errors"]
    milestone = Milestone.objects.get()
    assert milestone.at == datetime(2026, 6, 1, 11, 59, tzinfo=UTC)
    assert milestone.note == "Avisado en Discord"
    change = milestone.changes.last()
    assert change is not None
    assert (change.day, change.reason, change.changed_by) == (
        date(2026, 5, 29),
        "Pidieron más tiempo",
        organiser,
    )
    shown = page.get(change_url(edition)).content.decode()
    assert "Pidieron más tiempo" in shown
    assert "29 de mayo" in shown


def test_edition_new_and_deleted_deadlines_are_saved(page: Client) -> None:
    edition = full_edition()
    data = posted(page, change_url(edition))
    data |= {
        "milestones-TOTAL_FORMS": "2",
        "milestones-0-DELETE": "on",
        "milestones-1-edition": str(edition.pk),
        "milestones-1-kind": MilestoneKind.DELIVERY,
        "milestones-1-on": "2026-06-10",
        "milestones-1-zone": "AoE",
        "calls-0-closes_with": "",
    }

    response = page.post(change_url(edition), data)

    assert response.status_code == 302, response.context["errors"]
    assert [(m.kind, m.day) for m in edition.milestones.all()] == [
        (MilestoneKind.DELIVERY, date(2026, 6, 10))
    ]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("milestones-0-zone", "Luna/Mar", "no es una zona"),
        ("milestones-0-clock", "25:00", "hora"),
        ("milestones-0-on", "31/12/9999", "Escribe un año entre"),
        ("milestones-0-on", "01/01/0001", "Escribe un año entre"),
        ("links-0-url", "javascript:alert(1)", "https://"),
    ],
)
def test_edition_bad_value_is_told_beside_its_field(
    page: Client, field: str, value: str, message: str
) -> None:
    edition = full_edition()
    response = page.post(change_url(edition), {**posted(page, change_url(edition)), field: value})

    assert response.status_code == 200
    assert any(message in str(error) for error in response.context["errors"])


def test_edition_hour_without_a_day_is_refused(page: Client) -> None:
    edition = full_edition()
    data = {**posted(page, change_url(edition)), "milestones-0-on": "", "milestones-0-clock": "10:00"}
    assert "Falta el día" in page.post(change_url(edition), data).content.decode()


def test_edition_mail_link_is_accepted(page: Client) -> None:
    edition = full_edition()
    data = {**posted(page, change_url(edition)), "links-0-url": "mailto:info@example.org"}
    assert page.post(change_url(edition), data).status_code == 302


def test_edition_saved_drops_its_kept_pages(
    page: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition = full_edition()
    data = posted(page, change_url(edition))
    with django_capture_on_commit_callbacks(execute=True):
        page.post(change_url(edition), data)
    assert cache.get(f"page-version:{edition.slug}")


def test_edition_shown_on_front_page_takes_the_flag_from_the_other(page: Client) -> None:
    old, new = EditionFactory(is_current=True), EditionFactory(is_published=False)
    data = {"action": "show_on_front_page", "_selected_action": [new.pk]}

    response = page.post(reverse("admin:events_edition_changelist"), data, follow=True)

    assert "La portada muestra ahora" in response.content.decode()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.is_current, new.is_current, new.is_published) == (False, True, True)


@pytest.mark.parametrize(("chosen", "message"), [(2, "Elige una sola"), (1, "ya mostraba")])
def test_edition_front_page_action_explains_itself(page: Client, chosen: int, message: str) -> None:
    editions = [EditionFactory(is_current=True), EditionFactory()][:chosen]
    data = {"action": "show_on_front_page", "_selected_action": [edition.pk for edition in editions]}
    response = page.post(reverse("admin:events_edition_changelist"), data, follow=True)
    assert message in response.content.decode()


def test_page_preview_is_what_the_site_renders_and_saves_nothing(page: Client) -> None:
    text = "## Hola\r\n\r\n<script>x</script> **ñ** | [a](https://example.org)"

    response = page.post(reverse("admin:events_page_preview"), {"title": "Bases", "body": text})

    assert render_markdown(text.replace("\r\n", "\n")) in response.content.decode()
    assert "<script>x" not in response.content.decode()
    assert Page.objects.count() == 0


def test_page_preview_is_for_those_who_may_edit(page: Client, client: Client) -> None:
    url = reverse("admin:events_page_preview")
    assert page.get(url).status_code == 405
    client.force_login(UserFactory(is_staff=True))
    assert client.post(url, {"body": "x"}).status_code == 403
    client.force_login(UserFactory())
    assert client.post(url, {"body": "x"}).status_code == 302


def test_call_and_session_refuse_what_is_of_another_edition(page: Client) -> None:
    call, milestone = CallFactory(), MilestoneFactory()
    data = {**posted(page, change_url(call)), "closes_with": milestone.pk}
    assert "es de otra edición" in page.post(change_url(call), data).content.decode()
    session, topic = SessionFactory(), TopicFactory()
    data = {**posted(page, change_url(session)), "topic": topic.pk}
    assert "es de otra edición" in page.post(change_url(session), data).content.decode()


def test_call_form_says_of_which_edition_each_deadline_is(page: Client) -> None:
    milestone = MilestoneFactory()
    text = page.get(change_url(CallFactory())).content.decode()
    assert f"{milestone.edition.slug} · Cierre de inscripciones" in text


def test_page_form_offers_the_preview(page: Client) -> None:
    assert reverse("admin:events_page_preview") in page.get(change_url(PageFactory())).content.decode()


#: An edition whose programme nobody plans any more.
OVER = {"starts_on": date(2024, 3, 1), "ends_on": date(2024, 3, 31)}


def test_session_hour_is_typed_in_the_zone_of_its_edition(page: Client) -> None:
    session = SessionFactory(edition=EditionFactory(time_zone="America/Bogota", **OVER))
    SessionPersonFactory(session=session)
    data = posted(page, change_url(session))
    assert data["clock"] == time(11)
    data |= {"on": "14/03/2024", "clock": "18:30"}

    response = page.post(change_url(session), data)

    assert response.status_code == 302, response.context["adminform"].errors
    assert Session.objects.get().starts_at == datetime(2024, 3, 14, 23, 30, tzinfo=UTC)


def test_session_without_an_hour_keeps_only_its_day(page: Client) -> None:
    session = SessionFactory(edition=EditionFactory(**OVER))
    data = {**posted(page, change_url(session)), "clock": ""}
    page.post(change_url(session), data)
    session.refresh_from_db()
    assert session.moment == Moment(day=date(2024, 3, 13), zone=session.edition.time_zone)


SEARCHES = [
    (lambda: EditionFactory(name="Hackatón Ñandú"), "hackaton nandu"),
    (lambda: PersonFactory(name="Álvaro Pérez"), "alvaro perez"),
    (lambda: SessionFactory(title="Detección de sesgos"), "deteccion"),
    (lambda: PageFactory(title="Información"), "informacion"),
    (lambda: SponsorFactory(name="Cálamo"), "calamo"),
    (lambda: ProjectFactory(name="AviaciónInteligente"), "aviacioninteligente"),
    (lambda: PaperFactory(title="Aprendiendo español"), "espanol"),
]


@pytest.mark.parametrize(("make", "words"), SEARCHES)
def test_search_does_not_mind_accents(page: Client, make: Any, words: str) -> None:
    obj = make()
    url = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_changelist")
    assert list(page.get(url, {"q": words}).context["cl"].result_list) == [obj]
    assert list(page.get(url, {"q": "nada"}).context["cl"].result_list) == []


LISTS = [
    (EditionFactory, 6),
    (PageFactory, 9),
    (SessionFactory, 11),
    (PersonFactory, 8),
    (CallFactory, 8),
    (TopicFactory, 7),
    (TierFactory, 7),
    (SponsorFactory, 9),
    (SponsorshipFactory, 9),
    (ProjectFactory, 8),
    (PaperFactory, 8),
]


@pytest.mark.parametrize("count", [10, 250])
@pytest.mark.parametrize(("factory", "limit"), LISTS, ids=lambda value: getattr(value, "__name__", ""))
def test_list_costs_the_same_for_10_and_for_250_rows(
    page: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    factory: Any,
    limit: int,
    count: int,
) -> None:
    rows = factory.create_batch(count)
    if factory is PersonFactory:
        for person in rows:
            EditionPersonFactory(person=person)
    model = factory._meta.model
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    with django_assert_max_num_queries(limit):
        response = page.get(url)
    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("count", [1, 12])
def test_edition_form_costs_the_same_for_any_number_of_calls_and_deadlines(
    page: Client, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    edition = EditionFactory()
    for kind in list(MilestoneKind)[:count]:
        MilestoneChangeFactory(
            milestone=MilestoneFactory(edition=edition, kind=kind), changed_by=UserFactory()
        )
    CallFactory(edition=edition)
    page.get(change_url(edition))  # content types and the like are asked for once in a process
    with django_assert_max_num_queries(14):
        page.get(change_url(edition))
