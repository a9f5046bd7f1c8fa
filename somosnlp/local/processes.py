"""Processes told apart for certain, started so that they cannot outlive us, and stopped for good.

A pid alone proves nothing: after a crash it may belong to somebody else. A pid with its start time does.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Identity:
    """A process: its pid and when it started, in the words of its own system."""

    pid: int
    started: str

    @property
    def alive(self) -> bool:
        return started_at(self.pid) == self.started


@dataclass(frozen=True)
class Owner:
    """The unprivileged account a server runs as when we are root."""

    name: str
    uid: int
    gid: int


def started_at(pid: int) -> str | None:
    """When the process started, or None when there is none (or only its zombie)."""
    return _started_at_linux(pid) if sys.platform == "linux" else _started_at_ps(pid)


def _started_at_linux(pid: int) -> str | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return None
    # The name, in brackets, may hold anything; what follows it is state (field 3) ... start (field 22).
    fields = stat.rpartition(b")")[2].split()
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return None if fields[0] in (b"Z", b"X") else f"{boot}/{fields[19].decode()}"


def _started_at_ps(pid: int) -> str | None:
    answer = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": "C"},
    )
    state, _, started = answer.stdout.strip().partition(" ")
    return None if not state or state.startswith("Z") else started.strip()


def identity(pid: int) -> Identity | None:
    """The identity of a running process, None when it has already gone."""
    started = started_at(pid)
    return Identity(pid, started) if started else None


def write_pid_file(path: Path, pid: int) -> None:
    """Record a running process; whole or not at all, so that a kill leaves no half file."""
    if who := identity(pid):
        draft = path.with_suffix(".new")
        draft.write_text(f"{who.pid}\n{who.started}\n")
        draft.replace(path)


def read_pid_file(path: Path) -> Identity | None:
    """Who was recorded, alive or not; None when there is no file or it says nothing usable."""
    try:
        pid, started = path.read_text().splitlines()
        return Identity(int(pid), started)
    except (OSError, ValueError):
        return None


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path,
    owner: Owner | None = None,
    signal_on_our_death: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own, its output appended to `log`.

    It writes to the file itself: a pipe would stop it whenever nobody reads. On Linux it gets
    `signal_on_our_death` when this process dies, however it dies (prctl(2), PR_SET_PDEATHSIG).
    """
    parent = os.getpid()

    def die_with_parent() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal_on_our_death, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=die_with_parent,  # noqa: PLW1509 (the supervisor has no threads)
            user=owner.uid if owner else None,
            group=owner.gid if owner else None,
            extra_groups=[] if owner else None,
        )


def run_as(command: Sequence[str | Path], *, cwd: Path, owner: Owner | None) -> str:
    """Run a command to its end as `owner`; what it printed, or CalledProcessError."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        user=owner.uid if owner else None,
        group=owner.gid if owner else None,
        extra_groups=[] if owner else None,
    ).stdout


def stop(who: Identity, *, gently: int = signal.SIGTERM, patience: float = 10.0) -> None:
    """Ask the process to end, then end its whole group; returns when it is gone."""
    with suppress(ProcessLookupError):
        if who.alive:
            os.kill(who.pid, gently)
    if not _gone_within(who, patience):
        kill_group(who.pid)
        _gone_within(who, 5.0)


def kill_group(pid: int) -> None:
    """SIGKILL for what is left of the group that a child of ours led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _gone_within(who: Identity, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while who.alive:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
