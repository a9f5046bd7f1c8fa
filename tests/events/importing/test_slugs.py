"""Addresses made from titles."""

import pytest

from events.importing import slugs
from events.importing.slugs import make_slug
from events.models.programme import SLUG_RESERVED


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("¿Cuáles humanos?", "cuales-humanos"),
        ("Alineación con RL", "alineacion-con-rl"),
        ("red.es", "red-es"),
        ("Cálamo&Cran", "calamo-cran"),
        ("Proponer", "charla-proponer"),
        ("¡!", "charla"),
    ],
)
def test_make_slug(text: str, slug: str) -> None:
    assert make_slug(text, otherwise="charla") == slug


def test_make_slug_cuts_long_titles_between_words() -> None:
    assert make_slug("palabra " * 30, length=20) == "palabra-palabra"
    assert make_slug("p" * 30, length=20) == "p" * 20


def test_reserved_words_are_those_of_the_database() -> None:
    assert set(SLUG_RESERVED) == slugs.RESERVED
