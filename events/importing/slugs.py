"""Addresses made from titles."""

import re
import unicodedata

from events.states import RESERVED_SLUGS


def make_slug(text: str, *, otherwise: str = "sin-titulo", length: int = 120) -> str:
    """Return `text` in lower case, without accents, words joined by hyphens.

    What is reserved for actions gets `otherwise` in front, and so does a text without any letter.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not slug or slug in RESERVED_SLUGS:
        slug = f"{otherwise}-{slug}".strip("-")
    if len(slug) <= length:
        return slug
    return slug[: length + 1].rpartition("-")[0] or slug[:length]
