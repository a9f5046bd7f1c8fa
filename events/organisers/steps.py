"""One's application to the organising team as a step of «Mi hackathon»."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Edition, OrganiserApplication
from events.steps import Step
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared
from somosnlp.review.states import Status
from somosnlp.review.telling import with_announced

#: One per person and edition.
_APPLICATION = Prepared(
    lambda: with_announced(
        OrganiserApplication.objects.filter(edition=Given("edition"), submitted_by=Given("user"))
    ).exclude(announced__in=[Status.DRAFT, Status.WITHDRAWN])
)


def organiser_steps(user: User, edition: Edition) -> list[Step]:
    """Return how the person's application to organise `edition` stands; nothing if they sent none."""
    mine = _APPLICATION.first(user=user, edition=edition)
    if mine is None:
        return []
    status: str = mine.announced  # with_announced
    asked = status == Status.CHANGES_REQUESTED
    return [
        Step(
            key="organisers",
            sent=True,
            title=_("Equipo organizador"),
            state="next" if asked else "done",
            detail=_describe(status),
            url=reverse("organisers", args=[edition.slug]),
            action=_("Completar mi solicitud") if asked else _("Ver mi solicitud"),
            order=90,
        )
    ]


def _describe(status: str) -> str:
    return {
        Status.SUBMITTED: _("La recibimos; te escribiremos cuando la hayamos leído."),
        Status.CHANGES_REQUESTED: _("Necesitamos que completes algo."),
        Status.ACCEPTED: _("Ya eres parte del equipo. 💛"),
        Status.WAITLISTED: _("Estás en la lista de espera."),
        Status.REJECTED: _("Esta vez no pudo ser. ¡Gracias por ofrecerte!"),
    }[Status(status)]
