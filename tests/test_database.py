"""Tests that commit leave nothing behind, and take away nothing that the migrations wrote."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext

from somosnlp.accounts.models import User
from tests.database import read_tables
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory

pytestmark = pytest.mark.skipif("DATABASE_URL" not in settings.EMBEDDED, reason="on a server of yours")


@pytest.mark.django_db(transaction=True)
def test_tables_put_back_are_as_they_were() -> None:
    before = read_tables()
    EditionFactory()
    UserFactory()
    Group.objects.all().delete()

    TransactionTestCase()._fixture_teardown()  # type: ignore[attr-defined]

    assert read_tables() == before
    assert Group.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_content_types_are_known_before_the_first_test() -> None:
    with CaptureQueriesContext(connection) as queries:
        ContentType.objects.get_for_model(User)
    assert not queries.captured_queries
