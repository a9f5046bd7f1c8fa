"""Addresses made from titles."""

import pytest

from events.importing.slugs import make_slug
from events.states import RESERVED_SLUGS


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


@pytest.mark.parametrize("word", RESERVED_SLUGS)
def test_reserved_word_is_not_a_slug(word: str) -> None:
    assert make_slug(word) not in RESERVED_SLUGS
