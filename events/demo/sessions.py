"""What the sessions of the demo are about, and the first questions to its AMA."""

from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from events.models import Edition, Session
from events.questions.box import Asker, box_is_open
from events.services.questions import ask, vote
from events.states import SessionKind
from somosnlp.accounts.models import User


class About(NamedTuple):
    """The text of a session, found by how its title begins."""

    title: str
    abstract: str
    takeaways: tuple[str, ...] = ()


ABOUT = (
    About(
        "Tu primer dataset de preferencias",
        "De cero a cien pares de respuestas: cómo escribir instrucciones que suenen a tu país, cómo"
        " comparar dos respuestas sin discutir toda la tarde y cómo publicar el resultado en el Hub.",
        ("Escribir buenas instrucciones", "Ponerse de acuerdo al anotar", "Publicar con su ficha"),
    ),
    About(
        "¿Qué significa que un modelo",
        "Un modelo que habla bien no siempre sabe dónde está. Vemos ejemplos de cocina, trámites y"
        " refranes en los que la respuesta correcta cambia al cruzar una frontera.",
    ),
    About(
        "Veintiún países",
        "¿Cuántas formas hay de pedir un café, de decir que sí sin decirlo o de nombrar el autobús? Un"
        " paseo por lo que sabemos de las variedades del español y por lo que los modelos todavía no han"
        " oído nunca.",
        ("Qué es una variedad", "Dónde encontrar datos de la tuya", "Qué falta por recoger"),
    ),
    About(
        "Pregunta lo que quieras: elegir un tema",
        "¿Tienes tres ideas y ninguna te convence, o una enorme que no cabe en seis semanas? Tráela: la"
        " recortamos en directo hasta que se pueda terminar.",
    ),
    About(
        "Alinear un LLM pequeño",
        "Un cuaderno, una GPU prestada y una hora. Entrenamos con DPO un modelo de mil millones de"
        " parámetros y miramos juntos qué mejora y qué empeora.",
        ("Preparar los pares", "Lanzar el entrenamiento", "Leer las curvas sin engañarse"),
    ),
    About(
        "Evaluar en guaraní",
        "Medir un modelo en una lengua con pocos recursos no es traducir un examen. Contamos qué funcionó"
        " al preparar preguntas con hablantes, cuánto costó y qué haríamos distinto.",
        ("Preparar preguntas con hablantes", "Medir con pocos ejemplos", "Contar los límites"),
    ),
    About(
        "Avaliar modelos em português",
        "O que os benchmarks traduzidos deixam passar, e como montar uma avaliação pequena e honesta com"
        " textos escritos no Brasil.",
    ),
    About(
        "Medir la huella de carbono",
        "Cuánta energía gasta tu entrenamiento, cómo medirla con dos líneas de código y qué decisiones la"
        " reducen a la mitad.",
    ),
    About(
        "Pregunta lo que quieras: escribir",
        "Del cuaderno al artículo: qué contar, dónde enviarlo y qué responder a quien revisa. Vale traer"
        " un borrador.",
    ),
    About(
        "Presentaciones de proyectos",
        "Cada equipo cuenta su proyecto en tres minutos y responde una pregunta. Ven a aplaudir.",
    ),
)
QUESTIONS = (
    ("¿Cómo sé si mi idea cabe en seis semanas?", 5),
    ("¿Puede ser un tema que solo importa en mi región?", 3),
    ("¿Y si alguien ya hizo algo parecido?", 2),
)


def seed_sessions(edition: Edition) -> int:
    """Say what the sessions are about and ask the first questions; return how many texts are new.

    Listed in PROVIDERS["demo_steps"]. What somebody wrote in the admin stays.
    """
    told = sum(_tell(edition, about) for about in ABOUT)
    amas = edition.sessions.published().filter(kind=SessionKind.AMA).select_related("edition")
    first = amas.order_by("starts_at").first()
    return told + (sum(_ask(first, *each) for each in QUESTIONS) if first else 0)


def _tell(edition: Edition, about: About) -> int:
    silent = edition.sessions.filter(title__startswith=about.title, abstract="")
    return silent.update(abstract=about.abstract, takeaways=list(about.takeaways))


def _ask(session: Session, text: str, votes: int) -> int:
    """Put a question by one of the people of the demo, and let others vote for it."""
    key = uuid5(NAMESPACE_URL, f"demo-question:{session.pk}:{text}")
    people = list(User.objects.filter(email__startswith="demo").order_by("email")[: votes + 1])
    if (
        len(people) < 2
        or not box_is_open(session, timezone.now())
        or session.questions.filter(key=key).exists()
    ):
        return 0
    author = people.pop()
    question = ask(session, asker=Asker(author), text=text, name=author.name, key=key)
    for person in people:
        vote(session, question.pk, by=Asker(person))
    return 1
