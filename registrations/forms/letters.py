"""The letter to people that were chosen in a list."""

from somosnlp.outbox.forms import CircularForm


class ListLetterForm(CircularForm):
    """A letter without the question to whom: the list has answered it."""

    # None takes a field of the parent away (Django, "Form inheritance").
    segment = None  # type: ignore[assignment]
    edition = None  # type: ignore[assignment]
