"""Why a mail about a proposal did not leave, for PROVIDERS["mail_reasons"]."""

from django.utils.translation import gettext_lazy as _

from somosnlp.outbox.reasons import Reason

DECIDED_AGAIN = Reason("review.decided_again", _("La decisión cambió antes de comunicarse."))
TAKEN_BACK = Reason("review.taken_back", _("Quien propone la retiró antes de que se comunicara."))

REASONS = (DECIDED_AGAIN, TAKEN_BACK)
