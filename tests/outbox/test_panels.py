"""The queue on the admin's start page: calm, or red with what to do."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from somosnlp.outbox.health import QueueHealth
from somosnlp.outbox.panels import lines


def health(**changes: float) -> QueueHealth:
    calm = {"due": 3, "overdue_seconds": 4.0, "retrying": 0, "held": 0, "failed_last_day": 0}
    return QueueHealth(**(calm | changes))  # type: ignore[arg-type]


def test_mail_that_leaves_needs_nobody() -> None:
    assert [line.needs for line in lines(health())] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("changes", "place", "word"),
    [
        ({"overdue_seconds": 720.0}, 0, "12 minutos"),
        ({"held": 1}, 2, "Léelos"),
        ({"failed_last_day": 2}, 3, "servidor"),
    ],
)
def test_what_waits_for_somebody_says_so(changes: dict[str, float], place: int, word: str) -> None:
    needs = [line.needs for line in lines(health(**changes))]
    assert word in needs.pop(place)
    assert not any(needs)


@pytest.mark.django_db
def test_start_page_shows_the_queue(admin_client: Client) -> None:
    assertContains(admin_client.get(reverse("admin:index")), "todo en orden")
