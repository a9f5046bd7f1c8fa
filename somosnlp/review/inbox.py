"""What waits for a reviewer, over every kind; and the panels of the admin's start page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.apps import apps
from django.db.models import Count, Min
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from somosnlp.review.models import Reviewable
from somosnlp.review.permissions import may_review


class AdminPanel(Protocol):
    """What `PROVIDERS["admin_panels"]` lists: the safe HTML of a panel, empty when it has nothing to say."""

    def __call__(self, request: HttpRequest) -> str: ...


@dataclass(frozen=True)
class Waiting:
    """How many of one kind wait, since when the oldest does, and where to begin."""

    kind: str
    count: int
    oldest: datetime
    url: str

    @property
    def oldest_days(self) -> int:
        return (timezone.now() - self.oldest).days


def kinds() -> list[type[Reviewable]]:
    """Return every model that is reviewed."""
    return [model for model in apps.get_models() if issubclass(model, Reviewable)]


def waiting_for(user: Any) -> list[Waiting]:
    """Return what waits for `user` to review, the longest-waiting kind first; one query per kind."""
    found = [_waiting(kind) for kind in kinds() if may_review(user, kind)]
    return sorted((row for row in found if row), key=lambda row: row.oldest)


def waiting_panel(request: HttpRequest) -> str:
    """Return the panel «Esperan revisión» for somebody who reviews anything."""
    if not any(may_review(request.user, kind) for kind in kinds()):
        return ""
    return render_to_string("review/waiting_panel.html", {"waiting": waiting_for(request.user)})


def _waiting(kind: type[Reviewable]) -> Waiting | None:
    found = (
        kind._default_manager.waiting().order_by().aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    )
    if not found["count"]:
        return None
    options = kind._meta
    return Waiting(
        kind=str(options.verbose_name if found["count"] == 1 else options.verbose_name_plural),
        count=found["count"],
        oldest=found["oldest"],
        url=reverse(f"admin:{options.app_label}_{options.model_name}_next"),
    )
