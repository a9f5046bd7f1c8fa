"""Universities: the spellings of one become one."""

import pytest
from django.test import Client
from django.urls import reverse

from registrations.models import University
from somosnlp.accounts.models import User
from tests.factories.registrations import RegistrationFactory, UniversityFactory

pytestmark = pytest.mark.django_db


def test_universities_are_merged_into_the_one_with_most_registrations(
    client: Client, organiser: User
) -> None:
    used, typo = UniversityFactory(name="Universidad A"), UniversityFactory(name="Uni A")
    RegistrationFactory.create_batch(2, university=used)
    moved = RegistrationFactory(university=typo)
    client.post(
        reverse("admin:registrations_university_changelist"),
        {"action": "merge_selected", "_selected_action": [used.pk, typo.pk]},
    )
    moved.refresh_from_db()
    assert moved.university == used
    assert University.objects.get(pk=typo.pk).merged_into == used
