"""What people type into the form of a talk, and the calls they send it to."""

from typing import Any
from uuid import UUID, uuid4

from events.models import Call, Edition, KeynoteProposal
from events.services.proposals import decide_proposal, submit_proposal
from events.services.sending import Sending
from events.states import CallKind
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import CallFactory, EditionFactory, MilestoneFactory, in_days


def talk_answers(**changes: Any) -> dict[str, Any]:
    """Return what a browser posts: a whole talk."""
    return {
        "format": "talk",
        "title": "Evaluar modelos en español",
        "abstract": "Qué se mide y qué se nos escapa.",
        "takeaways": ["Elegir métricas", "Leer errores", "Publicar resultados"],
        "level": "2",
        "language": "es",
        "name": "Ana Pérez",
        "occupation": "Lingüista",
        "affiliation": "Universidad de Ejemplo",
        "bio": "Trabaja con corpus.",
        "hours": ["1", "2"],
        "may_record": "on",
        "time_zone": "America/Bogota",
        **changes,
    }


def talk_values(**changes: Any) -> dict[str, Any]:
    """Return the same as the form hands it to the service."""
    return {
        "format": "talk",
        "title": "Evaluar modelos en español",
        "abstract": "Qué se mide y qué se nos escapa.",
        "takeaways": ["Elegir métricas", "Leer errores", "Publicar resultados"],
        "level": 2,
        "language": "es",
        "name": "Ana Pérez",
        "bio": "Trabaja con corpus.",
        "may_record": True,
        "time_zone": "America/Bogota",
        **changes,
    }


def open_call(edition: Edition | None = None, **columns: Any) -> Call:
    """Return a call for talks that closes in ten days; `past=True` has closed two days ago."""
    edition = edition or EditionFactory(is_current=True)
    at = in_days(-2 if columns.pop("past", False) else 10)
    milestone = MilestoneFactory(edition=edition, kind="keynotes", at=at)
    call: Call = CallFactory(edition=edition, kind=CallKind.KEYNOTE, closes_with=milestone, **columns)
    return call


def send_talk(
    call: Call, *, by: User | None = None, key: UUID | None = None, **values: Any
) -> KeynoteProposal:
    """Send a talk to `call` and return it."""
    by = by or UserFactory()
    return submit_proposal(call.edition, Sending(key or uuid4(), talk_values(**values)), by=by)


def accept_talk(call: Call, *, by: User | None = None, **values: Any) -> KeynoteProposal:
    """Send a talk to `call`, accept it and return it."""
    proposal = send_talk(call, by=by, **values)
    decide_proposal(proposal, to=Status.ACCEPTED, by=UserFactory(is_staff=True))
    return proposal
