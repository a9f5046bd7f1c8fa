"""Mails of teams whose words may be changed; those with a person's own words, or to strangers, are ours."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.mail_texts import TO_A_PERSON, sample_edition, sample_person
from events.moments import Moment
from registrations.emails.matching import Mate
from registrations.models import Team
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail
from somosnlp.ui.times import moment_text

TEAM = Placeholder("equipo", gettext_lazy("el nombre del equipo"))
PLACE = Placeholder("lugar", gettext_lazy("dónde habla el equipo; vacío si no lo dijo"), required=True)
PEOPLE = Placeholder(
    "personas", gettext_lazy("a quiénes se propone: nombre, países y qué aportan"), required=True
)
REASONS = Placeholder("razones", gettext_lazy("por qué encajan"))
UNTIL = Placeholder("plazo", gettext_lazy("hasta cuándo, en su zona horaria"))


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    joined = {
        TEAM: lambda context: context["team"].name,
        PLACE: lambda context: context["team"].meeting_place,
    }
    yield EditableMail(
        "registrations/mail/team_joined", gettext_lazy("Ya tienes equipo"), TO_A_PERSON | joined, _sample
    )
    proposed = {PEOPLE: _people, REASONS: _reasons, UNTIL: _until}
    yield EditableMail(
        "registrations/mail/team_match", gettext_lazy("Propuesta de equipo"), TO_A_PERSON | proposed, _sample
    )
    yield EditableMail(
        "registrations/mail/teams_closing",
        gettext_lazy("Sin equipo: los equipos se cierran pronto"),
        TO_A_PERSON | {UNTIL: _until},
        _sample,
        "registrations.teams_closing",
    )


def _people(context: Mapping[str, Any]) -> str:
    return "; ".join(" · ".join(filter(None, mate)) for mate in context["mates"])


def _reasons(context: Mapping[str, Any]) -> str:
    return "; ".join(map(str, context["reasons"]))


def _until(context: Mapping[str, Any]) -> str:
    moment = context["deadline"]
    return moment_text(moment, context["time_zone"]) if moment else _("una fecha que aún no consta")


def _sample() -> Mapping[str, Any]:
    return {
        "person": sample_person(),
        "edition": sample_edition(),
        "team": Team(name="Los del quipu", meeting_place="https://discord.example.org/"),
        "mates": [Mate("João Alves", "Brasil", _("perfil técnico"))],
        "reasons": [_("3 h en común")],
        "deadline": Moment(at=timezone.now() + timedelta(days=3), zone="AoE"),
        "action_url": "https://example.org/equipos/",
        "action_text": _("Ver mi equipo"),
    }
