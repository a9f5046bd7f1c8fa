"""The servers themselves: what they are, and that they come back after a kill -9."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from django.db import connection

from somosnlp.local import binaries, processes, servers
from somosnlp.local.children import Child
from somosnlp.local.errors import LocalError
from somosnlp.local.places import DATABASE, USER, Place

pytestmark = pytest.mark.slow


@pytest.fixture
def postgres(place: Place) -> Iterator[Child]:
    with servers.running(place, place.root, only=["postgres"]) as children:
        yield children[0]


@pytest.fixture
def valkey(place: Place) -> Iterator[Child]:
    with servers.running(place, place.root, only=["valkey"]) as children:
        yield children[0]


def connect(place: Place) -> psycopg.Connection:
    return psycopg.connect(host=str(place.sockets), user=USER, dbname=DATABASE, autocommit=True)


def kill_9(child: Child) -> None:
    assert child.process
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()


def test_postgres_of_tests_knows_spanish_letters(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÁÑÜ'), upper('ñandú')")
        assert cursor.fetchone() == ("áñü", "ÑANDÚ")


def test_postgres_listens_on_its_socket_only(place: Place, postgres: Child) -> None:
    with connect(place) as session:
        assert session.execute("SHOW listen_addresses").fetchone() == ("",)
    assert place.sockets.stat().st_mode & 0o777 == 0o700


def test_postgres_keeps_what_it_has_promised(place: Place, postgres: Child) -> None:
    with connect(place) as session:
        assert session.execute("SHOW fsync").fetchone() == ("on",)
        # Longer than EMAIL_TIMEOUT: the lock on a mail that is being sent must not be freed.
        assert session.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("1min",)


def test_postgres_killed_comes_back_with_its_rows(place: Place, postgres: Child) -> None:
    with connect(place) as session:
        session.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    kill_9(postgres)
    assert (place.root / "postgres" / "postmaster.pid").exists()
    postgres.start()
    postgres.wait_ready()
    with connect(place) as session:
        assert session.execute("SELECT answer FROM kept").fetchone() == (42,)


@pytest.fixture
def stranger(place: Place, postgres: Child) -> Iterator[int]:
    """PostgreSQL has gone, and a process of the same account lives under the pid it had."""
    postgres.stop()
    other = processes.spawn(["sleep", "60"], log=place.root / "log", cwd=place.root, owner=place.owner)
    lock = place.root / "postgres" / "postmaster.pid"
    lock.write_text(f"{other.pid}\n{lock.parent}\n1\n5432\n{place.sockets}\n\n  1 1\nready\n")
    if place.owner:
        shutil.chown(lock, place.owner.uid, place.owner.gid)
    yield other.pid
    other.kill()
    other.wait()


def test_postgres_starts_although_its_old_pid_is_taken(place: Place, postgres: Child, stranger: int) -> None:
    (place.root / "postgres.pid").write_text(f"{stranger}\nlong ago\n")
    postgres.start()
    postgres.wait_ready(attempts=1)


def test_postgres_pid_without_proof_is_left_alone(postgres: Child, stranger: int) -> None:
    postgres.start()
    with pytest.raises(LocalError, match=r"postmaster\.pid"):
        postgres.wait_ready(attempts=1)


def test_postgres_left_running_is_ended_by_next_start(place: Place, postgres: Child) -> None:
    assert postgres.process
    first = processes.identity(postgres.process.pid)
    assert first
    [second] = servers.of(place, place.root, only=["postgres"])
    second.start()
    second.wait_ready()
    assert not first.alive
    second.stop()


def test_postgres_data_of_another_version_is_refused(place: Place, postgres: Child) -> None:
    postgres.stop()
    (place.root / "postgres" / "PG_VERSION").write_text("14\n")
    with pytest.raises(LocalError, match="was made by PostgreSQL 14"):
        servers.of(place, place.root, only=["postgres"])


def test_valkey_killed_keeps_its_keys(place: Place, valkey: Child) -> None:
    client = redis.Redis.from_url(place.redis_url())
    client.set("kept", 42)
    kill_9(valkey)
    valkey.start()
    valkey.wait_ready()
    assert client.get("kept") == b"42"
    client.close()


def test_start_that_fails_shows_the_end_of_the_log(place: Place, valkey: Child) -> None:
    valkey.stop()
    valkey.command = [*valkey.command, "--no-such-option", "1"]
    valkey.start()
    with pytest.raises(LocalError, match=r"valkey does not start:(.|\n)*no-such-option"):
        valkey.wait_ready(attempts=1)


def test_binaries_missing_name_the_variable(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_package", lambda name: None)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(LocalError, match="DATABASE_URL"):
        binaries.postgres_bin(place)
    with pytest.raises(LocalError, match="REDIS_URL"):
        binaries.valkey_server(place)


def test_binaries_out_of_reach_are_copied(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    if place.owner is None:
        pytest.skip("only root lends its servers an account")
    monkeypatch.setattr(binaries, "others_can_read", lambda path: False)
    with servers.running(place, place.root, throwaway=True) as children:
        for child in children:
            assert Path(child.command[0]).is_relative_to(place.root.parent)
    for folder in place.root.parent.glob("[ev]*-[0-9]*"):
        shutil.rmtree(folder)


def test_others_can_read_asks_every_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    tmp_path.chmod(0o700)
    assert not binaries.others_can_read(file)
    assert binaries.others_can_read(Path("/etc/passwd"))
