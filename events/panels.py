"""Panels of the admin's start page about an edition: which one the page is about, and its next deadlines."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Milestone
from events.moving.preview import left_text

SHOWN = 6
SOON = timedelta(days=3)


@dataclass(frozen=True)
class Editions:
    """Every edition, newest first, and the one a page is about; None before there is any."""

    every: list[Edition]
    chosen: Edition | None


@dataclass(frozen=True)
class Coming:
    """A deadline that has not passed: what is left of it in words, and where it is moved."""

    milestone: Milestone
    left: str
    soon: bool
    move_url: str


def editions_of(request: HttpRequest) -> Editions:
    """Return the editions and the one that `?edicion=` names, else the current one, else the newest.

    Read once per request; from here on times of this page are in the edition's zone for people without one.
    """
    kept: Editions | None = getattr(request, "admin_editions", None)
    if kept is None:
        every = list(Edition.objects.all())
        asked = request.GET.get("edicion", "")
        chosen = min(every, key=lambda edition: (edition.slug != asked, not edition.is_current), default=None)
        kept = Editions(every, chosen)
        request.admin_editions = kept  # type: ignore[attr-defined]
        request.edition = chosen  # type: ignore[attr-defined]
    return kept


def edition_panel(request: HttpRequest) -> str:
    """Return the switch between editions, for whoever may see them."""
    if not request.user.has_perm("events.view_edition"):
        return ""
    editions = editions_of(request)
    return render_to_string("admin/panels/editions.html", {"editions": editions}) if editions.every else ""


def milestones_panel(request: HttpRequest) -> str:
    """Return the panel «Próximos plazos» of the chosen edition."""
    edition = editions_of(request).chosen if request.user.has_perm("events.view_milestone") else None
    if edition is None:
        return ""
    context = {
        "edition": edition,
        "coming": coming(edition, timezone.now(), may_move=request.user.has_perm("events.change_milestone")),
        "edit_url": reverse("admin:events_edition_change", args=[edition.pk]),
        "list_url": f"{reverse('admin:events_milestone_changelist')}?edition__id__exact={edition.pk}",
    }
    return render_to_string("admin/panels/milestones.html", context, request)


def coming(edition: Edition, now: datetime, *, may_move: bool) -> list[Coming]:
    """Return the next deadlines of `edition` at the aware instant `now`, the first to end first."""
    ending = [
        (milestone.moment.ends_at, milestone)
        for milestone in edition.milestones.all()
        if milestone.moment.ends_at and not milestone.moment.is_over(now)
    ]
    ending.sort(key=lambda pair: (pair[0], pair[1].pk))
    return [
        Coming(
            milestone,
            left=left_text(milestone.moment, now),
            soon=end - now < SOON,
            move_url=reverse("admin:events_milestone_move", args=[milestone.pk]) if may_move else "",
        )
        for end, milestone in ending[:SHOWN]
    ]
