"""Access links of a call: given by an organiser, for some days, to whoever comes late; taken back."""

from datetime import timedelta

from django.utils import timezone

from events.models import Call, CallAccess
from somosnlp.accounts.models import User
from somosnlp.outbox.row_links import new_nonce

#: For how many days a link is good unless the organiser says otherwise, and at most.
USUAL_DAYS, MOST_DAYS = 7, 90


def give_access(call: Call, *, note: str, by: User, days: int = USUAL_DAYS) -> CallAccess:
    """Make a link with which somebody may send or change a proposal to `call` for `days`, open or not."""
    return CallAccess.objects.create(
        call=call,
        note=note.strip()[:200],
        nonce=new_nonce(),
        created_by=by,
        expires_at=timezone.now() + timedelta(days=min(max(days, 1), MOST_DAYS)),
    )


def revoke_access(access: CallAccess, *, by: User) -> bool:
    """End a link; say whether it was good until now. What was sent with it stays."""
    del by  # The audit keeps who did it.
    now = timezone.now()
    return bool(CallAccess.objects.filter(pk=access.pk, revoked_at=None).update(revoked_at=now))
