"""Pictures that strangers send, made anew: nothing of the bytes they sent is ever kept.

What is wrong is found in the order of what it costs us: size in bytes, first bytes, measures in the header,
and only then a decoder is let near it. What comes out is WebP in sRGB, upright, without metadata, twice.
Pillow is imported when somebody uploads (7 MiB for those who do).
"""

import io
import threading
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from events.states import PictureKind

if TYPE_CHECKING:
    from PIL import Image

#: Width of the small one, as lists and cards show it.
SMALL = 480
#: A larger phone photo is nothing anybody sends; decoded this takes some 200 MB for a moment.
MOST_PIXELS = 50_000_000
#: What a header says of itself in the bytes that name its measures.
HEADER = 32
#: How far from 16:9 rounding may lead: 1366 × 768 is meant to be 16:9.
TOLERANCE = 0.01
QUALITY = 90
ORIENTATION = 0x0112
#: Orientations in which width and height change places.
_TURNED = range(5, 9)
#: One at a time in each process: memory is that of one picture, whoever sends how many.
_one_at_a_time = threading.Lock()


class BadPictureError(Exception):
    """Why a file is not taken: `empty`, `heavy`, `format`, `huge`, `broken`, `tiny` or `shape`."""

    def __init__(self, code: str, width: int = 0, height: int = 0) -> None:
        super().__init__(code)
        self.code, self.width, self.height = code, width, height


@dataclass(frozen=True)
class PictureRules:
    """What one kind of picture has to be; the form says the same in words."""

    most_bytes: int
    widest: int
    least: tuple[int, int]
    ratio: tuple[int, int] | None = None

    @property
    def most_megabytes(self) -> int:
        return self.most_bytes // 1_000_000


RULES = {
    PictureKind.PHOTO: PictureRules(most_bytes=8_000_000, widest=1200, least=(200, 200)),
    PictureKind.POSTER: PictureRules(most_bytes=20_000_000, widest=2560, least=(1280, 720), ratio=(16, 9)),
}


@dataclass(frozen=True)
class MadePicture:
    """What is kept of a picture: two WebP files, and the measures of the larger one."""

    file: bytes
    small: bytes
    width: int
    height: int


def make_picture(data: bytes, rules: PictureRules) -> MadePicture:
    """Return the picture in `data` made anew; raises BadPictureError."""
    if not data:
        raise BadPictureError("empty")
    if len(data) > rules.most_bytes:
        raise BadPictureError("heavy")
    name = _format_of(data)
    if name == "WEBP":
        # Its decoder takes memory for the canvas as soon as the file is opened.
        _check_pixels(*_webp_size(data[:HEADER]))
    with _one_at_a_time:
        try:
            return _remake(data, name, rules)
        except BadPictureError:
            raise
        except Exception as error:  # a decoder at a stranger's file may fail in any way
            raise BadPictureError("broken") from error


def _format_of(data: bytes) -> str:
    """Tell by the first bytes; what the file is called and what the browser says count for nothing."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    raise BadPictureError("format")


def _webp_size(head: bytes) -> tuple[int, int]:
    """Return the measures a WebP header tells; raises BadPictureError for one that tells none.

    >>> _webp_size(b"RIFF....WEBPVP8X" + bytes(8) + (11_999).to_bytes(3, "little") * 2)
    (12000, 12000)
    """
    kind = head[12:16]
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = int.from_bytes(head[26:28], "little"), int.from_bytes(head[28:30], "little")
        return width & 0x3FFF, height & 0x3FFF
    raise BadPictureError("broken")


def _check_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise BadPictureError("huge", width, height)


def _check_measures(size: tuple[int, int], rules: PictureRules) -> None:
    width, height = size
    if rules.ratio and abs(width * rules.ratio[1] / (height * rules.ratio[0]) - 1) > TOLERANCE:
        raise BadPictureError("shape", width, height)
    if width < rules.least[0] or height < rules.least[1]:
        raise BadPictureError("tiny", width, height)


def _remake(data: bytes, name: str, rules: PictureRules) -> MadePicture:
    from PIL import Image  # noqa: PLC0415 (see the module)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(io.BytesIO(data), formats=[name])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BadPictureError("huge") from error
    with image:
        _check_pixels(*image.size)
        turn = _orientation(image)
        _check_measures(image.size[::-1] if turn in _TURNED else image.size, rules)
        large = _upright(_painted(image, rules.widest), turn)
    small = large.copy()
    small.thumbnail((SMALL, small.height), Image.Resampling.LANCZOS)
    return MadePicture(_webp(large), _webp(small), *large.size)


def _painted(image: "Image.Image", widest: int) -> "Image.Image":
    """Return `image` decoded, no wider or higher than `widest`, as plain RGB in the colours of the web."""
    from PIL import Image  # noqa: PLC0415

    profile = image.info.get("icc_profile")
    if image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        image = _simple(image)
    # A JPEG is decoded here, at the half, quarter or eighth that is still large enough.
    image.thumbnail((widest, widest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _flat(_in_srgb(image, profile) if profile else image)


def _orientation(image: "Image.Image") -> int:
    """Return how the camera was held, 1 to 8; metadata that cannot be read says nothing."""
    with suppress(Exception):
        return int(image.getexif().get(ORIENTATION, 1))
    return 1


def _upright(image: "Image.Image", turn: int) -> "Image.Image":
    from PIL import Image  # noqa: PLC0415

    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return image.transpose(turns[turn]) if turn in turns else image


def _simple(image: "Image.Image") -> "Image.Image":
    """Return a palette, a bitmap or a grey of 16 bits in a mode that can be resized and shown."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: "Image.Image", profile: bytes) -> "Image.Image":
    """Return `image` as a browser understands its colours: CMYK of a print shop, P3 of a phone.

    A profile that cannot be used is left aside: the colours are a bit off, the picture is there.
    """
    from PIL import ImageCms  # noqa: PLC0415

    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target: Any = ImageCms.createProfile("sRGB")
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, target, outputMode=mode) or image
    return image


def _flat(image: "Image.Image") -> "Image.Image":
    """Return `image` as plain RGB, what is transparent on white."""
    from PIL import Image  # noqa: PLC0415

    if image.has_transparency_data:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return image.convert("RGB")


def _webp(image: "Image.Image") -> bytes:
    """Encode pixels only: an image of our own has no metadata to carry over."""
    from PIL import Image  # noqa: PLC0415

    bare = Image.new("RGB", image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
