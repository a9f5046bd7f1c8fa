"""Choices of the registration: its states and the questions of the real 2026 form."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("borrador")
    UNCONFIRMED = "unconfirmed", _("sin confirmar")
    REGISTERED = "registered", _("inscrita")
    CANCELLED = "cancelled", _("cancelada")


#: From these states on, the answers of step 1 are complete.
COMPLETE = frozenset({Status.UNCONFIRMED, Status.REGISTERED, Status.CANCELLED})


class PathStep(TextChoices):
    """What a person is stuck at: the first thing of the registration's path that is not done."""

    CODE = "codigo", _("falta el código de su correo")
    FORM = "formulario", _("falta enviar la inscripción")
    DISCORD = "discord", _("falta su nombre en Discord")
    HUGGING_FACE = "hugging-face", _("falta su nombre en Hugging Face")
    MORE = "paso-2", _("falta el paso 2 (opcional)")
    DONE = "completa", _("todo hecho")


class NlpLevel(TextChoices):
    BASIC = "basic", _("Básico · nunca he programado, o empiezo")
    INTERMEDIATE = "intermediate", _("Intermedio · he entrenado algún modelo")
    ADVANCED = "advanced", _("Avanzado · trabajo o investigo en esto")


class SpokenLanguage(TextChoices):
    """Languages people take part in: those of the five editions and of the donated corpora."""

    ES = "es", _("español")
    PT = "pt", _("portugués")
    EN = "en", _("inglés")
    CA = "ca", _("catalán")
    EU = "eu", _("euskera")
    GL = "gl", _("gallego")
    AST = "ast", _("asturiano")
    QU = "qu", _("quechua")
    GN = "gn", _("guaraní")
    AY = "ay", _("aimara")
    NAH = "nah", _("náhuatl")
    OTHER = "other", _("otro")


class Education(TextChoices):
    """ISCED 2011 levels, as the 2026 form asked them."""

    LOWER_SECONDARY = "isced2", _("Secundaria, primer ciclo")
    UPPER_SECONDARY = "isced3", _("Secundaria, segundo ciclo (bachillerato, preparatoria)")
    POST_SECONDARY = "isced4", _("Curso técnico después de la secundaria (sin título superior)")
    SHORT_CYCLE = "isced5", _("Formación técnica o profesional superior (2 o 3 años)")
    BACHELOR = "isced6", _("Grado o licenciatura")
    MASTER = "isced7", _("Maestría o máster")
    DOCTORATE = "isced8", _("Doctorado")


class Field(TextChoices):
    """ISCED-F fields of study or work, as the 2026 form asked them."""

    COMPUTING = "computing", _("Informática")
    ENGINEERING = "engineering", _("Ingeniería")
    SCIENCE = "science", _("Ciencias naturales y matemáticas")
    ARTS = "arts", _("Artes y humanidades")
    SOCIAL = "social", _("Ciencias sociales y periodismo")
    EDUCATION = "education", _("Educación")
    BUSINESS = "business", _("Negocios y derecho")
    SERVICES = "services", _("Servicios")
    AGRICULTURE = "agriculture", _("Agricultura y veterinaria")
    HEALTH = "health", _("Salud y bienestar")
    OTHER = "other", _("Otro")
