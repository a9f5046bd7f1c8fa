"""Proposals of talks as a table for a workbook; without what says whose they are in a blind round."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.calls.export import CHUNK, Column, table
from events.models import KeynoteProposal
from events.states import language_words

#: Excel takes no longer text in a cell.
LONGEST = 32_000


def _score(each: KeynoteProposal) -> float | None:
    mean = getattr(each, "score_mean", None)
    return None if mean is None else round(float(mean), 4)


PROPOSAL: list[Column] = [
    (_("número"), lambda each: each.pk),
    (_("estado"), lambda each: each.get_status_display()),
    (_("enviada"), lambda each: each.submitted_at),
    (_("título"), lambda each: each.title),
    (_("formato"), lambda each: each.get_format_display()),
    (_("nivel"), lambda each: each.level),
    (_("tema"), lambda each: each.topic and each.topic.label),
    (_("idioma"), lambda each: language_words(each.language)),
    (_("minutos"), lambda each: each.minutes),
    (_("resumen"), lambda each: each.abstract[:LONGEST]),
    (_("qué se aprenderá"), lambda each: "\n".join(each.takeaways)),
    (_("nota media"), _score),
    (_("revisiones"), lambda each: getattr(each, "score_count", None)),
]
AUTHOR: list[Column] = [
    (_("nombre"), lambda each: each.name),
    (_("correo"), lambda each: each.submitted_by.email),
    (_("ocupación"), lambda each: each.occupation),
    (_("organización"), lambda each: each.affiliation),
    (_("biografía"), lambda each: each.bio),
    (_("página web"), lambda each: each.website),
    ("LinkedIn", lambda each: each.linkedin),
    ("X", lambda each: each.x),
    ("BlueSky", lambda each: each.bluesky),
    (_("entidad patrocinadora"), lambda each: each.sponsor),
    (_("confirmada"), lambda each: each.confirmed_at),
    (_("se puede grabar"), lambda each: each.may_record),
    (_("comentarios"), lambda each: each.comments),
]


def table_of(proposals: "QuerySet[KeynoteProposal]", *, with_names: bool) -> Iterator[list[Any]]:
    """Yield the headings, then a row per proposal; scores where the rows were annotated with them."""
    rows = proposals.select_related("submitted_by", "topic").iterator(chunk_size=CHUNK)
    return table(PROPOSAL + (AUTHOR if with_names else []), rows)
