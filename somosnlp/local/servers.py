"""PostgreSQL and Valkey of one place, on Unix sockets only: nothing listens on the network."""

import shutil
import signal
import subprocess
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

from somosnlp.local import binaries, places, processes
from somosnlp.local.children import Child, stop_together
from somosnlp.local.errors import LocalError
from somosnlp.local.places import DATABASE, USER, Place

ALL = ("postgres", "valkey")
#: Longer than EMAIL_TIMEOUT (20 s): PostgreSQL must not free the lock on a mail that is being sent.
IDLE_IN_TRANSACTION = "60s"
_SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "jit": "off",
    "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION,
}
#: For data that nobody will miss after a power cut, and for people who stop in a debugger.
_THROWAWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "idle_in_transaction_session_timeout": "1h",
}


@contextmanager
def running(
    where: Place, log_dir: Path, *, throwaway: bool = False, only: Collection[str] = ALL
) -> Iterator[list[Child]]:
    """The servers of a place, ready, until the block ends."""
    children = of(where, log_dir, throwaway=throwaway, only=only)
    try:
        start(children, where)
        yield children
    finally:
        stop_together(children)


def of(where: Place, log_dir: Path, *, throwaway: bool = False, only: Collection[str] = ALL) -> list[Child]:
    """The servers of a place, folders and cluster made, nothing started yet."""
    places.make(where)
    log_dir.mkdir(parents=True, exist_ok=True)
    makers = {"postgres": postgres, "valkey": valkey}
    return [make(where, log_dir, throwaway=throwaway) for name, make in makers.items() if name in only]


def start(children: Iterable[Child], where: Place) -> None:
    """Start them side by side, wait for each, and make the database."""
    children = list(children)
    for child in children:
        child.start()
    for child in children:
        child.wait_ready()
    if any(child.name == "postgres" for child in children):
        create_database(where)


def postgres(where: Place, log_dir: Path, *, throwaway: bool = False) -> Child:
    """The PostgreSQL of a place; its cluster is made on the first call."""
    folder = binaries.postgres_bin(where)
    data = where.root / "postgres"
    _init(folder, data, where, throwaway=throwaway)
    settings = _SETTINGS | (_THROWAWAY if throwaway else {})
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    pid_file = where.root / "postgres.pid"
    return Child(
        name="postgres",
        command=[folder / "postgres", "-D", data, "-k", where.sockets, *options],
        log=log_dir / "postgres.log",
        pid_file=pid_file,
        cwd=where.root,
        owner=where.owner,
        is_server=True,
        is_ready=lambda: _postgres_answers(where),
        stop_signal=signal.SIGINT,  # "fast": SIGTERM would wait for every client to leave
        before_start=lambda: forget_dead_postmaster(data, pid_file),
    )


def valkey(where: Place, log_dir: Path, *, throwaway: bool = False) -> Child:
    """The Valkey of a place; it keeps an append-only file unless its data is thrown away."""
    data = where.root / "valkey"
    places.make_data_folder(data, where)
    options = {
        "--port": "0",
        "--unixsocket": str(where.valkey_socket),
        "--unixsocketperm": "700",
        "--dir": str(data),
        "--appendonly": "no" if throwaway else "yes",
        "--save": "",
        "--databases": "64",
        "--loglevel": "warning",
    }
    return Child(
        name="valkey",
        command=[
            binaries.valkey_server(where),
            *(part for pair in options.items() for part in pair),
        ],
        log=log_dir / "valkey.log",
        pid_file=where.root / "valkey.pid",
        cwd=where.root,
        owner=where.owner,
        is_server=True,
        is_ready=lambda: _valkey_answers(where),
    )


def remove(where: Place) -> None:
    """End what still runs in a place and delete its data."""
    for name in ALL:
        left = processes.read_pid_file(where.root / f"{name}.pid")
        if left and left.alive:
            processes.stop(left, patience=0)
    for folder in (where.sockets, where.root):
        shutil.rmtree(folder, ignore_errors=True)


def create_database(where: Place) -> None:
    """Make the platform's database unless it is there."""
    with _connect(where) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not found.fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")  # a constant of ours


def forget_dead_postmaster(data: Path, pid_file: Path) -> None:
    """Remove a stale `postmaster.pid` that would keep PostgreSQL from starting for ever.

    PostgreSQL itself copes with a pid that is free. One that another process has taken since looks alive
    to it: the file goes only when our own record proves that its postmaster, pid and start time, has ended.
    """
    lock = data / "postmaster.pid"
    ours = processes.read_pid_file(pid_file)
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if ours and ours.pid == pid and not ours.alive and processes.started_at(pid):
        lock.unlink()


def _init(folder: Path, data: Path, where: Place, *, throwaway: bool) -> None:
    version = binaries.postgres_version(folder)
    if data.exists():
        _check_version(data, version)
        return
    draft = data.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command: list[str | Path] = [
        folder / "initdb",
        "-D",
        draft,
        f"--username={USER}",
        "--auth=trust",  # the socket's folder is 0700: who reaches it is already us
        "--encoding=UTF8",
        # The builtin provider came with 17; before it, the C library's own C.UTF-8 sorts alike.
        *(locale if version >= 17 else ["--locale=C.UTF-8"]),
        "--no-instructions",
        *(["--no-sync"] if throwaway else []),
    ]
    try:
        processes.run_as(command, cwd=where.root, owner=where.owner)
    except subprocess.CalledProcessError as error:
        raise LocalError(f"initdb failed:\n{error.stdout}") from error
    draft.rename(data)


def _check_version(data: Path, version: int) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != str(version):
        raise LocalError(
            f"{data} was made by PostgreSQL {made_by} and this is {version}. "
            f"Move {data} away to start afresh, or set DATABASE_URL to a server of yours."
        )


def _connect(where: Place) -> psycopg.Connection:
    return psycopg.connect(
        host=str(where.sockets), user=USER, dbname="postgres", connect_timeout=5, autocommit=True
    )


def _postgres_answers(where: Place) -> bool:
    try:
        _connect(where).close()
    except psycopg.OperationalError:
        return False
    return True


def _valkey_answers(where: Place) -> bool:
    client = redis.Redis(unix_socket_path=str(where.valkey_socket), socket_timeout=5)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
