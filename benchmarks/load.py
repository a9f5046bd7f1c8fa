"""Drives a load: `wrk` for single pages, threads of our own for forms and where there is no wrk.

Eight clients, each request on a connection of its own (people come one by one, not in a pipeline).
"""

import itertools
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

HOST = "127.0.0.1"
CLIENTS = 8
#: Any 32 characters: the cookie that a browser keeps from its first visit.
CSRF_SECRET = "benchmark" + "0" * 23
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
_TIMEOUT = 30


class LoadError(Exception):
    """The load did not do what it should have: the figures would mean nothing."""


@dataclass(frozen=True)
class Load:
    """What a load did: how much in how many seconds, and how much of it failed."""

    done: int
    seconds: float
    failed: int = 0

    @property
    def per_second(self) -> float:
        return self.done / self.seconds


@dataclass(frozen=True)
class Answer:
    """One answer: status, headers as they came, body."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, or an empty string."""
        found = re.search(rb"(?mi)^" + name.encode() + rb":[ \t]*(.*?)\r?$", self.head)
        return found[1].decode("latin-1") if found else ""


@dataclass(frozen=True)
class Visitor:
    """Somebody at a port: with a session, or anonymous."""

    port: int
    session: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}; csrftoken={CSRF_SECRET}"} if self.session else {}

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, headers)

    def post(self, path: str, values: dict[str, object], **headers: str) -> Answer:
        """Send a form; a list becomes one field per item."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        return self._ask("POST", path, headers, urlencode(values, doseq=True).encode())

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self.port}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in (self.headers | headers).items()]
        lines += [f"Content-Length: {len(body)}", "", ""] if body else ["", ""]
        with socket.create_connection((HOST, self.port), timeout=_TIMEOUT) as connection:
            connection.sendall("\r\n".join(lines).encode() + body)
            return parse_answer(b"".join(iter(lambda: connection.recv(65_536), b"")))


def parse_answer(raw: bytes) -> Answer:
    """Take an answer apart. LoadError for what is none."""
    head, separator, body = raw.partition(b"\r\n\r\n")
    if not separator or not head.startswith(b"HTTP/1."):
        raise LoadError(f"no answer: {raw[:80]!r}")
    return Answer(int(head.split(b" ", 2)[1]), head, body)


def load_page(visitor: Visitor, path: str, seconds: float) -> Load:
    """Ask for one page as often as it answers."""
    headers = visitor.headers | {"Accept-Encoding": "gzip"}
    if has_wrk():
        return _wrk(f"http://{HOST}:{visitor.port}{path}", headers, seconds)
    return repeat(lambda _number: visitor.get(path, **headers).status == 200, seconds)


def has_wrk() -> bool:
    """Whether wrk drives single pages."""
    return shutil.which("wrk") is not None


def _wrk(url: str, headers: dict[str, str], seconds: float) -> Load:
    given = {"Connection": "close"} | headers
    options = [part for pair in given.items() for part in ("-H", ": ".join(pair))]
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds:.0f}s", f"--timeout={_TIMEOUT}s", *options, url]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + _TIMEOUT)
    return parse_wrk(printed.stdout)


def parse_wrk(text: str) -> Load:
    """Read what wrk printed. LoadError when it says something else."""
    total = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m),", text)
    if not total:
        raise LoadError(f"wrk did not say how many requests it made:\n{text}")
    seconds = float(total[2]) * {"ms": 0.001, "s": 1, "m": 60}[total[3]]
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    failed = (int(wrong[1]) if wrong else 0) + (sum(map(int, errors.groups())) if errors else 0)
    return Load(int(total[1]), seconds, failed)


def repeat(once: Callable[[int], bool], seconds: float, clients: int = CLIENTS) -> Load:
    """Call `once(number)` from that many threads until the time is over; False counts as failed."""
    numbers = itertools.count()
    began = time.monotonic()
    outcomes: list[list[bool]] = [[] for _client in range(clients)]

    def work(mine: list[bool]) -> None:
        while time.monotonic() < began + seconds:
            mine.append(once(next(numbers)))

    threads = [threading.Thread(target=work, args=(mine,)) for mine in outcomes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    flat = [outcome for mine in outcomes for outcome in mine]
    return Load(sum(flat), time.monotonic() - began, len(flat) - sum(flat))


@dataclass(frozen=True)
class Flow:
    """A form from its first sight to the page after it: GET, POST, GET.

    `sessions`, where given, are used up: everybody fills the form once.
    """

    path: str
    answers: Mapping[str, object]
    sessions: Iterator[str] | None = None

    def run(self, port: int) -> bool:
        """Fill the form once as the next person; whether every page answered as it should."""
        cookie = {"Cookie": f"csrftoken={CSRF_SECRET}"} if self.sessions is None else {}
        visitor = Visitor(port, next(self.sessions) if self.sessions else "")
        page = visitor.get(self.path, **cookie)
        token = _TOKEN.search(page.body)
        if page.status != 200 or not token:
            return False
        answers = {**self.answers, "csrfmiddlewaretoken": token[1].decode()}
        sent = visitor.post(self.path, answers, **cookie)
        return sent.status == 302 and visitor.get(sent.header("Location"), **cookie).status == 200


def load_flow(flow: Flow, port: int, seconds: float) -> Load:
    """Fill a form as often as it answers."""
    return repeat(lambda _number: flow.run(port), seconds)
