"""A pid is believed only together with its start time."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from somosnlp.local import processes
from somosnlp.local.processes import Identity

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""


def test_identity_of_running_process_is_alive() -> None:
    who = processes.identity(os.getpid())
    assert who
    assert who.alive


def test_identity_with_another_start_is_not_alive() -> None:
    assert not Identity(os.getpid(), "some other boot/1").alive


def test_identity_of_zombie_is_none() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert processes.identity(child.pid) is None
    child.wait()


def test_pid_file_read_back_names_the_process(tmp_path: Path) -> None:
    path = tmp_path / "one.pid"
    processes.write_pid_file(path, os.getpid())
    assert processes.read_pid_file(path) == processes.identity(os.getpid())


@pytest.mark.parametrize("text", ["", "12", "twelve\nnoon\n", "1\n2\n3\n"])
def test_pid_file_garbled_says_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "one.pid"
    path.write_text(text)
    assert processes.read_pid_file(path) is None


def test_stop_stubborn_process_kills_it(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = processes.spawn([sys.executable, "-c", STUBBORN], log=log, cwd=tmp_path)
    while "up" not in log.read_text():
        pass
    who = processes.identity(child.pid)
    assert who
    processes.stop(who, patience=0.2)
    assert not who.alive
    assert child.wait() == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_spawned_child_dies_with_parent(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time\n"
        "from somosnlp.local import processes\n"
        "here = pathlib.Path(sys.argv[1])\n"
        "child = processes.spawn(['sleep', '60'], log=here / 'log', cwd=here)\n"
        "processes.write_pid_file(here / 'child.pid', child.pid)\n"
        "print('up', flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE)
    assert parent.stdout
    with parent.stdout:
        parent.stdout.readline()
    child = processes.read_pid_file(tmp_path / "child.pid")
    assert child
    assert child.alive
    parent.kill()
    parent.wait()
    processes.stop(child, gently=0, patience=5)  # signal 0 asks nothing: it waits
    assert not child.alive
