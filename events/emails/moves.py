"""The mail that tells who is concerned that a deadline moved.

It waits ten minutes, in which the move can be undone. Moves that follow each other within that time are told
in one mail: the earlier mails are withdrawn and their notices `told_by` the newest. Every mail is written as
it leaves, from the dates of that moment and from what this person was told last.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.audiences import audience_of
from events.mail_topics import DEADLINES
from events.models import Milestone, Notice
from events.notices import Line, lines_of, title_of, with_changes
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.querysets import OutgoingEmailQuerySet
from somosnlp.outbox.reasons import Reason
from somosnlp.outbox.reminders import Mailing, announce
from somosnlp.outbox.rendering import Reminder, Skip, renders
from somosnlp.outbox.rules import zone_of
from somosnlp.outbox.services import withdraw
from somosnlp.outbox.states import OPEN, Status

RULE = "events.milestone_moved"
#: After that a moved date is no news any more.
USEFUL_FOR = timedelta(days=3)
TOLD_LATER = Reason(
    "events.told_later", gettext_lazy("Lo cuenta un correo posterior, con la fecha más nueva.")
)
UNDONE = Reason("events.move_undone", gettext_lazy("El cambio se deshizo antes de que saliera."))
DONE = Reason(
    "events.move_is_no_news",
    gettext_lazy("A esta persona ya no le afecta, o la fecha volvió a ser la que conocía."),
)
#: Listed in PROVIDERS["mail_reasons"].
REASONS = (TOLD_LATER, UNDONE, DONE)


def announce_move(notice: Notice) -> int:
    """Queue the mails about `notice`, which leave when it can no longer be undone; return how many.

    What the edition's earlier moves have not told yet is told by these mails too.
    """
    untold = mails_of(Notice.objects.filter(edition=notice.edition_id)).filter(status__in=OPEN)
    earlier = set(untold.values_list("object_id", flat=True)) - {notice.pk}
    withdraw(untold, TOLD_LATER)
    Notice.objects.filter(Q(pk__in=earlier) | Q(told_by__in=earlier)).update(told_by=notice)
    milestones = {line.milestone.pk: line.milestone for line in lines_to_tell(notice)}
    mailing = Mailing(
        key=RULE,
        template="events/mail/milestone_moved",
        renderer=RULE,
        topic=DEADLINES.key,
        audience=lambda: _recipients(notice, milestones.values()),
    )
    leaves_at = notice.held_until or notice.published_at
    return announce(mailing, not_before=leaves_at, expires_at=leaves_at + USEFUL_FOR)


def withdraw_move(notice: Notice) -> bool:
    """Take back the mails about `notice`; False when one has already left."""
    mails = mails_of(Notice.objects.filter(pk=notice.pk))
    withdraw(mails, UNDONE)
    return not mails.filter(status=Status.SENT).exists()


def mails_of(notices: "QuerySet[Notice]") -> OutgoingEmailQuerySet:
    """Return the mails that these notices wrote."""
    return OutgoingEmail.objects.filter(rule=RULE, object_id__in=notices.order_by().values("pk"))


def lines_to_tell(notice: Notice, told: int = 0) -> list[Line]:
    """Return what the mails of `notice` say: today's date of each deadline, and the one known before.

    `told` is the last of the notices this person was mailed. A deadline that is back where it was known to
    stand is no news.
    """
    notices = Notice.objects.filter(Q(pk=notice.pk) | Q(told_by=notice), withdrawn_at=None, pk__gt=told)
    known: dict[int, Line] = {}
    for each in with_changes(notices.order_by("pk")):
        for line in lines_of(each.changes.all()):
            known.setdefault(line.milestone.pk, replace(line, to=line.milestone.moment))
    return [line for line in known.values() if line.was != line.to]


@renders(RULE)
def render_milestone_moved(mail: Reminder) -> Mapping[str, Any] | Skip:
    """Find what the mail tells this person; skip it when there is nothing to tell any more."""
    notice = Notice.objects.filter(pk=mail.object_id).select_related("edition").first()
    if notice is None or notice.withdrawn_at is not None:
        return Skip(UNDONE)
    if notice.told_by_id is not None:
        return Skip(TOLD_LATER)
    person = User.objects.filter(pk=mail.user_id or 0).first()
    lines = _lines_for(person, notice) if person else []
    if not lines:
        return Skip(DONE)
    edition, now = notice.edition, timezone.now()
    return {
        "person": person,
        "edition": edition,
        "lines": lines,
        "headline": title_of([line.milestone for line in lines]),
        "over": [line for line in lines if line.to.is_over(now)],
        "reason": notice.reason,
        "calendar_url": page_url("milestones-ics", edition.slug, language=mail.language),
        "action_url": page_url("my-hackathon", language=mail.language),
        "action_text": _("Ir a Mi hackathon"),
    }


def _recipients(notice: Notice, milestones: Iterable[Milestone]) -> "QuerySet[User, tuple[Any, ...]]":
    zone = zone_of("time_zone", Value(notice.edition.time_zone))
    return audience_of(milestones).values_list(
        "pk", "email", "language", zone, Value(notice.pk), F("date_joined")
    )


def _lines_for(person: User, notice: Notice) -> list[Line]:
    """Return what still concerns this person, since the newest move they have been mailed about."""
    sent = OutgoingEmail.objects.filter(rule=RULE, user_id=person.pk, status=Status.SENT)
    told = sent.aggregate(last=Max("object_id"))["last"] or 0
    lines = lines_to_tell(notice, told)
    return [line for line in lines if audience_of([line.milestone]).filter(pk=person.pk).exists()]
