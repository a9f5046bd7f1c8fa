"""Runs of the matching: asked for, calculated by a worker, given up; what comes next is `match_sending`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from time import monotonic
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from events.models import Edition
from registrations.matching.problem import Conditions, Proposal, Solution
from registrations.models import MatchGroup, MatchRun
from registrations.services.match_problem import read_problem
from registrations.states.teams import RunStatus
from somosnlp.accounts.models import User

ANSWER_HOURS = 72
#: A run whose worker was killed so often is given up: it is the run that kills them.
MOST_ATTEMPTS = 3
CALCULATE = "registrations.tasks.calculate_match_run"


class RunUnderWayError(Exception):
    """Another run of the edition is waiting or being calculated."""


class StaleRunError(Exception):
    """The run is not in the state that the page showed."""


def start_run(
    edition: Edition,
    *,
    conditions: Conditions | None = None,
    answer_hours: int = ANSWER_HOURS,
    held: bool = False,
    by: User,
) -> MatchRun:
    """Ask for a calculation; a worker begins at once. `held`: the mails will wait for an organiser.

    Raises RunUnderWayError while another one of the edition is waiting or running.
    """
    asked = conditions or Conditions(max_size=edition.team_size_max)
    settings = asdict(asked) | {"answer_hours": answer_hours, "held": held}
    try:
        with transaction.atomic():
            run = MatchRun.objects.create(edition=edition, conditions=settings, created_by=by)
            transaction.on_commit(lambda: wake_up(CALCULATE, run.pk), robust=True)
    except IntegrityError as error:
        if "matchrun_one_at_a_time" not in str(error):
            raise
        raise RunUnderWayError from error
    return run


def start_next_round(run: MatchRun, *, by: User) -> MatchRun:
    """Ask for another run with the conditions of this one, for whoever is left. Raises RunUnderWayError."""
    conditions = conditions_of(run)
    again = Conditions(**asdict(conditions) | {"seed": conditions.seed + 1})
    return start_run(
        run.edition,
        conditions=again,
        answer_hours=run.conditions.get("answer_hours", ANSWER_HOURS),
        held=run.conditions.get("held", False),
        by=by,
    )


def conditions_of(run: MatchRun) -> Conditions:
    """Return what the proposals of a run respect."""
    known = asdict(Conditions())
    return Conditions(**{name: run.conditions.get(name, value) for name, value in known.items()})


def wake_up(task: str, *arguments: int) -> None:
    """Ask a worker to begin at once; it may fail, the clock asks again within a minute."""
    # Celery takes 0.2 s and 9 MiB of every process that imports it: a web server starts without.
    from celery import current_app  # noqa: PLC0415
    from kombu.exceptions import KombuError  # noqa: PLC0415

    import somosnlp.celery  # noqa: PLC0415, F401 (makes ours the current one)

    try:
        current_app.send_task(task, arguments, ignore_result=True, retry_policy={"max_retries": 0})
    except (KombuError, OSError):
        return


def calculate(run_pk: int) -> bool:
    """Calculate a run that waits, or one whose worker was killed; returns whether that was done here.

    A lock that lives as long as the worker's connection keeps two from doing it at once. Whatever goes wrong
    is written on the run, which then blocks no other, and raised.
    """
    with _only_worker(run_pk) as alone:
        run = _claim(run_pk) if alone else None
        if run is None:
            return False
        if run.report["attempts"] > MOST_ATTEMPTS:
            _fail(run, "killed", "The worker was killed each time it calculated this run.")
            return False
        try:
            _calculate(run)
        except Exception as error:
            _fail(run, type(error).__name__, str(error))
            raise
    return True


def resume_runs() -> None:
    """Calculate what waits or was left half-way, for the clock: a lost message or a killed worker."""
    unfinished = MatchRun.objects.filter(status__in=[RunStatus.QUEUED, RunStatus.RUNNING])
    for run_pk in list(unfinished.values_list("pk", flat=True)):
        calculate(run_pk)


def cancel_run(run: MatchRun, *, by: User) -> None:
    """Give up a run that waits, hangs or nobody likes. Raises StaleRunError once it was sent."""
    undecided = [RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.DONE]
    rows = MatchRun.objects.filter(pk=run.pk, status__in=undecided)
    if not rows.update(status=RunStatus.FAILED, error=f"cancelled by {by.pk}"):
        raise StaleRunError


def _claim(run_pk: int) -> MatchRun | None:
    """Return the run, running and with one attempt more; None where there is nothing to do."""
    with transaction.atomic():
        rows = MatchRun.objects.select_for_update(of=("self",)).select_related("edition")
        run = rows.filter(pk=run_pk, status__in=[RunStatus.QUEUED, RunStatus.RUNNING]).first()
        if run is None:
            return None
        run.status, run.progress, run.started_at = RunStatus.RUNNING, 0, timezone.now()
        run.report = {"attempts": run.report.get("attempts", 0) + 1}
        run.save(update_fields=["status", "progress", "started_at", "report"])
    return run


def _calculate(run: MatchRun) -> None:
    from registrations.matching.solver import solve  # noqa: PLC0415 -- numpy, and only here

    began = monotonic()
    problem = read_problem(run.edition, conditions_of(run), run.created_at)

    def note(percent: int) -> None:
        MatchRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(progress=percent)

    solution = solve(problem, note)
    with transaction.atomic():
        _write(run, solution, monotonic() - began)


def _write(run: MatchRun, solution: Solution, seconds: float) -> None:
    """Write the answer, unless somebody cancelled the run meanwhile."""
    run.report |= {
        "figures": asdict(solution.figures),
        "unmatched": {str(key): str(why) for key, why in solution.unmatched.items()},
        "seconds": round(seconds, 1),
    }
    done = MatchRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(
        status=RunStatus.DONE, progress=100, report=run.report, calculated_at=timezone.now(), error=""
    )
    if done:
        MatchGroup.objects.bulk_create(
            MatchGroup(run=run, number=number, team_id=found.team, reasons=_reasons(found))
            for number, found in enumerate(solution.proposals, start=1)
        )


def _reasons(found: Proposal) -> dict[str, Any]:
    """Return why these people fit, and who they are, in what JSON can hold; the words are `match_words`."""
    reasons = asdict(found)
    people, team = reasons.pop("seekers"), reasons.pop("team")
    return reasons | {"people": list(people), "is_new": team is None}


def _fail(run: MatchRun, kind: str, text: str) -> None:
    MatchRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(
        status=RunStatus.FAILED, error=f"{kind}: {text}"[:2000]
    )


@contextmanager
def _only_worker(run_pk: int) -> Iterator[bool]:
    """Hold the lock of a run while this connection lives; say whether it was free."""
    lock = "hashtext('registrations.match_run'), %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({lock})", [run_pk])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({lock})", [run_pk])
