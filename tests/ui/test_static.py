"""The static files that come from elsewhere are the ones their makers published."""

import base64
import hashlib
from pathlib import Path

from django.contrib.staticfiles import finders

#: From https://getbootstrap.com/docs/5.3/getting-started/introduction/ for 5.3.8.
BOOTSTRAP_INTEGRITY = "sha384-sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB"


def integrity(path: Path) -> str:
    """Return the Subresource Integrity value of a file."""
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def test_bootstrap_bytes_are_the_published_ones() -> None:
    found = finders.find("vendor/bootstrap/bootstrap.min.css")
    assert isinstance(found, str)
    assert integrity(Path(found)) == BOOTSTRAP_INTEGRITY


def test_bootstrap_finder_serves_nothing_else_of_the_package() -> None:
    assert finders.find("vendor/bootstrap/bootstrap.css") is None
    assert finders.find("vendor/bootstrap/../js/bootstrap.js") is None


def test_bootstrap_finder_lists_what_collectstatic_copies() -> None:
    listed = {
        f"{getattr(storage, 'prefix', '')}/{name}"
        for finder in finders.get_finders()
        for name, storage in finder.list([])
        if "bootstrap" in name
    }
    assert listed == {"vendor/bootstrap/bootstrap.min.css", "vendor/bootstrap/bootstrap.min.css.map"}
