"""The path of one person through one edition, gathered from every app that adds steps to it."""

from collections.abc import Iterable
from dataclasses import replace

from events.models import Edition
from events.steps import Step, StepProvider
from somosnlp.accounts.models import User
from somosnlp.providers import providers


def path_of(user: User, edition: Edition) -> list[Step]:
    """Return the steps in order; the first one that can be done now is marked `next`, and only that one."""
    providing: Iterable[StepProvider] = providers("next_steps")
    steps = [step for provide in providing for step in provide(user, edition)]
    steps.sort(key=lambda step: step.order)
    return _mark_next(steps)


def _mark_next(steps: list[Step]) -> list[Step]:
    first = next((step for step in steps if step.state in ("todo", "next")), None)
    return [
        replace(step, state="next" if step is first else "todo") if step.state in ("todo", "next") else step
        for step in steps
    ]
