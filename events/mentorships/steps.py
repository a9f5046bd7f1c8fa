"""Mentorships on a person's path: what they offer and what they asked for."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Edition, Mentorship, MentorshipRequest
from events.states import ASKING, AskStatus
from events.steps import Step
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared
from somosnlp.review.states import Status
from somosnlp.review.telling import with_announced

ORDER_OFFER, ORDER_REQUEST = 92, 48
_OFFERED = Prepared(
    lambda: with_announced(
        Mentorship.objects.filter(edition=Given("edition"), submitted_by=Given("user")).exclude(
            status=Status.WITHDRAWN
        )
    ).order_by("pk")
)
_ASKED = Prepared(
    lambda: MentorshipRequest.objects.filter(
        asked_by=Given("user"), mentorship__edition=Given("edition"), status__in=ASKING
    ).select_related("mentorship")
)


def offer_steps(user: User, edition: Edition) -> list[Step]:
    """Return how the mentorships stand that the person offers."""
    return [_offer_step(offer, edition) for offer in _OFFERED.all(user=user, edition=edition)]


def request_steps(user: User, edition: Edition) -> list[Step]:
    """Return in which queues of mentors the person waits."""
    return [_request_step(request, edition) for request in _ASKED.all(user=user, edition=edition)]


def _offer_step(offer: Mentorship, edition: Edition) -> Step:
    status = offer.announced  # type: ignore[attr-defined]  # annotated
    detail, action = _words(status)
    page = {Status.DRAFT: "mentorship-offer", Status.ACCEPTED: "mentorship-desk"}.get(
        status, "mentorship-mine"
    )
    key = [] if status == Status.DRAFT else [offer.key]
    kind = offer.get_kind_display()
    is_open = status in (Status.DRAFT, Status.CHANGES_REQUESTED)
    return Step(
        key=f"mentorship-{offer.pk}",
        sent=True,
        title=_("Tu mentoría: %(kind)s") % {"kind": kind} if kind else _("Tu mentoría"),
        state="todo" if is_open else "done",
        detail=detail,
        url=reverse(page, args=[edition.slug, *key]),
        action=action,
        order=ORDER_OFFER,
    )


def _request_step(request: MentorshipRequest, edition: Edition) -> Step:
    has_place = request.status == AskStatus.WAITING
    return Step(
        key=f"mentorship-request-{request.pk}",
        title=_("Mentoría de %(name)s") % {"name": request.mentorship.name},
        state="done",
        detail=_("Tienes plaza. Te responde en cuanto pueda, por su canal.")
        if has_place
        else _("Estás en la lista de espera."),
        url=reverse("mentorship", args=[edition.slug, request.mentorship.key]),
        action=_("Ver la mentoría"),
        order=ORDER_REQUEST,
    )


def _words(status: str) -> tuple[str, str]:
    """Return how an offer stands, and what there is to do."""
    return {
        Status.DRAFT: (_("La empezaste y no la enviaste."), _("Terminar mi oferta")),
        Status.SUBMITTED: (_("La recibimos; te escribiremos cuando la hayamos leído."), _("Ver mi oferta")),
        Status.CHANGES_REQUESTED: (_("Necesitamos que completes algo."), _("Completar mi oferta")),
        Status.ACCEPTED: (_("Aceptada: aquí ves quién te espera o qué te preguntan."), _("Ir a mi mentoría")),
        Status.WAITLISTED: (_("Está en la lista de espera."), _("Ver mi oferta")),
        Status.REJECTED: (_("Esta vez no pudo ser. ¡Gracias por ofrecer tu tiempo!"), _("Ver mi oferta")),
    }[Status(status)]
