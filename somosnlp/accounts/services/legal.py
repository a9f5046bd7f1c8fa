"""Legal pages: loaded from Markdown files, dated, and the version a registration was made under."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from django.db import transaction
from django.utils import timezone

from somosnlp.accounts.models import LegalText
from somosnlp.accounts.states import LegalKind
from somosnlp.prepared import Given, Prepared
from somosnlp.ui.localized import SUFFIXES

FOLDER = Path(__file__).parent.parent / "data" / "legal"

#: What somebody accepts when they register.
ACCEPTED = (LegalKind.CONDUCT, LegalKind.TERMS)


@dataclass(frozen=True)
class _File:
    title: str
    version: date
    approved: bool
    body: str


@transaction.atomic
def load_legal_texts(folder: Path = FOLDER) -> Counter[str]:
    """Store the version in each `<slug>.<es|en|pt>.md` of `folder`; count what was done.

    The counts are `created`, `completed` and `unchanged`.

    A stored version is never overwritten, since people have accepted it and organisers may have edited it:
    only its empty translations are filled. A new text needs a new `version:`. Raises ValueError, naming the
    file, for one that cannot be read.
    """
    return Counter(_load(kind, folder) for kind in LegalKind.values if (folder / f"{kind}.es.md").exists())


def in_force(kind: str, today: date | None = None) -> LegalText | None:
    """Return the newest version of `kind` that has begun to apply, or None."""
    return LegalText.objects.filter(kind=kind, version__lte=today or timezone.localdate()).first()


_ACCEPTED = Prepared(
    lambda: (
        LegalText.objects.filter(kind__in=ACCEPTED, version__lte=Given("today"))
        .order_by("kind", "-version")
        .distinct("kind")
        .values_list("kind", "version")
    )
)


def terms_in_force() -> str:
    """Return what a registration accepts: `codigo-de-conducta 2026-11-23; terminos 2026-11-23`."""
    latest = _ACCEPTED.tuples(today=timezone.localdate())
    return "; ".join(f"{kind} {version:%Y-%m-%d}" for kind, version in latest)


def _load(kind: str, folder: Path) -> str:
    files = {
        suffix: _read(path)
        for suffix in SUFFIXES.values()
        if (path := folder / f"{kind}.{suffix}.md").exists()
    }
    spanish = files["es"]
    same = {suffix: file for suffix, file in files.items() if file.version == spanish.version}
    columns = {f"title_{suffix}": file.title for suffix, file in same.items()}
    columns |= {f"body_{suffix}": file.body for suffix, file in same.items()}
    text, created = LegalText.objects.get_or_create(
        kind=kind, version=spanish.version, defaults={"approved": spanish.approved, **columns}
    )
    if created:
        return "created"
    missing = {column: value for column, value in columns.items() if not getattr(text, column)}
    if missing:
        LegalText.objects.filter(pk=text.pk).update(**missing)
    return "completed" if missing else "unchanged"


def _read(path: Path) -> _File:
    try:
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        facts = yaml.safe_load(head)
        return _File(facts["title"], facts["version"], facts["status"] == "approved", body.strip() + "\n")
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise ValueError(f"{path}: needs front matter with title, version and status") from error
