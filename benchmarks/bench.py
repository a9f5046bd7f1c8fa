"""One run: prepare, load in turn, count, weigh. Imported once Django is set up."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property
from statistics import median

from benchmarks import matching, measuring, planning, rows, seeding
from benchmarks.load import Flow, Load, LoadError, Visitor, load_flow, load_page
from benchmarks.measuring import cpu_seconds, family
from benchmarks.report import Report
from benchmarks.results import Figure, Result, Sample
from benchmarks.rows import Row
from benchmarks.stack import LIMIT, PROGRAM, ROOT, SMALL, Site, Stack, first_answer
from events.models import Edition
from events.services.calendars import feed_token, open_feed
from somosnlp.accounts.models import User
from somosnlp.local.children import Child

_WARM_UP = 1.5


class Bench:
    """`only` keeps the rows and figures whose name contains it."""

    def __init__(self, stack: Stack, seconds: float, rounds: int, only: str = "") -> None:
        self.stack = stack
        self.seconds = seconds
        self.rounds = rounds
        self.only = only
        self.report = Report(rounds, seconds)
        self.servers: dict[Site, Child] = {}
        self.sessions: dict[str, str] = {"": ""}

    def run(self) -> Report:
        """Everything, in order; the report."""
        self.prepare()
        self.measure_start()
        for site in (LIMIT, SMALL, PROGRAM):
            self.servers[site] = self.stack.serve(site)
        self.measure_weights()
        for row in rows.ROWS:
            if self.wanted(row.name):
                self.report.results.append(self.measure(row))
        self.measure_feeds()
        self.measure_memory()
        self.measure_planning()
        self.measure_matching()
        return self.report

    def wanted(self, name: str) -> bool:
        return self.only.lower() in name.lower()

    # --- What is there to measure ------------------------------------------------------------

    def prepare(self) -> None:
        """One database seeded by the platform's own commands, copied and filled for each case."""
        _say("Preparing: schema, editions, demo")
        seeding.seed_platform()
        self.sessions |= {
            email: seeding.open_session(email) for email in (seeding.PARTICIPANT, seeding.ORGANISER)
        }
        self.stack.copy_database("small")
        self.stack.copy_database("crowd")
        _say(f"Preparing: {seeding.MANY:,} people")
        self._fill()
        self._make_limit()

    def _fill(self) -> None:
        with self.stack.sql("small") as connection:
            seeding.seed_people(connection, seeding.FEW)
            seeding.seed_registrations(connection)
            seeding.seed_teams(connection, seeding.FEW_TEAMS, seeding.FEW_SEEKERS)
            seeding.settle(connection)
        with self.stack.sql("crowd") as connection:
            seeding.seed_people(connection, seeding.MANY)
        for name in ("big", "plan"):
            self.stack.copy_database(name, of="crowd")
        with self.stack.sql("big") as connection:
            seeding.seed_registrations(connection)
            seeding.seed_teams(connection)
            seeding.seed_programme(connection)
            seeding.seed_attendances(connection)
            seeding.seed_proposals(connection)
            seeding.seed_newcomers(connection)
            seeding.settle(connection)
        with self.stack.sql("plan") as connection:
            seeding.seed_drafts(connection)
            seeding.settle(connection)

    def _make_limit(self) -> None:
        with self.stack.sql() as server:
            server.execute(f"CREATE DATABASE {LIMIT.database}")
        environment = os.environ | self.stack.environment(LIMIT)
        seed = [sys.executable, "-m", "benchmarks.limit_app.seed"]
        subprocess.run(seed, env=environment, cwd=ROOT, check=True, timeout=120)

    # --- Pages -------------------------------------------------------------------------------

    def measure(self, row: Row) -> Result:
        """Limit and program in turn, so many rounds; before that each once, to be warm."""
        result = Result(row, self._statements(row))
        sites = [(LIMIT, result.limit), (PROGRAM, result.program)]
        if row.also_few:
            sites.append((SMALL, result.few))
        for site, _samples in sites:
            self._load(row, site, _WARM_UP)
        for _round in range(self.rounds):
            for site, samples in sites:
                samples.taken.append(self.sample(row, site, self.seconds))
        _say(f"{row.name}: {result.program.per_second:.0f}/s, {result.ratio:.2f} of {row.limit}")
        return result

    def sample(self, row: Row, site: Site, seconds: float) -> Sample:
        """Load one site with a row. LoadError when anything failed."""
        process = self.servers[site].process
        assert process is not None
        pids = family(process.pid)
        before = cpu_seconds(pids)
        load = self._load(row, site, seconds)
        if load.failed or not load.done:
            raise LoadError(f"{row.name} on {site.name}: {load.failed} failed of {load.done + load.failed}")
        return Sample(load.per_second, (cpu_seconds(pids) - before) * 1000 / load.done)

    def _load(self, row: Row, site: Site, seconds: float) -> Load:
        if row.is_flow:
            return load_flow(self._flow(row, site), site.port, seconds)
        if site is LIMIT:
            return load_page(Visitor(site.port), row.limit, seconds)
        return load_page(Visitor(site.port, self.sessions[row.login]), self.path(row), seconds)

    def path(self, row: Row) -> str:
        """The address of a row's page."""
        return row.path.format(**self.numbers)

    @cached_property
    def numbers(self) -> dict[str, object]:
        """What addresses name: keys of rows, the same in every copy of the database, and a secret token."""
        with planning.on_database(PROGRAM.database):
            participant = User.objects.get(email=seeding.PARTICIPANT)
            return {
                "edition": Edition.objects.get(slug=seeding.EDITION).pk,
                "participant": participant.pk,
                "feed": feed_token(open_feed(by=participant)),
            }

    def _flow(self, row: Row, site: Site) -> Flow:
        if site is LIMIT:
            return Flow(row.limit, row.limit_answers)
        return Flow(row.path, row.answers, self.newcomers)

    @cached_property
    def newcomers(self) -> Iterator[str]:
        with planning.on_database(PROGRAM.database):
            return seeding.newcomers_sessions()

    def _statements(self, row: Row) -> measuring.Statements | None:
        """Of a page; a flow is three."""
        if row.is_flow:
            return None
        with planning.on_database(PROGRAM.database):
            return measuring.count_statements(self.path(row), self.sessions[row.login])

    # --- Other figures -----------------------------------------------------------------------

    def measure_start(self) -> None:
        """Seconds from nothing to the first landing."""
        if self.wanted(name := "web server, start to first landing"):
            limit, program = [], []
            for _round in range(self.rounds):
                limit.append(first_answer(self.stack, LIMIT, "/static"))
                program.append(first_answer(self.stack, PROGRAM, "/"))
            detail = f"limit {median(limit):.2f} s"
            self.report.figures.append(Figure(name, median(program), rows.MOST_SECONDS, "s", detail))

    def measure_weights(self) -> None:
        """Bytes and requests of the pages people see first."""
        for page, path in rows.WEIGHED.items():
            if self.wanted(name := f"weight of the {page}"):
                weight = measuring.weigh(Visitor(PROGRAM.port), path)
                detail = f"page {weight.page / 1000:.1f} KB, files {weight.files / 1000:.1f} KB"
                self.report.figures += [
                    Figure(name, weight.total_kb, rows.MOST_KB, "KB", detail),
                    Figure(f"requests of the {page}", weight.requests, rows.MOST_REQUESTS, "", ""),
                ]

    def measure_feeds(self) -> None:
        """How much of a core is busy when so many programs ask for their person's calendar every hour."""
        found = next((one for one in self.report.results if one.row.name == rows.FEED), None)
        if found is None:
            return
        busy = found.program.cpu_ms * rows.SUBSCRIBERS / 3_600_000 * 100
        detail = f"{found.program.cpu_ms:.1f} ms each, rendered anew every time; PostgreSQL's are not in it"
        name = f"one core, {rows.SUBSCRIBERS:,} personal calendars an hour"
        self.report.figures.append(Figure(name, busy, rows.MOST_BUSY, "% busy", detail))

    def measure_memory(self) -> None:
        """Memory of the largest worker after everything before."""
        if self.wanted(name := "memory of a web worker"):
            largest = {site: self._largest_worker(site) for site in (PROGRAM, LIMIT)}
            detail = f"the larger of two, after all rows; limit {largest[LIMIT]:.0f} MiB"
            self.report.figures.append(Figure(name, largest[PROGRAM], rows.MOST_MIB, "MiB", detail))

    def _largest_worker(self, site: Site) -> float:
        process = self.servers[site].process
        assert process is not None
        return max(measuring.resident_mib(pid) for pid in family(process.pid)[1:])

    def measure_matching(self) -> None:
        """Teams for a thousand people who have none."""
        if self.wanted(matching.NAME):
            self.report.figures += matching.measure()

    def measure_planning(self) -> None:
        """Every rule of reminders for the crowd, beside a bare INSERT … SELECT."""
        if not self.wanted("planning"):
            return
        with planning.on_database("plan"):
            planned = planning.measure(self.rounds)
        for one in planned:
            detail = (
                f"{one.written:,} written in {median(one.seconds):.2f} s "
                f"({one.inserts} INSERT of {one.statements} statements), "
                f"bare {median(one.bare):.2f} s; planned again {median(one.again):.2f} s"
            )
            name = f"planning {one.rule}"
            self.report.figures.append(Figure(name, one.times_bare, rows.MOST_TIMES_BARE, "× bare", detail))


def _say(text: str) -> None:
    print(f"  {text}", flush=True)
