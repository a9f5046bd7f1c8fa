"""What people type about mails, and why it is refused."""

from somosnlp.outbox.forms.addresses import NotifyMeForm, ReplyAddressForm
from somosnlp.outbox.forms.choices import when_text
from somosnlp.outbox.forms.letters import CircularForm
from somosnlp.outbox.forms.rules import OwnRuleForm, ReminderRuleForm
from somosnlp.outbox.forms.texts import MailTextForm

__all__ = [
    "CircularForm",
    "MailTextForm",
    "NotifyMeForm",
    "OwnRuleForm",
    "ReminderRuleForm",
    "ReplyAddressForm",
    "when_text",
]
