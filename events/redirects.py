"""Addresses of the old site, answered with a permanent redirect.

`/hackathon/…` was always about the latest edition, `/hackathon-<year>/…` about its own.
"""

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

import events.converters  # noqa: F401 (registers the converter `edition`)
from events.models import Edition, Session

#: First part of an old address → the addresses that took its place, the first that exists counts.
PLACES: dict[str, tuple[str, ...]] = {
    "bases": ("rules",),
    "premios": ("prizes",),
    "universidades": ("universities",),
    "patrocinios": ("sponsorship",),
    "difusion": ("sponsorship",),
    "registro": ("registration",),
    "ponencias": ("keynote-proposal", "programme"),
    "eventos": ("programme",),
    "programa": ("programme",),
    "cartel": ("poster",),
    "mentorias": ("mentorships",),
    "equipos": ("teams",),
    "proyectos": ("projects",),
}
#: Those that were not about one edition.
SITE_PLACES = {"ediciones-anteriores": "editions", "papers-comunidad": "editions"}
#: Next year's edition takes over `/hackathon/…`, so that browsers must ask again.
REMEMBER = 3600


@require_safe
def old_current(request: HttpRequest, tail: str = "") -> HttpResponsePermanentRedirect:
    """Send `/hackathon/…` to the same page of the current edition, or of none to the archive."""
    edition = Edition.objects.published().current()
    if edition is None:
        return _moved(reverse("editions"))
    return _moved(_new_address(edition.slug, tail))


@require_safe
def old_edition(request: HttpRequest, year: str, tail: str = "") -> HttpResponsePermanentRedirect:
    """Send `/hackathon-<year>/…` to the same page of that edition."""
    if not Edition.objects.published().filter(slug=year).exists():
        raise Http404
    return _moved(_new_address(year, tail))


@require_safe
def old_donation(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Send `/donatucorpus` to the donation form, or to the page about donating while there is none."""
    return _moved(_first_that_exists(("corpus-donation", "corpus")))


def _new_address(year: str, tail: str) -> str:
    # PostgreSQL cannot compare with a NUL.
    first = tail.replace("\0", "").strip("/").split("/", 1)[0].removesuffix(".html")
    if first in SITE_PLACES:
        return reverse(SITE_PLACES[first])
    if first in PLACES:
        return _first_that_exists((*PLACES[first], "edition"), year)
    if first and Session.objects.published().filter(edition__slug=year, slug=first).exists():
        return reverse("session", args=[year, first])
    return reverse("edition", args=[year])


def _first_that_exists(names: tuple[str, ...], *args: str) -> str:
    for name in names:
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    raise Http404


def _moved(address: str) -> HttpResponsePermanentRedirect:
    response = HttpResponsePermanentRedirect(address)
    patch_cache_control(response, max_age=REMEMBER)
    return response


urlpatterns: list[URLPattern] = [
    path("hackathon", old_current),
    path("hackathon/", old_current),
    path("hackathon/<path:tail>", old_current),
    path("hackathon-<edition:year>", old_edition),
    path("hackathon-<edition:year>/", old_edition),
    path("hackathon-<edition:year>/<path:tail>", old_edition),
    path("donatucorpus", old_donation),
    path("donatucorpus/", old_donation),
]
