"""Texts in three languages are three plain columns; these helpers name and read them."""

from typing import Any

from django.utils.translation import get_language

#: Language code of Django → suffix of the column.
SUFFIXES = {"es": "es", "en": "en", "pt-br": "pt"}


def suffix(language: str | None = None) -> str:
    """Return the column suffix (`es`, `en` or `pt`) of `language`, or of the active language."""
    return SUFFIXES.get((language or get_language() or "es").lower(), "es")


def localized(obj: Any, field: str, language: str | None = None) -> str:
    """Return `obj.<field>_<language>`, or the Spanish text where that one is empty."""
    value = getattr(obj, f"{field}_{suffix(language)}")
    return str(value or getattr(obj, f"{field}_es"))
