"""The matching in words: why a group fits, why somebody is in none. Lazy, for the language of who reads."""

from typing import TYPE_CHECKING

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Milestone
from registrations.matching.problem import Why
from registrations.models import MatchGroup
from registrations.states import SpokenLanguage
from somosnlp.ui.countries import country_names

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Why somebody is in no proposal, for organisers.
WHY = {
    Why.NO_HOURS: gettext_lazy("No dijo sus horas, o son menos que las que hacen falta"),
    Why.NO_LANGUAGE: gettext_lazy("No comparte idioma con nadie más"),
    Why.FEW_HOURS: gettext_lazy("Comparte pocas horas con cada persona que habla su idioma"),
    Why.NO_GROUP: gettext_lazy("Coincide con alguien, pero no con las personas que hacen un equipo a la vez"),
    Why.ODD_ONE_OUT: gettext_lazy(
        "Cabía en algún equipo, pero las cuentas no salieron para todas las personas"
    ),
}


def reasons_of(group: MatchGroup) -> list["StrOrPromise"]:
    """Return why the people of a group fit, the strongest reason first."""
    facts = group.reasons
    challenge = Milestone.objects.filter(pk=facts["challenge"]).first() if facts["challenge"] else None
    found = [
        _hours(facts["hours"]),
        _languages(tuple(facts["languages"])),
        _countries(tuple(facts["countries"])) if len(facts["countries"]) > 1 else None,
        gettext_lazy("Se juntan perfiles técnicos y lingüísticos") if facts["is_mixed"] else None,
        _challenge(challenge) if challenge else None,
    ]
    return [reason for reason in found if reason is not None]


def _say_hours(hours: float) -> str:
    whole = int(hours)
    return ngettext("%(count)d hora a la semana en común", "%(count)d horas a la semana en común", whole) % {
        "count": whole
    }


def _say_languages(languages: tuple[str, ...]) -> str:
    names = [str(SpokenLanguage(code).label) for code in languages if code in SpokenLanguage.values]
    return _("Se entienden en %(languages)s") % {"languages": ", ".join(names)}


def _say_countries(countries: tuple[str, ...]) -> str:
    return _("Mezcla de países: %(countries)s") % {"countries": ", ".join(country_names(list(countries)))}


def _say_challenge(milestone: Milestone) -> str:
    return _("El mismo reto: %(challenge)s") % {"challenge": milestone.label}


_hours = lazy(_say_hours, str)
_languages = lazy(_say_languages, str)
_countries = lazy(_say_countries, str)
_challenge = lazy(_say_challenge, str)
