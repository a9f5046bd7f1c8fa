"""Marking a model as audited: PostgreSQL triggers keep every version of its rows (ADR 0002).

Reading the versions as changes, old → new, is `somosnlp.accounts.audit`.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pghistory
from django.db.models import Model

M = TypeVar("M", bound=type[Model])


def audited(*, exclude: Iterable[str] = ()) -> Callable[[M], M]:
    """Return a class decorator that records insertions, updates and deletions of a model's rows.

    `exclude` names columns that are never recorded: secrets, and what PostgreSQL computes.
    """
    decorator: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude)
    )
    return decorator


def forget(model: type[Model], pk: Any) -> None:
    """Delete every version of a row of `model`: of who must leave no trace, the history keeps none."""
    versions: type[Model] = model.pgh_event_model  # type: ignore[attr-defined]  # pghistory puts it there
    versions._default_manager.filter(pgh_obj_id=pk).delete()
