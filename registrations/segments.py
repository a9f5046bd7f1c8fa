"""The groups of an edition that organisers may write to."""

from collections.abc import Iterable
from functools import partial

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from registrations.models import Registration
from registrations.querysets import STUCK_AT
from registrations.states import PathStep, Status
from somosnlp.outbox.groups import Recipients, Segment

GROUPS = {
    Status.REGISTERED: _("personas inscritas"),
    Status.DRAFT: _("inscripciones a medias"),
    Status.CANCELLED: _("inscripciones canceladas"),
}
_NO_TEAM = Q(status=Status.REGISTERED, membership=None)
#: Since when somebody belongs to each.
SINCE = {
    Status.REGISTERED: "registered_at",
    Status.DRAFT: "created_at",
    Status.CANCELLED: "cancelled_at",
}
#: Steps of people who are registered: each is a group too.
STEPS = (PathStep.DISCORD, PathStep.HUGGING_FACE, PathStep.MORE)

WITHOUT_TEAM = "registrations.without_team"


def registration_segments() -> Iterable[Segment]:
    """Return the groups listed in PROVIDERS["segments"]."""
    for status, label in GROUPS.items():
        yield Segment(f"registrations.{status}", label, partial(_people, Q(status=status), SINCE[status]))
    for step in STEPS:
        label = format_lazy(_("personas inscritas · {missing}"), missing=step.label)
        yield Segment(f"registrations.{step}", label, partial(_people, STUCK_AT[step], "registered_at"))
    yield Segment(
        WITHOUT_TEAM, _("personas inscritas sin equipo"), partial(_people, _NO_TEAM, "registered_at")
    )


def segment_of(step: PathStep) -> str:
    """Return the key of the group of people stuck at `step`; "" for who has not proven an address yet."""
    if step == PathStep.FORM:
        return f"registrations.{Status.DRAFT}"
    return f"registrations.{step}" if step in STEPS else ""


def _people(condition: Q, since: str, edition: int) -> Recipients:
    return Registration.objects.filter(condition, edition=edition, user__is_active=True).values_list(
        "user_id", "user__email", "user__language", "user__time_zone", "edition_id", since
    )
