"""Choices of editions, milestones, calls and the programme."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

#: The slug of the edition whose people and dates are invented (events/data/editions.yaml).
DEMO = "demo"
#: Words of our own addresses (`/<year>/ponencias/proponer/`): no session or person may be called so.
RESERVED_SLUGS = ["crear", "donar", "cobertura", "solicitar", "proponer", "ofrecer", "inscribir"]


class Precision(TextChoices):
    """How much is known of a moment: no hour is ever invented."""

    INSTANT = "instant", _("día y hora")
    DAY = "day", _("solo el día")
    UNKNOWN = "unknown", _("fecha no consta")


class MilestoneKind(TextChoices):
    START = "start", _("Comienzo")
    REGISTRATION = "registration", _("Cierre de inscripciones")
    ORGANISERS = "organisers", _("Unirse al equipo organizador")
    POSTER = "poster", _("Propuestas de cartel")
    KEYNOTES = "keynotes", _("Propuestas de ponencias")
    MENTORSHIPS = "mentorships", _("Ofertas de mentoría")
    SPONSORS = "sponsors", _("Patrocinios")
    UNIVERSITIES = "universities", _("Universidades")
    MATCHING = "matching", _("Emparejamos equipos")
    TEAMS = "teams", _("Nuevos equipos")
    DELIVERY = "delivery", _("Entrega de proyectos")
    LIKES = "likes", _("Recuento de «me gusta»")
    PRESENTATIONS = "presentations", _("Presentaciones en directo")
    WINNERS = "winners", _("Anuncio de proyectos ganadores")
    CHALLENGE = "challenge", _("Reto")
    END = "end", _("Cierre")


class NoticeKind(TextChoices):
    NEWS = "news", _("novedad")
    MOVE = "move", _("plazo movido")


class LinkKind(TextChoices):
    DISCORD = "discord", "Discord"
    HUGGING_FACE = "hugging_face", "Hugging Face"
    YOUTUBE = "youtube", "YouTube"
    PLAYLIST = "playlist", _("Grabaciones")
    WINNERS_PLAYLIST = "winners_playlist", _("Grabaciones de proyectos ganadores")
    CALENDAR = "calendar", _("Calendario")
    X = "x", "X"
    LINKEDIN = "linkedin", "LinkedIn"
    BLUESKY = "bluesky", "BlueSky"
    EMAIL = "email", _("Correo")


class CallKind(TextChoices):
    REGISTRATION = "registration", _("Participa en el hackathon")
    ORGANISERS = "organisers", _("Únete al equipo que lo organiza")
    POSTER = "poster", _("Diseña el cartel")
    KEYNOTE = "keynote", _("Propón una keynote")
    MENTORSHIP = "mentorship", _("Ofrece una mentoría")
    CORPUS = "corpus", _("Dona un corpus")
    SPONSORSHIP = "sponsorship", _("Patrocina el hackathon")
    UNIVERSITY = "university", _("Información para universidades")


class OrganiserArea(TextChoices):
    """What somebody may help with. Source: the form of December 2023 (facts §3.2), in our words."""

    SOCIAL_MEDIA = "social_media", _("Redes sociales")
    DESIGN = "design", _("Diseño de carteles y certificados")
    VIDEO = "video", _("Creación de vídeos")
    SPONSORS = "sponsors", _("Gestión de patrocinios")
    KEYNOTES = "keynotes", _("Organización de keynotes")
    WRITING = "writing", _("Redacción de artículos")
    SUPPORT = "support", _("Apoyo a las personas participantes")
    WEBSITE = "website", _("Página web")
    TUTORIALS = "tutorials", _("Recursos de apoyo y tutoriales")
    OTHER = "other", _("Otro talento")


class TimeCommitment(TextChoices):
    """How much time somebody offers; two hours in total are welcome."""

    TWO_HOURS_TOTAL = "two_hours_total", _("2 horas en total")
    ONE_HOUR_WEEKLY = "one_hour_weekly", _("1 hora por semana")
    TWO_HOURS_WEEKLY = "two_hours_weekly", _("2 horas por semana")
    MORE_WEEKLY = "more_weekly", _("Más de 2 horas por semana")


class SessionKind(TextChoices):
    KEYNOTE = "keynote", _("keynote")
    TALK = "charla", _("charla")
    WORKSHOP = "taller", _("taller")
    AMA = "ama", "AMA"
    PRESENTATIONS = "presentaciones", _("presentaciones")


class Level(IntegerChoices):
    ONE = 1, _("sin conocimientos previos")
    TWO = 2, _("básico")
    THREE = 3, _("intermedio")
    FOUR = 4, _("avanzado")


class SessionRole(TextChoices):
    SPEAKER = "speaker", _("ponente")
    HOST = "host", _("presenta")


class PageSlug(TextChoices):
    """Pages every edition may have; the address is `/<year>/<slug>/` where it has one."""

    GOALS = "objetivos", _("Objetivos")
    WHY = "por-que", _("Por qué participar")
    RULES = "bases", _("Bases")
    PRIZES = "premios", _("Evaluación y premios")
    UNIVERSITIES = "universidades", _("Información para universidades")
    SPONSORSHIP = "patrocinios", _("Patrocinios")
    QUESTIONS = "preguntas", _("Preguntas frecuentes")
    CORPUS = "corpus", _("Corpus")


class SessionStatus(TextChoices):
    SCHEDULED = "scheduled", _("programada")
    CANCELLED = "cancelled", _("cancelada")


class ProposalFormat(TextChoices):
    """What somebody proposes; the minutes beside each are a hint of the form (facts §3.3), never a rule."""

    KEYNOTE = "keynote", _("keynote (hasta 30 minutos)")
    TALK = "talk", _("charla (hasta 30 minutos)")
    WORKSHOP = "workshop", _("taller con cuaderno (hasta 60 minutos)")


class SessionLanguage(TextChoices):
    """Languages that a session or a mentor may use: those of the editions and of the donated corpora."""

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


def language_words(code: str) -> str:
    """Return the name of a language; its code where we do not know it."""
    return str(SessionLanguage(code).label) if code in SessionLanguage.values else code


class MentorshipKind(TextChoices):
    """The three ways to mentor (facts §3.4)."""

    CONTINUOUS = "continuous", _("continua, por Discord")
    WRITTEN = "written", _("una sesión por escrito")
    AMA = "ama", "AMA"


class AmaForm(TextChoices):
    LIVE = "live", _("en directo")
    TEXT = "text", _("por escrito, en el canal de Discord")


class MentorTheme(TextChoices):
    """Themes suggested to who mentors (facts §3.4)."""

    DATASET = "dataset", _("elegir o sintetizar un conjunto de datos")
    FIRST_JOB = "first_job", _("primer trabajo en IA")
    PHD = "phd", _("antes de un doctorado")
    DEPLOYING = "deploying", _("desplegar modelos de lenguaje")
    PAPER = "paper", _("escribir un artículo")
    PITCH = "pitch", _("contar un proyecto")


class InviteStatus(TextChoices):
    INVITED = "invited", _("sin responder")
    ACCEPTED = "accepted", _("aceptó")
    DECLINED = "declined", _("no puede")
    REMOVED = "removed", _("ya no participa")


class AskStatus(TextChoices):
    """How a request to a mentor stands; only `waiting` and, of who mentors once, `done` have a place."""

    WAITING = "waiting", _("en la cola")
    STANDBY = "standby", _("en lista de espera")
    DONE = "done", _("atendida")
    CANCELLED = "cancelled", _("retirada")


#: Who asked a mentor and still hopes to be helped.
ASKING = (AskStatus.WAITING, AskStatus.STANDBY)


class PosterText(TextChoices):
    """The texts a poster must carry (facts §3.5); the graphic element only where the call asks for it."""

    TITLE = "title", _("el título del hackathon")
    EDITION = "edition", _("la edición")
    DATES = "dates", _("las fechas")
    ADDRESS = "address", _("la dirección de la página")
    HASHTAG = "hashtag", _("la etiqueta")
    COMMUNITY = "community", _("el nombre de la comunidad, SomosNLP")
    GRAPHIC = "graphic", _("un elemento gráfico propio")


class AiUse(TextChoices):
    NONE = "none", _("sin IA generativa")
    PARTLY = "partly", _("con IA en parte")
    MOSTLY = "mostly", _("hecha sobre todo con IA")


class PictureKind(TextChoices):
    PHOTO = "photo", _("foto")
    POSTER = "poster", _("cartel")


class ChangeKind(TextChoices):
    """What a release of the programme changed of a session."""

    NEW = "new", _("nueva")
    MOVED = "moved", _("cambió de hora")
    PLACE = "place", _("cambió de lugar")
    CANCELLED = "cancelled", _("cancelada")
    RESTORED = "restored", _("vuelve al programa")


class AttendanceStatus(TextChoices):
    """How somebody who said «me apunto» stands; `pending`: their address is not confirmed yet."""

    PENDING = "pending", _("sin confirmar")
    GOING = "going", _("va")
    WAITING = "waiting", _("en lista de espera")
    CANCELLED = "cancelled", _("ya no va")


class QuestionStatus(TextChoices):
    PENDING = "pending", _("por moderar")
    VISIBLE = "visible", _("visible")
    ANSWERED = "answered", _("respondida")
    MERGED = "merged", _("unida a otra")
    HIDDEN = "hidden", _("oculta")
