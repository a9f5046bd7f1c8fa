"""The form of «Mover plazo», and the signed note of what its preview showed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.forms.moments import DayAndClock, moment_of, typed
from events.models import Milestone
from events.moments import Moment
from events.moving.preview import FOLLOWERS, later_milestones
from events.services.moving import Move
from events.states import MilestoneKind
from somosnlp.ui.times import day_text, zone_text
from somosnlp.ui.zones import AOE

SALT = "events.moving"
#: Seconds that a preview may be looked at.
LIFE = 3600


class MoveForm(DayAndClock):
    """The new date of one deadline, why, and which later ones move by as many days."""

    zone = forms.ChoiceField(label=_("Zona"))
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=300,
        required=False,
        help_text=_("Sale en el aviso y en los correos. Una frase."),
    )
    along = forms.TypedMultipleChoiceField(
        label=_("También se mueven, los mismos días"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        self.milestone, self.later = milestone, later_milestones(milestone)
        super().__init__(*args, **{**kwargs, "initial": self._start()})
        self.fields["on"].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        self.fields["clock"].widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        zones = dict.fromkeys([AOE, milestone.zone, milestone.edition.time_zone])
        self.fields["zone"].choices = [(zone, capfirst(zone_text(zone))) for zone in zones]  # type: ignore[attr-defined]
        self.fields["along"].choices = [(other.pk, _described(other)) for other in self.later]  # type: ignore[attr-defined]
        if not self.later:
            del self.fields["along"]

    def _start(self) -> dict[str, Any]:
        followers = FOLLOWERS.get(MilestoneKind(self.milestone.kind), ())
        along = [other.pk for other in self.later if other.kind in followers]
        return {**typed(self.milestone.moment), "zone": self.milestone.zone, "along": along}

    def clean(self) -> dict[str, Any]:
        """Refuse a date that stands already, and days to move along that nobody can count."""
        data: dict[str, Any] = self.cleaned_data
        if self.errors:
            return data
        to = moment_of(data, data["zone"])
        if to == self.milestone.moment:
            raise ValidationError({"on": _("Esa es la fecha que ya tiene.")})
        if data.get("along") and _days_between(self.milestone.moment, to) is None:
            raise ValidationError({"along": _("Sin un día antes y después no se sabe cuánto moverlos.")})
        data["to"] = to
        return data

    def moves(self) -> list[Move]:
        """Return what was asked for: the deadline, then those that move along, by date."""
        was, to = self.milestone.moment, self.cleaned_data["to"]
        chosen = set(self.cleaned_data.get("along", ()))
        days = _days_between(was, to) or 0
        followers = [other for other in self.later if other.pk in chosen and days]
        return [
            Move(self.milestone.pk, was, to),
            *(Move(other.pk, other.moment, other.moment.shifted(days)) for other in followers),
        ]


class ConfirmForm(forms.Form):
    """The yes after the preview; `even_past` is a second one, for a deadline that would be over at once."""

    token = forms.CharField(widget=forms.HiddenInput)
    even_past = forms.BooleanField(label=_("Sí: quiero que quede cerrado ya."), required=False)


@dataclass(frozen=True)
class Previewed:
    """What somebody looked at before saying yes."""

    moves: list[Move]
    reason: str


def sign(moves: Sequence[Move], reason: str, *, by: int) -> str:
    """Return the note that the confirmation brings back: what was seen, and by whom."""
    rows = [[move.milestone_id, _packed(move.was), _packed(move.to)] for move in moves]
    return signing.dumps({"moves": rows, "reason": reason, "by": by}, salt=SALT, compress=True)


def unsign(token: str, *, by: int) -> Previewed | None:
    """Return what the note says; None for one that is forged, somebody else's or an hour old."""
    try:
        data = signing.loads(token, salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        return None
    if data["by"] != by:
        return None
    moves = [Move(pk, _unpacked(was), _unpacked(to)) for pk, was, to in data["moves"]]
    return Previewed(moves, data["reason"])


def _described(milestone: Milestone) -> str:
    day = milestone.moment.announced_on
    return f"{milestone.label} · {day_text(day, weekday=False)}" if day else milestone.label


def _days_between(was: Moment, to: Moment) -> int | None:
    before, after = was.announced_on, to.announced_on
    return (after - before).days if before and after else None


def _packed(moment: Moment) -> list[str]:
    at, day = moment.at, moment.day
    return [at.isoformat() if at else "", day.isoformat() if day else "", moment.zone]


def _unpacked(packed: Iterable[str]) -> Moment:
    at, day, zone = packed
    return Moment(
        at=datetime.fromisoformat(at) if at else None,
        day=date.fromisoformat(day) if day else None,
        zone=zone,
    )
