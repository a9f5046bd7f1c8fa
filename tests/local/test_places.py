"""Paths: short enough for a socket, ours, and the same from every shell."""

import os
from pathlib import Path

import environ
import pytest
import redis

from somosnlp.local import environment, places
from somosnlp.local.errors import LocalError
from somosnlp.local.places import Place


def test_place_of_deep_checkout_has_short_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    where = places.place(Path("/home/ana") / ("x" * 150), "run")
    assert len(os.fsencode(where.postgres_socket)) <= 103


def test_place_of_ordinary_user_is_in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    where = places.place(Path("/home/ana/hackathon/.local"), "run")
    assert where.root == Path("/home/ana/hackathon/.local/run")
    assert where.owner is None


def test_place_of_root_has_unprivileged_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    where = places.place(Path("/root/hackathon/.local"), "run")
    assert where.root.is_relative_to("/var/tmp")
    assert where.owner
    assert where.owner.uid != 0


def test_urls_with_space_and_percent_are_read_back(tmp_path: Path) -> None:
    where = Place(tmp_path, tmp_path / "mi código 100% + más", None)
    database = environ.Env.db_url_config(where.database_url)
    assert database["HOST"] == str(where.sockets)
    assert database["NAME"] == "somosnlp"
    with redis.Redis.from_url(where.redis_url(3)) as client:
        arguments = client.connection_pool.connection_kwargs
    assert (arguments["path"], arguments["db"]) == (str(where.valkey_socket), 3)


def test_make_refuses_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LocalError, match="belongs to somebody else"):
        places.make(Place(tmp_path / "run", tmp_path / "run" / "run", None))


def test_make_leaves_parent_folder_as_it_was(tmp_path: Path) -> None:
    parent = tmp_path / "parent"
    parent.mkdir(mode=0o750)
    places.make(Place(parent / "home" / "run", parent / "home" / "run" / "run", None))
    assert parent.stat().st_mode & 0o777 == 0o750


def test_configured_servers_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example.org/theirs")
    monkeypatch.setenv("REDIS_URL", "")
    monkeypatch.setenv("REDIS_URL_FILE", "/run/secrets/redis")
    assert environment.use_run_servers(tmp_path) == frozenset()
    assert os.environ["DATABASE_URL"] == "postgres://db.example.org/theirs"


def test_inherited_addresses_count_as_embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    first = environment.use_run_servers(tmp_path)
    monkeypatch.setenv("DATABASE_URL", os.environ["DATABASE_URL"])  # undone after the test
    monkeypatch.setenv("REDIS_URL", os.environ["REDIS_URL"])
    assert environment.use_run_servers(tmp_path) == first == {"DATABASE_URL", "REDIS_URL"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://cache:6379/0", "redis://cache:6379/9"),
        ("rediss://:secret@cache", "rediss://:secret@cache/9"),
        ("unix:///run/valkey.sock?db=0", "unix:///run/valkey.sock?db=9"),
    ],
)
def test_with_number_changes_only_the_number(url: str, expected: str) -> None:
    assert environment.with_number(url, 9) == expected
