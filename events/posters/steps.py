"""The steps of «Mi hackathon» about the poster: how one's own stands, and the vote while it is open."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.facts import facts_of
from events.models import Edition, Poster
from events.moments import Moment
from events.posters.hall import PosterHall
from events.states import CallKind
from events.steps import State, Step
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared
from somosnlp.review.states import Status
from somosnlp.review.telling import with_announced

_OF_PERSON = Prepared(
    lambda: (
        with_announced(Poster.objects.filter(edition=Given("edition"), submitted_by=Given("user")))
        .exclude(status=Status.WITHDRAWN)
        .order_by("-created_at")
    )
)


def vote_steps(user: User, edition: Edition) -> list[Step]:
    """Return the vote for the poster of `edition`, while it is open to `user`."""
    call = facts_of(edition).calls.get(CallKind.POSTER)
    return _vote(PosterHall(edition, call, user, timezone.now())) if call else []


def poster_steps(user: User, edition: Edition) -> list[Step]:
    """Return how the posters that `user` sent for `edition` stand; nothing for who sent none."""
    posters = _OF_PERSON.all(user=user, edition=edition)
    if not posters:
        return []
    # The one that waits for its author comes first.
    poster = next((each for each in posters if each.announced in _DETAILS_OPEN), posters[0])
    asked = poster.announced in _DETAILS_OPEN
    return [
        Step(
            key="poster",
            sent=True,
            title=_("Tu cartel"),
            state="next" if asked else "done",
            detail=_describe(poster.announced, chosen=any(each.is_winner for each in posters)),
            url=reverse("poster-edit", args=[edition.slug, poster.key]),
            action=_("Completar mi cartel") if asked else _("Ver mi cartel"),
            order=91,
        )
    ]


def _vote(hall: PosterHall) -> list[Step]:
    if not hall.may_vote or hall.call is None:
        return []
    voted = hall.vote is not None
    state: State = "done" if voted else "todo"
    return [
        Step(
            key="poster-vote",
            title=_("Votar por un cartel"),
            state=state,
            detail=_("Contamos tu voto; puedes cambiarlo.") if voted else _("Elige el que más te guste."),
            url=reverse("poster", args=[hall.edition.slug]),
            action=_("Ver la galería") if voted else _("Votar"),
            deadline=Moment(at=hall.call.voting_until),
            order=55,
        )
    ]


_DETAILS_OPEN = (Status.CHANGES_REQUESTED, Status.DRAFT)


def _describe(status: str, *, chosen: bool) -> str:
    if chosen:
        return _("¡Es la imagen de la edición! 🎉")
    return {
        Status.DRAFT: _("Tienes un borrador sin enviar."),
        Status.SUBMITTED: _("Lo recibimos; te escribiremos cuando lo hayamos visto."),
        Status.CHANGES_REQUESTED: _("Necesitamos que cambies algo."),
        Status.ACCEPTED: _("Está en la galería."),
        Status.WAITLISTED: _("Está en lista de espera."),
        Status.REJECTED: _("Esta vez no pudo ser. ¡Gracias por enviarlo!"),
    }[Status(status)]
