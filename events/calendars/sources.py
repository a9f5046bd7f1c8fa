"""What of the programme and the calls goes into a person's calendar (PROVIDERS["calendar_sources"])."""

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Q, Value
from django.utils.translation import gettext as _

from events.calendars.personal import Part
from events.calendars.sessions import session_entry
from events.facts import edition_named
from events.feeds import milestone_entries
from events.models import (
    Attendance,
    KeynoteProposal,
    Mentorship,
    OrganiserApplication,
    Poster,
    Session,
    SessionPerson,
)
from events.states import AttendanceStatus, InviteStatus, MilestoneKind
from somosnlp.accounts.models import User
from somosnlp.review.models import Reviewable
from somosnlp.review.states import Status

#: What is still to be sent, by the deadline it has to be sent before.
UNSENT = (Status.DRAFT, Status.CHANGES_REQUESTED)
CALLS: dict[MilestoneKind, type[Reviewable]] = {
    MilestoneKind.KEYNOTES: KeynoteProposal,
    MilestoneKind.MENTORSHIPS: Mentorship,
    MilestoneKind.POSTER: Poster,
    MilestoneKind.ORGANISERS: OrganiserApplication,
}


def sessions_of(user: User) -> Iterator[Part]:
    """Yield the sessions of `user`: those they speak at, then those they signed up for, with their rooms."""
    own, going = _session_keys(user)
    rows = Session.objects.published().filter(pk__in=own | going, edition__is_published=True)
    dated = rows.exclude(starts_at=None, day=None)
    sessions = list(dated.select_related("edition", "topic").with_cast().in_order())
    for name, keys in ((_("Tus sesiones"), own), (_("Te apuntaste"), going - own)):
        mine = [session for session in sessions if session.pk in keys]
        yield Part(name, [session_entry(each, room=each.room_url, is_busy=True) for each in mine])


def call_deadlines(user: User) -> Iterator[Part]:
    """Yield until when `user` may send what they have begun to propose."""
    begun = _begun(user)
    for year in sorted({year for _kind, year in begun}):
        edition = edition_named(year)
        if edition is not None and edition.is_published:
            kinds = {kind for kind, slug in begun if slug == year}
            yield Part(_("Tus propuestas"), milestone_entries(edition, kinds, user.time_zone))


def _session_keys(user: User) -> tuple[set[int], set[int]]:
    """Return the keys of the sessions of `user`, and of those they signed up for, with one query."""
    proposed = Q(submitted_by=user) | Q(co_speakers__user=user, co_speakers__status=InviteStatus.ACCEPTED)
    own = [
        SessionPerson.objects.filter(person__user=user).values_list("session"),
        KeynoteProposal.objects.filter(proposed, session__isnull=False).values_list("session"),
        Mentorship.objects.filter(submitted_by=user, session__isnull=False).values_list("session"),
    ]
    going = Attendance.objects.filter(user=user, status=AttendanceStatus.GOING).values_list("session")
    rows = _marked(going, "going").union(*(_marked(each, "own") for each in own))
    keys: dict[str, set[int]] = {"own": set(), "going": set()}
    for pk, mark in rows:
        keys[mark].add(pk)
    return keys["own"], keys["going"]


def _begun(user: User) -> set[tuple[str, str]]:
    """Return (kind of deadline, slug of edition) of everything `user` has not sent yet, with one query."""
    begun = [
        _marked(
            model._default_manager.filter(submitted_by=user, status__in=UNSENT).values_list("edition__slug"),
            kind,
        )
        for kind, model in CALLS.items()
    ]
    return {(kind, slug) for slug, kind in begun[0].union(*begun[1:])}


def _marked(rows: Any, mark: str) -> Any:
    """Add a column that says what `rows` are."""
    return rows.order_by().annotate(mark=Value(mark, output_field=CharField()))
