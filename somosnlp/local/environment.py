"""Points DATABASE_URL and REDIS_URL at the local servers where nobody has set them.

Starts nothing: the addresses follow from the checkout's path, so every shell finds what `make run` started.
"""

import os
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from somosnlp.local.places import Place, place

_TEST_PLACE = "SOMOSNLP_TEST_PLACE"
#: Tests empty their Valkey database: on a server of yours they use these, never number 0.
_TEST_NUMBERS = range(8, 16)


def use_run_servers(local_dir: Path) -> frozenset[str]:
    """For `make run`: the names of the variables it filled in."""
    return _use(place_of_run(local_dir), redis_number=0)


def use_test_servers(local_dir: Path) -> frozenset[str]:
    """For the tests: a place per test run, a Valkey database per xdist worker."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    embedded = _use(place_of_tests(local_dir), redis_number=worker)
    if "REDIS_URL" not in embedded and "REDIS_URL" in os.environ:
        number = _TEST_NUMBERS[worker % len(_TEST_NUMBERS)]
        os.environ["REDIS_URL"] = with_number(os.environ["REDIS_URL"], number)
    return embedded


def place_of_run(local_dir: Path) -> Place:
    """Where the servers of `make run` live."""
    return place(local_dir, "run")


def place_of_tests(local_dir: Path) -> Place:
    """Where the servers of this test run live; the xdist workers inherit the name."""
    return place(local_dir, os.environ.setdefault(_TEST_PLACE, f"test-{os.getpid()}"))


def with_number(url: str, number: int) -> str:
    """The same Redis URL with another database number."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"{url.partition('?')[0]}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def _use(where: Place, *, redis_number: int) -> frozenset[str]:
    addresses = {
        "DATABASE_URL": where.database_url,
        "REDIS_URL": where.redis_url(redis_number),
    }
    # A child process inherits what its parent filled in: that is no configuration of somebody's.
    missing = {name: url for name, url in addresses.items() if not _is_configured(name, where)}
    os.environ.update(missing)
    return frozenset(missing)


def _is_configured(name: str, where: Place) -> bool:
    value = os.environ.get(name, "")
    return bool(os.environ.get(f"{name}_FILE") or (value and quote(str(where.sockets)) not in value))
