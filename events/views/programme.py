"""The programme of an edition, its sessions and its speakers."""

from typing import Any

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.attending.signed_up import attendance_of, marks_of
from events.audiences import zones_of
from events.context import edition_or_404
from events.landing import published_sessions
from events.models import Edition, EditionPerson, Person, Session
from events.page_cache import cached_page, changes_at
from events.programme.announcing import announcements, poster_line
from events.programme.days import (
    by_day,
    changes_of,
    is_live,
    next_midnight,
    offered_zones,
    room_is_open,
    soon_at,
    split_past,
    takes_people,
)
from events.programme.filters import facets_of, hidden_by
from events.states import AttendanceStatus
from somosnlp.ui.times import reader_zone
from somosnlp.ui.zones import is_known_zone

#: Where a recording is shown from, once somebody pressed its button; nothing is asked of it before.
PLAYER = "https://www.youtube-nocookie.com"


@require_safe
@cached_page
def programme(request: HttpRequest, year: str) -> HttpResponse:
    """Show the sessions by day in the zone asked for by `?tz=`, the person's, or the edition's.

    `?tipo=`, `?nivel=`, `?tema=` and `?idioma=` narrow them down. While there is something to come, the days
    before today are folded, unless something there was asked for.
    """
    edition = edition_or_404(request, year, kept=True)
    unknown_zone = choose_zone(request)
    zone, now = reader_zone(request), timezone.now()
    sessions = published_sessions(edition)
    changes_at(request, [*changes_of(sessions), next_midnight(now, zone)])
    facets = facets_of(sessions, request.GET)
    hidden = hidden_by(sessions, facets)
    past, days = split_past(by_day(sessions, zone), now, zone)
    marks = marks_of(request.user, edition)
    context = {
        "edition": edition,
        "past": past,
        "past_is_open": any(facet.chosen for facet in facets)
        and any(session.pk not in hidden for day in past for session in day.sessions),
        "days": days,
        "live": {session.pk for session in sessions if is_live(session, now)},
        "soon": soon_at(sessions, now),
        "going": {pk for pk, status in marks.items() if status == AttendanceStatus.GOING},
        "waiting": {pk for pk, status in marks.items() if status == AttendanceStatus.WAITING},
        "facets": facets,
        "hidden": hidden,
        "shown": len(sessions) - len(hidden),
        "zone": zone,
        "zones": offered_zones(zone),
        "asked_zone": getattr(request, "time_zone", ""),
        "unknown_zone": unknown_zone,
    }
    return render(request, "events/programme.html", context)


@csp_update({"frame-src": [PLAYER]})
@require_safe
@cached_page
def session(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show one session: when, who, where to join, how to come along, its recording."""
    edition = edition_or_404(request, year, kept=True)
    choose_zone(request)
    sessions = edition.sessions.published().select_related("topic", "edition").with_cast()
    found = get_object_or_404(sessions, slug=slug)
    changes_at(request, changes_of([found]))
    return render(request, "events/session.html", _about(request, edition, found))


@require_safe
@cached_page
def speaker(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show somebody of an edition's programme and the sessions they take part in, in every edition."""
    edition = edition_or_404(request, year, kept=True)
    choose_zone(request)
    person = Person.objects.filter(slug=slug).select_related("photo").first()
    every = list(_sessions_with(slug))
    sessions = [each for each in every if each.edition_id == edition.pk]
    credited = EditionPerson.objects.filter(edition=edition, person=person).first() if person else None
    # Who was accepted is private until their session is published.
    if not sessions and edition.sessions.filter(cast__person=person).exists():
        credited = None
    if person is None or (credited is None and not sessions):
        raise Http404(_("Esa persona no está en el programa de esta edición."))
    context = {
        "edition": edition,
        "person": person,
        "credited": credited,
        "sessions": sessions,
        "elsewhere": [each for each in every if each.edition_id != edition.pk],
    }
    return render(request, "events/speaker.html", context)


def choose_zone(request: HttpRequest) -> str:
    """Note the zone of `?tz=` on the request; return the name asked for if nobody knows such a zone."""
    asked = request.GET.get("tz", "")
    if asked and not is_known_zone(asked):
        return asked[:60]
    request.time_zone = asked  # type: ignore[attr-defined]
    return ""


def _about(request: HttpRequest, edition: Edition, found: Session) -> dict[str, Any]:
    now = timezone.now()
    mine = attendance_of(request.user, found)
    is_open = takes_people(found, now)
    zones = zones_of(edition) if is_open else []
    is_going = mine is not None and mine.status == AttendanceStatus.GOING
    return {
        "edition": edition,
        "session": found,
        "is_live": is_live(found, now),
        "is_open": is_open,
        "mine": mine,
        "shows_room": bool(found.room_url) and is_open and (is_going or room_is_open(found, now)),
        "poster_line": poster_line(found, zones) if is_open else "",
        "announcements": announcements(found, zones) if is_open else [],
        "player": PLAYER,
    }


def _sessions_with(slug: str) -> Any:
    shown = Session.objects.published().filter(cast__person__slug=slug, edition__is_published=True)
    return shown.select_related("edition").order_by("-edition__starts_on", "starts_at", "day", "pk")
