"""The person's time zone, for everything a signed-in request shows."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from somosnlp.ui.zones import zone_info


class TimeZoneMiddleware:
    """Activate the zone of who is signed in; asks the database for nothing but the user.

    A request without a session cookie is not looked at, so that its answer stays free of `Vary: Cookie`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = ""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            zone = getattr(request.user, "time_zone", "")
        with timezone.override(zone_info(zone) if zone else None):
            return self._get_response(request)
