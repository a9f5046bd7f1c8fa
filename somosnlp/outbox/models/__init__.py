"""Mails, and what people and organisers decide about them. The tables know no users, only their number."""

from somosnlp.outbox.models.awaited import NotifyMe
from somosnlp.outbox.models.circulars import Circular, CircularText
from somosnlp.outbox.models.digests import DigestPreference
from somosnlp.outbox.models.mails import OutgoingEmail
from somosnlp.outbox.models.replies import ReplyAddress
from somosnlp.outbox.models.rules import OwnRule, OwnRuleText, ReminderRule
from somosnlp.outbox.models.texts import MailText
from somosnlp.outbox.models.topics import TopicChoice

__all__ = [
    "Circular",
    "CircularText",
    "DigestPreference",
    "MailText",
    "NotifyMe",
    "OutgoingEmail",
    "OwnRule",
    "OwnRuleText",
    "ReminderRule",
    "ReplyAddress",
    "TopicChoice",
]
