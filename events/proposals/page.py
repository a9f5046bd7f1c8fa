"""How a proposal of a talk stands for who sent it: what its page says and which buttons it has."""

from django.utils import timezone
from django.utils.translation import gettext as _

from events.calls.standing import Standing
from events.models import KeynoteProposal
from somosnlp.review.states import Status


class TalkStanding(Standing[KeynoteProposal]):
    """What its author may know and do, also once it is accepted."""

    @property
    def why_not(self) -> str:
        """Why it cannot be changed now."""
        if self.sent.is_open and not self.window.is_open:
            return _("La convocatoria se cerró: ya no se puede cambiar.")
        return _("El equipo ya la está mirando: ya no se puede cambiar.")

    @property
    def is_accepted(self) -> bool:
        return self.status == Status.ACCEPTED

    @property
    def may_confirm(self) -> bool:
        """It is accepted, and its author knows."""
        return self.is_accepted and self.sent.session_id is not None

    @property
    def waits_for_confirmation(self) -> bool:
        return self.may_confirm and self.sent.confirmed_at is None

    @property
    def answer_is_late(self) -> bool:
        """The day by which the team promised to answer is over."""
        day = self.window.call.answers_by if self.window.call else None
        return day is not None and day < timezone.localdate()

    @property
    def may_invite(self) -> bool:
        return self.status not in (Status.DRAFT, Status.WITHDRAWN, Status.REJECTED)
