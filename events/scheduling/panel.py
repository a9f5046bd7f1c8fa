"""The panel of the admin's start page about the programme of the chosen edition."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from events.models import Session
from events.panels import editions_of
from events.scheduling.plan import cancellations, changes_waiting
from events.states import SessionStatus


def schedule_panel(request: HttpRequest) -> str:
    """Return what has no place and what waits to be published, with the way to the grid."""
    edition = editions_of(request).chosen if request.user.has_perm("events.view_session") else None
    if edition is None:
        return ""
    private = Q(is_published=False, status=SessionStatus.SCHEDULED)
    figures = Session.objects.filter(edition=edition).aggregate(
        unplaced=Count("pk", filter=private & Q(placement=None)),
        public=Count("pk", filter=Q(is_published=True)),
    )
    changes = changes_waiting(edition)
    context = {
        **figures,
        "edition": edition,
        "waiting": len(changes),
        "cancelled": cancellations(changes),
        "may_change": request.user.has_perm("events.change_session"),
    }
    return render_to_string("admin/panels/schedule.html", context, request)
