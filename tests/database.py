"""The migrated test database, copied instead of migrated again.

The schema is dumped to a file named after the migrations that made it; a later run restores that file in
half a second, and every xdist worker copies the restored database (CREATE DATABASE ... TEMPLATE).
"""

import fcntl
import hashlib
import re
import subprocess
import time
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from somosnlp.local import binaries
from somosnlp.local.places import DATABASE, USER, Place

_DAY = 86_400
_PACKAGES = ("corpus_donations", "events", "projects", "registrations", "somosnlp", "sponsors")


def copy_for_tests(where: Place, name: str) -> None:
    """Make the database `name`, migrated and empty, and point Django at it."""
    with (where.root / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = where.root / "template.ready"
        if not ready.exists():
            _fill_template(where)
            ready.touch()
    with psycopg.connect(host=str(where.sockets), user=USER, dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE {DATABASE}')
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _fill_template(where: Place) -> None:
    home = where.root.parent
    dump = home / f"schema-{_migrations_fingerprint()[:16]}.sql"
    if dump.exists():
        _tool(where, "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={dump}")
        return
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.close()
    draft = home / f"{dump.name}.{where.root.name}"
    _tool(where, "pg_dump", f"--file={draft}")
    for other in home.glob("schema-*.sql"):
        if time.time() - other.stat().st_mtime > _DAY:  # not one that another run may be reading
            other.unlink(missing_ok=True)
    draft.rename(dump)


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
