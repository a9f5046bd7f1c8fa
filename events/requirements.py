"""What the calls ask: one list that the page shows, the form asks and the services check.

A requirement carries the name of the column it fills, the words of its question and its limits. Pages
list `asked_of(call)`, forms take label, help and limits from it (`events/forms/asked.py`) and services
ask `missing_in` before anything is sent, so that the three cannot drift apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Call
from events.states import CallKind

Words = str | Promise
ANSWER_MISSING = _("Falta esta respuesta.")


@dataclass(frozen=True)
class Requirement:
    """One question of a call; `key` is the column of the proposal that keeps the answer.

    `required` ones cannot be hidden. `most` is the longest text in characters or, where `is_list`, the most
    entries; `least` the fewest entries. `wrong` is said where a needed answer is missing. `goes_with` is the
    question without which this one makes no sense: they are hidden together.
    """

    key: str
    label: Words
    help: Words = ""
    required: bool = False
    most: int | None = None
    least: int = 0
    is_list: bool = False
    wrong: Words = ANSWER_MISSING
    goes_with: str = ""

    def is_met_by(self, value: Any) -> bool:
        """Tell whether `value` is an answer: something where it is required, and within the limits."""
        if self.is_list:
            count = len(value or ())
            return self.least <= count <= (self.most or count) if count or self.required else True
        if value in (None, "", [], False):
            return not self.required
        return not (self.most and isinstance(value, str) and len(value) > self.most)


@dataclass(frozen=True)
class Section:
    """Questions that belong together on the page."""

    key: str
    title: Words
    requirements: tuple[Requirement, ...]
    why: Words = ""


SPEAKER = (
    Requirement(
        "name",
        _("Nombre"),
        _("Como quieres que salga en el programa."),
        required=True,
        most=120,
        wrong=_("Escribe tu nombre."),
    ),
    Requirement("occupation", _("Ocupación"), _("Por ejemplo: lingüista computacional."), most=120),
    Requirement("affiliation", _("Organización o universidad"), most=120),
    Requirement(
        "bio",
        _("Biografía"),
        _("Unas líneas en tercera persona; se publican junto a tu sesión."),
        required=True,
        most=1500,
        wrong=_("Escribe unas líneas sobre ti."),
    ),
    Requirement("website", _("Página web"), most=300),
    Requirement("linkedin", "LinkedIn", _("El enlace o tu nombre de usuario."), most=300),
    Requirement("x", "X", _("Tu nombre de usuario o el enlace."), most=60),
    Requirement("bluesky", "BlueSky", _("Tu nombre de usuario o el enlace."), most=120),
    Requirement(
        "photo",
        _("Foto"),
        _(
            "JPG, PNG o WebP, de hasta 8 MB. La recortamos en círculo para el cartel y le quitamos "
            "los datos ocultos."
        ),
    ),
)

#: When somebody can; the same three questions for everybody who will be in the programme.
AVAILABILITY = (
    Requirement(
        "preferred_days",
        _("Fechas que prefieres"),
        _("Hasta tres. Si te da igual, déjalas vacías."),
        most=3,
        is_list=True,
    ),
    Requirement("hours", _("¿En qué horas puedes?"), _("En tu zona horaria. Marca todas las que te sirvan.")),
)

COMMENTS = Requirement("comments", _("¿Algo más que debamos saber?"), _("Solo lo lee el equipo."), most=2000)

KEYNOTE = (
    Section(
        "talk",
        _("Tu propuesta"),
        (
            Requirement(
                "format",
                _("Formato"),
                _("Los minutos son una orientación: si necesitas otros, dilo más abajo."),
                required=True,
                wrong=_("Elige un formato."),
            ),
            Requirement("title", _("Título"), required=True, most=200, wrong=_("Escribe un título.")),
            Requirement(
                "abstract",
                _("Resumen"),
                _("De qué trata y por qué interesa a la comunidad. Se publica en el programa."),
                required=True,
                most=4000,
                wrong=_("Cuenta de qué trata."),
            ),
            Requirement(
                "takeaways",
                _("¿Qué se va a aprender?"),
                _("De 3 a 5 puntos, uno por línea."),
                required=True,
                most=5,
                least=3,
                is_list=True,
                wrong=_("Escribe al menos 3 puntos."),
            ),
            Requirement("topic", _("Tema"), _("El que más se acerque de los temas de esta edición.")),
            Requirement(
                "level",
                _("Nivel"),
                _("Lo que hay que saber para seguirla."),
                required=True,
                wrong=_("Elige un nivel."),
            ),
            Requirement(
                "language",
                _("Idioma"),
                _(
                    "Casi todo es en español; también nos encanta recibir propuestas en "
                    "portugués, en inglés y en las lenguas cooficiales y originarias."
                ),
                required=True,
                wrong=_("Elige un idioma."),
            ),
            Requirement("minutes", _("Minutos que necesitas"), _("Solo si no te sirven los del formato.")),
        ),
    ),
    Section(
        "speaker",
        _("Quién eres"),
        SPEAKER,
        _("Sale en el programa y en el cartel si la propuesta se acepta."),
    ),
    Section("when", _("Cuándo puedes"), AVAILABILITY),
    Section(
        "consents",
        _("Lo último"),
        (
            Requirement(
                "may_record",
                _("Se puede grabar y publicar en el YouTube de SomosNLP"),
                _("Si prefieres que no, la sesión se hace igual y no se graba."),
            ),
            Requirement(
                "is_promotional",
                _("Presenta un producto o servicio de una empresa"),
                _("Las charlas promocionales necesitan un patrocinio y tienen que interesar a la comunidad."),
            ),
            Requirement(
                "sponsor",
                _("Patrocinador que la respalda"),
                _("Solo si es promocional. El equipo lo comprueba antes de aceptarla."),
                most=120,
                goes_with="is_promotional",
            ),
            COMMENTS,
        ),
    ),
)

MENTORSHIP = (
    Section(
        "offer",
        _("Qué ofreces"),
        (
            Requirement(
                "kind",
                _("Tipo de mentoría"),
                required=True,
                wrong=_("Elige un tipo de mentoría."),
            ),
            Requirement("ama_form", _("Si es un AMA, ¿cómo lo prefieres?")),
            Requirement(
                "speciality",
                _("¿En qué puedes ayudar?"),
                _("Tu especialidad, en tus palabras. Sale en tu tarjeta."),
                required=True,
                most=1500,
                wrong=_("Cuenta en qué puedes ayudar."),
            ),
            Requirement(
                "themes", _("Temas"), _("Los que más se preguntan. Marca los que quieras."), is_list=True
            ),
            Requirement(
                "languages",
                _("¿En qué idiomas?"),
                required=True,
                least=1,
                is_list=True,
                wrong=_("Elige al menos un idioma."),
            ),
            Requirement(
                "places",
                _("¿A cuántas personas o equipos?"),
                _("Vacío: sin límite. Si es un AMA no hace falta: va para todo el mundo."),
            ),
            Requirement(
                "channel",
                _("¿Dónde te pueden preguntar?"),
                _(
                    "Un canal o un enlace; lo verá todo el mundo. Vacío: el canal #pide-ayuda de Discord. "
                    "Si es un AMA no hace falta."
                ),
                most=300,
            ),
        ),
    ),
    Section("speaker", _("Quién eres"), SPEAKER, _("Sale en tu tarjeta si la mentoría se acepta.")),
    Section(
        "when",
        _("Cuándo puedes"),
        AVAILABILITY,
        _("Cada persona verá tus horas en su propia zona. Las fechas solo cuentan si es un AMA."),
    ),
    Section(
        "consents",
        _("Lo último"),
        (
            Requirement(
                "may_record",
                _("Si es un AMA en directo, se puede grabar y publicar en el YouTube de SomosNLP"),
                _("Si prefieres que no, se hace igual y no se graba."),
            ),
            COMMENTS,
        ),
    ),
)

#: What a poster must be besides what its picture is checked for; its texts are in `events/poster_rules.py`.
POSTER = (
    Section(
        "poster",
        _("Tu cartel"),
        (
            Requirement(
                "picture",
                _("La imagen"),
                _("JPG, PNG o WebP, en 16:9 y de 1280 × 720 píxeles o más; hasta 20 MB."),
                required=True,
                wrong=_("Sube la imagen de tu cartel."),
            ),
            Requirement(
                "texts",
                _("¿Qué lleva el cartel?"),
                _("Tiene que llevarlo todo: compruébalo con calma y marca cada cosa."),
                required=True,
                least=6,
                most=7,
                is_list=True,
                wrong=_(
                    "El cartel tiene que llevar todos estos textos. Si falta alguno, añádelo a la imagen."
                ),
            ),
            Requirement(
                "title",
                _("Título de tu propuesta"),
                _("Para llamarla de alguna manera. No pongas tu nombre: la galería es anónima."),
                required=True,
                most=120,
                wrong=_("Ponle un título."),
            ),
            Requirement(
                "description",
                _("¿Qué se ve?"),
                _("Una o dos frases para quien no puede verlo; los textos que lleva no hacen falta."),
                required=True,
                most=600,
                wrong=_("Describe lo que se ve: hay personas que no podrán verlo de otra manera."),
            ),
        ),
    ),
    Section(
        "work",
        _("Cómo lo hiciste"),
        (
            Requirement(
                "is_own_work",
                _("Es obra mía y puedo ceder su uso a SomosNLP para este hackathon"),
                _("Con la herramienta que quieras. Sin fotos, dibujos ni logotipos de otras personas."),
                required=True,
                wrong=_("Solo podemos usar una obra que sea tuya."),
            ),
            Requirement(
                "ai_use",
                _("¿Usaste inteligencia artificial generativa?"),
                _("Se puede. Solo pedimos que se diga; se cuenta junto al cartel."),
                required=True,
                wrong=_("Elige una opción."),
            ),
            Requirement(
                "ai_note",
                _("¿Con qué y para qué?"),
                _("Por ejemplo: el fondo, con tal modelo. Solo si usaste IA."),
                most=300,
            ),
        ),
    ),
    Section(
        "credits",
        _("Los créditos"),
        (
            Requirement(
                "wants_thanks",
                _("Quiero que me agradezcan públicamente"),
                _(
                    "Tu nombre sale junto a tu cartel y en los agradecimientos cuando acabe la votación. "
                    "Si no, no sale."
                ),
            ),
            Requirement(
                "credit_name",
                _("Nombre para los créditos"),
                _("Como quieres que salga. Solo se publica si marcaste la casilla de arriba."),
                most=120,
            ),
        ),
    ),
)

#: The sections of every call that is asked with this list.
SECTIONS: dict[str, tuple[Section, ...]] = {
    CallKind.KEYNOTE: KEYNOTE,
    CallKind.MENTORSHIP: MENTORSHIP,
    CallKind.POSTER: POSTER,
}


def requirements_of(kind: str) -> Iterator[Requirement]:
    """Yield every question of a kind of call, in the order of its form."""
    for section in SECTIONS.get(kind, ()):
        yield from section.requirements


def optional_of(kind: str) -> list[Requirement]:
    """Return the questions of a kind of call that an organiser may leave out."""
    return [r for r in requirements_of(kind) if not r.required and not r.goes_with]


def hidden_wrongly(kind: str, hidden: Iterable[str]) -> list[str]:
    """Return those of `hidden` that cannot be left out: required ones, and names of no question."""
    optional = {requirement.key for requirement in optional_of(kind)}
    return sorted(set(hidden) - optional)


def sections_asked(kind: str, hidden: Iterable[str] = ()) -> list[Section]:
    """Return the sections of a kind of call without the optional questions in `hidden`."""
    left_out = set(hidden)
    shown = (
        replace(section, requirements=tuple(r for r in section.requirements if _is_asked(r, left_out)))
        for section in SECTIONS.get(kind, ())
    )
    return [section for section in shown if section.requirements]


def _is_asked(requirement: Requirement, left_out: set[str]) -> bool:
    return requirement.required or left_out.isdisjoint({requirement.key, requirement.goes_with})


def asked_of(call: Call) -> list[Section]:
    """Return the sections of `call` as its form asks them."""
    return sections_asked(call.kind, call.hidden_questions)


def missing_in(kind: str, values: Mapping[str, Any]) -> list[str]:
    """Return the keys of the questions of `kind` that `values` do not answer as they must."""
    return [r.key for r in requirements_of(kind) if not r.is_met_by(values.get(r.key))]
