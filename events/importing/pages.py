"""Reading page texts: `<edition or site>/<page>.<es|en|pt>.md`, each with a front matter."""

from collections.abc import Iterable
from pathlib import Path

from events.importing.fields import Fields
from events.importing.problems import Place, Problems, shown
from events.importing.reading import read_text, split_front_matter
from events.importing.rows import PageRow
from events.states import PageSlug

SITE = "site"
LANGUAGES = {"es": "es", "en": "en", "pt": "pt-br"}


def parse_pages(folder: Path, slugs: Iterable[str], *, root: Path, problems: Problems) -> list[PageRow]:
    """Return the pages of the editions `slugs` and of the whole site (edition "")."""
    pages = []
    for name in (*slugs, SITE):
        for path in sorted((folder / name).glob("*.md")):
            page = _page(path, "" if name == SITE else name, shown(path, root), problems)
            pages += [page] if page else []
    return pages


def _page(path: Path, edition: str, name: str, problems: Problems) -> PageRow | None:
    slug, _dot, language = path.stem.partition(".")
    place = Place(name, 1)
    if slug not in PageSlug.values or language not in LANGUAGES:
        problems.add(place, f"{path.name!r} is not named <page>.<es|en|pt>.md")
        return None
    head, body = split_front_matter(read_text(path, name), name)
    fields = Fields(head, name, problems)
    title, source = fields.text("title", required=True), fields.text("source")
    fields.done()
    return PageRow(place, edition, slug, LANGUAGES[language], title, body, source)
