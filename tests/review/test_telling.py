"""Decide now, tell later: what waits, what its author may know, and one release for all."""

from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from events.models import OrganiserApplication
from events.services.organisers import decide_application, withdraw_application
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.services import release
from somosnlp.outbox.states import Status as MailStatus
from somosnlp.review.models import HeldDecision, ReviewRound
from somosnlp.review.services import release_decisions
from somosnlp.review.services.decisions import fingerprint
from somosnlp.review.states import Status
from somosnlp.review.telling import announced_status, told, told_history, with_announced
from tests.factories.accounts import UserFactory
from tests.factories.organisers import OrganiserApplicationFactory
from tests.factories.review import round_for
from tests.review.people import LIST, REVIEW, staff, url
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> OrganiserApplication:
    return OrganiserApplicationFactory(submitted_by__name="Ana Autora")


@pytest.fixture
def holding(application: OrganiserApplication) -> ReviewRound:
    return round_for(application.edition, holds_decisions=True)


@pytest.fixture
def organiser(client: Client) -> User:
    user = staff(REVIEW, "release_outgoingemail")
    client.force_login(user)
    return user


def decide(application: OrganiserApplication, to: str, note: str = "") -> None:
    fresh = OrganiserApplication.objects.get(pk=application.pk)
    decide_application(fresh, to=to, by=UserFactory(), note_to_author=note)


def fresh(application: OrganiserApplication) -> OrganiserApplication:
    return OrganiserApplication.objects.get(pk=application.pk)


def mails() -> list[tuple[str, str]]:
    return list(OutgoingEmail.objects.order_by("pk").values_list("template", "status"))


def seen() -> dict[int, str]:
    return {row.pk: fingerprint(row.mail) for row in HeldDecision.objects.select_related("mail")}


# --- What waits ------------------------------------------------------------------------------------


def test_decision_waits_and_its_author_knows_nothing(
    application: OrganiserApplication, holding: ReviewRound
) -> None:
    decide(application, Status.ACCEPTED, "¡Qué bien!")

    assert mails() == [("events/mail/organiser_accepted", MailStatus.HELD)]
    assert (fresh(application).status, announced_status(fresh(application))) == ("accepted", "submitted")
    assert not told_history(application).exists()
    assert not told(OrganiserApplication.objects.all()).exists()
    assert with_announced(OrganiserApplication.objects.all()).get().announced == "submitted"


def test_without_the_switch_it_leaves_at_once(application: OrganiserApplication) -> None:
    decide(application, Status.ACCEPTED)

    assert mails() == [("events/mail/organiser_accepted", MailStatus.QUEUED)]
    assert announced_status(fresh(application)) == "accepted"
    assert told(OrganiserApplication.objects.all()).get().pk == application.pk
    assert told_history(application).count() == 1


def test_request_for_changes_never_waits(application: OrganiserApplication, holding: ReviewRound) -> None:
    decide(application, Status.CHANGES_REQUESTED, "Falta el resumen")
    assert mails() == [("events/mail/organiser_changes_requested", MailStatus.QUEUED)]
    assert announced_status(fresh(application)) == "changes_requested"


def test_only_the_last_of_two_decisions_is_told(
    application: OrganiserApplication, holding: ReviewRound
) -> None:
    decide(application, Status.REJECTED)
    decide(application, Status.ACCEPTED)

    assert mails() == [
        ("events/mail/organiser_rejected", MailStatus.SKIPPED),
        ("events/mail/organiser_accepted", MailStatus.HELD),
    ]
    assert announced_status(fresh(application)) == "submitted"
    assert release_decisions(OrganiserApplication, seen()) == [application.pk]
    assert mails()[1][1] == MailStatus.QUEUED
    assert announced_status(fresh(application)) == "accepted"
    assert not HeldDecision.objects.exists()


def test_decision_that_returns_to_what_was_told_tells_nothing(
    application: OrganiserApplication, holding: ReviewRound
) -> None:
    decide(application, Status.ACCEPTED)
    release_decisions(OrganiserApplication, seen())
    decide(application, Status.REJECTED)
    decide(application, Status.ACCEPTED)

    assert [status for _name, status in mails()] == [MailStatus.QUEUED, MailStatus.SKIPPED]
    assert announced_status(fresh(application)) == "accepted"


def test_switch_turned_off_meanwhile_tells_the_new_decision_only(
    application: OrganiserApplication, holding: ReviewRound
) -> None:
    decide(application, Status.REJECTED)
    ReviewRound.objects.update(holds_decisions=False)
    decide(application, Status.WAITLISTED)

    assert [status for _name, status in mails()] == [MailStatus.SKIPPED, MailStatus.QUEUED]
    assert not HeldDecision.objects.exists()


@pytest.mark.parametrize("secret", [Status.ACCEPTED, Status.REJECTED])
def test_author_withdraws_from_what_they_know(
    application: OrganiserApplication, holding: ReviewRound, secret: Status
) -> None:
    """Were a withdrawal refused, the refusal would tell the decision."""
    decide(application, secret)

    withdraw_application(fresh(application), by=application.submitted_by)

    assert announced_status(fresh(application)) == fresh(application).status == "withdrawn"
    assert [status for _name, status in mails()] == [MailStatus.SKIPPED]
    assert not HeldDecision.objects.exists()


def test_mail_let_go_in_the_outbox_counts_as_told(
    application: OrganiserApplication, holding: ReviewRound
) -> None:
    decide(application, Status.ACCEPTED)
    release(OutgoingEmail.objects.all())
    assert announced_status(fresh(application)) == "accepted"

    decide(application, Status.REJECTED)
    assert announced_status(fresh(application)) == "accepted"
    assert [status for _name, status in mails()] == [MailStatus.QUEUED, MailStatus.HELD]


@pytest.mark.django_db(transaction=True)
def test_two_people_release_each_mail_once() -> None:
    application = OrganiserApplicationFactory()
    round_for(application.edition, holds_decisions=True)
    decide(application, Status.ACCEPTED)
    marks = seen()

    released = at_once([lambda: release_decisions(OrganiserApplication, marks)] * 2)

    assert sorted(map(len, released)) == [0, 1]
    assert [status for _name, status in mails()] == [MailStatus.QUEUED]


@pytest.mark.django_db(transaction=True)
def test_release_and_new_decision_at_once_never_tell_both() -> None:
    for _again in range(5):
        application = OrganiserApplicationFactory()
        round_for(application.edition, holds_decisions=True)
        decide(application, Status.REJECTED)
        release = partial(release_decisions, OrganiserApplication, seen())
        at_once([release, partial(decide, application, Status.ACCEPTED)])
        known = announced_status(fresh(application))
        told_mails = OutgoingEmail.objects.filter(to=application.submitted_by.email, status=MailStatus.QUEUED)
        assert (known, told_mails.count()) in [("submitted", 0), ("rejected", 1)]


# --- The pages -------------------------------------------------------------------------------------


def test_release_after_a_look_seen_to_work(
    client: Client, organiser: User, application: OrganiserApplication, holding: ReviewRound
) -> None:
    decide(application, Status.ACCEPTED, "¡Bienvenida!")
    (pk,) = seen()

    assert "Decisiones por comunicar (1)" in client.get(LIST).content.decode()
    listed = client.get(url("held")).content.decode()
    assert "Ana Autora" in listed
    assert application.submitted_by.email in listed
    preview = client.post(url("held"), {"chosen": [pk]}).content.decode()
    assert "¡Bienvenida!" in preview
    assert mails()[0][1] == MailStatus.HELD

    pressed = {"confirmed": "1", "seen": [f"{pk}:{mark}" for pk, mark in seen().items()]}
    first = client.post(url("held"), pressed, follow=True).content.decode()
    second = client.post(url("held"), pressed, follow=True).content.decode()

    assert "1 decisión comunicada" in first
    assert "no se enviaron otra vez" in second
    assert [status for _name, status in mails()] == [MailStatus.QUEUED]
    assert "Decisiones por comunicar" not in client.get(LIST).content.decode()


def test_words_are_changed_before_they_leave(
    client: Client, organiser: User, application: OrganiserApplication, holding: ReviewRound
) -> None:
    decide(application, Status.REJECTED)
    (pk,) = seen()
    page = client.get(url("held_mail", pk))
    form = page.context["form"]

    assert "Un abrazo" in form["text"].value()
    assert "Recibes este correo" not in form["text"].value()
    typed = {"subject": "Sobre tu\r\npropuesta", "text": "Hola, <b>Ana</b>:\n\nVe https://x.org/a?b=1&c=2"}
    client.post(url("held_mail", pk), {**typed, "seen": form["seen"].value()})

    mail = OutgoingEmail.objects.get()
    assert mail.subject == "Sobre tu propuesta"
    assert "Hola, <b>Ana</b>:" in mail.body_text
    assert "Recibes este correo" in mail.body_text
    assert "&lt;b&gt;Ana&lt;/b&gt;" in mail.body_html
    assert 'href="https://x.org/a?b=1&amp;c=2"' in mail.body_html
    assert mail.status == MailStatus.HELD


def test_second_of_two_editors_is_told_and_keeps_what_they_typed(
    client: Client, organiser: User, application: OrganiserApplication, holding: ReviewRound
) -> None:
    decide(application, Status.REJECTED)
    (pk,) = seen()
    old = {"subject": "Uno", "text": "Uno", "seen": seen()[pk]}
    client.post(url("held_mail", pk), old)

    response = client.post(url("held_mail", pk), {**old, "text": "Dos, lo mío"})

    assert response.status_code == 409
    assert "Dos, lo mío" in response.content.decode()
    assert "Uno" in OutgoingEmail.objects.get().body_text


def test_words_changed_after_the_look_do_not_leave_unseen(
    client: Client, organiser: User, application: OrganiserApplication, holding: ReviewRound
) -> None:
    decide(application, Status.REJECTED)
    looked = seen()
    (pk,) = looked
    client.post(url("held_mail", pk), {"subject": "Otro", "text": "Otro", "seen": looked[pk]})

    assert release_decisions(OrganiserApplication, looked) == []
    assert mails()[0][1] == MailStatus.HELD


@pytest.mark.parametrize("subject", ["", " ", "x" * 201])
def test_mail_without_a_good_subject_is_answered_beside_the_field(
    client: Client,
    organiser: User,
    application: OrganiserApplication,
    holding: ReviewRound,
    subject: str,
) -> None:
    decide(application, Status.REJECTED)
    (pk,) = seen()
    response = client.post(url("held_mail", pk), {"subject": subject, "text": "Hola", "seen": "x"})
    assert response.status_code == 422


@pytest.mark.parametrize("pair", ["", "1", "a:b", "1:2:3", "99999999999999999999:x", "\0:1"])
def test_release_takes_any_selection(client: Client, organiser: User, pair: str) -> None:
    assert client.post(url("held"), {"confirmed": "1", "seen": [pair]}).status_code == 302
    assert client.post(url("held"), {"chosen": [pair]}).status_code == 200


def test_reviewer_without_the_right_to_release_is_refused(client: Client) -> None:
    client.force_login(staff(REVIEW))
    assert client.get(url("held")).status_code == 403
    assert client.get(url("held_mail", 1)).status_code == 403


def test_group_of_the_programme_may_release() -> None:
    codename = Permission.objects.get(codename="release_outgoingemail")
    assert codename.group_set.filter(name="Programa").exists()


def test_list_of_what_waits_asks_a_constant_number_of_times(
    client: Client,
    organiser: User,
    application: OrganiserApplication,
    holding: ReviewRound,
    django_assert_max_num_queries: Any,
) -> None:
    for each in OrganiserApplicationFactory.create_batch(5, edition=application.edition):
        decide(each, Status.ACCEPTED)
    with django_assert_max_num_queries(10):
        client.get(url("held"))


def test_author_page_and_steps_keep_the_secret_until_it_is_told(
    client: Client, application: OrganiserApplication, holding: ReviewRound
) -> None:
    """The page, its history, «Mi hackathon», and what a change that comes too late is answered."""
    decide(application, Status.REJECTED, "No pudo ser esta vez")
    client.force_login(application.submitted_by)
    page = f"/{application.edition.slug}/equipo-organizador/"

    html = client.get(page).content.decode()
    assert "Cuando el equipo la haya leído" in html
    for secret in ("No pudo ser", "rechazada", "ya respondió"):
        assert secret not in html
        assert secret not in client.get("/mi-hackathon/").content.decode()
    late = client.post(page, {"areas": ["design"], "commitment": "two_hours_total"}, follow=True)
    assert "rechaz" not in late.content.decode()

    release_decisions(OrganiserApplication, seen())
    assert "No pudo ser esta vez" in client.get(page).content.decode()
