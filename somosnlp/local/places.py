"""Where the local servers keep their data and sockets, and as whom they run.

An ordinary user's are under `.local/`. PostgreSQL refuses to run as root, so root lends it an account that
exists already and a folder under /var/tmp: no account is added, no folder of anybody else is opened.
"""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from somosnlp.local.errors import LocalError
from somosnlp.local.processes import Owner

DATABASE = USER = "somosnlp"
_UNPRIVILEGED = ("postgres", "nobody")
#: sockaddr_un.sun_path is 108 bytes on Linux and 104 on macOS, with its closing zero.
_LONGEST_SOCKET_PATH = 103


@dataclass(frozen=True)
class Place:
    """One set of servers: the folder of their data, the folder of their sockets, their account."""

    root: Path
    sockets: Path
    owner: Owner | None

    @property
    def postgres_socket(self) -> Path:
        return self.sockets / ".s.PGSQL.5432"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def database_url(self) -> str:
        return f"postgres://{USER}@/{quote(str(self.sockets))}/{DATABASE}"

    def redis_url(self, number: int = 0) -> str:
        return f"unix://{quote(str(self.valkey_socket))}?db={number}"


def place(local_dir: Path, name: str) -> Place:
    """Where the servers called `name` of a checkout live; the same in every process, nothing is made."""
    root = home(local_dir) / name
    sockets = root / "run"
    if len(os.fsencode(sockets / ".s.PGSQL.5432")) > _LONGEST_SOCKET_PATH:
        sockets = Path("/tmp") / f"somosnlp-{_digest(root)}"  # noqa: S108 (made 0700, its owner checked)
    return Place(root, sockets, _owner())


def home(local_dir: Path) -> Path:
    """The folder above every place of a checkout."""
    if os.geteuid() == 0:
        return Path("/var/tmp") / f"somosnlp-{_digest(local_dir)}"  # noqa: S108 (as above)
    return local_dir


def make(where: Place) -> None:
    """Make the folders of a place. LocalError when one exists and belongs to somebody else."""
    above = where.root.parent
    above.parent.mkdir(parents=True, exist_ok=True)
    _own_folder(above, None, mode=0o711)
    for folder in (where.root, where.sockets):
        _own_folder(folder, where.owner, mode=0o700)


def make_data_folder(folder: Path, where: Place) -> None:
    """Make a folder inside a place, for its account alone."""
    _own_folder(folder, where.owner, mode=0o700)


def _own_folder(folder: Path, owner: Owner | None, *, mode: int) -> None:
    wanted = owner.uid if owner else os.geteuid()
    try:
        folder.mkdir()
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != wanted:
            raise LocalError(f"{folder} belongs to somebody else: remove it and start again.") from None
        return
    folder.chmod(mode)
    if owner:
        os.chown(folder, owner.uid, owner.gid)


def _owner() -> Owner | None:
    if os.geteuid() != 0:
        return None
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(name, entry.pw_uid, entry.pw_gid)
    raise LocalError(
        "PostgreSQL does not run as root and there is no account `postgres` or `nobody` to lend it: "
        "run as an ordinary user, or set DATABASE_URL and REDIS_URL."
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
