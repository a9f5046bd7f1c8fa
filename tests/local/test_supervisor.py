"""The supervisor's own decisions, with small children."""

import sys
import time
from pathlib import Path

import pytest

from somosnlp.local.children import Child
from somosnlp.local.errors import LocalError
from somosnlp.local.lock import only_one
from somosnlp.local.supervisor import Supervisor


def child(tmp_path: Path, code: str) -> Child:
    return Child(
        name="tiny",
        command=[sys.executable, "-c", code],
        log=tmp_path / "tiny.log",
        pid_file=tmp_path / "tiny.pid",
        cwd=tmp_path,
        is_ready=lambda: True,
    )


def look_until(supervisor: Supervisor, lines: list[str], text: str) -> None:
    deadline = time.monotonic() + 60
    while not any(text in line for line in lines):
        assert time.monotonic() < deadline, lines
        supervisor.look()
        time.sleep(0.02)


def test_child_that_ends_is_restarted_ever_later(tmp_path: Path) -> None:
    lines: list[str] = []
    supervisor = Supervisor(lines.append)
    supervisor.start([child(tmp_path, "raise SystemExit(3)")])
    look_until(supervisor, lines, "tiny ended with exit code 3; starting it again in 0.5 s")
    look_until(supervisor, lines, "tiny ended with exit code 3; starting it again in 1.0 s")
    supervisor.stop()


def test_output_is_shown_with_the_name_of_the_child(tmp_path: Path) -> None:
    lines: list[str] = []
    supervisor = Supervisor(lines.append)
    supervisor.start([child(tmp_path, "print('¡hola!', flush=True); input()")])
    look_until(supervisor, lines, "tiny     | ¡hola!")
    supervisor.stop()


def test_stop_ends_grandchildren(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(p.pid, flush=True); time.sleep(60)\n"
    )
    lines: list[str] = []
    supervisor = Supervisor(lines.append)
    supervisor.start([child(tmp_path, code)])
    look_until(supervisor, lines, "tiny     | ")
    grandchild = int(lines[-1].rpartition("| ")[2])
    supervisor.stop()
    deadline = time.monotonic() + 60
    while Path(f"/proc/{grandchild}/cwd").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{grandchild}/cwd").exists()


def test_lock_held_names_the_other(tmp_path: Path) -> None:
    path = tmp_path / "up.lock"
    with (
        only_one(path, "http://127.0.0.1:8000"),
        pytest.raises(LocalError, match="already running: http"),
        only_one(path, "http://127.0.0.1:8001"),
    ):
        pass


def test_lock_is_free_after_its_holder(tmp_path: Path) -> None:
    for _ in range(2):
        with only_one(tmp_path / "up.lock", "here"):
            pass
