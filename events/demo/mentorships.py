"""Mentors of the demo edition, invented, of seven countries: cards, a full one, AMAs, and people who wait."""

from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from events.audiences import is_registered
from events.models import Edition, Mentorship
from events.services.mentorship_queue import ask_mentor
from events.services.mentorships import decide_offer, submit_offer
from events.services.sending import Sending
from events.states import AmaForm, MentorshipKind, MentorTheme
from somosnlp.accounts.models import User
from somosnlp.review.states import Status
from somosnlp.ui.hours import mask_of

REVIEWER = "revision@example.org"
#: Who waits in the queues of the demo mentors, and on the waiting list of who has one place.
ASKERS = ("participante@example.org", "capitana@example.org", "demo01@example.org")
MORNINGS, EVENINGS = mask_of([1, 5, 9, 13, 17]), mask_of([3, 7, 11, 15, 19])
WEEKEND = mask_of([21, 22, 25, 26])


class Invented(NamedTuple):
    """One mentor; `asks` is how many of ASKERS wait for them."""

    email: str
    name: str
    country: str
    zone: str
    offer: dict[str, Any]
    decision: str = Status.ACCEPTED
    asks: int = 0


def _offer(kind: str, speciality: str, themes: list[str], **more: Any) -> dict[str, Any]:
    return {"kind": kind, "speciality": speciality, "themes": themes, "languages": ["es"], **more}


CONTINUOUS, WRITTEN, AMA = (
    MentorshipKind.CONTINUOUS.value,
    MentorshipKind.WRITTEN.value,
    MentorshipKind.AMA.value,
)
MENTORS = (
    Invented(
        "mentora00@example.org",
        "Nayra Condori Mamani",
        "BO",
        "America/La_Paz",
        _offer(
            CONTINUOUS,
            "Corpus de lenguas originarias: permisos, transcripción y acuerdos con las comunidades.",
            [MentorTheme.DATASET.value, MentorTheme.PAPER.value],
            languages=["es", "ay", "qu"],
            occupation="Lingüista de campo",
            affiliation="Universidad de Ejemplo",
            places=6,
            hours=EVENINGS,
        ),
        asks=2,
    ),
    Invented(
        "mentora01@example.org",
        "Joaquín Etchegaray",
        "UY",
        "America/Montevideo",
        _offer(
            WRITTEN,
            "Reviso tu currículo y tu portafolio para tu primer trabajo en IA.",
            [MentorTheme.FIRST_JOB.value],
            occupation="Ingeniero de ML",
            affiliation="Nube Inventada",
            places=1,
            hours=MORNINGS,
        ),
        asks=2,
    ),
    Invented(
        "mentora02@example.org",
        "Thayná Albuquerque",
        "BR",
        "America/Sao_Paulo",
        _offer(
            CONTINUOUS,
            "Desplegar modelos pequeños con poco presupuesto. También en portugués.",
            [MentorTheme.DEPLOYING.value],
            languages=["es", "pt"],
            occupation="Ingeniera de datos",
            hours=WEEKEND,
            channel="#despliegue",
        ),
    ),
    Invented(
        "mentora03@example.org",
        "Ainhoa Mendizabal",
        "ES",
        "Europe/Madrid",
        _offer(
            WRITTEN,
            "Cómo se escribe el artículo de un conjunto de datos, y a qué congreso enviarlo.",
            [MentorTheme.PAPER.value, MentorTheme.PHD.value],
            languages=["es", "eu", "en"],
            occupation="Investigadora posdoctoral",
            affiliation="Instituto Diéresis",
            places=4,
            hours=MORNINGS | EVENINGS,
        ),
    ),
    Invented(
        "mentora04@example.org",
        "Efraín Nsue Obiang",
        "GQ",
        "Africa/Malabo",
        _offer(
            CONTINUOUS,
            "Contar un proyecto en tres minutos: guion, diapositivas y nervios.",
            [MentorTheme.PITCH.value],
            occupation="Divulgador",
            places=3,
            hours=EVENINGS | WEEKEND,
        ),
    ),
    Invented(
        "mentora05@example.org",
        "Xóchitl Ramírez Luna",
        "MX",
        "America/Mexico_City",
        _offer(
            AMA,
            "Pregúntame lo que quieras antes de empezar un doctorado en PLN.",
            [MentorTheme.PHD.value],
            languages=["es", "nah"],
            ama_form=AmaForm.LIVE.value,
            may_record=True,
            hours=EVENINGS,
        ),
    ),
    Invented(
        "mentora06@example.org",
        "Lautaro Quilodrán",
        "CL",
        "America/Santiago",
        _offer(
            CONTINUOUS,
            "Evaluación de modelos en variedades del español.",
            [MentorTheme.DATASET.value],
            places=2,
            hours=MORNINGS,
        ),
        decision="",
    ),
)


def seed_demo_mentorships(edition: Edition) -> int:
    """Add what is not there yet of MENTORS; return how many are new. Listed in PROVIDERS["demo_steps"]."""
    reviewer = User.objects.filter(email=REVIEWER).first()
    return sum(_add(edition, each, reviewer) for each in MENTORS) if reviewer else 0


def _add(edition: Edition, invented: Invented, reviewer: User) -> int:
    key = uuid5(NAMESPACE_URL, f"demo:mentorship:{invented.email}")
    if Mentorship.objects.filter(key=key).exists():
        return 0
    mentor, _created = User.objects.get_or_create(
        email=invented.email,
        defaults={"name": invented.name, "country": invented.country, "time_zone": invented.zone},
    )
    bio = f"{invented.name} es una persona inventada para esta edición de prueba."
    values = {"name": invented.name, "bio": bio, "time_zone": invented.zone, **invented.offer}
    offer = submit_offer(edition, Sending(key, values), by=mentor)
    if invented.decision:
        decide_offer(offer, to=invented.decision, by=reviewer)
    for email in ASKERS[: invented.asks]:
        _ask(offer, email)
    return 1


def _ask(offer: Mentorship, email: str) -> None:
    person = User.objects.filter(email=email).first()
    if person is not None and is_registered(person, offer.edition):
        ask_mentor(offer, by=person, question="¿Por dónde empezamos para evaluar nuestro modelo?")
