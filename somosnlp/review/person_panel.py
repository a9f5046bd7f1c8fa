"""What a person has proposed, of every kind: the panel of their page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.db.models import BooleanField, ExpressionWrapper, F, IntegerField, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from somosnlp.accounts.models import User
from somosnlp.accounts.person_page.panels import Panel
from somosnlp.review.inbox import admin_of, kinds
from somosnlp.review.models import Reviewable
from somosnlp.review.permissions import may_review
from somosnlp.review.states import WAITING, Status


@dataclass(frozen=True)
class Application:
    """One proposal: what it is, how it stands, in whose hands it is and since when."""

    kind: str
    status: str
    state: str
    sent: datetime | None
    holder: str
    since: datetime | None
    url: str

    @property
    def waiting_days(self) -> int | None:
        """For how many whole days it has waited for a reviewer; None when it does not wait."""
        return (timezone.now() - self.sent).days if self.sent and self.status in WAITING else None


def applications_panel(person: User, request: HttpRequest) -> Panel | None:
    """Return what `person` sent of the kinds the reader may see; one statement for all kinds."""
    seen = [kind for kind in kinds() if admin.site.is_registered(kind) and _may_see(request, kind)]
    if not seen:
        return None
    rows = [_rows(kind, number, person) for number, kind in enumerate(seen)]
    found = rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]
    applications = [
        _application(seen[row["number"]], row)
        for row in found
        if not row["blind"] or admin_of(seen[row["number"]]).opened_names(request)
    ]
    return Panel(
        key="solicitudes",
        title=_("Solicitudes y propuestas"),
        template="admin/person/applications.html",
        order=30,
        context={"applications": applications},
    )


def _may_see(request: HttpRequest, kind: type[Reviewable]) -> bool:
    """Tell whether the reader may see `kind` where it is not reviewed blind: the panel says whose each is."""
    options = kind._meta
    view = f"{options.app_label}.{get_permission_codename('view', options)}"
    reader: Any = request.user
    return may_review(reader, kind) or bool(reader.has_perm(view))


def _rows(kind: type[Reviewable], number: int, person: User) -> QuerySet[Any, dict[str, Any]]:
    rows = kind._default_manager.filter(submitted_by=person).exclude(status=Status.DRAFT).order_by()
    return rows.values(
        "pk",
        "status",
        "submitted_at",
        "decided_at",
        number=Value(number, output_field=IntegerField()),
        decider=F("decided_by__name"),
        blind=ExpressionWrapper(admin_of(kind).blind_now(), output_field=BooleanField()),
    )


def _application(kind: type[Reviewable], row: dict[str, Any]) -> Application:
    options = kind._meta
    waits = row["status"] in WAITING
    return Application(
        kind=str(capfirst(options.verbose_name)),
        status=row["status"],
        state=str(Status(row["status"]).label),
        sent=row["submitted_at"],
        holder=_("el equipo revisor") if waits else row["decider"] or "",
        since=row["submitted_at"] if waits else row["decided_at"],
        url=reverse(f"admin:{options.app_label}_{options.model_name}_review", args=[row["pk"]]),
    )
