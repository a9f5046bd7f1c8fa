"""What a younger app provides so that its part of the files is imported (`PROVIDERS["import_steps"]`)."""

from collections.abc import Callable, Mapping
from typing import Protocol

from events.importing.document import Document
from events.importing.writing import Report
from events.models import Edition

#: Writes what was parsed; gets the editions by slug and the report to count in.
Write = Callable[[Mapping[str, Edition], Report], None]


class ImportStep(Protocol):
    def __call__(self, document: Document, /) -> Write:
        """Parse the sections this app knows, noting what is wrong in `document.problems`; write nothing."""
