"""The admin of mails: what left, what will leave, whom it reaches and what it says."""

from somosnlp.outbox.admin.awaited import NotifyMeAdmin
from somosnlp.outbox.admin.circulars import CircularAdmin
from somosnlp.outbox.admin.digests import DigestPreferenceAdmin
from somosnlp.outbox.admin.mails import OutgoingEmailAdmin
from somosnlp.outbox.admin.own_rules import OwnRuleAdmin
from somosnlp.outbox.admin.replies import ReplyAddressAdmin
from somosnlp.outbox.admin.rules import ReminderRuleAdmin
from somosnlp.outbox.admin.texts import MailTextAdmin
from somosnlp.outbox.admin.topics import TopicChoiceAdmin

__all__ = [
    "CircularAdmin",
    "DigestPreferenceAdmin",
    "MailTextAdmin",
    "NotifyMeAdmin",
    "OutgoingEmailAdmin",
    "OwnRuleAdmin",
    "ReminderRuleAdmin",
    "ReplyAddressAdmin",
    "TopicChoiceAdmin",
]
