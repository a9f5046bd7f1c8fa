"""Choices of editions, milestones, calls and the programme."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


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
    TEAMS = "teams", _("Nuevos equipos")
    DELIVERY = "delivery", _("Entrega de proyectos")
    LIKES = "likes", _("Recuento de «me gusta»")
    PRESENTATIONS = "presentations", _("Presentaciones en directo")
    WINNERS = "winners", _("Anuncio de proyectos ganadores")
    END = "end", _("Cierre")


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
