"""What somebody sees of a proposal made to them: who the others are, when all can, how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from events.moments import Moment
from registrations.emails.matching import Mate, mates_of
from registrations.models import MatchGroup, Membership, Offer, Registration, Team, TeamProfile
from registrations.permissions import teams_window
from registrations.states.teams import OfferStatus, TeamStatus
from registrations.teams.match_words import reasons_of
from somosnlp.ui.hour_words import DayHours, hours_by_day
from somosnlp.ui.hours import shared_week, spans_in, week_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What the page answers with where there is nothing to decide any more.
GONE = 410


@dataclass(frozen=True)
class Shown:
    """A proposal as it stands. `state`: open, accepted, inside, elsewhere, declined, full or over."""

    state: str
    mates: list[Mate]
    reasons: Sequence["StrOrPromise"]
    hours: list[DayHours]
    team: Team | None
    until: Moment | None

    @property
    def status(self) -> int:
        return GONE if self.state in ("over", "full") else 200


def proposal_of(offer: Offer, *, now: datetime, language: str, zone: str) -> Shown:
    """Return what the person of `offer` sees at `now`, in `language`; the hours are those of `zone`."""
    group = MatchGroup.objects.select_related("team__edition", "run__edition").get(offers=offer)
    people = _people(group, offer)
    return Shown(
        state=_state(offer, group, now),
        mates=mates_of([one for one in people if one.pk != offer.registration_id], language),
        reasons=reasons_of(group),
        hours=hours_by_day(spans_in(_week(people, group, now), zone, now)),
        team=group.team,
        until=Moment(at=offer.expires_at, zone=offer.edition.time_zone) if offer.expires_at else None,
    )


def _people(group: MatchGroup, offer: Offer) -> list[Registration]:
    """Return everybody of the group, and those who are in the team it is proposed to."""
    rows = Registration.objects.filter(pk__in=group.offers.values("registration"))
    if group.team_id:
        rows = rows | Registration.objects.filter(membership__team=group.team_id)
    return list(rows.distinct().select_related("user", "team_profile").order_by("pk"))


def _week(people: list[Registration], group: MatchGroup, now: datetime) -> int:
    """Return the hours that those share who told theirs, within those of a team that told its own."""
    told = TeamProfile.objects.filter(registration__in=people, hours__gt=0)
    fallback = group.run.edition.time_zone
    weeks = [
        week_of(profile.hours, profile.registration.user.time_zone or fallback, now)
        for profile in told.select_related("registration__user")
    ]
    if group.team and group.team.hours:
        weeks.append(week_of(group.team.hours, group.team.time_zone or fallback, now))
    return shared_week(weeks)


def _state(offer: Offer, group: MatchGroup, now: datetime) -> str:
    membership = Membership.objects.filter(registration=offer.registration_id).first()
    if membership is not None:
        return "inside" if membership.team_id == group.team_id else "elsewhere"
    if offer.status in (OfferStatus.ACCEPTED, OfferStatus.DECLINED):
        return str(offer.status)
    if offer.status != OfferStatus.OPEN or (offer.expires_at and offer.expires_at <= now):
        return "over"
    if not teams_window(offer.edition, now).is_open:
        return "over"
    return "full" if group.team and not _takes(group.team) else "open"


def _takes(team: Team) -> bool:
    return team.status == TeamStatus.LOOKING and team.free_places > 0
