"""Posters of the demo edition, invented and drawn by us: three hang and are voted on, one waits."""

from datetime import timedelta
from io import BytesIO
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from events.models import Call, Edition, Poster
from events.posters.rules import needed_keys, needed_texts
from events.services.pictures import store_picture
from events.services.posters import decide_poster, submit_poster
from events.services.sending import Sending
from events.states import AiUse, CallKind, PictureKind
from somosnlp.accounts.models import User
from somosnlp.review.states import Status

REVIEWER = "revision@example.org"
VOTE_SINCE, VOTE_LASTS = timedelta(days=2), timedelta(days=12)


class Invented(NamedTuple):
    design: str
    email: str
    name: str
    title: str
    description: str
    ai_use: str = AiUse.NONE
    ai_note: str = ""
    wants_thanks: bool = True
    hangs: bool = True


POSTERS = (
    Invented(
        "sunrise",
        "cartel00@example.org",
        "Rosa Quispe Mamani",
        "Amanece en veintiún países",
        "Círculos amarillos y coral que salen del borde como un sol, sobre azul noche.",
    ),
    Invented(
        "waves",
        "cartel01@example.org",
        "Teo Barrios",
        "El mar que nos une",
        "Filas de olas redondas de cuatro colores sobre blanco.",
        AiUse.PARTLY,
        "Los colores, propuestos por un modelo de lenguaje",
    ),
    Invented(
        "voices",
        "cartel02@example.org",
        "Ximena del Valle",
        "Todas las voces",
        "Tres globos de diálogo de colores distintos, uno tras otro, sobre azul noche.",
        wants_thanks=False,
    ),
    Invented(
        "knots",
        "cartel03@example.org",
        "Amaru Condori",
        "Quipu",
        "Un quipu: cuerdas con nudos de colores que cuelgan de una barra, sobre amarillo.",
        hangs=False,
    ),
)


def seed_demo_posters(edition: Edition) -> int:
    """Send the invented posters and decide on them, and open the vote; return how many are new."""
    call = Call.objects.filter(edition=edition, kind=CallKind.POSTER).first()
    reviewer = User.objects.filter(email=REVIEWER).first()
    if call is None or reviewer is None:
        return 0
    _open_vote(call)
    return sum(_send(edition, call, invented, reviewer) for invented in POSTERS)


def _open_vote(call: Call) -> None:
    """Let people vote from two days ago on; what somebody has set stays while it lasts."""
    now = timezone.now()
    if call.voting_until is None or call.voting_until < now:
        call.voting_from, call.voting_until = now - VOTE_SINCE, now + VOTE_LASTS
        call.save(update_fields=["voting_from", "voting_until"])


def _send(edition: Edition, call: Call, invented: Invented, reviewer: User) -> bool:
    key = uuid5(NAMESPACE_URL, f"demo-poster:{edition.pk}:{invented.design}")
    if Poster.objects.filter(key=key).exists() or not call.is_open:
        return False
    author, _created = User.objects.get_or_create(
        email=invented.email, defaults={"name": invented.name, "language": "es"}
    )
    poster = submit_poster(edition, _sending(edition, call, invented, key, author), by=author)
    if invented.hangs:
        decide_poster(poster, to=Status.ACCEPTED, by=reviewer)
    return True


def _sending(edition: Edition, call: Call, invented: Invented, key: UUID, author: User) -> Sending:
    from events.demo.drawn_posters import draw_poster  # noqa: PLC0415 (Pillow: 7 MiB for those who draw)

    words = [text.words for text in needed_texts(edition, call) if text.words]
    drawing = BytesIO(draw_poster(invented.design, words))
    return Sending(
        key,
        {
            "picture": store_picture(drawing, PictureKind.POSTER, by=author),
            "title": invented.title,
            "description": invented.description,
            "texts": needed_keys(call),
            "is_own_work": True,
            "ai_use": invented.ai_use,
            "ai_note": invented.ai_note,
            "wants_thanks": invented.wants_thanks,
            "credit_name": invented.name,
        },
    )
