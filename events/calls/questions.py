"""What a question of a call is, and the questions that several calls ask."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
