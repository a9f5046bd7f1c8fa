"""What the bench runs on: its own PostgreSQL and Valkey, a database per case, web servers side by side."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.db import connection

from benchmarks.load import HOST, Visitor
from somosnlp.local import places, processes, servers
from somosnlp.local.children import Child
from somosnlp.local.errors import LocalError
from somosnlp.local.places import DATABASE, USER, Place

ROOT = Path(__file__).resolve().parent.parent
LOCAL_DIR = ROOT / ".local"
#: Beside each other, all below the ports that the system hands out itself.
FIRST_PORT = 18_400
#: The same for the program and the limit.
GRANIAN = {"--interface": "wsgi", "--workers": "2", "--blocking-threads": "4", "--log-level": "warning"}


@dataclass(frozen=True)
class Site:
    """One web server: what it serves, with which settings, from which database."""

    name: str
    application: str
    settings: str
    database: str
    number: int

    @property
    def port(self) -> int:
        return FIRST_PORT + self.number


PROGRAM = Site("program", "somosnlp.wsgi:application", "benchmarks.settings", "big", 0)
SMALL = Site("program of 1,000", PROGRAM.application, PROGRAM.settings, "small", 1)
LIMIT = Site("limit", "benchmarks.limit_app.wsgi:application", "benchmarks.limit_app.settings", "bare", 2)


@dataclass
class Stack:
    """The servers of one run, and the folder that goes with it."""

    where: Place
    stopping: ExitStack = field(default_factory=ExitStack)

    @property
    def static_root(self) -> Path:
        return LOCAL_DIR / self.where.root.name / "static"

    def database_url(self, name: str) -> str:
        return self.where.database_url.removesuffix(DATABASE) + name

    def environment(self, site: Site) -> dict[str, str]:
        """The variables a process of that site gets."""
        return {
            "DJANGO_SETTINGS_MODULE": site.settings,
            "DATABASE_URL": self.database_url(site.database),
            "REDIS_URL": self.where.redis_url(site.number),
            "SITE_URL": f"http://{HOST}:{site.port}",
            "STATIC_ROOT": str(self.static_root),
            "LOG_LEVEL": "WARNING",
        }

    @contextmanager
    def sql(self, database: str = "postgres") -> Iterator[psycopg.Connection]:
        """A connection of the superuser, every statement its own transaction."""
        with psycopg.connect(
            host=str(self.where.sockets), user=USER, dbname=database, autocommit=True
        ) as found:
            yield found

    def copy_database(self, name: str, of: str = DATABASE) -> None:
        """A database as another, by default the platform's own, is now."""
        connection.close()
        with self.sql() as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {of}")

    def serve(self, site: Site) -> Child:
        """Start a web server and wait until it listens; it ends with the stack."""
        child = self.web(site)
        self.stopping.callback(child.stop)
        child.start()
        child.wait_ready(120)
        return child

    def web(self, site: Site) -> Child:
        """The web server of a site, not started."""
        options = GRANIAN | {"--host": HOST, "--port": str(site.port)}
        flat = [part for pair in options.items() for part in pair]
        variables = [f"{name}={value}" for name, value in self.environment(site).items()]
        slug = site.name.replace(" ", "-").replace(",", "")
        return Child(
            name=site.name,
            command=["/usr/bin/env", *variables, sys.executable, "-m", "granian", *flat, site.application],
            log=self.static_root.parent / f"{slug}.log",
            pid_file=self.static_root.parent / f"{slug}.pid",
            cwd=ROOT,
            is_ready=lambda: answers(site.port),
        )


def answers(port: int) -> bool:
    """Whether somebody answers there at all."""
    try:
        return Visitor(port).get("/healthz").status > 0
    except OSError:
        return False


def first_answer(stack: Stack, site: Site, path: str) -> float:
    """Seconds from the start of a web server to its first whole page."""
    child = stack.web(site)
    began = time.monotonic()
    try:
        child.start()
        while not _is_page(site.port, path):
            if not child.running or time.monotonic() > began + 60:
                raise LocalError(f"{site.name} does not start:\n{child.last_words()}")
            time.sleep(0.005)
        return time.monotonic() - began
    finally:
        child.stop()


def _is_page(port: int, path: str) -> bool:
    try:
        return Visitor(port).get(path).status == 200
    except OSError:
        return False


@contextmanager
def running() -> Iterator[Stack]:
    """PostgreSQL and Valkey with the settings of a deployment; nothing of them is left afterwards."""
    _remove_leftovers()
    for site in (PROGRAM, SMALL, LIMIT):
        if answers(site.port):
            raise LocalError(f"Port {site.port} is taken: does another bench run?")
    where = places.place(LOCAL_DIR, f"bench-{os.getpid()}")
    stack = Stack(where)
    stack.static_root.mkdir(parents=True)
    with stack.stopping:
        stack.stopping.callback(shutil.rmtree, stack.static_root.parent, ignore_errors=True)
        places.make(where)
        stack.stopping.callback(servers.remove, where)
        processes.write_pid_file(where.root / "run.pid", os.getpid())
        stack.stopping.enter_context(servers.running(where, where.root))
        yield stack


def _remove_leftovers() -> None:
    """What a bench that was killed has left behind."""
    for folder in places.home(LOCAL_DIR).glob("bench-*"):
        run = processes.read_pid_file(folder / "run.pid")
        if run and not run.alive:
            servers.remove(places.place(LOCAL_DIR, folder.name))
            shutil.rmtree(LOCAL_DIR / folder.name, ignore_errors=True)
