"""What waits for a reviewer, over every kind; and the panels of the admin's start page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.apps import apps
from django.contrib import admin
from django.db.models import Count, DateField, IntegerField, Min, QuerySet, Value
from django.db.models.lookups import LessThan
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from somosnlp.review.models import Reviewable
from somosnlp.review.permissions import may_review
from somosnlp.review.queues import waiting_for_reader


class AdminPanel(Protocol):
    """What `PROVIDERS["admin_panels"]` lists: the safe HTML of a panel, empty when it has nothing to say."""

    def __call__(self, request: HttpRequest) -> str: ...


@dataclass(frozen=True)
class Waiting:
    """How many of one kind wait, since when the oldest does, how many are late, and where to begin."""

    kind: str
    count: int
    oldest: datetime
    late: int
    url: str

    @property
    def oldest_days(self) -> int:
        return (timezone.now() - self.oldest).days


def kinds() -> list[type[Reviewable]]:
    """Return every model that is reviewed."""
    return [model for model in apps.get_models() if issubclass(model, Reviewable)]


def admin_of(kind: type[Reviewable]) -> Any:
    """Return the ReviewAdmin of `kind`: it knows what belongs to whom and what was promised."""
    return admin.site.get_model_admin(kind)


def reviewed_by(user: Any) -> list[type[Reviewable]]:
    """Return the kinds that `user` reviews in the admin."""
    return [kind for kind in kinds() if admin.site.is_registered(kind) and may_review(user, kind)]


def waiting_for(user: Any) -> list[Waiting]:
    """Return what waits for `user` to review, the longest-waiting kind first; one statement for all kinds.

    Not theirs, nor what they have scored, declared a conflict with, or what is assigned to others only.
    """
    reviewed = reviewed_by(user)
    if not reviewed:
        return []
    counted = [_counted(kind, number, user) for number, kind in enumerate(reviewed)]
    found = counted[0].union(*counted[1:], all=True) if len(counted) > 1 else counted[0]
    rows = [_waiting(reviewed[row["number"]], row) for row in found if row["count"]]
    return sorted(rows, key=lambda row: row.oldest)


def waiting_panel(request: HttpRequest) -> str:
    """Return the panel «Esperan revisión» for somebody who reviews anything."""
    if not reviewed_by(request.user):
        return ""
    return render_to_string("review/waiting_panel.html", {"waiting": waiting_for(request.user)})


def _counted(kind: type[Reviewable], number: int, user: Any) -> QuerySet[Any, dict[str, Any]]:
    """Return one row: how many wait, since when, how many of them are late."""
    review = admin_of(kind)
    rows = waiting_for_reader(kind._default_manager.all(), user, review.own_rows(user)).order_by()
    promised = review.answers_by() or Value(None, DateField())
    counted: QuerySet[Any, dict[str, Any]] = rows.values(number=Value(number, IntegerField())).annotate(
        count=Count("pk"),
        oldest=Min("submitted_at"),
        late=Count("pk", filter=LessThan(promised, localdate())),
    )
    return counted


def _waiting(kind: type[Reviewable], row: dict[str, Any]) -> Waiting:
    options = kind._meta
    return Waiting(
        kind=str(options.verbose_name if row["count"] == 1 else options.verbose_name_plural),
        count=row["count"],
        oldest=row["oldest"],
        late=row["late"],
        url=reverse(f"admin:{options.app_label}_{options.model_name}_next"),
    )
