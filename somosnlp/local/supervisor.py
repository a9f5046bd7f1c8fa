"""Keeps the children alive and their logs on the terminal; nothing outlives it.

No threads: children write to their own log files, which are followed here. So a fork is safe at any moment
and a child never waits for somebody to read.
"""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from somosnlp.local.children import Child, stop_together

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LONGEST_WAIT = 30.0
_LARGEST_LOG = 20_000_000

Say = Callable[[str], None]


@contextmanager
def interruptible() -> Iterator[None]:
    """Turns the first Ctrl-C, SIGTERM or SIGHUP into one KeyboardInterrupt; later ones do not disturb."""

    def interrupt(signum: int, frame: FrameType | None) -> None:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class Watched:
    """A child with what the supervisor remembers about it."""

    child: Child
    position: int = 0
    failures: int = 0
    started: float = 0.0
    restart_at: float | None = None


@dataclass
class Supervisor:
    """Starts, watches, restarts and stops children; `say` prints a line."""

    say: Say
    watched: list[Watched] = field(default_factory=list)

    def follow(self, children: Iterable[Child]) -> None:
        """Take charge of children, started or about to be."""
        self.watched += [
            Watched(child, position=_size(child.log), started=time.monotonic()) for child in children
        ]

    def start(self, children: Iterable[Child]) -> None:
        """Take charge of children and start them."""
        children = list(children)
        self.follow(children)
        for child in children:
            child.start()

    def skip_logs(self) -> None:
        """Do not show what was logged so far (it stays in the files): servers greet at length."""
        for one in self.watched:
            one.position = _size(one.child.log)

    def watch(self) -> None:
        """Until interrupted."""
        while True:
            self.look()
            time.sleep(0.2)

    def look(self) -> None:
        """One round: show what was logged, restart what has ended."""
        for one in self.watched:
            self._show_log(one)
            if not one.child.running:
                self._care(one)

    def stop(self) -> None:
        """End every child; the servers last, so that nobody who uses them loses them first."""
        users = [one.child for one in self.watched if not one.child.is_server]
        servers = [one.child for one in self.watched if one.child.is_server]
        stop_together(users)
        for one in self.watched:
            self._show_log(one)
        stop_together(servers)

    def _care(self, one: Watched) -> None:
        now = time.monotonic()
        if one.restart_at is None:
            ran_well = now - one.started > _LONGEST_WAIT
            one.failures = 1 if ran_well else one.failures + 1
            pause = min(0.5 * 2 ** (one.failures - 1), _LONGEST_WAIT)
            one.restart_at = now + pause
            code = one.child.bury()
            self.say(f"{one.child.name} {_ending(code)}; starting it again in {pause:.1f} s")
        elif now >= one.restart_at:
            one.restart_at, one.started = None, now
            one.child.start()

    def _show_log(self, one: Watched) -> None:
        size = _size(one.child.log)
        if size < one.position:
            one.position = 0
        if size > one.position:
            with one.child.log.open("rb") as log:
                log.seek(one.position)
                text = log.read(size - one.position)
            whole = text[: text.rfind(b"\n") + 1]
            one.position += len(whole)
            for line in whole.decode(errors="replace").splitlines():
                self.say(f"{one.child.name:<8} | {line}")
        if size > _LARGEST_LOG:
            os.truncate(one.child.log, 0)  # the child appends: it goes on at the beginning


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _ending(code: int | None) -> str:
    if code is None or code >= 0:
        return f"ended with exit code {code}"
    return f"was ended by {signal.Signals(-code).name}"
