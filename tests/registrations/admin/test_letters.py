"""A letter to whoever the filters of the list show: written once, let go once."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from events.models import Edition
from registrations.models import Registration
from somosnlp.accounts.models import User
from somosnlp.outbox.models import Circular, OutgoingEmail
from somosnlp.outbox.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/registrations/registration/"


def chosen(*rows: Registration, whole: bool = False) -> dict[str, Any]:
    keys = [row.pk for row in rows]
    return {"action": "write_to_these", "_selected_action": keys, "select_across": "1" if whole else "0"}


def letter(**changes: Any) -> dict[str, Any]:
    words = {"subject_es": "Hola, {nombre}", "body_es": "{saludo}"}
    return {"letter": "1", "title": "Aviso", "topic": "registration", **words, **changes}


def crowd(count: int, edition: Edition) -> None:
    """So many people registered in Peru."""
    now = timezone.now()
    people = User.objects.bulk_create(User(email=f"p{n}@example.org", name="Ana") for n in range(count))
    Registration.objects.bulk_create(
        Registration(
            user=user,
            edition=edition,
            status="registered",
            countries=["PE"],
            languages=["es"],
            level="basic",
            terms_version="1",
            submitted_at=now,
            registered_at=now,
        )
        for user in people
    )


def written_to() -> set[str]:
    return set(OutgoingEmail.objects.values_list("to", flat=True))


def test_five_thousand_that_a_filter_shows_get_one_letter_once(
    client: Client, organiser: User, django_assert_max_num_queries: Any
) -> None:
    edition = EditionFactory()
    crowd(5000, edition)
    elsewhere = RegistrationFactory(edition=edition, countries=["CU"])
    shown = f"{LIST}?country=PE&edition__id__exact={edition.pk}"
    ticked = Registration.objects.exclude(pk=elsewhere.pk)[0]

    page = client.post(shown, chosen(ticked, whole=True))
    assertContains(page, "Se escribe a 5000 personas")
    assertContains(page, "país: Perú")
    with django_assert_max_num_queries(25):
        client.post(shown, {**chosen(ticked, whole=True), **letter()})
    circular = Circular.objects.get()
    assert (circular.people, circular.left_out) == (5000, 0)
    assert "Perú" in circular.segment
    assert set(OutgoingEmail.objects.values_list("status", flat=True)) == {Status.HELD}

    decide = reverse("admin:outbox_circular_decide", args=[circular.pk])
    assertContains(client.post(decide, {"decision": "release"}, follow=True), "Salen 5000 correos")
    assertContains(client.post(decide, {"decision": "release"}, follow=True), "Salen 0 correos")
    assert OutgoingEmail.objects.filter(status=Status.QUEUED).count() == 5000
    assert len(written_to()) == 5000
    assert elsewhere.user.email not in written_to()


def test_ticked_rows_only_and_nobody_whose_account_is_closed(client: Client, organiser: User) -> None:
    first, second, _other = RegistrationFactory.create_batch(3)
    closed = RegistrationFactory(user__is_active=False)

    page = client.post(LIST, chosen(first, second, closed))
    assertContains(page, "3 inscripciones elegidas")
    assertContains(page, "Se escribe a 2 personas")
    client.post(LIST, {**chosen(first, second, closed), **letter()})

    assert written_to() == {first.user.email, second.user.email}
    assert LogEntry.objects.filter(object_id=str(Circular.objects.get().pk), user=organiser).exists()


def test_person_in_two_editions_gets_one(client: Client, organiser: User) -> None:
    user = UserFactory()
    rows = [RegistrationFactory(user=user, edition=EditionFactory()) for _year in range(2)]
    assertContains(client.post(LIST, chosen(*rows)), "Se escribe a 1 persona.")
    client.post(LIST, {**chosen(*rows), **letter()})
    assert OutgoingEmail.objects.get().to == user.email


@pytest.mark.parametrize("wrong", [{"body_es": ""}, {"body_es": "{{ user.password }}"}, {"title": ""}])
def test_refused_words_write_nothing_and_keep_the_choice(
    client: Client, organiser: User, wrong: dict[str, str]
) -> None:
    row = RegistrationFactory()
    page = client.post(LIST, {**chosen(row), **letter(**wrong)})
    assertContains(page, "errorlist")
    assertContains(page, f'name="_selected_action" value="{row.pk}"')
    assert not Circular.objects.exists()


def test_who_may_not_write_letters_has_no_such_action(client: Client) -> None:
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_registration"))
    client.force_login(reader)
    row = RegistrationFactory()
    assertNotContains(client.get(LIST), "write_to_these")
    client.post(LIST, {**chosen(row), **letter()})
    assert not Circular.objects.exists()
