"""The migrated test database, copied instead of migrated again, and put back after tests that commit.

The schema is dumped to a file named after the migrations that made it; a later run restores that file in
half a second, and every xdist worker copies the restored database (CREATE DATABASE ... TEMPLATE).
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from somosnlp.local import binaries, environment
from somosnlp.local.places import DATABASE, USER, Place

_DAY = 86_400
_PACKAGES = ("corpus_donations", "events", "projects", "registrations", "somosnlp", "sponsors")


@contextmanager
def migrating_already(where: Place) -> Iterator[None]:
    """Migrate beside the collection of the tests, and unmeasured, where that has yet to be done."""
    if _dump(where).exists():
        yield
        return
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    child = subprocess.Popen([sys.executable, "-m", __name__], cwd=settings.BASE_DIR, env=unmeasured)
    try:
        yield
    finally:
        child.kill()
        child.wait()


def make_template(where: Place) -> None:
    """Fill the database that all others are copied from, unless it is filled or somebody else is at it."""
    with (where.root / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = where.root / "template.ready"
        if not ready.exists():
            _fill_template(where)
            ready.touch()


def copy_for_tests(where: Place, name: str) -> None:
    """Make the database `name`, migrated and empty, and point Django at it."""
    make_template(where)
    with psycopg.connect(host=str(where.sockets), user=USER, dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE {DATABASE}')
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def read_tables() -> dict[str, bytes]:
    """Return the rows of every table as COPY writes them: content types, groups, prepared words."""
    rows = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                rows[table] = b"".join(copy)
    return rows


def put_back(tables: dict[str, bytes]) -> None:
    """Leave in every table exactly these rows: what a test that commits needs instead of `flush`.

    `flush` would empty 140 tables a hundred times as slowly, lose what migrations wrote and number the
    content types anew: tests that come later would depend on whether one that commits came before.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # neither foreign keys nor history
        cursor.execute("".join(f'DELETE FROM "{table}";' for table in tables))
        for table, rows in tables.items():
            if rows:
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)


def know_content_types() -> None:
    """Ask for all content types once: no count of queries depends on which test of a process is first."""
    apps.get_model("contenttypes", "ContentType").objects.get_for_models(
        *apps.get_models(), for_concrete_models=False
    )


@contextmanager
def rows_for_a_module() -> Iterator[None]:
    """What is written inside is there for every test until the block ends: each test is a savepoint in it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _fill_template(where: Place) -> None:
    dump = _dump(where)
    if dump.exists():
        _tool(where, "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={dump}")
        return
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.close()
    draft = dump.parent / f"{dump.name}.{where.root.name}"
    _tool(where, "pg_dump", f"--file={draft}")
    for other in dump.parent.glob("schema-*.sql"):
        if time.time() - other.stat().st_mtime > _DAY:  # not one that another run may be reading
            other.unlink(missing_ok=True)
    draft.rename(dump)


def _dump(where: Place) -> Path:
    return where.root.parent / f"schema-{_migrations_fingerprint()[:16]}.sql"


def _tool(where: Place, name: str, *options: str) -> None:
    tool = binaries.postgres_bin(where) / name
    server = [f"--host={where.sockets}", f"--username={USER}", f"--dbname={DATABASE}"]
    subprocess.run([tool, *server, *options], check=True, stdout=subprocess.DEVNULL)


def _migrations_fingerprint() -> str:
    """Of all that shapes the schema: the migrations, our modules that they import, apps and packages."""
    base = Path(settings.BASE_DIR)
    migrations = [path for package in _PACKAGES for path in (base / package).rglob("migrations/*.py")]
    imported = {
        base / f"{name.replace('.', '/')}.py"
        for path in migrations
        for name in re.findall(r"^(?:from|import) ([\w.]+)", path.read_text(), re.MULTILINE)
    }
    shaping = {*migrations, *imported, base / "requirements.lock", base / "somosnlp/settings/base.py"}
    content = b"".join(path.read_bytes() for path in sorted(shaping) if path.exists())
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    django.setup()
    make_template(environment.place_of_tests(settings.LOCAL_DIR))
