"""Proposals of talks as a table for a workbook; without what says whose they are in a blind round."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import KeynoteProposal
from events.states import SessionLanguage

#: Excel takes no longer text in a cell.
LONGEST = 32_000


def table_of(proposals: Iterable[KeynoteProposal], *, with_names: bool) -> Iterator[Sequence[Any]]:
    """Yield the headings and a row for each proposal; scores where the rows were annotated with them."""
    what = [_("número"), _("estado"), _("enviada"), _("título"), _("formato"), _("nivel"), _("tema")]
    what += [_("idioma"), _("minutos"), _("resumen"), _("qué se aprenderá"), _("nota media"), _("revisiones")]
    who = [_("nombre"), _("correo"), _("ocupación"), _("organización"), _("biografía"), _("página web")]
    who += [
        "LinkedIn",
        "X",
        "BlueSky",
        _("entidad patrocinadora"),
        _("confirmada"),
        _("se puede grabar"),
        _("comentarios"),
    ]
    yield [*what, *(who if with_names else [])]
    for each in proposals:
        yield [*_what(each), *(_who(each) if with_names else [])]


def _what(each: KeynoteProposal) -> list[Any]:
    mean = getattr(each, "score_mean", None)
    return [
        each.pk,
        str(each.get_status_display()),
        localtime(each.submitted_at).replace(tzinfo=None) if each.submitted_at else None,
        each.title,
        str(each.get_format_display()),
        each.level,
        each.topic.label if each.topic else None,
        str(SessionLanguage(each.language).label)
        if each.language in SessionLanguage.values
        else each.language,
        each.minutes,
        each.abstract[:LONGEST],
        "\n".join(each.takeaways),
        None if mean is None else round(float(mean), 4),
        getattr(each, "score_count", None),
    ]


def _who(each: KeynoteProposal) -> list[Any]:
    return [
        each.name,
        each.submitted_by.email,
        each.occupation,
        each.affiliation,
        each.bio,
        each.website,
        each.linkedin,
        each.x,
        each.bluesky,
        each.sponsor,
        localtime(each.confirmed_at).replace(tzinfo=None) if each.confirmed_at else None,
        each.may_record,
        each.comments,
    ]
