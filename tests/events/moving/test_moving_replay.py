"""The story of 2024 by the admin action: delivery 24 → 26 → 29 March → 10 April, and the rest with it.

After every move the landing, «Mi hackathon», the notices, the mails and the calendar tell the same date.
"""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import ics
import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Milestone, Notice
from events.moments import local_instant
from events.states import MilestoneKind
from somosnlp.accounts.models import User
from somosnlp.outbox.delivery import deliver
from somosnlp.outbox.models import OutgoingEmail
from tests.events.pages import Capture, read
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, MilestoneFactory
from tests.factories.registrations import RegistrationFactory
from tests.mail import SmtpSink, smtp_sink

__all__ = ["smtp_sink"]
pytestmark = pytest.mark.django_db
YEAR = timezone.now().year + 1
LAST_MINUTE = "23:59"


def on(month: int, day: int) -> date:
    return date(YEAR, month, day)


@pytest.fixture
def edition() -> Edition:
    return EditionFactory(
        slug="demo", is_current=True, time_zone="Europe/Madrid", starts_on=on(3, 1), ends_on=on(4, 11)
    )


@pytest.fixture
def milestones(edition: Edition) -> dict[str, Milestone]:
    last_minute = local_instant(on(3, 24), time(23, 59), "AoE")
    made: list[Milestone] = [MilestoneFactory(edition=edition, kind=MilestoneKind.DELIVERY, at=last_minute)]
    for kind, day in ((MilestoneKind.PRESENTATIONS, on(4, 2)), (MilestoneKind.WINNERS, on(4, 10))):
        made.append(MilestoneFactory(edition=edition, kind=kind, day_only=True, day=day))
    return {milestone.kind: milestone for milestone in made}


@pytest.fixture
def organiser() -> User:
    person: User = UserFactory(is_staff=True, is_superuser=True)
    return person


@pytest.fixture
def participant(edition: Edition) -> User:
    person: User = RegistrationFactory(edition=edition, user__time_zone="America/Bogota").user
    return person


@pytest.fixture
def move(
    organiser: User, milestones: dict[str, Milestone], django_capture_on_commit_callbacks: Capture
) -> Callable[..., Notice]:
    """Click through the admin as an organiser does."""
    client = Client()
    client.force_login(organiser)

    def go(kind: str, day: date, *along: str) -> Notice:
        milestone = milestones[kind]
        milestone.refresh_from_db()
        url = reverse("admin:events_milestone_move", args=[milestone.pk])
        clock = LAST_MINUTE if milestone.at else ""
        data = {"on": f"{day}", "clock": clock, "zone": "AoE", "reason": "Para que lleguen más equipos"}
        shown = client.post(url, {**data, "along": [milestones[other].pk for other in along]})
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(url, {"token": shown.context["token"]}).status_code == 302
        return Notice.objects.latest("pk")

    return go


@pytest.fixture
def undo(organiser: User, django_capture_on_commit_callbacks: Capture) -> Callable[[Notice], None]:
    client = Client()
    client.force_login(organiser)

    def go(notice: Notice) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("admin:events_milestone_undo", args=[notice.pk]))

    return go


def ten_minutes_later(sink: SmtpSink) -> list[str]:
    """Let what waits leave; return the texts that arrived."""
    sink.messages.clear()
    passed = timedelta(minutes=11)
    OutgoingEmail.objects.update(next_try_at=F("next_try_at") - passed)
    Notice.objects.update(held_until=F("held_until") - passed)
    deliver()
    return [message.get_body(("plain",)).get_content() for message in sink.messages]  # type: ignore[union-attr]


def days_told(person: User, label: str) -> dict[str, str]:
    """Return the day of one deadline as each place tells it."""
    mine = Client()
    mine.force_login(person)
    landing = read(Client(), "/demo/").partition('id="plazos"')[2]
    calendar = ics.Calendar(Client().get("/demo/plazos.ics").content.decode())
    event = next(event for event in calendar.events if event.name.startswith(label))
    return {
        "landing": day_after(landing, label),
        "mi-hackathon": day_after(read(mine, reverse("my-hackathon")).partition('class="path"')[2], label),
        "calendar": f"{int(event.description.split(' de ')[0].split()[-1])}"
        if event.all_day
        else re.findall(r"AoE del (\d+)", event.description)[0],
        "novedades": day_after(read(Client(), "/demo/novedades/"), label),
    }


def day_after(page: str, label: str) -> str:
    """Return the announced day that a page tells first after the name of the deadline."""
    after = page.partition(f"{label}</b>")[2] or page.partition(label)[2]
    told = re.search(r"AoE del (\d+) de|datetime=\"\d{4}-\d\d-(\d\d)\">", after)
    return str(int(told.group(1) or told.group(2))) if told else "nothing"


def everywhere(day: int) -> dict[str, str]:
    return dict.fromkeys(("landing", "mi-hackathon", "calendar", "novedades"), str(day))


def test_the_story_of_2024(
    move: Callable[..., Notice],
    undo: Callable[[Notice], None],
    participant: User,
    milestones: dict[str, Milestone],
    smtp_sink: SmtpSink,
) -> None:
    delivery, presentations, winners = (
        str(milestones[kind].label) for kind in ("delivery", "presentations", "winners")
    )
    move("delivery", on(3, 26))
    assert days_told(participant, delivery) == everywhere(26)
    [mail] = ten_minutes_later(smtp_sink)
    assert_tells(mail, delivery, now="26 de marzo", before="24 de marzo")

    slip = move("delivery", on(4, 29))
    assert days_told(participant, delivery) == everywhere(29)
    undo(slip)
    assert days_told(participant, delivery) == everywhere(26)
    assert ten_minutes_later(smtp_sink) == []

    move("delivery", on(3, 29))
    move("presentations", on(4, 3))
    assert days_told(participant, delivery) == everywhere(29)
    assert days_told(participant, presentations) == everywhere(3)
    [mail] = ten_minutes_later(smtp_sink)
    assert_tells(mail, delivery, now="29 de marzo", before="26 de marzo")
    assert_tells(mail, presentations, now="3 de abril", before="2 de abril")

    move("delivery", on(4, 10))
    move("presentations", on(4, 11), "winners")
    assert days_told(participant, delivery) == everywhere(10)
    assert days_told(participant, presentations) == everywhere(11)
    assert days_told(participant, winners) == everywhere(18)
    [mail] = ten_minutes_later(smtp_sink)
    assert_tells(mail, delivery, now="10 de abril", before="29 de marzo")
    assert_tells(mail, winners, now="18 de abril", before="10 de abril")
    assert_landing_remembers(["24 de marzo", "26 de marzo", "29 de marzo"])


def assert_tells(mail: str, label: str, *, now: str, before: str) -> None:
    part = mail.partition(f"\n{label}\n")[2].partition("\n\n")[0]
    told, _line, known = part.partition("Antes:")
    assert now in told, mail
    assert before in known, mail


def assert_landing_remembers(days: list[str]) -> None:
    landing = read(Client(), "/demo/").partition('id="plazos"')[2]
    struck = re.findall(
        r"<del>(\d+ de \w+)", landing.partition("Entrega de proyectos")[2].partition("</li>")[0]
    )
    assert struck == days


def test_demo_calendar_is_read_by_another_program(edition: Any, milestones: Any) -> None:
    events = ics.Calendar(Client().get("/demo/plazos.ics").content.decode()).events
    assert {event.all_day for event in events} == {True, False}
