"""Static files that live in an installed package instead of `static/`."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bootstrap_wrapper import get_bootstrap_css_dir
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage


class BootstrapFinder(BaseFinder):
    """Serve `vendor/bootstrap/bootstrap.min.css` from the package `bootstrap-wrapper`.

    Only that file and the source map it names (the manifest storage refuses a style sheet whose map is
    missing): no JavaScript of Bootstrap is used, and nothing else of the package becomes public.
    """

    prefix = "vendor/bootstrap"
    names = ("bootstrap.min.css", "bootstrap.min.css.map")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=get_bootstrap_css_dir())
        # collectstatic puts the files of a storage under its `prefix`.
        self.storage.prefix = self.prefix  # type: ignore[attr-defined]

    def check(self, **kwargs: Any) -> list[Any]:
        """Return no errors: there is nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        """Return the file of a public `path`, or an empty list (Django's own convention)."""
        prefix, _, name = path.rpartition("/")
        if prefix != self.prefix or name not in self.names:
            return []
        found = str(Path(self.storage.location) / name)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield each file for collectstatic, with the storage that opens it."""
        for name in self.names:
            if not matches_patterns(name, ignore_patterns or []):
                yield name, self.storage
