"""Offers of mentorship as a table: a row each; without names for who must not know whose they are."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.calls.export import CHUNK, Column, table
from events.models import Mentorship
from events.states import MentorTheme, language_words

AUTHOR: list[Column] = [
    (_("nombre"), lambda offer: offer.name),
    (_("correo"), lambda offer: offer.submitted_by.email),
    ("Discord", lambda offer: offer.submitted_by.discord),
    (_("ocupación"), lambda offer: offer.occupation),
    (_("organización"), lambda offer: offer.affiliation),
    (_("biografía"), lambda offer: offer.bio),
    (_("zona horaria"), lambda offer: offer.time_zone),
    (_("dónde preguntar"), lambda offer: offer.channel),
    (_("algo más"), lambda offer: offer.comments),
]
OFFER: list[Column] = [
    (_("número"), lambda offer: offer.pk),
    (_("edición"), lambda offer: offer.edition.slug),
    (_("estado"), lambda offer: offer.get_status_display()),
    (_("tipo"), lambda offer: offer.get_kind_display()),
    (_("forma del AMA"), lambda offer: offer.get_ama_form_display()),
    (_("especialidad"), lambda offer: offer.speciality),
    (_("temas"), lambda offer: ", ".join(str(MentorTheme(one).label) for one in offer.themes)),
    (
        _("idiomas"),
        lambda offer: ", ".join(map(language_words, offer.languages)),
    ),
    (_("plazas"), lambda offer: offer.places),
    (_("plazas ocupadas"), lambda offer: offer.taken),
    (_("se puede grabar"), lambda offer: offer.may_record),
    (_("enviada"), lambda offer: offer.submitted_at),
]


def table_of(offers: "QuerySet[Mentorship]", *, with_names: bool) -> Iterator[list[Any]]:
    """Yield the headings, then a row per offer."""
    rows = offers.select_related("edition", "submitted_by").iterator(chunk_size=CHUNK)
    return table(OFFER + (AUTHOR if with_names else []), rows)
