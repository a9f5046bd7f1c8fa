"""The dates of editions as organisers' own reminders know them, for PROVIDERS["deadlines"]."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db.models import F, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from events.audiences import audience_of
from events.models import Milestone
from events.states import MilestoneKind
from somosnlp.outbox.deadlines import Deadline
from somosnlp.outbox.groups import Recipients
from somosnlp.outbox.rules import zone_of
from somosnlp.ui.times import moment_text


def deadlines() -> Iterable[Deadline]:
    """Return one for each kind of milestone; of kinds with several (challenges), the one without a code."""
    for kind in MilestoneKind:
        yield Deadline(
            key=kind.value,
            label=kind.label,
            instants=partial(_instants, kind),
            words=partial(_words, kind),
            concerned=partial(_concerned, kind),
        )


def _instants(kind: MilestoneKind) -> Mapping[int, datetime]:
    """Return edition → the last instant, for editions not over yet.

    While a move of it can still be undone there is none: nobody is reminded of a date that may not stay.
    """
    now = timezone.now()
    milestones = Milestone.objects.filter(
        kind=kind, code="", edition__ends_on__gte=now - timedelta(days=1)
    ).exclude(pk__in=Milestone.objects.being_moved(now).values("pk"))
    moments = ((each.edition_id, each.moment) for each in milestones)
    return {pk: at for pk, moment in moments if (at := moment.at or moment.ends_at)}


def _words(kind: MilestoneKind, edition_id: int, zone: str) -> str:
    milestone = Milestone.objects.filter(kind=kind, code="", edition=edition_id).first()
    return moment_text(milestone.moment, zone) if milestone else _("una fecha que aún no consta")


def _concerned(kind: MilestoneKind, edition_id: int) -> Recipients:
    """Return whom a move of this date would be told to: who has that step ahead."""
    milestones = Milestone.objects.filter(kind=kind, code="", edition=edition_id).select_related("edition")
    found = list(milestones)
    zone = found[0].edition.time_zone if found else "UTC"
    return audience_of(found).values_list(
        "pk",
        "email",
        "language",
        zone_of("time_zone", Value(zone)),
        Value(edition_id),
        F("date_joined"),
    )
