"""The link of an invitation to speak together: reading it. The row's nonce is what revokes it."""

from events.models import CoSpeaker
from somosnlp.outbox.row_links import row_of_token, row_token

_SALT = "somosnlp.events.co_speaker"


def make_token(invited: CoSpeaker) -> str:
    """Return the secret part of the address of an invitation."""
    return row_token(invited, salt=_SALT)


def find_invitation(token: str) -> CoSpeaker | None:
    """Return the invitation of a token, whatever became of it; None for one that is forged or mangled."""
    rows = CoSpeaker.objects.select_related("proposal__edition", "proposal__submitted_by", "user")
    return row_of_token(rows, token, salt=_SALT)
