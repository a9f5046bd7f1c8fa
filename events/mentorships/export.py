"""Offers of mentorship as a table: a row each; without names for who must not know whose they are."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.timezone import make_naive
from django.utils.translation import gettext_lazy

from events.models import Mentorship
from events.states import MentorTheme, SessionLanguage

Column = tuple[str | Promise, Callable[[Any], Any]]

NAMES: list[Column] = [
    (gettext_lazy("nombre"), lambda offer: offer.name),
    (gettext_lazy("correo"), lambda offer: offer.submitted_by.email),
    ("Discord", lambda offer: offer.submitted_by.discord),
    (gettext_lazy("ocupación"), lambda offer: offer.occupation),
    (gettext_lazy("organización"), lambda offer: offer.affiliation),
    (gettext_lazy("biografía"), lambda offer: offer.bio),
    (gettext_lazy("zona horaria"), lambda offer: offer.time_zone),
    (gettext_lazy("dónde preguntar"), lambda offer: offer.channel),
    (gettext_lazy("algo más"), lambda offer: offer.comments),
]
OFFER: list[Column] = [
    (gettext_lazy("número"), lambda offer: offer.pk),
    (gettext_lazy("edición"), lambda offer: offer.edition.slug),
    (gettext_lazy("estado"), lambda offer: offer.get_status_display()),
    (gettext_lazy("tipo"), lambda offer: offer.get_kind_display()),
    (gettext_lazy("forma del AMA"), lambda offer: offer.get_ama_form_display()),
    (gettext_lazy("especialidad"), lambda offer: offer.speciality),
    (gettext_lazy("temas"), lambda offer: ", ".join(str(MentorTheme(one).label) for one in offer.themes)),
    (
        gettext_lazy("idiomas"),
        lambda offer: ", ".join(str(SessionLanguage(one).label) for one in offer.languages),
    ),
    (gettext_lazy("plazas"), lambda offer: offer.places),
    (gettext_lazy("plazas ocupadas"), lambda offer: offer.taken),
    (gettext_lazy("se puede grabar"), lambda offer: offer.may_record),
    (gettext_lazy("enviada"), lambda offer: make_naive(offer.submitted_at) if offer.submitted_at else None),
]


def table_of(offers: "QuerySet[Mentorship]", *, with_names: bool) -> Iterator[list[Any]]:
    """Yield the headings, then a row per offer."""
    columns = OFFER + (NAMES if with_names else [])
    yield [str(heading) for heading, _value in columns]
    for offer in offers.select_related("edition", "submitted_by").iterator(chunk_size=500):
        yield [_cell(value(offer)) for _heading, value in columns]


def _cell(value: Any) -> Any:
    return str(value) if isinstance(value, Promise) else value
