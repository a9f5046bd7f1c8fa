"""What has to be true before the platform answers; each step does nothing when it already is.

Runs inside the supervisor: one Python start-up instead of one per command.
"""

import io
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from somosnlp.local.binaries import OLDEST_POSTGRES
from somosnlp.local.catalogues import compile_stale
from somosnlp.local.errors import LocalError
from somosnlp.local.stamps import Stamps, fingerprint


def migrate() -> str:
    """Bring the schema up to date; what was done, in a word. LocalError for a server that cannot serve."""
    _check_server()
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not pending:
        return "up to date"
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return f"{len(pending)} applied"


def _check_server() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            found = int(cursor.fetchone()[0]) // 10_000
    except OperationalError as error:
        raise LocalError(f"The database does not answer: {error}") from error
    if found < OLDEST_POSTGRES:
        raise LocalError(f"DATABASE_URL is PostgreSQL {found}; {OLDEST_POSTGRES} or newer is needed.")


def compile_catalogues() -> str:
    """Bring the translations' .mo files up to date."""
    done = compile_stale(map(Path, settings.LOCALE_PATHS))
    return f"{done} compiled" if done else "up to date"


def collect_static(stamps: Stamps) -> str:
    """Hash and compress the static files, if one has changed since the last time."""
    mark = fingerprint(_static_files(), str(settings.STATIC_ROOT))
    if stamps.matches("static", mark) and Path(settings.STATIC_ROOT).is_dir():
        return "up to date"
    output = io.StringIO()
    call_command("collectstatic", interactive=False, clear=True, verbosity=1, stdout=output)
    stamps.record("static", mark)
    return _last_line(output)


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield Path(storage.path(path))


def fill(command: str, stamps: Stamps | None, *extra: str) -> str:
    """Run an idempotent command that loads data, if its app's files or `extra` changed since the last time.

    Without stamps (a database that is not ours: it may have been emptied) it runs every time.
    """
    app = get_commands().get(command)
    if app is None:
        return "not there yet"
    folder = Path(str(import_module(str(app)).__file__)).parent
    mark = fingerprint((path for path in folder.rglob("*") if _is_source(path)), *extra)
    if stamps and stamps.matches(command, mark):
        return "up to date"
    output = io.StringIO()
    call_command(command, stdout=output)
    if stamps:
        stamps.record(command, mark)
    return _last_line(output)


def today() -> str:
    """The demo edition is open *today*: it is renewed when the day has changed."""
    return date.today().isoformat()  # noqa: DTZ011 (any change of day will do)


def _is_source(path: Path) -> bool:
    return path.is_file() and path.suffix in {".py", ".yaml", ".yml", ".md", ".json"}


def _last_line(output: io.StringIO) -> str:
    lines = output.getvalue().strip().splitlines()
    return lines[-1].strip() if lines else "done"
