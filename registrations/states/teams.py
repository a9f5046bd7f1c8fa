"""Choices of teams: their states, what they look for, the ways in and what is logged."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registrations.states.registrations import NlpLevel


class TeamStatus(TextChoices):
    LOOKING = "looking", _("busca gente")
    COMPLETE = "complete", pgettext_lazy("equipo", "completo")
    CLOSED = "closed", pgettext_lazy("equipo", "cerrado")
    DISSOLVED = "dissolved", pgettext_lazy("equipo", "disuelto")


class Profile(TextChoices):
    """What somebody brings to a team. The community's advice: mix technical and linguistic (facts §6)."""

    TECHNICAL = "technical", _("técnico: programar y entrenar modelos")
    DATA = "data", _("datos: recoger, limpiar y anotar")
    LINGUISTIC = "linguistic", _("lingüístico: variedades, traducción, estilo")
    DOMAIN = "domain", _("especialista en un tema: salud, leyes, educación…")
    DESIGN = "design", _("diseño: demo, vídeo, presentación")
    WRITING = "writing", _("redacción y difusión")


#: The words for a chip, where the whole sentence does not fit.
PROFILE_NAMES = {
    Profile.TECHNICAL: _("perfil técnico"),
    Profile.DATA: _("perfil de datos"),
    Profile.LINGUISTIC: _("perfil lingüístico"),
    Profile.DOMAIN: _("perfil especialista en un tema"),
    Profile.DESIGN: _("perfil de diseño"),
    Profile.WRITING: _("perfil de redacción"),
}


class Path(TextChoices):
    """Entry paths by level: green without code, yellow with some, red with experience (facts §2.3)."""

    GREEN = "green", _("verde · sin programar")
    YELLOW = "yellow", _("amarillo · algo de programación")
    RED = "red", _("rojo · con experiencia")


PATH_OF_LEVEL = {
    NlpLevel.BASIC: Path.GREEN,
    NlpLevel.INTERMEDIATE: Path.YELLOW,
    NlpLevel.ADVANCED: Path.RED,
}


class Task(TextChoices):
    """What a team needs done and a person would like to do."""

    REVIEW_DATA = "review_data", _("revisar datos")
    KNOW_CULTURE = "know_culture", _("conocer la cultura de un país")
    WRITE_PROMPTS = "write_prompts", _("escribir preguntas e instrucciones")
    DATASET_CARD = "dataset_card", _("escribir la Dataset Card")
    VIDEO = "video", _("grabar el vídeo y presentar")
    CLEAN_DATA = "clean_data", _("limpiar y convertir datos")
    DEMO = "demo", _("hacer la demo")
    EVALUATE = "evaluate", _("evaluar modelos")
    TRAIN = "train", _("entrenar o alinear un modelo")


#: The path from which on a task can be taken; who is further along can take it too.
TASKS_OF_PATH = {
    Path.GREEN: (Task.REVIEW_DATA, Task.KNOW_CULTURE, Task.WRITE_PROMPTS, Task.DATASET_CARD, Task.VIDEO),
    Path.YELLOW: (Task.CLEAN_DATA, Task.DEMO, Task.EVALUATE),
    Path.RED: (Task.TRAIN,),
}


class OfferKind(TextChoices):
    """How somebody may come into a team; whatever the way, one table holds it."""

    INVITATION = "invitation", _("invitación")
    REQUEST = "request", _("solicitud")
    LINK = "link", _("solicitud por enlace")
    MATCH = "match", _("propuesta de emparejamiento")


class OfferStatus(TextChoices):
    OPEN = "open", _("abierta")
    ACCEPTED = "accepted", _("aceptada")
    DECLINED = "declined", pgettext_lazy("solicitud", "rechazada")
    WITHDRAWN = "withdrawn", _("retirada")
    EXPIRED = "expired", _("caducada")
    CLOSED = "closed", _("cerrada: ya tiene equipo o el equipo está completo")


class MergerStatus(TextChoices):
    OPEN = "open", _("abierta")
    ACCEPTED = "accepted", _("aceptada")
    DECLINED = "declined", pgettext_lazy("solicitud", "rechazada")
    WITHDRAWN = "withdrawn", _("retirada")


class LogEvent(TextChoices):
    """What happened to a team, for its log."""

    CREATED = "created", _("creó el equipo")
    CHANGED = "changed", _("cambió los datos del equipo")
    INVITED = "invited", _("invitó a alguien")
    JOINED = "joined", _("entró en el equipo")
    LEFT = "left", _("dejó el equipo")
    REMOVED = "removed", _("sacó del equipo a alguien")
    HANDED_OVER = "handed_over", _("pasó la capitanía")
    CLOSED = "closed", _("cerró el equipo")
    REOPENED = "reopened", _("volvió a abrir el equipo")
    MERGED = "merged", _("se unió a otro equipo")
    RESIZED = "resized", _("cambió el número de plazas")
    DISSOLVED = "dissolved", _("el equipo se disolvió")


class RunStatus(TextChoices):
    """A run of the matching."""

    QUEUED = "queued", _("en espera")
    RUNNING = "running", _("calculando")
    DONE = "done", _("calculada")
    SENT = "sent", _("enviada a las personas")
    FINISHED = "finished", _("terminada")
    FAILED = "failed", _("falló")


class ReportStatus(TextChoices):
    OPEN = "open", _("por revisar")
    RESOLVED = "resolved", _("resuelta")
    DISMISSED = "dismissed", _("descartada")
