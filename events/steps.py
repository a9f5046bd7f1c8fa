"""The steps of «Mi hackathon»: what every app may add to a person's path, and what this app adds."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from django.utils.translation import gettext as _

from events.facts import facts_of
from events.models import Edition, Milestone
from events.moments import Moment
from events.states import MilestoneKind

if TYPE_CHECKING:
    from somosnlp.accounts.models import User

State = Literal["done", "next", "todo", "blocked"]

#: The dates that wait for everybody, in their order; that of teams comes with what one does until then.
PATH = (MilestoneKind.DELIVERY, MilestoneKind.PRESENTATIONS, MilestoneKind.WINNERS)
#: Where they go among the steps of every app.
FIRST = 60


@dataclass(frozen=True)
class Step:
    """One step on a person's path through an edition.

    `state` is `done`, `next` (the one thing to do now), `todo` or `blocked`; `detail` says how it stands;
    `url` and `action` are where to go and what the link is called; `deadline` is when it ends (with `until`
    false: a date that is no deadline) and `before` what was announced earlier. `extra_url` is a second way to
    go, such as an invitation; with `post_url` the action is a button that POSTs there, and `undo_url` is the
    quiet button that takes the step back. `sent` marks what the person sent to a call, which organisers read
    where names are not hidden. The page sorts by `order`, small numbers first.
    """

    key: str
    title: str
    state: State
    detail: str = ""
    url: str = ""
    action: str = ""
    deadline: Moment | None = None
    before: list[Moment] = field(default_factory=list)
    until: bool = True
    extra_url: str = ""
    extra_action: str = ""
    post_url: str = ""
    undo_url: str = ""
    undo_action: str = ""
    sent: bool = False
    order: int = 0


class StepProvider(Protocol):
    """What `PROVIDERS["next_steps"]` lists: the steps one app adds for one signed-in person."""

    def __call__(self, user: "User", edition: Edition) -> list[Step]: ...


def milestone_steps(user: "User", edition: Edition) -> list[Step]:
    """Return the dates that wait for everybody: delivery, presentations, winners.

    What can be done about them comes with the app of projects; until then the path shows when.
    """
    found = {milestone.kind: milestone for milestone in facts_of(edition).milestones}
    return [
        _milestone_step(found[kind], order)
        for order, kind in enumerate(PATH, start=FIRST)
        if kind in found and found[kind].moment.known
    ]


def _milestone_step(milestone: Milestone, order: int) -> Step:
    over = milestone.is_over()
    details = {
        MilestoneKind.DELIVERY: _("Se abre cuando tengas equipo."),
        MilestoneKind.PRESENTATIONS: _("Cada equipo cuenta su proyecto en directo."),
        MilestoneKind.WINNERS: _("Conoceremos los proyectos ganadores."),
    }
    return Step(
        key=f"milestone-{milestone.kind}",
        title=milestone.get_kind_display(),
        state="done" if over else "blocked",
        detail=_("Ya pasó.") if over else details[MilestoneKind(milestone.kind)],
        deadline=milestone.moment,
        before=[change.moment for change in milestone.earlier],
        until=not over and milestone.kind == MilestoneKind.DELIVERY,
        order=order,
    )
