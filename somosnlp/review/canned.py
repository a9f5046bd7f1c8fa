"""Words for a decision, ready in three languages."""

from django.db.models import QuerySet

from somosnlp.review.models import CannedNote
from somosnlp.ui.localized import localized


def canned_notes(move: str = "") -> "QuerySet[CannedNote]":
    """Return the notes for `move`, or all of them."""
    notes = CannedNote.objects.all()
    return notes.filter(move=move) if move else notes


def canned_text(pk: str, language: str) -> str:
    """Return the words of the note `pk` in `language`; empty for one that is not there."""
    note = CannedNote.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 10 else None
    return localized(note, "text", language) if note else ""
