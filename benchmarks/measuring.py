"""What a load costs beside time: CPU and memory of the web server, SQL statements, weight of a page."""

import gzip
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.load import Visitor

_TICKS = os.sysconf("SC_CLK_TCK")
_MIB = 2**20


def family(pid: int) -> list[int]:
    """A process and its children; Linux only."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time that these processes have used so far."""
    return sum(_ticks(Path(f"/proc/{pid}/stat").read_bytes()) for pid in pids) / _TICKS


def _ticks(stat: bytes) -> int:
    # After the name, which may hold anything: state is field 3, utime 14, stime 15 (proc(5)).
    fields = stat.rpartition(b")")[2].split()
    return int(fields[11]) + int(fields[12])


def resident_mib(pid: int) -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MIB


@dataclass(frozen=True)
class Statements:
    """SQL statements of a page: with an empty cache, and when it was just shown."""

    cold: int
    warm: int

    def __str__(self) -> str:
        return str(self.warm) if self.cold == self.warm else f"{self.warm} ({self.cold} cold)"


def count_statements(path: str, session: str = "") -> Statements:
    """Count what a page asks the database, in this process."""
    cache.clear()
    return Statements(cold=_count(path, session), warm=_count(path, session))


def _count(path: str, session: str) -> int:
    client = Client()
    if session:
        client.cookies["sessionid"] = session
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path, headers={"accept-encoding": "gzip"})
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    return len(queries)


@dataclass(frozen=True)
class Weight:
    """What a browser loads for a page, compressed, the first time."""

    page: int
    files: int
    requests: int

    @property
    def total_kb(self) -> float:
        return (self.page + self.files) / 1000


def weigh(visitor: Visitor, path: str) -> Weight:
    """Load a page with all it names: styles, scripts and what they import, fonts, images."""
    page = visitor.get(path, **{"Accept-Encoding": "gzip, br"})
    text = gzip.decompress(page.body) if page.header("Content-Encoding") == "gzip" else page.body
    # A page that no proxy compresses counts as it would leave a proxy.
    body = len(page.body) if text != page.body else len(gzip.compress(text))
    waiting, seen, files = [urljoin(path, link) for link in linked_files(text.decode())], set[str](), 0
    while waiting:
        address = urlsplit(waiting.pop()).path
        if address in seen:
            continue
        seen.add(address)
        files += len(visitor.get(address, **{"Accept-Encoding": "br, gzip"}).body)
        plain = visitor.get(address, **{"Accept-Encoding": "identity"}).body
        waiting += [urljoin(address, link) for link in mentioned_files(address, plain)]
    return Weight(body, files, 1 + len(seen))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_file = values.get("rel") in ("stylesheet", "icon", "preload", "modulepreload", "manifest")
        link = values.get("href") if tag == "link" and is_file else None
        if tag in ("script", "img", "source"):
            link = values.get("src")
        if link and not link.startswith("data:"):
            self.found.append(link)


def linked_files(html: str) -> list[str]:
    """The files that a page loads by itself."""
    parser = _Links()
    parser.feed(html)
    return list(dict.fromkeys(parser.found))


def mentioned_files(address: str, content: bytes) -> list[str]:
    """The files that a style sheet or a module loads in its turn."""
    patterns = {
        ".css": rb"url\(\s*['\"]?(?!data:|#)([^'\")]+)",
        ".js": rb"(?:^|[;\s])(?:import|export)\b[^'\"()]*['\"](\.[^'\"]+)['\"]",
    }
    pattern = patterns.get(Path(address).suffix)
    return [found.decode() for found in re.findall(pattern, content)] if pattern else []
