"""Dates typed the way they are announced: a day, perhaps an hour, and the zone it is said in."""

from datetime import date, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.forms.speakers import LinesField
from events.models import Milestone, Session
from events.moments import Moment, local_instant
from events.services.attendance import lock_seats
from events.services.milestones import precision_of
from somosnlp.ui.zones import is_known_zone, zone_info

if TYPE_CHECKING:
    MilestoneModelForm = forms.ModelForm[Milestone]
    SessionModelForm = forms.ModelForm[Session]
else:
    MilestoneModelForm = SessionModelForm = forms.ModelForm


OLDEST_YEAR, NEWEST_YEAR = 2000, 2100


class DayAndClock(forms.Form):
    """The two boxes that stand for the columns of a moment; without an hour, none is invented."""

    on = forms.DateField(label=capfirst(_("día")), required=False, widget=forms.DateInput(attrs={"size": 12}))
    clock = forms.TimeField(
        widget=forms.TimeInput(format="%H:%M", attrs={"size": 8}),
        label=capfirst(_("hora")),
        required=False,
        help_text=_("Vacía: solo se sabe el día."),
    )

    def clean_on(self) -> date | None:
        """Refuse years that can only be a slip; the last ones have no instant in every zone."""
        on: date | None = self.cleaned_data["on"]
        if on is not None and not OLDEST_YEAR <= on.year <= NEWEST_YEAR:
            raise ValidationError(
                _("Escribe un año entre %(oldest)s y %(newest)s."),
                params={"oldest": OLDEST_YEAR, "newest": NEWEST_YEAR},
            )
        return on


def typed(moment: Moment) -> dict[str, date | time | None]:
    """Return what the two boxes show for `moment`, in its zone."""
    if moment.at is None:
        return {"on": moment.day, "clock": None}
    local = moment.at.astimezone(zone_info(moment.zone))
    return {"on": local.date(), "clock": local.time()}


def moment_of(data: dict[str, Any], zone: str) -> Moment:
    """Return the moment typed in the two boxes; raise ValidationError for an hour without its day."""
    on, clock = data.get("on"), data.get("clock")
    if on is None and clock is not None:
        raise ValidationError({"on": _("Falta el día de esa hora.")})
    if on is None or clock is None:
        return Moment(day=on, zone=zone)
    return Moment(at=local_instant(on, clock, zone), zone=zone)


class MilestoneForm(DayAndClock, MilestoneModelForm):
    """A deadline; who moves one may say why."""

    reason = forms.CharField(
        label=capfirst(_("motivo del cambio")),
        max_length=300,
        required=False,
        help_text=_("Si cambias la fecha. La anterior queda en el historial del plazo."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Milestone
        fields = ("kind", "code", "zone", "label_es", "label_en", "label_pt", "source", "note")
        widgets = {
            "zone": forms.TextInput(attrs={"size": 16}),
            "note": forms.Textarea(attrs={"rows": 2, "cols": 60}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial = {**typed(self.instance.moment), **self.initial}

    def clean_zone(self) -> str:
        """Accept `AoE` or an IANA name."""
        return _known(self.cleaned_data["zone"])

    def clean(self) -> dict[str, Any]:
        """Put the typed moment in the columns of the milestone."""
        data: dict[str, Any] = self.cleaned_data
        moment = moment_of(data, data.get("zone", ""))
        self.instance.precision = precision_of(moment)
        self.instance.at, self.instance.day = moment.at, moment.day
        return data


class SessionContentForm(SessionModelForm):
    """What a session says; its place is planned in the grid. (The admin says which fields.)"""

    takeaways = LinesField(
        least=0, most=5, longest=200, required=False, label=capfirst(_("qué se aprenderá"))
    )

    def clean_seats(self) -> int | None:
        """Refuse fewer seats than people already have."""
        seats: int | None = self.cleaned_data["seats"]
        taken = lock_seats(self.instance) if "seats" in self.changed_data else 0
        if seats is not None and seats < taken:
            raise ValidationError(
                ngettext(
                    "Ya hay %(taken)s persona apuntada: no pueden ser menos plazas.",
                    "Ya hay %(taken)s personas apuntadas: no pueden ser menos plazas.",
                    taken,
                )
                % {"taken": taken}
            )
        return seats

    def clean(self) -> dict[str, Any]:
        """Refuse a topic of another edition."""
        data: dict[str, Any] = self.cleaned_data
        edition = data.get("edition") if "edition" in self.fields else self.instance.edition
        if data.get("topic") and edition and data["topic"].edition_id != edition.pk:
            self.add_error("topic", _("Ese tema es de otra edición."))
        return data


class SessionForm(DayAndClock, SessionContentForm):
    """A session with its place; the hour is typed in the zone of its edition."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial = {**typed(self.instance.moment), **self.initial}

    def clean(self) -> dict[str, Any]:
        """Put the typed moment in the columns of the session."""
        data = super().clean()
        edition = data.get("edition")
        if edition:
            moment = moment_of(data, edition.time_zone)
            self.instance.precision = precision_of(moment)
            self.instance.starts_at, self.instance.day = moment.at, moment.day
        return data


def _known(zone: str) -> str:
    if not is_known_zone(zone):
        raise ValidationError(
            _("«%(zone)s» no es una zona: «AoE», o un nombre como «Europe/Madrid».") % {"zone": zone}
        )
    return zone
