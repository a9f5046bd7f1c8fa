"""Where a session goes: a day and an hour on the edition's wall, how long, where; and the yes to publish."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.forms.moments import DayAndClock, typed
from events.models import Edition
from events.moments import Moment
from events.scheduling.grid import Card
from events.scheduling.warnings import walls_of
from events.services.scheduling import MAX_MINUTES
from somosnlp.ui.times import zone_text
from somosnlp.ui.zones import zone_info


class PlaceForm(DayAndClock):
    """The place of one session. `which` is asked only where the clocks show an hour twice."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutos"),
        min_value=1,
        max_value=MAX_MINUTES,
        error_messages={"min_value": gettext_lazy("Tiene que durar al menos un minuto.")},
    )
    venue = forms.CharField(
        label=gettext_lazy("Lugar"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Lo que se lee en el programa: «YouTube», «Discord», una sala."),
    )
    which = forms.ChoiceField(
        label=gettext_lazy("¿Cuál de las dos?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, card: Card, edition: Edition, asked: Any = None) -> None:
        """`asked`: a day and an hour to begin with, from the address (a suggestion, a dropped card)."""
        self.zone, self.card = edition.time_zone, card
        super().__init__(data, initial={**_start(card, edition), **_asked(asked or {})})
        self.fields["on"].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        self.fields["clock"].widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        self.fields["clock"].help_text = capfirst(zone_text(self.zone))
        self.fields["venue"].widget.attrs["list"] = "venues"
        self.walls = self._walls()
        if len(self.walls) < 2:
            del self.fields["which"]
        else:
            self.fields["which"].choices = _choices(self.walls, self.zone)  # type: ignore[attr-defined]

    @property
    def day(self) -> date | None:
        """The day that was typed or proposed, for advice about its hours."""
        day: date | None = self._value("on")
        return day

    @property
    def starts_at(self) -> datetime | None:
        """The instant that was typed; None where the session goes in the programme without a date."""
        instant: datetime | None = self.cleaned_data.get("starts_at")
        return instant

    def clean(self) -> dict[str, Any]:
        """Turn the wall into an instant; refuse an hour that does not exist, ask which of two it is."""
        data: dict[str, Any] = self.cleaned_data
        on, clock = data.get("on"), data.get("clock")
        if "on" in self.errors or "clock" in self.errors:
            return data
        if (on is None) != (clock is None):
            missing = "on" if on is None else "clock"
            raise ValidationError({missing: _("Escribe el día y la hora, o deja los dos vacíos.")})
        if on is None and self.card.slot.moment(self.zone).known and self.card.slot.is_public:
            raise ValidationError({"on": _("Ya se publicó con fecha: escribe la nueva, o cancélala.")})
        if on is not None and not self.walls:
            raise ValidationError({"clock": self._gap_text(on)})
        if len(self.walls) > 1 and not data.get("which"):
            raise ValidationError({"which": _("Ese día los relojes se atrasan y esa hora pasa dos veces.")})
        data["starts_at"] = self.walls[int(data.get("which") or 0)] if self.walls else None
        return data

    def _walls(self) -> list[datetime]:
        """Return the instants of what was typed or proposed; none where that is no day and hour."""
        on, clock = (self._value(name) for name in ("on", "clock"))
        return walls_of(on, clock, self.zone) if on and clock else []

    def _value(self, name: str) -> Any:
        value = self[name].value()
        try:
            return self.fields[name].clean(value) if value else None
        except (ValidationError, OverflowError):
            return None

    def _gap_text(self, day: date) -> str:
        words = _("Esa hora no existe el %(day)s (%(zone)s): los relojes se adelantan. Elige otra.")
        return words % {"day": f"{day:%d/%m}", "zone": zone_text(self.zone)}


class PublishForm(forms.Form):
    """The yes to a release, and what was looked at."""

    note = forms.CharField(
        label=gettext_lazy("Nota"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Opcional. Sale en los correos y en el historial: por qué cambia."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


def _start(card: Card, edition: Edition) -> dict[str, Any]:
    slot = card.slot
    return {
        **typed(Moment(at=slot.starts_at, day=slot.day, zone=edition.time_zone)),
        "minutes": card.minutes,
        "venue": slot.venue,
    }


def _asked(asked: Any) -> dict[str, Any]:
    """Return the day and hour that an address asks for, as far as they are any."""
    found: dict[str, Any] = {}
    for name, kind in (("on", date), ("clock", time)):
        try:
            found[name] = kind.fromisoformat(asked.get(name, ""))
        except ValueError:
            continue
    return found


def _choices(walls: list[datetime], zone: str) -> list[tuple[str, str]]:
    names = (_("La primera vez"), _("La segunda vez"))
    return [
        (str(number), f"{names[number]} ({wall.astimezone(zone_info(zone)):UTC%z})")
        for number, wall in enumerate(walls)
    ]
