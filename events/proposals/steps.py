"""One's proposals of talks as steps of «Mi hackathon»."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.facts import facts_of
from events.models import Edition, KeynoteProposal
from events.states import CallKind
from events.steps import State, Step
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared
from somosnlp.review.states import Status
from somosnlp.review.telling import with_announced
from somosnlp.ui.times import day_text

#: After the steps of everybody; a talk is what a few people add.
FIRST = 80
_OF_PERSON = Prepared(
    lambda: (
        with_announced(KeynoteProposal.objects.filter(edition=Given("edition"), submitted_by=Given("user")))
        .exclude(announced__in=[Status.WITHDRAWN, Status.REJECTED])
        .only("key", "title", "status", "confirmed_at", "session")
        .order_by("pk")
    )
)


def proposal_steps(user: User, edition: Edition) -> list[Step]:
    """Return how each talk that `user` proposed for `edition` stands; nothing of those withdrawn."""
    mine = _OF_PERSON.all(user=user, edition=edition)
    return [_step(each, edition, order) for order, each in enumerate(mine, start=FIRST)]


def _step(proposal: KeynoteProposal, edition: Edition, order: int) -> Step:
    status: str = proposal.announced  # type: ignore[attr-defined]  # with_announced
    state, page, action = _next(proposal, status)
    return Step(
        key=f"keynote-{proposal.key}",
        sent=True,
        title=_("Tu propuesta: %(title)s") % {"title": proposal.title or _("sin título")},
        state=state,
        detail=_describe(status, edition, is_confirmed=proposal.confirmed_at is not None),
        url=reverse(page, args=[edition.slug, proposal.key]),
        action=action,
        order=order,
    )


def _next(proposal: KeynoteProposal, status: str) -> tuple[State, str, str]:
    if status == Status.DRAFT:
        return "todo", "keynote-edit", _("Seguir con mi borrador")
    if status == Status.CHANGES_REQUESTED:
        return "next", "keynote-edit", _("Completar mi propuesta")
    if status == Status.ACCEPTED and proposal.confirmed_at is None:
        return "next", "keynote-confirm", _("Confirmar que voy")
    return "done", "keynote", _("Ver mi propuesta")


def _describe(status: str, edition: Edition, *, is_confirmed: bool) -> str:
    if status == Status.SUBMITTED:
        call = facts_of(edition).calls.get(CallKind.KEYNOTE)
        if call and call.answers_by and call.answers_by >= timezone.localdate():
            return _("Respondemos a más tardar el %(day)s.") % {"day": day_text(call.answers_by)}
        return _("La recibimos; te escribiremos cuando la hayamos leído.")
    if status == Status.ACCEPTED:
        return _("¡Contamos contigo! 💛") if is_confirmed else _("¡Aceptada! Falta que confirmes que vas.")
    return {
        Status.DRAFT: _("Aún no la enviaste."),
        Status.CHANGES_REQUESTED: _("Necesitamos que cambies o completes algo."),
        Status.WAITLISTED: _("Está en la lista de espera."),
    }[Status(status)]
