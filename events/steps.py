"""The steps of «Mi hackathon»: what every app may add to a person's path, and what this app adds."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Edition, OrganiserApplication
from events.moments import Moment
from somosnlp.review.states import Status

if TYPE_CHECKING:
    from somosnlp.accounts.models import User

State = Literal["done", "next", "todo", "blocked"]


@dataclass(frozen=True)
class Step:
    """One step on a person's path through an edition.

    `state` is `done`, `next` (the one thing to do now), `todo` or `blocked`; `detail` says how it stands;
    `url` and `action` are where to go and what the link is called; `deadline` is when it ends; the page
    sorts by `order`, small numbers first.
    """

    key: str
    title: str
    state: State
    detail: str = ""
    url: str = ""
    action: str = ""
    deadline: Moment | None = None
    order: int = 0


class StepProvider(Protocol):
    """What `PROVIDERS["next_steps"]` lists: the steps one app adds for one signed-in person."""

    def __call__(self, user: "User", edition: Edition) -> list[Step]: ...


def organiser_steps(user: "User", edition: Edition) -> list[Step]:
    """Return how the person's application to organise `edition` stands; nothing if they sent none."""
    application = OrganiserApplication.objects.filter(edition=edition, submitted_by=user).first()
    if application is None or application.status in {Status.DRAFT, Status.WITHDRAWN}:
        return []
    asked = application.status == Status.CHANGES_REQUESTED
    return [
        Step(
            key="organisers",
            title=_("Equipo organizador"),
            state="next" if asked else "done",
            detail=_describe(application.status),
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
