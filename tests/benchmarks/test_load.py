"""The load generator: what wrk printed is read, failures are counted, a form is filled as a browser does."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from benchmarks.load import Flow, LoadError, Visitor, load_flow, parse_answer, parse_wrk, repeat

WRK = """Running 12s test @ http://127.0.0.1:18400/
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     5.27ms    2.02ms  38.15ms   86.02%
    Req/Sec     1.52k   176.02     1.77k    84.17%
  18164 requests in 12.01s, 97.61MB read
"""


def test_wrk_is_read() -> None:
    load = parse_wrk(WRK + "Requests/sec:   1512.30\n")

    assert (load.done, load.seconds, load.failed) == (18_164, 12.01, 0)
    assert load.per_second == pytest.approx(1512.4, abs=0.1)


def test_wrk_with_errors_counts_them_all() -> None:
    errors = "  Socket errors: connect 1, read 2, write 3, timeout 4\n  Non-2xx or 3xx responses: 70\n"

    assert parse_wrk(WRK + errors).failed == 80


def test_wrk_in_other_words_is_refused() -> None:
    with pytest.raises(LoadError):
        parse_wrk("unable to connect to 127.0.0.1:18400 Connection refused")


def test_an_answer_is_taken_apart() -> None:
    answer = parse_answer(b"HTTP/1.1 302 Found\r\nlocation: /done/7\r\nX-A: b\r\n\r\nbody\r\n\r\nmore")

    assert (answer.status, answer.header("Location"), answer.header("X-B")) == (302, "/done/7", "")
    assert answer.body == b"body\r\n\r\nmore"


def test_no_answer_is_an_error() -> None:
    with pytest.raises(LoadError):
        parse_answer(b"")


def test_repeat_counts_what_failed() -> None:
    load = repeat(lambda number: number % 2 == 0, seconds=0.05, clients=3)

    assert load.done > 0
    assert abs(load.done - load.failed) <= 1
    assert load.seconds >= 0.05


class _Form(BaseHTTPRequestHandler):
    """A form that insists on its token, then says thanks."""

    def do_GET(self) -> None:
        body = b'<input type="hidden" name="csrfmiddlewaretoken" value="abc123">'
        self._answer(200, body if self.path == "/form" else b"thanks")

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        good = sent == {"csrfmiddlewaretoken": ["abc123"], "languages": ["es", "qu"]}
        self._answer(302 if good else 403, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Location", "/done")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Be quiet."""


@pytest.fixture
def form_port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Form)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_form_is_filled_with_its_token(form_port: int) -> None:
    assert Flow("/form", {"languages": ["es", "qu"]}).run(form_port)
    assert load_flow(Flow("/form", {"languages": ["es", "qu"]}), form_port, 0.05).failed == 0


def test_a_refused_form_counts_as_failed(form_port: int) -> None:
    assert not Flow("/form", {"languages": ["es"]}).run(form_port)


def test_a_visitor_shows_their_session() -> None:
    assert "sessionid=abc" in Visitor(1, "abc").headers["Cookie"]
    assert Visitor(1).headers == {}
