"""The programme of an edition, its sessions and its speakers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.context import edition_or_404
from events.landing import instants_of, published_sessions
from events.models import EditionPerson, Person
from events.page_cache import cached_page, changes_at
from events.programme import by_day, ends_of, live_at, offered_zones
from somosnlp.ui.times import reader_zone
from somosnlp.ui.zones import is_known_zone


@require_safe
@cached_page
def programme(request: HttpRequest, year: str) -> HttpResponse:
    """Show the sessions by day in the zone asked for by `?tz=`, the person's, or the edition's."""
    edition = edition_or_404(request, year)
    unknown_zone = choose_zone(request)
    zone = reader_zone(request)
    sessions = published_sessions(edition)
    changes_at(request, [*instants_of(sessions), *ends_of(sessions)])
    context = {
        "edition": edition,
        "days": by_day(sessions, zone),
        "live": live_at(sessions, timezone.now()),
        "zone": zone,
        "zones": offered_zones(zone),
        "unknown_zone": unknown_zone,
    }
    return render(request, "events/programme.html", context)


@require_safe
@cached_page
def session(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show one session: when, who, recording."""
    edition = edition_or_404(request, year)
    choose_zone(request)
    sessions = edition.sessions.published().select_related("topic").with_cast()
    found = get_object_or_404(sessions, slug=slug)
    changes_at(request, instants_of([found]))
    return render(request, "events/session.html", {"edition": edition, "session": found})


@require_safe
@cached_page
def speaker(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show somebody of an edition's programme and the sessions they take part in."""
    edition = edition_or_404(request, year)
    choose_zone(request)
    sessions = edition.sessions.published().in_order().filter(cast__person__slug=slug)
    credited = EditionPerson.objects.filter(edition=edition, person__slug=slug).first()
    if credited is None and not sessions:
        raise Http404(_("Esa persona no está en el programa de esta edición."))
    person = Person.objects.get(slug=slug)
    context = {"edition": edition, "person": person, "credited": credited, "sessions": sessions}
    return render(request, "events/speaker.html", context)


def choose_zone(request: HttpRequest) -> str:
    """Note the zone of `?tz=` on the request; return the name asked for if nobody knows such a zone."""
    asked = request.GET.get("tz", "")
    if asked and not is_known_zone(asked):
        return asked[:60]
    request.time_zone = asked  # type: ignore[attr-defined]
    return ""
