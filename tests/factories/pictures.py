"""Pictures as files, good and bad, and as rows."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from events.models import Picture
from events.services.pictures import store_picture
from events.states import PictureKind
from somosnlp.accounts.models import User

#: Where the photo of the tests says it was taken.
GPS_PLACE = (19.0, 25.0, 57.0)


def image_bytes(
    size: tuple[int, int] = (1600, 900), *, form: str = "PNG", mode: str = "RGB", **options: Any
) -> bytes:
    """Return a picture of two colours, so that turning it shows."""
    image = Image.new("RGB", size, "#020547")
    image.paste("#F8C409", (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    image.convert(mode).save(out, form, **options)
    return out.getvalue()


def photo_with_place(size: tuple[int, int] = (800, 600), *, orientation: int = 1) -> bytes:
    """Return a JPEG as a phone writes it: held some way, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Cámara de prueba"
    exif.get_ifd(0x8825).update({1: "N", 2: GPS_PLACE, 3: "W", 4: (99.0, 7.0, 59.0)})
    return image_bytes(size, form="JPEG", exif=exif, quality=90)


def huge_png(width: int = 12_000, height: int = 12_000) -> bytes:
    """Return some 17 kB that claim 12,000 × 12,000 pixels, and would decode to them."""
    rows = zlib.compressobj(9)
    line = b"\0" + bytes((width + 7) // 8)
    packed = b"".join(rows.compress(line) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    name, data = part
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def upload(data: bytes, name: str = "cartel.png", content_type: str = "image/png") -> SimpleUploadedFile:
    """Return `data` as a browser sends it."""
    return SimpleUploadedFile(name, data, content_type)


def make_picture_row(
    *, kind: str = PictureKind.POSTER, by: User | None = None, is_public: bool = False
) -> Picture:
    """Return a kept picture, its files on disk."""
    picture = store_picture(io.BytesIO(image_bytes()), kind, by=by)
    if is_public:
        Picture.objects.filter(pk=picture.pk).update(is_public=True)
        picture.is_public = True
    return picture
