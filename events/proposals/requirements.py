"""What the call for keynotes, talks and workshops asks."""

from django.utils.translation import gettext_lazy as _

from events.calls.questions import AVAILABILITY, COMMENTS, SPEAKER, Requirement, Section

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
