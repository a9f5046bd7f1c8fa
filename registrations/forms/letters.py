"""The letter to people that were chosen in a list."""

from somosnlp.outbox.forms import CircularForm


class ListLetterForm(CircularForm):
    """A letter without the question to whom: the list has answered it."""

    segment = None
    edition = None
