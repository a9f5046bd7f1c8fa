"""One PostgreSQL and one Valkey for the whole run, started once, empty, gone at its end.

The settings already point at their sockets (somosnlp/settings/test.py); the process that is no xdist
worker starts them. With DATABASE_URL and REDIS_URL set nothing is started.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase, override_settings
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from somosnlp.local import environment, places, processes, servers
from somosnlp.local.catalogues import compile_stale
from somosnlp.local.errors import LocalError
from somosnlp.local.places import Place
from tests.database import copy_for_tests, know_content_types, migrating_already, put_back, read_tables


def pytest_sessionstart(session: pytest.Session) -> None:
    is_worker = hasattr(session.config, "workerinput")
    if is_worker or session.config.option.collectonly:
        return
    compile_stale(map(Path, settings.LOCALE_PATHS))
    if settings.EMBEDDED:
        _start_servers(session)


def _start_servers(session: pytest.Session) -> None:
    stack = ExitStack()
    session.config.add_cleanup(stack.close)
    where = environment.place_of_tests(settings.LOCAL_DIR)
    _remove_leftovers(where)
    places.make(where)
    stack.callback(servers.remove, where)
    processes.write_pid_file(where.root / "run.pid", os.getpid())
    try:
        wanted = _servers_wanted()
        stack.enter_context(servers.running(where, where.root, throwaway=True, only=wanted))
        if "postgres" in wanted:
            stack.enter_context(migrating_already(where))
    except LocalError as error:
        pytest.exit(str(error), returncode=3)


if "DATABASE_URL" in settings.EMBEDDED:

    @pytest.fixture(scope="session")
    def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
        """A database per xdist worker, copied: instead of pytest-django's, which would migrate each.

        Every test finds in it what the migrations left and nothing else, in whatever order they come.
        """
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        with django_db_blocker.unblock():
            copy_for_tests(environment.place_of_tests(settings.LOCAL_DIR), f"test_somosnlp{worker}")
            know_content_types()
            tables = read_tables()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: put_back(tables))
            yield
        connections.close_all()


@pytest.fixture(autouse=True, scope="session")
def _media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pictures go where pytest cleans up."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def _empty_valkey() -> None:
    """No rate limit, cached page or queued task of another test."""
    _valkey().flushdb()


@pytest.fixture(autouse=True)
def _default_language_and_zone() -> None:
    """Not those of a page another test asked for: the middleware leaves them active in the thread."""
    translation.deactivate()
    timezone.deactivate()


@cache
def _valkey() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL)


def _servers_wanted() -> frozenset[str]:
    names = {"DATABASE_URL": "postgres", "REDIS_URL": "valkey"}
    return frozenset(names[name] for name in settings.EMBEDDED)


def _remove_leftovers(where: Place) -> None:
    """What test runs that were killed have left behind."""
    for folder in where.root.parent.glob("test-*"):
        run = processes.read_pid_file(folder / "run.pid")
        if folder == where.root or (run and not run.alive):
            servers.remove(places.place(settings.LOCAL_DIR, folder.name))
