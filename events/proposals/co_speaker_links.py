"""The link of an invitation to speak together: reading it. The row's nonce is what revokes it."""

from django.core import signing

from events.models import CoSpeaker

_SALT = "somosnlp.events.co_speaker"
LONGEST_TOKEN = 120


def make_token(invited: CoSpeaker) -> str:
    """Return the secret part of the address of an invitation."""
    return signing.dumps([invited.pk, invited.nonce], salt=_SALT)


def find_invitation(token: str) -> CoSpeaker | None:
    """Return the invitation of a token, whatever became of it; None for one that is forged or mangled."""
    try:
        pk, nonce = signing.loads(token[:LONGEST_TOKEN], salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = CoSpeaker.objects.select_related("proposal__edition", "proposal__submitted_by", "user")
    return rows.filter(pk=pk, nonce=nonce).first()
