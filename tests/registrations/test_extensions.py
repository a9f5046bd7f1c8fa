"""More time for one person, and what organisers do about one registration from the person's page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from events.models import Edition
from events.my_hackathon import path_of
from events.states import Precision
from registrations.extensions import ExtensionPastError, grant_extension
from registrations.models import Registration, RegistrationExtension
from registrations.services.registering import (
    RegistrationClosedError,
    cancel_registration,
    registration_window,
    resume_registration,
)
from registrations.states import Status
from somosnlp.accounts.audit import changes_of
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory
from tests.factories.registrations import RegistrationFactory, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Edition:
    """A current edition whose registration closed an hour ago."""
    edition = EditionFactory(is_current=True)
    ended = timezone.now() - timedelta(hours=1)
    deadline = MilestoneFactory(edition=edition, precision=Precision.INSTANT, at=ended, day=None)
    CallFactory(edition=edition, closes_with=deadline)
    return edition


@pytest.fixture
def ana() -> User:
    return UserFactory(name="Ana Ríos", email="ana@example.org", time_zone="America/Bogota")


@pytest.fixture
def organiser() -> Client:
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True, name="Olga Organiza"))
    return client


def grant(user: User, edition: Edition, hours: float = 24, **changes: Any) -> bool:
    words = {"reason": "Estuvo en el hospital", "by": UserFactory()} | changes
    return grant_extension(user=user, edition=edition, until=timezone.now() + timedelta(hours=hours), **words)


def page(user: User, edition: Edition) -> str:
    return reverse("admin:registrations_registration_extend", args=[user.pk, edition.slug])


def until(hours: float) -> dict[str, str]:
    at = timezone.now() + timedelta(hours=hours)
    at = at.astimezone(timezone.get_fixed_timezone(-720))
    return {"day": f"{at:%Y-%m-%d}", "clock": f"{at:%H:%M}", "zone": "AoE", "reason": "Estuvo en el hospital"}


def test_closed_registration_is_open_for_who_has_more_time(closed: Edition, ana: User) -> None:
    now = timezone.now()
    grant(ana, closed)
    assert registration_window(closed, now, ana).is_open
    assert not registration_window(closed, now, UserFactory()).is_open
    assert not registration_window(closed, now).is_open
    later = now + timedelta(hours=24, minutes=1)
    assert not registration_window(closed, later, ana).is_open


def test_extension_shows_its_own_end_and_leaves_the_deadline_alone(closed: Edition, ana: User) -> None:
    grant(ana, closed)
    window = registration_window(closed, timezone.now(), ana)
    extension = RegistrationExtension.objects.get()
    assert window.milestone
    assert window.milestone.moment.at == extension.until
    assert closed.milestones.get().at != extension.until
    assert path_of(ana, closed)[0].deadline == window.milestone.moment


def test_extension_is_for_its_edition_and_opens_nothing_that_has_not_opened(ana: User) -> None:
    soon = CallFactory(opens_on=timezone.localdate() + timedelta(days=9)).edition
    other = CallFactory(is_closed=True).edition
    grant(ana, soon)
    assert registration_window(soon, timezone.now(), ana).state == "soon"
    assert not registration_window(other, timezone.now(), ana).is_open


def test_person_registers_in_the_browser_after_the_deadline(closed: Edition, ana: User) -> None:
    browser = Client()
    browser.force_login(ana)
    address = reverse("registration", args=[closed.slug])
    assert browser.post(address, answers()).status_code == 422
    grant(ana, closed)
    assertContains(browser.get(address), "<form")
    assert browser.post(address, answers()).status_code == 302
    assert Registration.objects.get(user=ana).status == Status.REGISTERED


def test_form_sent_after_the_extension_ended_is_refused(closed: Edition, ana: User) -> None:
    grant(ana, closed)
    RegistrationExtension.objects.update(until=timezone.now() - timedelta(seconds=1))
    browser = Client()
    browser.force_login(ana)
    assert browser.post(reverse("registration", args=[closed.slug]), answers()).status_code == 422
    assert not Registration.objects.filter(user=ana, status=Status.REGISTERED).exists()


def test_cancelled_registration_is_resumed_with_more_time(closed: Edition, ana: User) -> None:
    registration = RegistrationFactory(user=ana, edition=closed)
    cancel_registration(registration, by=ana)
    with pytest.raises(RegistrationClosedError):
        resume_registration(registration, by=ana)
    grant(ana, closed)
    assert resume_registration(registration, by=ana)


@pytest.mark.parametrize("hours", [0, -1, -24 * 365])
def test_extension_in_the_past_is_refused(closed: Edition, ana: User, hours: float) -> None:
    with pytest.raises(ExtensionPastError):
        grant(ana, closed, hours=hours)
    assert not RegistrationExtension.objects.exists()


def test_open_registration_asks_for_no_extension(ana: User, django_assert_num_queries: Any) -> None:
    edition = CallFactory().edition
    with django_assert_num_queries(1):
        assert registration_window(edition, timezone.now(), ana).is_open


def test_extension_is_told_kept_in_the_history_and_given_once(closed: Edition, ana: User) -> None:
    by, ends = UserFactory(name="Olga"), timezone.now() + timedelta(days=1)
    given: Callable[[datetime], bool] = lambda end: grant_extension(  # noqa: E731
        user=ana, edition=closed, until=end, reason="Estuvo en el hospital", by=by
    )
    assert [given(ends), given(ends), given(ends + timedelta(days=1))] == [True, False, True]
    mails = OutgoingEmail.objects.filter(template="registrations/mail/extended").order_by("pk")
    assert [mail.expires_at for mail in mails] == [ends, ends + timedelta(days=1)]
    assert "/cuenta/entrar/?next=%2F" in mails[0].body_text
    extension = RegistrationExtension.objects.get()
    labels = [field.label for change in changes_of(extension) for field in change.fields]
    assert labels.count("Hasta") == 2
    assert "Motivo" in labels


def test_organiser_sees_what_happens_and_gives_it(organiser: Client, closed: Edition, ana: User) -> None:
    words = until(24)
    shown = organiser.post(page(ana, closed), words)
    for text in ("Podrá inscribirse", "hora de Bogotá", "AoE"):
        assertContains(shown, text)
    assert not RegistrationExtension.objects.exists()
    for _ in range(2):
        done = organiser.post(page(ana, closed), words | {"confirmed": "1"}, follow=True)
    assertContains(done, "Ya estaba hecho")
    assertContains(done, "Prórroga hasta")
    assertContains(done, "Tiene prórroga para inscribirse")
    assert RegistrationExtension.objects.get().by.name == "Olga Organiza"
    assert "Estuvo en el hospital" in LogEntry.objects.get().change_message


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "2020-01-01"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"day": "31/02/2027"},
        {"clock": "25:00"},
        {"zone": "Mars/Phobos"},
        {"reason": ""},
        {"reason": "x" * 301},
    ],
)
def test_extension_that_makes_no_sense_is_refused(
    organiser: Client, closed: Edition, ana: User, changes: dict[str, str]
) -> None:
    answer = organiser.post(page(ana, closed), until(24) | changes | {"confirmed": "1"})
    assert answer.status_code == 422
    assert not RegistrationExtension.objects.exists()


def test_extension_of_an_edition_or_person_that_does_not_exist_is_404(
    organiser: Client, closed: Edition, ana: User
) -> None:
    assert organiser.get(page(ana, closed).replace(closed.slug, "1999")).status_code == 404
    assert organiser.get(page(ana, closed).replace(f"/{ana.pk}/", "/999999/")).status_code == 404


def test_registration_is_cancelled_and_resumed_from_the_page(
    organiser: Client, closed: Edition, ana: User
) -> None:
    registration = RegistrationFactory(user=ana, edition=closed)
    cancel, resume = (
        reverse(f"admin:registrations_registration_{name}", args=[ana.pk, registration.pk])
        for name in ("cancel", "resume")
    )
    assertContains(organiser.post(cancel, {}), "Sus respuestas se guardan")
    registration.refresh_from_db()
    assert registration.status == Status.REGISTERED
    organiser.post(cancel, {"confirmed": "1"})
    assertContains(organiser.post(cancel, {"confirmed": "1"}, follow=True), "Ya estaba hecho")
    assertContains(organiser.post(resume, {"confirmed": "1"}), "prórroga personal", status_code=409)
    grant(ana, closed)
    assertContains(organiser.post(resume, {"confirmed": "1"}, follow=True), "Recuperó su inscripción")
    registration.refresh_from_db()
    assert registration.status == Status.REGISTERED


def test_registration_of_somebody_else_is_404(organiser: Client, closed: Edition, ana: User) -> None:
    other = RegistrationFactory(edition=closed)
    for name in ("cancel", "resume"):
        address = reverse(f"admin:registrations_registration_{name}", args=[ana.pk, other.pk])
        assert organiser.post(address, {"confirmed": "1"}).status_code == 404


def test_who_may_only_see_people_does_nothing(closed: Edition, ana: User) -> None:
    reader = UserFactory(is_staff=True)
    codes = ["view_user", "view_registration"]
    reader.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client = Client()
    client.force_login(reader)
    RegistrationFactory(user=ana, edition=closed)
    shown = client.get(reverse("admin:accounts_user_ficha", args=[ana.pk]))
    assertContains(shown, "inscrita")
    assertNotContains(shown, "Cancelar su inscripción")
    assert client.post(page(ana, closed), until(24) | {"confirmed": "1"}).status_code == 403


def test_person_who_is_not_registered_is_said_to_be_so(organiser: Client, closed: Edition, ana: User) -> None:
    shown = organiser.get(reverse("admin:accounts_user_ficha", args=[ana.pk]))
    assertContains(shown, "No se ha inscrito en")
    assertContains(shown, page(ana, closed))


def test_person_who_cancelled_is_said_to_be_so(organiser: Client, ana: User) -> None:
    edition = EditionFactory(is_current=True)
    CallFactory(edition=edition)
    RegistrationFactory(user=ana, edition=edition, status=Status.CANCELLED, cancelled_at=timezone.now())
    shown = organiser.get(reverse("admin:accounts_user_ficha", args=[ana.pk]))
    assertContains(shown, "Canceló su inscripción en")
    assertNotContains(shown, "Le toca:")
