"""What an upload may cost, whatever address it is sent to: neither memory, nor disk, nor a worker's time."""

from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

#: What the files of one request may hold together: a poster, a photo and some air.
MOST_BYTES = 32_000_000
#: More than this is not even read: the answer is 413. Up to it we read and throw away, so that the page that
#: says what is wrong reaches a browser that is still sending.
MOST_READ = 300_000_000


class TooLargeFile(UploadedFile[bytes]):
    """A file of which nothing was kept; its size says how large it was."""


class CappedUploadHandler(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: hands on what fits, swallows the rest."""

    received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 (Django's name)
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > MOST_READ:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        return raw_data if self.received <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        if self.received <= MOST_BYTES:
            return None
        self._drop_what_others_kept()
        return TooLargeFile(BytesIO(), self.file_name, self.content_type, file_size)

    def _drop_what_others_kept(self) -> None:
        """Close the temporary file that the handlers after this one have begun: that deletes it."""
        for handler in self.request.upload_handlers if self.request else ():
            begun = getattr(handler, "file", None)
            if begun is not None:
                begun.close()
