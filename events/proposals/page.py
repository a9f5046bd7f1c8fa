"""How a proposal stands for who sent it: what its page says and which buttons it has."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from events.calls.access_links import QUERY
from events.models import Edition, KeynoteProposal
from events.permissions import CallWindow
from somosnlp.review.states import OPEN, TRANSITIONS, Status
from somosnlp.review.telling import announced_status, told_history


@dataclass(frozen=True)
class Standing:
    """What its author may know and do now. `status`: what they were told; `note`: the team's last words."""

    proposal: KeynoteProposal
    status: str
    window: CallWindow
    note: str = ""

    @property
    def may_edit(self) -> bool:
        """A draft and what was sent until the close, what the team asked for always; one withdrawn again."""
        if self.status == Status.CHANGES_REQUESTED:
            return True
        editable = self.proposal.status in OPEN or self.status == Status.WITHDRAWN
        return editable and self.window.is_open

    @property
    def why_not(self) -> str:
        """Why it cannot be changed now."""
        if self.proposal.status in OPEN and not self.window.is_open:
            return _("La convocatoria se cerró: ya no se puede cambiar.")
        return _("El equipo ya la está mirando: ya no se puede cambiar.")

    @property
    def may_withdraw(self) -> bool:
        return Status.WITHDRAWN in TRANSITIONS[self.status]

    @property
    def is_accepted(self) -> bool:
        return self.status == Status.ACCEPTED

    @property
    def may_confirm(self) -> bool:
        """It is accepted, and its author knows."""
        return self.is_accepted and self.proposal.session_id is not None

    @property
    def waits_for_confirmation(self) -> bool:
        return self.may_confirm and self.proposal.confirmed_at is None

    @property
    def answer_is_late(self) -> bool:
        """The day by which the team promised to answer is over."""
        day = self.window.call.answers_by if self.window.call else None
        return day is not None and day < timezone.localdate()

    @property
    def may_invite(self) -> bool:
        return self.status not in (Status.DRAFT, Status.WITHDRAWN, Status.REJECTED)


def standing_of(proposal: KeynoteProposal, window: CallWindow) -> Standing:
    """Return how `proposal` stands for its author."""
    last = told_history(proposal).last()
    return Standing(proposal, announced_status(proposal), window, last.note_to_author if last else "")


def found_or_404(
    request: HttpRequest, edition: Edition, key: UUID, *, may_be_new: bool = False
) -> KeynoteProposal | None:
    """Return one's own proposal; None for a key that is nobody's where `may_be_new`. Raises Http404."""
    rows = KeynoteProposal.objects.filter(key=key).select_related("submitted_by", "session", "topic", "photo")
    found: KeynoteProposal | None = rows.defer("search").first()
    if found is None and may_be_new:
        return None
    if found is None or found.submitted_by_id != request.user.pk or found.edition_id != edition.pk:
        raise Http404(_("Esa propuesta no existe o no es tuya."))
    found.edition = edition
    return found


def own_or_404(request: HttpRequest, edition: Edition, key: UUID) -> Any:
    """Return one's own proposal, or answer 404."""
    return found_or_404(request, edition, key)


def with_access(request: HttpRequest, url: str) -> str:
    """Return `url` with the organiser's link that this request came with, if any."""
    token = request.GET.get(QUERY, "")
    return f"{url}?{urlencode({QUERY: token})}" if token else url
