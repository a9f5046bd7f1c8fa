"""Remembers what was last done with which files, so that a later start skips what has not changed."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stamps:
    """Fingerprints by name, in one small JSON file; no file, or a broken one, means nothing was done."""

    path: Path

    def matches(self, name: str, fingerprint: str) -> bool:
        return self._read().get(name) == fingerprint

    def record(self, name: str, fingerprint: str) -> None:
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps(self._read() | {name: fingerprint}))
        draft.replace(self.path)

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self.path.read_text()))
        except (OSError, ValueError):
            return {}


def fingerprint(files: Iterable[Path], *extra: str) -> str:
    """Changes when a file is added, removed or written, and with each word of `extra`."""
    facts = [
        f"{path}:{found.st_size}:{found.st_mtime_ns}" for path in sorted(files) for found in [path.stat()]
    ]
    return hashlib.sha256("\n".join([*facts, *extra]).encode()).hexdigest()
