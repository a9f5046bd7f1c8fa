"""Calendars and schedules for programs, and the page where a person finds the address of theirs."""

import json
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.calendars.feed_cache import Feed, feed_of, kept_feed, not_modified, whole, zip_up
from events.calendars.frab import build_schedule, schedule_json
from events.calendars.frab_xml import schedule_xml
from events.calendars.links import subscription
from events.calendars.personal import etag_of, parts_of, personal_file, personal_name
from events.calendars.sessions import dated_sessions, programme_file, session_file
from events.models import CalendarFeed, Edition
from events.services.calendars import close_feed, feed_token, find_feed, open_feed, renew_feed
from somosnlp.accounts.models import User

ICS = "text/calendar; charset=utf-8"


@require_safe
@kept_feed
def programme_ics(request: HttpRequest, year: str) -> Feed:
    """Answer the programme of an edition as a calendar, in the language of the address."""
    edition = _edition(year)
    return feed_of(programme_file(edition, dated_sessions(edition)), ICS, f"programa-{year}.ics")


@require_safe
@kept_feed
def session_ics(request: HttpRequest, year: str, slug: str) -> Feed:
    """Answer one session as a calendar."""
    session = get_object_or_404(dated_sessions(_edition(year)), slug=slug)
    return feed_of(session_file(session), ICS, f"{slug}.ics")


@require_safe
@kept_feed
def schedule_xml_file(request: HttpRequest, year: str) -> Feed:
    """Answer the programme as frab's schedule.xml."""
    content = schedule_xml(build_schedule(_edition(year)))
    return feed_of(content, "application/xml; charset=utf-8", "schedule.xml")


@require_safe
@kept_feed
def schedule_json_file(request: HttpRequest, year: str) -> Feed:
    """Answer the programme as frab's schedule.json."""
    content = json.dumps(schedule_json(build_schedule(_edition(year))), ensure_ascii=False).encode()
    return feed_of(content, "application/json; charset=utf-8", "schedule.json")


@require_safe
def personal_ics(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the calendar of whoever has the address; nothing is rendered for a program that has it."""
    feed = find_feed(token)
    if feed is None:
        raise Http404
    parts = parts_of(feed.user)
    etag = etag_of(parts)
    response = not_modified(request, etag)
    if response is None:
        zipped = zip_up(personal_file(feed, parts))
        response = whole(request, Feed(zipped, etag, None, ICS, "mi-hackathon.ics"))
    patch_cache_control(response, private=True)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Show the address of one's calendar and what is in it; make, change or close the address."""
    user = cast(User, request.user)
    if request.method == "POST":
        _change(request, user)
        return redirect("my-calendar")
    feed = CalendarFeed.objects.filter(user=user).first()
    context: dict[str, Any] = {"feed": feed, "parts": parts_of(user)}
    if feed is not None:
        token = feed_token(feed)
        path = reverse("personal-ics", args=[token])
        context |= {"token": token, "calendar": subscription(path, personal_name())}
    return render(request, "events/my_calendar.html", context)


def _change(request: HttpRequest, user: User) -> None:
    deed = request.POST.get("deed", "")
    if deed == "open":
        open_feed(by=user)
        messages.success(request, _("Tu calendario ya tiene dirección."))
    elif deed == "renew" and renew_feed(by=user, seen=request.POST.get("address", "")):
        messages.success(request, _("La dirección es otra. La anterior dejó de funcionar."))
    elif deed == "close" and close_feed(by=user):
        messages.success(request, _("Tu calendario ya no tiene dirección; la que tenía dejó de funcionar."))


def _edition(year: str) -> Edition:
    """Return a published edition: programs that read feeds are nobody in particular."""
    return get_object_or_404(Edition.objects.published(), slug=year)
