"""What search engines are told: the public pages that answer 200, and those that are none of theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as render_sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control, cache_page
from django.views.decorators.http import require_safe

from events.models import Edition, EditionPerson, Page, Session, SessionPerson
from events.states import DEMO, PageSlug
from somosnlp.accounts.models import LegalText

#: How old the map may be, in seconds: what was published since then is found a little later.
AGE = 900
#: Pages that every published edition has.
OF_EDITION = ("edition", "programme", "projects", "sponsorship")
#: Pages of the current edition: what is new, and where it invites people. Past ones say that it is over.
OF_CURRENT = ("notices", "registration", "organisers")
#: Texts of an edition that have a page of their own, and its name.
TEXTS: dict[str, str] = {
    PageSlug.RULES: "rules",
    PageSlug.PRIZES: "prizes",
    PageSlug.UNIVERSITIES: "universities",
}


@dataclass(frozen=True)
class Place:
    """One page: the name of its address, the arguments, and when it changed where that is known."""

    name: str
    args: tuple[str, ...] = ()
    changed: datetime | date | None = None


class Pages(Sitemap[Place]):
    """Every public page in every language; each names its translations, and Spanish for everybody else."""

    i18n = True
    alternates = True
    x_default = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def items(self) -> list[Place]:
        return [*_of_site(), *_of_editions(), *_texts(), *_sessions(), *_speakers()]

    def location(self, item: Place) -> str:
        return reverse(item.name, args=item.args)

    def lastmod(self, item: Place) -> datetime | date | None:
        return item.changed

    def get_domain(self, site: Any = None) -> str:
        """The host the site is announced under, whichever one was asked."""
        return str(urlsplit(settings.SITE_URL).netloc)


@require_safe
@cache_page(AGE)
@cache_control(public=True)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer the map of the site."""
    return render_sitemap(request, {"pages": Pages})


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """Say which pages are nobody's but their reader's, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _private())]
    text = "\n".join([*lines, "", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _private() -> list[str]:
    """Return the beginnings of the addresses that no search engine should ask for."""
    found = [reverse("admin:index")]
    for code, _name in settings.LANGUAGES:
        with override(code):
            account = reverse("account_login").removesuffix("entrar/")
            found += [account, reverse("my-hackathon"), reverse("edition", args=[DEMO])]
    return found


def _published() -> Any:
    return Edition.objects.published().held()


def _of_site() -> Iterator[Place]:
    yield Place("editions")
    yield Place("corpus")
    texts = LegalText.objects.filter(version__lte=timezone.localdate()).order_by("kind", "-version")
    for kind, version in texts.distinct("kind").values_list("kind", "version"):
        yield Place("legal", (kind,), version)


def _of_editions() -> Iterator[Place]:
    for edition in _published():
        names = OF_EDITION + OF_CURRENT if edition.is_current else OF_EDITION
        yield from (Place(name, (edition.slug,)) for name in names)


def _texts() -> Iterator[Place]:
    """Yield the texts that exist in Spanish: the other languages fall back on it, it on none."""
    pages = Page.objects.published(timezone.now()).filter(
        edition__in=_published(), slug__in=TEXTS, language=settings.LANGUAGE_CODE
    )
    for slug, year, changed in pages.values_list("slug", "edition__slug", "updated_at"):
        yield Place(TEXTS[slug], (year,), changed)


def _sessions() -> Iterator[Place]:
    sessions = Session.objects.published().filter(edition__in=_published()).order_by("pk")
    return (Place("session", pair) for pair in sessions.values_list("edition__slug", "slug"))


def _speakers() -> Iterator[Place]:
    """Yield those who are credited in an edition, and those who are only seated in one of its sessions."""
    credited = EditionPerson.objects.filter(edition__in=_published())
    seated = SessionPerson.objects.filter(
        session__in=Session.objects.published(), session__edition__in=_published()
    )
    pairs = {*credited.values_list("edition__slug", "person__slug")}
    pairs |= {*seated.values_list("session__edition__slug", "person__slug")}
    return (Place("speaker", pair) for pair in sorted(pairs))
