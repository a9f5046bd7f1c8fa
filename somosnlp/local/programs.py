"""The platform's own processes: the web server, the Celery worker and its clock."""

import http.client
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from somosnlp.local.children import Child
from somosnlp.local.errors import LocalError

HOST = "127.0.0.1"
_WORKERS, _THREADS = 2, 4
#: As root, Celery warns in ten lines. That is for a server on the network, not for this.
_QUIET_AS_ROOT = ("-W", "ignore::Warning:celery.platforms")


def port() -> int:
    """PORT, or 8000. LocalError when it is not the number of a port."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise LocalError(f"PORT={text} is not a port: give a number from 1024 to 65535.")
    return int(text)


def check_port(number: int) -> None:
    """LocalError, in one line that names PORT=, when nobody can listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except OSError as error:
            raise LocalError(
                f"Port {number} is taken or not allowed ({error.strerror}). Choose another: "
                f"make run PORT={number + 1 if number < 65535 else 8001}"
            ) from None


def web(number: int, base_dir: Path, log_dir: Path) -> Child:
    """Granian with blocking threads, on the loopback address only."""
    options = {
        "--interface": "wsgi",
        "--host": HOST,
        "--port": str(number),
        "--workers": str(_WORKERS),
        "--blocking-threads": str(_THREADS),
        "--log-level": "warning",
    }
    command = ["granian", *_flat(options), "--respawn-failed-workers", "somosnlp.wsgi:application"]
    return _child("web", command, base_dir, log_dir, port=number)


def worker(base_dir: Path, log_dir: Path) -> Child:
    """Threads, not processes: quick to start, and nothing left over when it is killed."""
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    command = [*_celery("worker"), "--pool", "threads", "--concurrency", str(_THREADS), *quiet]
    return _child("worker", command, base_dir, log_dir)


def beat(base_dir: Path, log_dir: Path) -> Child:
    """The clock that starts the sweeps."""
    schedule = log_dir.parent / "beat-schedule"
    command = [*_celery("beat"), "--schedule", str(schedule), "--pidfile", ""]
    return _child("beat", command, base_dir, log_dir)


def _celery(what: str) -> list[str]:
    return ["celery", "--app", "somosnlp", "--quiet", what, "--loglevel", "WARNING"]


def _flat(options: dict[str, str]) -> list[str]:
    return [part for pair in options.items() for part in pair]


def _child(
    name: str, command: Sequence[str], base_dir: Path, log_dir: Path, *, port: int | None = None
) -> Child:
    return Child(
        name=name,
        command=[sys.executable, *_QUIET_AS_ROOT, "-m", *command],
        log=log_dir / f"{name}.log",
        pid_file=log_dir.parent / f"{name}.pid",
        cwd=base_dir,
        is_ready=lambda: port is None or status(port) is not None,
    )


def status(number: int) -> int | None:
    """What `/healthz` answers on that port; None while nobody listens."""
    connection = http.client.HTTPConnection(HOST, number, timeout=30)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()
