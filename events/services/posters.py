"""Posters: kept as typed, sent, changed, withdrawn, decided, one of them chosen."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from events.calls.refusals import ProposalRefusedError, Refusal
from events.calls.requirements import columns_of, missing_in
from events.emails.posters import send_poster_chosen, send_poster_status
from events.models import Edition, Poster
from events.page_cache import touch
from events.permissions import CallWindow
from events.posters.rules import lacks_texts
from events.services.pictures import claim_picture, show_picture
from events.services.sending import Sending, lock_form, lock_own
from events.states import AiUse, CallKind
from somosnlp.accounts.models import User
from somosnlp.accounts.services.profile import learn_name
from somosnlp.review.models import StatusChange
from somosnlp.review.states import Status
from somosnlp.review.telling import announced_status
from somosnlp.review.workflow import transition

COLUMNS = columns_of(CallKind.POSTER)


@transaction.atomic
def keep_poster(edition: Edition, sending: Sending, *, by: User) -> Poster:
    """Keep what `by` has filled in so far of a form; return the draft. Nothing needs to be whole.

    Raises ProposalRefusedError when the call is not open, the form is somebody else's or was sent.
    """
    form = lock_form(Poster, edition, sending, by=by)
    return form.keep(_columns(sending.values, by))


@transaction.atomic
def submit_poster(edition: Edition, sending: Sending, *, by: User) -> Poster:
    """Send the poster of the form `sending.key`, or what `by` changed in it since; return it.

    The same form sent twenty times is one poster and one mail. Who was asked for changes may make them after
    the close too. Raises ProposalRefusedError: the call was closed when the button was pressed, answers
    missing, too many posters, decided meanwhile.
    """
    form = lock_form(Poster, edition, sending, by=by)
    form.check_open()
    columns = _columns(sending.values, by)
    _check_whole(columns, form.window)
    poster = form.write(columns)
    if poster.status != Status.SUBMITTED:
        learn_name(by, poster.credit_name)
        send_poster_status(poster, transition(poster, Status.SUBMITTED, by=by))
    return poster


@transaction.atomic
def withdraw_poster(poster: Poster, *, by: User) -> Poster:
    """Take the poster back at its author's wish, hanging or not; a second click changes nothing. No mail.

    Raises IllegalTransition for one that was rejected.
    """
    locked = lock_own(poster, by)
    if locked.status != Status.WITHDRAWN:
        _take_down(locked)
        transition(locked, Status.WITHDRAWN, by=by)
    return locked


@transaction.atomic
def decide_poster(
    poster: Poster, *, to: str, by: User, note_to_author: str = "", internal_remark: str = ""
) -> StatusChange:
    """Decide as `by` on the version that was read, and mail its author once.

    An accepted poster hangs in the gallery (once its author knows); any other is taken down, also the one
    that was chosen. Raises StaleTransition and IllegalTransition; then nothing is decided and no mail leaves.
    """
    if to != Status.ACCEPTED:
        _take_down(poster)
    change = transition(poster, to, by=by, note_to_author=note_to_author, internal_remark=internal_remark)
    if to == Status.ACCEPTED:
        show_picture(poster.picture, to_everybody=True)
    send_poster_status(poster, change)
    touch(poster.edition)
    return change


@transaction.atomic
def choose_poster(poster: Poster, *, by: User) -> bool:
    """Make `poster` the image of its edition in the place of the one there was; say whether it is new.

    Two organisers who choose at once: the second choice stands. Raises ProposalRefusedError unless it hangs
    in the gallery and its author knows.
    """
    del by  # The audit keeps who did it.
    # The edition's row is the lock; FOR NO KEY UPDATE, so that nobody else's foreign key waits.
    Edition.objects.select_for_update(no_key=True).get(pk=poster.edition_id)
    found = Poster.objects.select_related("edition", "submitted_by", "picture").get(pk=poster.pk)
    if found.status != Status.ACCEPTED or announced_status(found) != Status.ACCEPTED:
        raise ProposalRefusedError(Refusal.NOT_ACCEPTED)
    if found.is_winner:
        return False
    Poster.objects.filter(edition=found.edition_id, is_winner=True).update(is_winner=False)
    Poster.objects.filter(pk=found.pk).update(is_winner=True)
    send_poster_chosen(found)
    touch(found.edition)
    return True


@transaction.atomic
def unchoose_poster(edition: Edition, *, by: User) -> bool:
    """Leave `edition` without an image of its own again; say whether it had one."""
    del by  # The audit keeps who did it.
    had = bool(Poster.objects.filter(edition=edition, is_winner=True).update(is_winner=False))
    touch(edition)
    return had


def _take_down(poster: Poster) -> None:
    if poster.status == Status.ACCEPTED:
        Poster.objects.filter(pk=poster.pk).update(is_winner=False)
        poster.is_winner = False
        show_picture(poster.picture, to_everybody=False)
        touch(poster.edition)


def _columns(values: Mapping[str, Any], by: User) -> dict[str, Any]:
    """Return the columns among `values`, without what makes no sense together."""
    columns = {name: value for name, value in values.items() if name in COLUMNS}
    if "picture" in columns:
        picture = columns["picture"]
        columns["picture"] = claim_picture(getattr(picture, "pk", picture), by=by)
    if columns.get("ai_use") == AiUse.NONE:
        columns["ai_note"] = ""
    return columns


def _check_whole(columns: Mapping[str, Any], window: CallWindow) -> None:
    missing = missing_in(CallKind.POSTER, columns)
    if "texts" not in missing and lacks_texts(window.call, columns["texts"]):
        missing.append("texts")
    if columns.get("ai_use") != AiUse.NONE and not columns.get("ai_note"):
        missing.append("ai_note")
    if columns.get("wants_thanks") and not columns.get("credit_name"):
        missing.append("credit_name")
    if missing:
        raise ProposalRefusedError(Refusal.NOT_WHOLE, missing)
