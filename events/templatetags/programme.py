"""Filters for the pages of sessions and speakers."""

from urllib.parse import quote, urlsplit

from django import template
from django.urls import reverse

from events.models import Person
from events.programme.filters import language_name

register = template.Library()
register.filter(language_name)


@register.filter
def photo_url(person: Person) -> str:
    """Return the address of the photo of `person` where it is public; it must have been fetched with them."""
    photo = person.photo
    return reverse("picture-small", args=[photo.pk]) if photo is not None and photo.is_public else ""


@register.filter
def person_links(person: Person) -> list[tuple[str, str]]:
    """Return (label, address) of where `person` is found elsewhere; only what a browser opens safely."""
    found = [
        (host(person.website), person.website),
        ("LinkedIn", person.linkedin),
        ("X", _profile("https://x.com/", person.x)),
        ("BlueSky", _profile("https://bsky.app/profile/", person.bluesky)),
    ]
    return [(label, url) for label, url in found if url.startswith("https://") and is_web(url)]


@register.filter
def is_web(address: str) -> bool:
    """Tell whether `address` is a page of the web, which may be linked."""
    return address.startswith(("https://", "http://")) and bool(_host(address))


@register.filter
def host(address: str) -> str:
    """Return the name of the site of `address`, for the words of a link."""
    return _host(address).removeprefix("www.") or address


def _profile(site: str, name: str) -> str:
    """Return the page of `name` on `site`; nothing they typed can lead elsewhere."""
    return site + quote(name.strip().lstrip("@"), safe="") if name else ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
