"""«Mover plazo» in the admin: form, preview, confirmation, undoing, and who may."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Milestone, Notice
from events.moments import Moment
from events.moving.preview import later_milestones, left_text
from events.states import CallKind, MilestoneKind
from somosnlp.accounts.models import User
from tests.events.pages import Asserter
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    CallFactory,
    EditionFactory,
    MilestoneFactory,
    NoticeFactory,
    SessionFactory,
    in_days,
)
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db
#: 24 March 2030, 23:59 AoE.
AT = datetime(2030, 3, 25, 11, 59, tzinfo=UTC)


@pytest.fixture
def organiser() -> User:
    person: User = UserFactory(is_staff=True, name="Olga Ganem", time_zone="Europe/Madrid")
    person.user_permissions.set(
        Permission.objects.filter(codename__in=["change_milestone", "view_milestone", "change_notice"])
    )
    return person


@pytest.fixture
def page(client: Client, organiser: User) -> Client:
    client.force_login(organiser)
    return client


@pytest.fixture
def edition() -> Edition:
    return EditionFactory(slug="2026", time_zone="Europe/Madrid")


@pytest.fixture
def delivery(edition: Edition) -> Milestone:
    return MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY, at=AT)


def address(milestone: Milestone) -> str:
    return reverse("admin:events_milestone_move", args=[milestone.pk])


def typed(day: str, clock: str = "23:59", zone: str = "AoE", **more: Any) -> dict[str, Any]:
    return {"on": day, "clock": clock, "zone": zone, "reason": "Pidieron más tiempo", **more}


def preview(page: Client, milestone: Milestone, data: dict[str, Any]) -> Any:
    response = page.post(address(milestone), data)
    assert response.status_code == 200, response.context["form"].errors
    return response


def confirm(page: Client, milestone: Milestone, shown: Any, **more: Any) -> Any:
    return page.post(address(milestone), {"token": shown.context["token"], **more})


def test_form_shows_the_present_date_and_what_usually_moves_along(
    page: Client, edition: Edition, delivery: Milestone
) -> None:
    winners = MilestoneFactory(edition=edition, kind=MilestoneKind.WINNERS, at=AT + timedelta(days=9))
    sponsors = MilestoneFactory(edition=edition, kind=MilestoneKind.SPONSORS, at=AT + timedelta(days=1))
    MilestoneFactory(edition=edition, kind=MilestoneKind.START, at=AT - timedelta(days=20))
    form = page.get(address(delivery)).context["form"]

    assert form["on"].value() == date(2030, 3, 24)
    assert form["zone"].value() == "AoE"
    assert [other.pk for other in later_milestones(delivery)] == [sponsors.pk, winners.pk]
    assert form["along"].value() == [winners.pk]


def test_preview_writes_nothing_and_tells_everything(
    page: Client, edition: Edition, delivery: Milestone
) -> None:
    winners = MilestoneFactory(edition=edition, kind=MilestoneKind.WINNERS, at=AT + timedelta(days=9))
    for zone in ("America/Lima", "America/Lima", "America/Bogota"):
        RegistrationFactory(edition=edition, user__time_zone=zone)
    RegistrationFactory(edition=edition, begun=True, user__time_zone="America/Lima")
    shown = preview(page, delivery, typed("2030-03-26", along=[winners.pk]))
    first, second = shown.context["preview"].rows
    assert [place.name for place in first.places] == ["Lima", "Bogotá", "Ciudad de México", "AoE"]
    assert first.places[0].to == "miércoles 27 de marzo de 2030, 06:59"
    assert first.places[-1].to == "martes 26 de marzo de 2030, 23:59"
    assert second.to.at == AT + timedelta(days=11)
    assert shown.context["preview"].mails == 3
    assert [figure.value for figure in shown.context["preview"].figures] == [3, 1]
    assert Notice.objects.count() == 0
    delivery.refresh_from_db()
    assert delivery.at == AT


def test_confirm_moves_and_leads_to_the_text_for_discord(page: Client, delivery: Milestone) -> None:
    shown = preview(page, delivery, typed("2030-03-26"))
    response = page.post(address(delivery), {"token": shown.context["token"]}, follow=True)

    delivery.refresh_from_db()
    stamp = int((AT + timedelta(days=2)).timestamp())
    assert delivery.at == AT + timedelta(days=2)
    assert f"<t:{stamp}:F> (<t:{stamp}:R>)" in response.context["discord"]
    assert response.context["can_undo"]
    assert "Deshacer" in response.content.decode()


def test_undo_button_puts_it_back(page: Client, delivery: Milestone) -> None:
    confirm(page, delivery, preview(page, delivery, typed("2030-03-26")))
    notice = Notice.objects.get()
    url = reverse("admin:events_milestone_undo", args=[notice.pk])
    assert page.get(url).status_code == 405
    response = page.post(url, follow=True)

    delivery.refresh_from_db()
    assert delivery.at == AT
    assert not response.context["can_undo"]
    assert "volvieron a su fecha anterior" in response.content.decode()


def test_undo_too_late_says_so(page: Client, delivery: Milestone) -> None:
    confirm(page, delivery, preview(page, delivery, typed("2030-03-26")))
    Notice.objects.update(held_until=timezone.now())
    url = reverse("admin:events_milestone_undo", args=[Notice.objects.get().pk])
    assert "Ya no se puede deshacer" in page.post(url, follow=True).content.decode()


def test_stale_preview_is_refused(page: Client, delivery: Milestone) -> None:
    early = preview(page, delivery, typed("2030-03-26"))
    confirm(page, delivery, preview(page, delivery, typed("2030-03-29")))
    response = page.post(address(delivery), {"token": early.context["token"]}, follow=True)

    delivery.refresh_from_db()
    assert delivery.at == AT + timedelta(days=5)
    assert "Mira cómo está ahora" in response.content.decode()


def test_forged_or_borrowed_preview_is_refused(client: Client, page: Client, delivery: Milestone) -> None:
    token = preview(page, delivery, typed("2030-03-26")).context["token"]
    assert (
        "Mira cómo está ahora" in page.post(address(delivery), {"token": "x"}, follow=True).content.decode()
    )
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert (
        "Mira cómo está ahora"
        in client.post(address(delivery), {"token": token}, follow=True).content.decode()
    )
    assert Notice.objects.count() == 0


def test_past_date_needs_the_box(page: Client, edition: Edition) -> None:
    closing = MilestoneFactory(edition=edition, zone="UTC")
    call = CallFactory(edition=edition, kind=CallKind.REGISTRATION, closes_with=closing)
    past = in_days(-1)
    shown = preview(page, closing, typed(f"{past:%Y-%m-%d}", f"{past:%H:%M}", "UTC"))

    assert shown.context["preview"].is_past
    assert [(row.before, row.after) for row in shown.context["preview"].calls] == [("open", "closed")]
    again = confirm(page, closing, shown)
    assert again.status_code == 422
    assert Notice.objects.count() == 0
    assert confirm(page, closing, again, even_past="on").status_code == 302
    call.refresh_from_db()
    assert not call.is_open


def test_preview_warns(page: Client, edition: Edition, delivery: Milestone) -> None:
    MilestoneFactory(edition=edition, kind=MilestoneKind.PRESENTATIONS, at=AT + timedelta(days=3))
    CallFactory(edition=edition, kind=CallKind.CORPUS, closes_with=delivery, is_closed=True)
    late = preview(page, delivery, typed("2030-04-10")).context["preview"].warnings
    short = preview(page, delivery, typed("2030-03-20")).context["preview"].warnings
    assert any("quedaría antes de «Entrega de proyectos»" in warning for warning in late)
    assert any("cerrada a mano" in warning for warning in late)
    assert any("se acorta" in warning for warning in short)


def test_preview_names_the_sessions_that_a_move_passes_over(
    page: Client, edition: Edition, delivery: Milestone
) -> None:
    for title, days in (("Taller previo", -1), ("Cuenten su proyecto", 1), ("Clausura", 20)):
        SessionFactory(edition=edition, title=title, starts_at=AT + timedelta(days=days))
    later = preview(page, delivery, typed("2030-03-26")).context["preview"].warnings
    sooner = preview(page, delivery, typed("2030-03-22")).context["preview"].warnings
    (warning,) = [warning for warning in later if "programa" in warning]
    assert warning.endswith("la nueva está «Cuenten su proyecto» (26 de marzo de 2030).")
    assert any("está «Taller previo»" in warning for warning in sooner)


def test_preview_says_nothing_of_sessions_that_stay_where_they_belong(page: Client, edition: Edition) -> None:
    closing = MilestoneFactory(edition=edition, kind=MilestoneKind.SPONSORS, at=AT)
    show = MilestoneFactory(edition=edition, kind=MilestoneKind.PRESENTATIONS, at=AT)
    SessionFactory(edition=edition, starts_at=AT + timedelta(days=2))
    for milestone, day in ((closing, "2030-03-28"), (show, "2030-03-26")):
        assert preview(page, milestone, typed(day)).context["preview"].warnings == []


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=62, hours=5), "quedan 62 días"),
        (timedelta(days=1, hours=23), "quedan 47 horas"),
        (timedelta(minutes=61), "quedan 61 minutos"),
        (timedelta(minutes=1), "queda 1 minuto"),
        (timedelta(0), "terminó hace 0\xa0minutos"),
    ],
)
def test_what_is_left_is_told_in_whole_units(left: timedelta, text: str) -> None:
    assert left_text(Moment(at=AT), AT + timedelta(minutes=1) - left) == text


@pytest.mark.parametrize(
    "data",
    [typed("2030-03-24"), typed(""), typed("3030-01-01"), typed("2030-03-26", zone="Marte/Base"), typed("x")],
)
def test_form_refuses_what_is_no_move(page: Client, delivery: Milestone, data: dict[str, Any]) -> None:
    assert page.post(address(delivery), data).status_code == 422
    assert Notice.objects.count() == 0


def test_change_something_goes_back_with_what_was_typed(page: Client, delivery: Milestone) -> None:
    data = typed("2030-03-26")
    shown = preview(page, delivery, data)
    again = page.post(address(delivery), {**dict(shown.context["typed"]), "token": "x", "edit": "1"})
    assert again.status_code == 200
    assert {name: again.context["form"][name].value() for name in data} == data


@pytest.mark.parametrize("name", ["move", "moved", "undo"])
def test_pages_are_for_who_may_change_milestones(client: Client, delivery: Milestone, name: str) -> None:
    person = UserFactory(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="view_milestone"))
    client.force_login(person)
    pk = delivery.pk if name == "move" else NoticeFactory(edition=delivery.edition).pk
    assert client.post(reverse(f"admin:events_milestone_{name}", args=[pk])).status_code == 403


def test_list_and_edition_lead_to_the_form(page: Client, organiser: User, delivery: Milestone) -> None:
    assert address(delivery) in page.get(reverse("admin:events_milestone_changelist")).content.decode()
    User.objects.filter(pk=organiser.pk).update(is_superuser=True)
    edition_page = reverse("admin:events_edition_change", args=[delivery.edition.pk])
    assert address(delivery) in page.get(edition_page).content.decode()


def test_notice_of_a_move_leads_to_its_page(page: Client, organiser: User, delivery: Milestone) -> None:
    User.objects.filter(pk=organiser.pk).update(is_superuser=True)
    confirm(page, delivery, preview(page, delivery, typed("2030-03-26")))
    notice = Notice.objects.get()
    assert page.get(reverse("admin:events_notice_changelist")).status_code == 200
    response = page.get(reverse("admin:events_notice_change", args=[notice.pk]))
    assert response["Location"] == reverse("admin:events_milestone_moved", args=[notice.pk])


def test_history_shows_the_move_and_who(page: Client, delivery: Milestone) -> None:
    confirm(page, delivery, preview(page, delivery, typed("2030-03-26")))
    history = page.get(reverse("admin:events_milestone_history", args=[delivery.pk])).content.decode()
    assert "Olga Ganem" in history


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_query_counts(
    page: Client, edition: Edition, delivery: Milestone, rows: int, django_assert_num_queries: Asserter
) -> None:
    kinds = (MilestoneKind.LIKES, MilestoneKind.PRESENTATIONS, MilestoneKind.WINNERS)
    along = [
        MilestoneFactory(edition=edition, kind=kind, at=AT + timedelta(days=9)).pk for kind in kinds[:rows]
    ]
    for kind in (CallKind.CORPUS, CallKind.POSTER, CallKind.KEYNOTE)[:rows]:
        CallFactory(edition=edition, kind=kind, closes_with=delivery)
    for _ in range(rows):
        RegistrationFactory(edition=edition)
    page.get(address(delivery))
    with django_assert_num_queries(13):
        preview(page, delivery, typed("2030-03-26", along=along))
