"""What is wrong with a file, all of it at once, each with its file and line. No Django here."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass
class Problems:
    """Collects what is wrong, so that a person corrects a file once and not once per error."""

    found: list[tuple[Place, str]] = field(default_factory=list)

    def add(self, place: Place, message: str) -> None:
        if (place, message) not in self.found:
            self.found.append((place, message))

    def refuse(self) -> None:
        """Raise BadFilesError with everything found, in the order of the files; do nothing if all is well."""
        if self.found:
            raise BadFilesError([f"{place}: {message}" for place, message in sorted(self.found)])


class BadFilesError(Exception):
    """A file was refused: nothing of it was written. `lines` are `file:line: what is wrong`."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def shown(path: Path, root: Path) -> str:
    """Return `path` the way a message names it: from `root` on where it is inside."""
    path = path.resolve()
    return str(path.relative_to(root) if path.is_relative_to(root) else path)
