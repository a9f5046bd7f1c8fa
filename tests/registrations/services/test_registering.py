"""Registering: one registration per person and edition, one mail, the server's clock."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from events.models import Edition
from registrations.models import Registration, University
from registrations.services import registering
from registrations.states import Status
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory
from tests.factories.registrations import RegistrationFactory, UniversityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory()
    closing = MilestoneFactory(edition=edition)
    CallFactory(edition=edition, closes_with=closing)
    return edition


def answers(**changes: Any) -> registering.Answers:
    values = {
        "name": "Lucía Benítez",
        "countries": ["CO", "ES"],
        "languages": ["es"],
        "level": "basic",
        "university": "",
        "terms_version": "2026-11-23",
        "time_zone": "America/Bogota",
    }
    return registering.Answers(**(values | changes))


def register(
    user: User, edition: Edition, *, sent_at: datetime | None = None, **changes: Any
) -> Registration:
    return registering.register(
        user=user, edition=edition, answers=answers(**changes), sent_at=sent_at or timezone.now(), by=user
    )


def test_register_keeps_facts_where_they_belong(edition: Edition) -> None:
    user = UserFactory(name="", country="", time_zone="")
    registration = register(user, edition, university="  Universidad   de Ejemplo ")
    user.refresh_from_db()
    assert (user.name, user.country, user.time_zone) == ("Lucía Benítez", "CO", "America/Bogota")
    assert registration.status == Status.REGISTERED
    assert registration.countries == ["CO", "ES"]
    assert str(registration.university) == "Universidad de Ejemplo"


def test_register_does_not_overwrite_what_the_profile_says(edition: Edition) -> None:
    user = UserFactory(country="PE", time_zone="America/Lima")
    register(user, edition)
    user.refresh_from_db()
    assert (user.country, user.time_zone) == ("PE", "America/Lima")


def test_register_twice_is_one_registration_and_one_mail(edition: Edition) -> None:
    user = UserFactory()
    first = register(user, edition)
    second = register(user, edition, level="advanced")
    assert first.pk == second.pk
    assert Registration.objects.get().level == "advanced"
    assert OutgoingEmail.objects.filter(template="registrations/mail/registered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_register_in_ten_threads_is_one_registration_and_one_mail(edition: Edition) -> None:
    user = UserFactory()
    barrier = threading.Barrier(10)

    def click() -> None:
        barrier.wait()
        try:
            register(type(user).objects.get(pk=user.pk), edition)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Registration.objects.filter(user=user, status=Status.REGISTERED).count() == 1
    assert OutgoingEmail.objects.filter(template="registrations/mail/registered").count() == 1


def test_database_refuses_a_second_registration(edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(user=registration.user, edition=edition)


@pytest.mark.parametrize(
    "missing",
    [{"countries": []}, {"languages": []}, {"level": ""}, {"terms_version": ""}, {"submitted_at": None}],
)
def test_database_refuses_incomplete_answers(missing: dict[str, Any]) -> None:
    registration = RegistrationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(**missing)


def test_register_one_second_after_the_announced_minute_is_refused() -> None:
    closing = MilestoneFactory(at=datetime(2030, 3, 23, 11, 59, tzinfo=UTC))
    CallFactory(edition=closing.edition, closes_with=closing)
    user = UserFactory()
    in_time = datetime(2030, 3, 23, 11, 59, 59, tzinfo=UTC)
    with pytest.raises(registering.RegistrationClosedError):
        register(user, closing.edition, sent_at=in_time + timedelta(seconds=1))
    assert register(user, closing.edition, sent_at=in_time).status == Status.REGISTERED


def test_register_without_a_call_is_refused() -> None:
    with pytest.raises(registering.RegistrationClosedError):
        register(UserFactory(), EditionFactory())


def test_cancel_and_resume_are_one_step_each(edition: Edition) -> None:
    registration = RegistrationFactory(edition=edition)
    assert registering.cancel_registration(registration, by=registration.user)
    assert not registering.cancel_registration(registration, by=registration.user)
    assert Registration.objects.get().status == Status.CANCELLED
    assert registering.resume_registration(registration, by=registration.user)
    assert not registering.resume_registration(registration, by=registration.user)
    assert Registration.objects.get().status == Status.REGISTERED


def test_resume_after_the_deadline_is_refused() -> None:
    closing = MilestoneFactory(past=True)
    CallFactory(edition=closing.edition, closes_with=closing)
    registration = RegistrationFactory(edition=closing.edition)
    registering.cancel_registration(registration, by=registration.user)
    with pytest.raises(registering.RegistrationClosedError):
        registering.resume_registration(registration, by=registration.user)


def test_save_draft_keeps_single_answers_and_never_touches_a_sent_one(edition: Edition) -> None:
    user = UserFactory()
    draft = registering.save_draft(user=user, edition=edition, values={"level": "basic"}, by=user)
    assert (draft.status, draft.level) == (Status.DRAFT, "basic")
    register(user, edition)
    registering.save_draft(user=user, edition=edition, values={"level": "advanced"}, by=user)
    assert Registration.objects.get().level == "basic"


def test_save_more_puts_each_answer_where_it_belongs() -> None:
    registration = RegistrationFactory(user__discord="")
    registering.save_more(
        registration,
        {"discord": "ana#1234", "discord_later": True, "wants_to_spread": True, "birth_year": 1990},
        by=registration.user,
    )
    registration.refresh_from_db()
    registration.user.refresh_from_db()
    assert (registration.user.discord, registration.user.discord_later) == ("ana#1234", False)
    assert registration.wants_to_spread is True
    assert registration.demographics.birth_year == 1990


def test_save_more_knows_a_name_better_than_the_box() -> None:
    registration = RegistrationFactory(user__discord="ana.perez")
    registering.save_more(registration, {"discord_later": True}, by=registration.user)
    registration.user.refresh_from_db()
    assert (registration.user.discord, registration.user.discord_later) == ("ana.perez", False)


def test_university_is_found_whatever_its_accents() -> None:
    known = UniversityFactory(name="Universidad de León")
    assert registering.find_or_add_university("universidad de leon") == known
    assert registering.find_or_add_university("   ") is None
    assert University.objects.count() == 1


def test_merge_moves_registrations_and_follows_later_spellings() -> None:
    kept, other = UniversityFactory(name="Universidad A"), UniversityFactory(name="Univ. A")
    registration = RegistrationFactory(university=other)
    assert registering.merge_universities([other], into=kept, by=registration.user) == 1
    registration.refresh_from_db()
    assert registration.university == kept
    assert registering.find_or_add_university("univ. a") == kept


def test_unconfirmed_is_recorded_for_an_unproven_address_only(edition: Edition) -> None:
    stranger = UserFactory(email="nueva@example.org", proven=False)
    known = UserFactory(email="conocida@example.org", proven=True)
    for user in (stranger, known):
        registering.record_unconfirmed(
            email=user.email, edition=edition, answers=answers(), sent_at=timezone.now()
        )
    assert Registration.objects.get().user == stranger
    assert Registration.objects.get().status == Status.UNCONFIRMED


def test_unconfirmed_adds_no_university(edition: Edition) -> None:
    known = UniversityFactory(name="Universidad de León")
    stranger = UserFactory(email="nueva@example.org", proven=False)
    for name in ("Compre aquí", "universidad de leon"):
        registering.record_unconfirmed(
            email=stranger.email,
            edition=edition,
            answers=answers(university=name),
            sent_at=timezone.now(),
        )
    assert list(University.objects.all()) == [known]
    assert Registration.objects.get().university == known


def test_unconfirmed_is_gone_after_seven_days(edition: Edition) -> None:
    now = timezone.now()
    RegistrationFactory(
        status=Status.UNCONFIRMED, registered_at=None, submitted_at=now - timedelta(days=7, seconds=1)
    )
    fresh = RegistrationFactory(status=Status.UNCONFIRMED, registered_at=None, submitted_at=now)
    assert registering.purge_unconfirmed(now) == 1
    assert list(Registration.objects.all()) == [fresh]
