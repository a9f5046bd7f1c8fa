"""`manage.py up` as a person meets it: ready, one clear line when it cannot, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from somosnlp.local import environment, processes
from somosnlp.local.processes import Identity

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for children in /proc"),
]
BASE = Path(settings.BASE_DIR)
VARIABLES = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "PYTEST_XDIST_WORKER", "SOMOSNLP_TEST_PLACE")


@dataclass
class Run:
    """A `manage.py up` with its own data."""

    process: subprocess.Popen[bytes]
    log: Path
    port: int

    def wait_for(self, text: str, seconds: float = 300) -> None:
        deadline = time.monotonic() + seconds
        while text not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def family(self) -> list[Identity]:
        """Every process below the supervisor."""
        found, todo = [], [self.process.pid]
        while todo:
            children = Path(f"/proc/{todo.pop()}/task").glob("*/children")
            pids = [int(pid) for path in children for pid in path.read_text().split()]
            found += [who for pid in pids if (who := processes.identity(pid))]
            todo += pids
        return found


@pytest.fixture
def variables(tmp_path: Path, free_port: int) -> dict[str, str]:
    here = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return here | {
        "DJANGO_SETTINGS_MODULE": "somosnlp.settings.local",
        "LOCAL_DIR": str(tmp_path),
        "STATIC_ROOT": str(tmp_path / "static"),
        "PORT": str(free_port),
    }


@pytest.fixture
def free_port() -> int:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in range(20_000 + 100 * worker, 30_000):  # below the ephemeral ports of Linux
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port")


@pytest.fixture
def remove_data(tmp_path: Path) -> Iterator[None]:
    yield
    root = environment.place_of_run(tmp_path).root
    subprocess.run(["rm", "-rf", root.parent], check=True)


def up(variables: dict[str, str], log: Path) -> Run:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up"], cwd=BASE, env=variables, stdout=output, stderr=output
        )
    return Run(process, log, int(variables["PORT"]))


def all_gone(family: list[Identity], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while any(who.alive for who in family) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(who.alive for who in family)


@pytest.mark.usefixtures("remove_data")
def test_up_from_first_start_to_sigterm(variables: dict[str, str], tmp_path: Path) -> None:
    first = up(variables, tmp_path / "first.txt")
    try:
        first.wait_for("Ready after")
        assert "organizacion@example.org" in first.log.read_text()
        with urllib.request.urlopen(f"http://127.0.0.1:{first.port}/healthz") as answer:
            assert answer.status == 200

        second = up(variables, tmp_path / "second.txt")
        assert second.process.wait(60) == 1
        assert f"It is already running: http://127.0.0.1:{first.port}" in second.log.read_text()

        family = first.family()
        assert len(family) >= 7  # two servers, web with two workers, worker, beat
        first.process.kill()
        first.process.wait()
        assert all_gone(family), "a kill -9 of the supervisor left children"

        again = up(variables, tmp_path / "again.txt")
        again.wait_for("Ready after")
        family = again.family()
        worker = processes.read_pid_file(tmp_path / "worker.pid")
        assert worker
        os.kill(worker.pid, signal.SIGKILL)
        again.wait_for("worker was ended by SIGKILL; starting it again")
        family += again.family()
        again.process.send_signal(signal.SIGTERM)
        assert again.process.wait(60) == 0
        assert all_gone(family, seconds=0), "SIGTERM left children"
        assert "Everything has stopped" in again.log.read_text()
    finally:
        for run in (first, *([again] if "again" in locals() else [])):
            run.process.terminate()
            run.process.wait(60)


@pytest.mark.usefixtures("remove_data")
def test_up_on_taken_port_names_port(variables: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", int(variables["PORT"]))):
        run = up(variables, tmp_path / "up.txt")
        assert run.process.wait(60) == 1
    [line] = run.log.read_text().splitlines()
    assert line.startswith(f"Port {run.port} is taken")
    assert f"make run PORT={run.port + 1}" in line


@pytest.mark.usefixtures("remove_data")
def test_up_with_database_that_is_down_says_so(variables: dict[str, str], tmp_path: Path) -> None:
    variables |= {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1"}
    run = up(variables, tmp_path / "up.txt")
    assert run.process.wait(60) == 1
    assert "The database does not answer" in run.log.read_text()
    assert "Traceback" not in run.log.read_text()
