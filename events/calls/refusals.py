"""Why something about a proposal was not done, in words for the person who tried."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(TextChoices):
    CLOSED = "closed", _("La convocatoria no está abierta ahora. Lo que escribiste sigue aquí.")
    TOO_MANY = (
        "too_many",
        _("Ya enviaste todas las propuestas que admite esta convocatoria. Puedes cambiar o retirar una."),
    )
    TOO_MANY_DRAFTS = "too_many_drafts", _("Tienes muchos borradores sin enviar: borra o envía alguno antes.")
    NOT_WHOLE = "not_whole", _("Falta alguna respuesta. Lo que escribiste sigue aquí.")
    NO_SPONSOR = "no_sponsor", _("Una charla promocional necesita el nombre de la entidad que la patrocina.")
    NOT_YOURS = "not_yours", _("Esa propuesta no es tuya.")
    DECIDED = "decided", _("El equipo ya respondió a esta propuesta: ya no se puede cambiar.")
    NOT_ACCEPTED = "not_accepted", _("Esta propuesta no está aceptada.")
    NO_SESSION = "no_session", _("Esta propuesta no tiene sesión en el programa.")
    SPONSOR_UNCONFIRMED = (
        "sponsor_unconfirmed",
        _("Es promocional y nadie comprobó el patrocinio: confírmalo antes de aceptarla."),
    )
    NO_MORE_CO_SPEAKERS = "no_more_co_speakers", _("Ya no caben más coponentes en esta propuesta.")
    OWN_ADDRESS = "own_address", _("Esa es tu dirección: ya eres ponente de esta propuesta.")
    NOT_SENT = "not_sent", _("Envía primero la propuesta; después invitas a quien habla contigo.")
    INVITATION_OVER = "invitation_over", _("Esta invitación ya no se puede responder.")
    OTHER_ADDRESS = "other_address", _("Esta invitación es para otra dirección de correo.")


class ProposalRefusedError(Exception):
    """What was asked for is not possible; nothing was written. `reason.label` is for the person.

    `missing` are the keys of the questions without an answer (`events.calls.requirements`).
    """

    def __init__(self, reason: Refusal, missing: list[str] | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.missing = missing or []
