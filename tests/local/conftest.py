"""A place of its own for a test that starts, kills or breaks servers."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from somosnlp.local import places, processes, servers
from somosnlp.local.places import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An empty place; its servers and data are gone after the test."""
    where = places.place(settings.LOCAL_DIR, f"test-{os.getpid()}-{tmp_path.name[:24]}")
    places.make(where)
    processes.write_pid_file(where.root / "run.pid", os.getpid())
    yield where
    servers.remove(where)
