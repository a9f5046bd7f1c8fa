"""Why something about a team was not done, in words for the person who tried."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(TextChoices):
    NOT_REGISTERED = (
        "not_registered",
        _("Para estar en un equipo primero hay que inscribirse en el hackathon."),
    )
    HAS_TEAM = "has_team", _("Ya estás en un equipo de esta edición: déjalo antes de entrar en otro.")
    THEY_HAVE_TEAM = "they_have_team", _("Esa persona ya está en un equipo.")
    FULL = "full", _("El equipo está completo.")
    NOT_LOOKING = "not_looking", _("El equipo no busca gente ahora.")
    DISSOLVED = "dissolved", _("El equipo ya no existe.")
    OVER = "over", _("El plazo para formar equipos ya se cerró.")
    NOT_OPEN = "not_open", _("Ya no se puede responder: se respondió, se retiró o caducó.")
    EXPIRED = "expired", _("La invitación caducó. Pide otra a quien te invitó.")
    OTHER_ADDRESS = "other_address", _("Esta invitación es para otra dirección de correo.")
    LINK_USED_UP = (
        "link_used_up",
        _("El enlace ya lo usaron todas las personas previstas. Pide otro al equipo."),
    )
    NOT_CAPTAIN = "not_captain", _("Solo puede hacerlo quien capitanea el equipo.")
    NOT_MEMBER = "not_member", _("Esa persona no está en el equipo.")
    TOO_MANY_INVITATIONS = "too_many_invitations", _("El equipo ya envió hoy todas sus invitaciones.")
    TOO_MANY_REQUESTS = (
        "too_many_requests",
        _("Tienes varias solicitudes sin respuesta: retira una o espera a que te respondan."),
    )
    ALREADY_OFFERED = "already_offered", _("Ya hay una invitación o solicitud abierta.")
    ALREADY_REPORTED = "already_reported", _("Ya nos avisaste: la organización lo está mirando.")
    TOO_BIG = "too_big", _("Entre los dos equipos suman más personas de las que caben.")
    OTHER_EDITION = "other_edition", _("Los dos equipos tienen que ser de la misma edición.")


class RefusedError(Exception):
    """What was asked for is not possible; nothing was written. `reason.label` is for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
