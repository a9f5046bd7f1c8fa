"""Somebody who reviews applications, signed in."""

import pytest
from django.test import Client

from somosnlp.accounts.models import User
from tests.review.people import REVIEW, staff


@pytest.fixture
def reviewer(client: Client) -> User:
    user = staff(REVIEW, name="Rita Revisora")
    client.force_login(user)
    return user
