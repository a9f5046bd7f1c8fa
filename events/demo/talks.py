"""Invented proposals of talks for the demo edition, in every state a proposal can be in."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from events.calls.refusals import ProposalRefusedError
from events.models import Call, Edition, KeynoteProposal
from events.services.proposals import (
    confirm_proposal,
    decide_proposal,
    keep_proposal,
    submit_proposal,
    withdraw_proposal,
)
from events.services.sending import Sending
from events.states import CallKind, ProposalFormat
from somosnlp.accounts.models import User
from somosnlp.review.states import DECISIONS, Status

REVIEWER = "revision@example.org"
#: The team takes so long to answer after the close.
ANSWERS_IN = timedelta(days=14)
KEYNOTE, TALK, WORKSHOP = ProposalFormat


class Talk(NamedTuple):
    """One proposal; `state` is what became of it, `note` what the team wrote."""

    email: str
    name: str
    title: str
    abstract: str
    takeaways: tuple[str, ...]
    topic: int
    level: int = 2
    format: str = TALK
    state: str = Status.SUBMITTED
    note: str = ""
    confirmed: bool = False
    more: Mapping[str, Any] = {}


TALKS = (
    Talk(
        "participante@example.org",
        "",
        "Etiquetar juntas: un corpus de voseo hecho en comunidad",
        "Cómo reunimos y anotamos ejemplos de voseo de seis países sin presupuesto, y qué haríamos distinto.",
        ("Diseñar una guía de anotación", "Medir el acuerdo", "Publicar con una licencia abierta"),
        1,
        state=Status.ACCEPTED,
        note="¡Nos encantó! Reserva diez minutos para preguntas.",
    ),
    Talk(
        "capitana@example.org",
        "",
        "Ajustar un modelo pequeño en una tarde",
        "Un cuaderno de principio a fin: datos, LoRA, evaluación y una demo en un Space.",
        ("Preparar los datos", "Ajustar con LoRA", "Evaluar y publicar"),
        2,
        format=WORKSHOP,
        level=3,
        state=Status.CHANGES_REQUESTED,
        note="¿Nos cuentas qué GPU hace falta para seguirlo?",
    ),
    Talk(
        "ponente00@example.org",
        "Itzel Canul Pech",
        "Maya yucateco y traducción automática: lo que aprendimos",
        "Tres años construyendo un traductor con quienes hablan la lengua, no solo sobre ella.",
        ("Trabajar con la comunidad", "Evaluar sin corpus grandes", "Devolver lo aprendido"),
        3,
        format=KEYNOTE,
        state=Status.ACCEPTED,
        confirmed=True,
    ),
    Talk(
        "ponente01@example.org",
        "Joaquín Etcheverry",
        "¿De quién es el español de los modelos?",
        "Un repaso a qué variedades aparecen en los datos y qué pasa con las que no.",
        ("Detectar variedades", "Leer un sesgo", "Pedir mejores datos"),
        4,
    ),
    Talk(
        "ponente02@example.org",
        "Rosalía Quispe Mamani",
        "Voz en quechua: de la radio comunitaria al reconocedor",
        "Grabaciones de radio, permisos y un reconocedor que funciona sin conexión.",
        ("Pedir permisos", "Alinear audio y texto", "Funcionar sin internet"),
        5,
        level=3,
    ),
    Talk(
        "ponente03@example.org",
        "Marc Vidal i Puig",
        "Avaluar models en català sense traduir de l'anglès",
        "Per què les proves traduïdes enganyen i com fer-ne de pròpies.",
        ("Dissenyar preguntes", "Validar amb parlants", "Comparar models"),
        6,
        more={"language": "ca"},
    ),
    Talk(
        "ponente04@example.org",
        "Luciana Prado",
        "Quanto custa uma pergunta? Energia e modelos de linguagem",
        "Medimos o consumo de modelos abertos e mostramos como reduzi-lo.",
        ("Medir o consumo", "Escolher um modelo menor", "Contar o impacto"),
        7,
        more={"language": "pt"},
        state=Status.WAITLISTED,
        note="Nos interesa mucho; si se libera un hueco, es tuyo.",
    ),
    Talk(
        "ponente05@example.org",
        "Tomás Iriarte",
        "Lenguaje claro: reescribir trámites con ayuda de modelos",
        "Un proyecto con tres municipios para que las cartas del ayuntamiento se entiendan.",
        ("Definir lenguaje claro", "Revisar con personas", "Medir si se entiende"),
        8,
        level=1,
    ),
    Talk(
        "ponente06@example.org",
        "Paz Errázuriz Soto",
        "Nuestra plataforma de chatbots para empresas",
        "Cómo nuestra plataforma automatiza la atención al cliente en español.",
        ("Conocer la plataforma", "Ver tres casos", "Empezar gratis"),
        13,
        more={"is_promotional": True, "sponsor": "Chatea S. A."},
    ),
    Talk(
        "ponente07@example.org",
        "Adolfo Mbomio",
        "Español de Guinea Ecuatorial: el gran ausente",
        "Qué recursos hay, cuáles faltan y cómo empezar un corpus con estudiantes de Malabo.",
        ("Mapear recursos", "Formar un equipo", "Elegir un primer corpus"),
        4,
        format=KEYNOTE,
        level=1,
    ),
    Talk(
        "ponente08@example.org",
        "Valentina Rojas Uribe",
        "Predicción de la bolsa con titulares",
        "Un clasificador de titulares para decidir cuándo comprar.",
        ("Leer titulares", "Entrenar un clasificador", "Invertir"),
        13,
        state=Status.REJECTED,
        note="Esta edición busca temas más cercanos a la comunidad. ¡Gracias por proponerla!",
    ),
    Talk(
        "ponente09@example.org",
        "Noelia Barreiro",
        "Corrector de galego con modelos abertos",
        "Como fixemos un corrector que respecta as variantes do galego.",
        ("Escoller un modelo", "Respectar variantes", "Avaliar con correctoras"),
        2,
        more={"language": "gl"},
        state=Status.WITHDRAWN,
    ),
    Talk(
        "ponente10@example.org",
        "Emilio Cáceres",
        "Guaraní y jopara: dos lenguas en una frase",
        "",
        (),
        3,
        state=Status.DRAFT,
    ),
)


def seed_demo_talks(edition: Edition, /) -> int:
    """Make the talks and promise a day for the answers; listed in PROVIDERS["demo_steps"]."""
    for call in Call.objects.filter(edition=edition, kind=CallKind.KEYNOTE, answers_by=None):
        closes = call.closes_with.at if call.closes_with else None
        call.answers_by = timezone.localdate(closes) + ANSWERS_IN
        call.save(update_fields=["answers_by"])
    reviewer = User.objects.get(email=REVIEWER)
    topics = dict(edition.topics.values_list("number", "pk"))
    return sum(_propose(edition, talk, topics.get(talk.topic), reviewer) for talk in TALKS)


def _propose(edition: Edition, talk: Talk, topic: int | None, reviewer: User) -> bool:
    """Propose and decide one talk unless it is there; say whether it is new."""
    key = uuid5(NAMESPACE_URL, f"demo:{talk.email}")
    if KeynoteProposal.objects.filter(key=key).exists():
        return False
    person, _new = User.objects.get_or_create(
        email=talk.email, defaults={"name": talk.name, "language": "es", "time_zone": "America/Bogota"}
    )
    values = _values(talk, person, topic)
    try:
        if talk.state == Status.DRAFT:
            keep_proposal(edition, Sending(key, values), by=person)
        else:
            _decide(submit_proposal(edition, Sending(key, values), by=person), talk, reviewer)
    except ProposalRefusedError:
        return False  # The demo is older than its call: what was made stays.
    return True


def _decide(proposal: KeynoteProposal, talk: Talk, reviewer: User) -> None:
    person = proposal.submitted_by
    if talk.state in DECISIONS or talk.state == Status.CHANGES_REQUESTED:
        decide_proposal(proposal, to=talk.state, by=reviewer, note_to_author=talk.note)
    elif talk.state == Status.WITHDRAWN:
        withdraw_proposal(proposal, by=person)
    if talk.confirmed:
        confirm_proposal(proposal, by=person, values={"hours": proposal.hours})


def _values(talk: Talk, person: User, topic: int | None) -> dict[str, Any]:
    return {
        "name": talk.name or person.name,
        "occupation": "Investigación en PLN",
        "affiliation": "Universidad de Ejemplo",
        "bio": "Trabaja con datos y modelos abiertos, y forma parte de la comunidad desde hace años.",
        "title": talk.title,
        "abstract": talk.abstract,
        "takeaways": list(talk.takeaways),
        "topic": topic,
        "level": talk.level,
        "format": talk.format,
        "language": "es",
        "may_record": True,
        "hours": 0b0110_0110_0110,
        "time_zone": person.time_zone or "America/Bogota",
        **talk.more,
    }
