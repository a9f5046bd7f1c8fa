"""A child process with a pid file and a log: started, restarted and stopped the same way whatever it runs."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from somosnlp.local import processes
from somosnlp.local.errors import LocalError
from somosnlp.local.processes import Owner

_LAST_LINES = 15


def _nothing() -> None:
    """For a child that needs nothing before its start."""


@dataclass
class Child:
    """What to run and how to tell that it is ready; `process` is None until it is started."""

    name: str
    command: Sequence[str | Path]
    log: Path
    pid_file: Path
    cwd: Path
    is_ready: Callable[[], bool]
    owner: Owner | None = None
    stop_signal: int = signal.SIGTERM
    is_server: bool = False
    before_start: Callable[[], None] = _nothing
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it, after ending what a killed supervisor may have left of it."""
        self.end_leftover()
        self.before_start()
        self.process = processes.spawn(
            self.command,
            log=self.log,
            cwd=self.cwd,
            owner=self.owner,
            signal_on_our_death=self.stop_signal,
        )
        processes.write_pid_file(self.pid_file, self.process.pid)

    def end_leftover(self) -> None:
        """End the process that the pid file names, if it is still that process."""
        leftover = processes.read_pid_file(self.pid_file)
        if leftover and leftover.alive:
            processes.stop(leftover, gently=self.stop_signal)

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wait_ready(self, seconds: float = 30.0, *, attempts: int = 3) -> None:
        """Wait until it answers. A start that fails at once is tried again: after a kill -9 of PostgreSQL
        its last backends hold the shared memory for a moment. LocalError with the end of its log."""
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if not self.running:
                attempts -= 1
                if attempts < 1:
                    raise LocalError(f"{self.name} does not start:\n{self.last_words()}")
                time.sleep(1)
                self.start()
            if time.monotonic() > deadline:
                raise LocalError(f"{self.name} does not answer after {seconds:.0f} s:\n{self.last_words()}")
            time.sleep(0.02)

    def stop(self, patience: float = 10.0) -> None:
        """End it and all of its group; harmless when it is not running."""
        if self.process and self.running and (who := processes.identity(self.process.pid)):
            processes.stop(who, gently=self.stop_signal, patience=patience)
        self.bury()

    def ask_to_stop(self) -> None:
        """Send the signal and do not wait, so that several children end side by side."""
        if self.process and self.running:
            with suppress(ProcessLookupError):
                self.process.send_signal(self.stop_signal)

    def bury(self) -> int | None:
        """Reap a child that has ended, with what is left of its group; its exit code."""
        if self.process is None:
            return None
        code = self.process.wait()
        processes.kill_group(self.process.pid)
        self.pid_file.unlink(missing_ok=True)
        self.process = None
        return code

    def last_words(self) -> str:
        """The end of its log, for a message."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-_LAST_LINES:])


def stop_together(children: Iterable[Child]) -> None:
    """Stop them side by side and wait until they are gone."""
    children = list(children)
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()
