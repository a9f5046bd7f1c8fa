"""Who looks at the admin."""

import pytest
from django.test import Client

from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory


@pytest.fixture
def organiser(client: Client) -> User:
    user = UserFactory(email="organiza@example.org", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user
