"""Mails of the registration whose words may be changed, and what stands for each placeholder."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.mail_texts import TO_A_PERSON, sample_edition, sample_person
from events.moments import Moment
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail
from somosnlp.ui.times import moment_text

DEADLINE = Placeholder("plazo", gettext_lazy("hasta cuándo puede inscribirse, en su zona horaria"))


def editable_mails() -> Iterable[EditableMail]:
    """Return the mails listed in PROVIDERS["editable_mails"]."""
    yield EditableMail(
        "registrations/mail/registered", gettext_lazy("Inscripción confirmada"), TO_A_PERSON, _sample
    )
    with_deadline = {**TO_A_PERSON, DEADLINE: _deadline}
    for name, title in (
        ("unfinished", gettext_lazy("Inscripción sin terminar")),
        ("closing", gettext_lazy("La inscripción se cierra pronto")),
    ):
        yield EditableMail(
            f"registrations/mail/{name}", title, with_deadline, _sample, "registrations.unfinished"
        )
    yield EditableMail(
        "registrations/mail/extended", gettext_lazy("Prórroga personal"), with_deadline, _sample
    )


def _deadline(context: Mapping[str, Any]) -> str:
    moment = context.get("deadline")
    return moment_text(moment, context["time_zone"]) if moment else _("una fecha que aún no consta")


def _sample() -> Mapping[str, Any]:
    return {
        "person": sample_person(),
        "edition": sample_edition(),
        "deadline": Moment(at=timezone.now() + timedelta(days=7), zone="AoE"),
        "action_url": "https://example.org/inscripcion/",
        "action_text": _("Terminar mi inscripción"),
    }
