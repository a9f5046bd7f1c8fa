"""What the call for posters asks."""

from django.utils.translation import gettext_lazy as _

from events.calls.questions import Requirement, Section

#: What a poster must be besides what its picture is checked for; its texts are in `events/posters/rules.py`.
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
