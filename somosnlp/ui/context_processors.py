"""What every page knows: the site's name, the edition it is about, the languages and the menu."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

#: Languages as Open Graph names them; `es_LA` is its Spanish of Latin America.
LOCALES = {"es": "es_LA", "en": "en_US", "pt-br": "pt_BR"}


class Site:
    """Computed on first use, so that a page that shows no menu pays for none."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.name = settings.SITE_NAME
        self.url = settings.SITE_URL

    @property
    def edition(self) -> Any:
        """The edition this page is about (set on the request by its view), or None."""
        return getattr(self._request, "edition", None)

    @cached_property
    def languages(self) -> list[dict[str, Any]]:
        """The same page in each language."""
        path = self._request.get_full_path()
        active = get_language()
        return [
            {"code": code, "name": name, "url": translate_url(path, code), "current": code == active}
            for code, name in settings.LANGUAGES
        ]

    @property
    def canonical(self) -> str:
        """The one address of this page, without query and with its host, for search engines.

        A view whose page has two addresses names the lasting one in `request.canonical_path`.
        """
        return f"{self.url}{self._path}"

    @property
    def alternates(self) -> list[dict[str, Any]]:
        """The canonical address of this page in each language; the Spanish one is for everybody else too."""
        active = get_language()
        return [
            {
                "code": code,
                "url": f"{self.url}{translate_url(self._path, code)}",
                "locale": LOCALES[code],
                "current": code == active,
                "default": code == settings.LANGUAGE_CODE,
            }
            for code, _name in settings.LANGUAGES
        ]

    @property
    def _path(self) -> str:
        return str(getattr(self._request, "canonical_path", self._request.path))

    @property
    def nav(self) -> list[dict[str, Any]]:
        """The menu: the pages of the edition this page is about, then those of the whole site."""
        year = getattr(self.edition, "slug", "")
        forming = year if year and not self.edition.is_over else ""
        items = [
            (_("Programa"), "programme", year),
            (_("Equipos"), "team-finder", forming),
            (_("Proyectos"), "projects", year),
            (_("Corpus"), "corpus", None),
            (_("Patrocinios"), "sponsorship", year),
            (_("Ediciones"), "editions", None),
        ]
        return [self._item(label, name, of) for label, name, of in items if of != ""]

    def _item(self, label: str, name: str, year: str | None) -> dict[str, Any]:
        url = reverse(name, args=[year] if year else [])
        return {"label": label, "url": url, "current": self._request.path == url}


def site(request: HttpRequest) -> dict[str, Any]:
    """Return {"site": Site}."""
    return {"site": Site(request)}
