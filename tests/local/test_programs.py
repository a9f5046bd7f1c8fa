"""Ports: which one, and whether it is free."""

import socket

import pytest

from somosnlp.local import programs
from somosnlp.local.errors import LocalError


def test_port_without_variable_is_8000(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert programs.port() == 8000


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1"])
def test_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(LocalError, match=f"PORT={text} is not a port"):
        programs.port()


def test_taken_port_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(LocalError, match="make run PORT="):
            programs.check_port(port)
    programs.check_port(port)
    assert programs.status(port) is None
