"""What the call for mentorships asks."""

from django.utils.translation import gettext_lazy as _

from events.calls.questions import AVAILABILITY, COMMENTS, SPEAKER, Requirement, Section

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
