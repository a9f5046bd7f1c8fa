"""Sharing out the proposals that wait among their reviewers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import QuerySet

from somosnlp.review.assigning import Plan, Task, assign
from somosnlp.review.models import Assignment, Conflict, Review
from somosnlp.review.models.rounds import OfReviewable

#: Proposal → the people it belongs to.
Owners = Mapping[int, frozenset[int]]


def plan_assignments(
    rows: "QuerySet[Any]", people: Iterable[int], *, each: int, owners: Owners | None = None
) -> Plan:
    """Return who would read which of the waiting `rows` out of `people`; nothing is written."""
    waiting = dict(rows.waiting().values_list("pk", "submitted_by"))  # type: ignore[attr-defined]
    kind = ContentType.objects.get_for_model(rows.model)
    reviewed, assigned, conflicts = (
        _by_row(table, kind, waiting) for table in (Review, Assignment, Conflict)
    )
    tasks = [
        Task(
            key=pk,
            barred=conflicts[pk] | {author} | (owners or {}).get(pk, frozenset()),
            reviewed=reviewed[pk],
            assigned=assigned[pk],
        )
        for pk, author in waiting.items()
    ]
    return assign(tasks, people, each)


@transaction.atomic
def apply_plan(
    rows: "QuerySet[Any]", people: Iterable[int], *, each: int, owners: Owners | None = None
) -> Plan:
    """Share out the waiting `rows` among `people` as they stand now; return what was done.

    One at a time for each kind: who presses at the same moment finds the work done and adds nothing.
    """
    kind = ContentType.objects.get_for_model(rows.model)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('review:assign'), %s)", [kind.pk])
    plan = plan_assignments(rows, people, each=each, owners=owners)
    leaving: dict[int, list[int]] = defaultdict(list)
    for pk, person in plan.removed:
        leaving[person].append(pk)
    for person, pks in leaving.items():
        Assignment.objects.filter(content_type=kind, reviewer=person, object_id__in=pks).delete()
    Assignment.objects.bulk_create(
        [Assignment(content_type=kind, object_id=pk, reviewer_id=person) for pk, person in plan.added],
        ignore_conflicts=True,
    )
    return plan


def _by_row(
    table: type[OfReviewable], kind: ContentType, waiting: Iterable[int]
) -> defaultdict[int, frozenset[int]]:
    found: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    pairs = table._default_manager.filter(content_type=kind, object_id__in=list(waiting))
    for pk, person in pairs.values_list("object_id", "reviewer"):
        found[pk] |= {person}
    return found
