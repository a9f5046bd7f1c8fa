"""How far away a session is, in words: «mañana, 18:00 (hora de Bogotá)», «en una hora»."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from somosnlp.ui.times import day_text, zone_text
from somosnlp.ui.zones import zone_info


def near_text(at: datetime, zone: str, now: datetime) -> str:
    """Return an instant in words in `zone`, as people there say it `now`: today, tomorrow, or the day."""
    place = zone_info(zone)
    local, today = at.astimezone(place), now.astimezone(place).date()
    days = {today: _("hoy"), today + timedelta(days=1): _("mañana")}
    day = days.get(local.date()) or day_text(local.date(), today=today)
    return f"{day}, {local:%H:%M} ({zone_text(zone)})"


def time_left(at: datetime, now: datetime) -> str:
    """Return how long it is from `now` to `at`, rounded: «en una hora», «en 25 minutos»."""
    minutes = max((at - now) / timedelta(minutes=1), 0)
    if minutes < 50:
        rounded = max(5 * round(minutes / 5), 5)
        return ngettext("en %(count)d minuto", "en %(count)d minutos", rounded) % {"count": rounded}
    hours = round(minutes / 60)
    return _("en una hora") if hours == 1 else _("en %(count)d horas") % {"count": hours}
