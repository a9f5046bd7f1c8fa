"""One `make run` per checkout. The kernel frees the lock however its holder ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from somosnlp.local.errors import LocalError


@contextmanager
def only_one(path: Path, address: str) -> Iterator[None]:
    """Hold the lock for the block. LocalError with the other's address when it is held."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise LocalError(f"It is already running: {file.read().strip() or path}") from None
        file.truncate(0)
        file.write(f"{address} (pid {os.getpid()})\n")
        file.flush()
        yield
