"""Making a stranger's file into a picture of ours: what is refused, when, and what is left of it."""

import io
import subprocess
import sys
import threading

import pytest
from PIL import Image, ImageCms

from events.pictures import making
from events.pictures.making import RULES, BadPictureError, MadePicture, PictureRules, make_picture
from events.states import PictureKind
from tests.factories.pictures import huge_png, image_bytes, photo_with_place

PHOTO, POSTER = RULES[PictureKind.PHOTO], RULES[PictureKind.POSTER]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(document.cookie)</script>"
GIF_JS = b"GIF89a/*" + b"\x01\x00\x01\x00\x80\x00\x00" + b"*/=1;alert(1)//"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj"


def refused(data: bytes, rules: PictureRules = POSTER) -> str:
    with pytest.raises(BadPictureError) as caught:
        make_picture(data, rules)
    return caught.value.code


def opened(made: MadePicture) -> Image.Image:
    image = Image.open(io.BytesIO(made.file))
    image.load()
    return image


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_picture_comes_out_as_two_webp_files(form: str) -> None:
    made = make_picture(image_bytes((1920, 1080), form=form), POSTER)

    assert (made.width, made.height) == (1920, 1080)
    assert opened(made).format == "WEBP"
    assert opened(made).size == (1920, 1080)
    assert Image.open(io.BytesIO(made.small)).size == (480, 270)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(SVG, "format", id="svg-with-script"),
        pytest.param(HTML, "format", id="html"),
        pytest.param(GIF_JS, "format", id="gif-that-is-javascript"),
        pytest.param(image_bytes(form="GIF"), "format", id="gif"),
        pytest.param(image_bytes(form="BMP"), "format", id="bmp"),
        pytest.param(image_bytes(form="TIFF"), "format", id="tiff"),
        pytest.param(PDF, "format", id="pdf"),
        pytest.param(b"RIFF....WAVEfmt ", "format", id="sound"),
        pytest.param(bytes(1000), "format", id="zeros"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + HTML, "broken", id="html-behind-the-first-bytes-of-png"),
        pytest.param(b"\xff\xd8\xff\xe0" + SVG, "broken", id="svg-behind-the-first-bytes-of-jpeg"),
        pytest.param(b"RIFF\0\0\0\0WEBP" + HTML, "broken", id="html-behind-the-first-bytes-of-webp"),
        pytest.param(image_bytes()[:-800], "broken", id="png-cut-short"),
        pytest.param(image_bytes(form="JPEG")[:-2000], "broken", id="jpeg-cut-short"),
        pytest.param(image_bytes(form="WEBP")[:-600], "broken", id="webp-cut-short"),
        pytest.param(image_bytes((1279, 720)), "tiny", id="a-pixel-too-narrow"),
        pytest.param(image_bytes((1280, 719)), "tiny", id="a-pixel-too-low"),
        pytest.param(huge_png(8_000, 7_000), "huge", id="huge-though-pillow-would-open-it"),
        pytest.param(image_bytes((1600, 1200)), "shape", id="four-to-three"),
        pytest.param(image_bytes((900, 1600)), "shape", id="upright"),
    ],
)
def test_picture_that_is_none_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1920, 1088), (3840, 2160)])
def test_poster_may_miss_its_shape_by_rounding(size: tuple[int, int]) -> None:
    assert make_picture(image_bytes(size), POSTER).width == min(size[0], POSTER.widest)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_hidden_behind_a_whole_picture_survives(form: str) -> None:
    made = make_picture(image_bytes(form=form) + HTML + SVG, POSTER)
    assert b"script" not in made.file + made.small


def test_profile_that_nobody_can_read_is_not_carried_along() -> None:
    made = make_picture(image_bytes(form="PNG", icc_profile=b"who took it, and where"), POSTER)
    assert "icc_profile" not in opened(made).info


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_what_moves_the_first_frame_is_kept(form: str) -> None:
    frames = [Image.new("RGB", (1280, 720), colour) for colour in ("#F8C409", "#020547")]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=50)
    image = opened(make_picture(out.getvalue(), POSTER))
    assert getattr(image, "n_frames", 1) == 1
    assert _is_yellow(image, (640, 360))


def test_one_picture_is_decoded_at_a_time() -> None:
    made: list[MadePicture] = []
    worker = threading.Thread(target=lambda: made.append(make_picture(image_bytes((300, 300)), PHOTO)))
    with making._one_at_a_time:
        worker.start()
        worker.join(0.5)
        assert made == []
    worker.join()
    assert len(made) == 1


def test_heavy_picture_is_refused_before_anything_looks_at_it() -> None:
    assert refused(bytes(PHOTO.most_bytes + 1), PHOTO) == "heavy"


def test_huge_png_is_refused_before_it_is_decoded() -> None:
    """In a process of its own, whose memory may not grow by what decoding it would take (144 MB)."""
    program = """
import resource, sys
from events.pictures.making import RULES, BadPictureError, make_picture
from tests.factories.pictures import huge_png, image_bytes
make_picture(image_bytes(), RULES["poster"])
data = huge_png()
assert len(data) < 20_000, len(data)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for _ in range(3):
    try:
        make_picture(data, RULES["poster"])
    except BadPictureError as error:
        assert error.code == "huge", error.code
    else:
        sys.exit("taken")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    head = "import django\ndjango.setup()\n"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", head + program],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 5_000


def test_webp_that_claims_too_many_pixels_is_refused() -> None:
    vp8x = b"RIFF" + (30).to_bytes(4, "little") + b"WEBPVP8X" + (10).to_bytes(4, "little") + bytes(4)
    assert refused(vp8x + (11_999).to_bytes(3, "little") * 2) == "huge"


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}])
def test_every_kind_of_webp_is_read(options: dict) -> None:
    assert make_picture(image_bytes(form="WEBP", **options), POSTER).width == 1600


def test_picture_far_beyond_the_warning_of_pillow_is_refused() -> None:
    assert refused(huge_png(10_000, 10_000)) == "huge"
    assert refused(huge_png(20_000, 20_000)) == "huge"


def test_nothing_of_what_was_sent_survives() -> None:
    """A place, a profile, a comment, and a web page behind the end of the picture."""
    sent = photo_with_place() + HTML
    assert b"GPS" in sent or Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)

    made = make_picture(sent, PHOTO)

    for data in (made.file, made.small):
        image = Image.open(io.BytesIO(data))
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp"} & set(image.info)
        assert b"script" not in data
        assert b"EXIF" not in data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_turned_as_the_camera_was_held(orientation: int) -> None:
    """Each way of holding it ends with the yellow corner where a viewer would show it."""
    from PIL import ImageOps

    sent = photo_with_place((800, 400), orientation=orientation)
    as_seen = ImageOps.exif_transpose(Image.open(io.BytesIO(sent)))

    shown = opened(make_picture(sent, PHOTO))

    assert shown.size == as_seen.size
    for x, y in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)):
        spot = (int(x * shown.width), int(y * shown.height))
        assert _is_yellow(shown, spot) == _is_yellow(as_seen, spot)


def test_upright_poster_that_is_lying_in_its_file_is_refused() -> None:
    assert refused(photo_with_place((1600, 900), orientation=6)) == "shape"


def test_what_is_transparent_becomes_white() -> None:
    image = Image.new("RGBA", (1280, 720), (0, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")

    assert opened(make_picture(out.getvalue(), POSTER)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_every_mode_of_png_is_read(mode: str) -> None:
    image = Image.new("I;16", (1280, 720), 65_535) if mode == "I;16" else Image.new(mode, (1280, 720), 1)
    out = io.BytesIO()
    image.save(out, "PNG")

    assert make_picture(out.getvalue(), POSTER).height == 720


def test_grey_of_sixteen_bits_keeps_its_brightness() -> None:
    out = io.BytesIO()
    Image.new("I;16", (1280, 720), 32_768).save(out, "PNG")

    shown = opened(make_picture(out.getvalue(), POSTER)).getpixel((5, 5))

    assert shown == pytest.approx((128, 128, 128), abs=2)


def test_colours_of_a_print_shop_and_of_another_profile_are_translated() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    cmyk = image_bytes(form="JPEG", mode="CMYK")
    with_odd_profile = image_bytes(form="JPEG", icc_profile=profile)

    for sent in (cmyk, with_odd_profile, image_bytes(form="JPEG", icc_profile=b"not a profile")):
        image = opened(make_picture(sent, POSTER))
        assert image.mode == "RGB"
        assert _is_yellow(image, (20, 20))


def test_photo_of_several_frames_as_phones_write_it_is_read() -> None:
    out = io.BytesIO()
    frame = Image.new("RGB", (800, 600), "#F8C409")
    frame.save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (400, 300))])

    assert make_picture(out.getvalue(), PHOTO).width == 800


def _is_yellow(image: Image.Image, spot: tuple[int, int]) -> bool:
    pixel = image.getpixel(spot)
    assert isinstance(pixel, tuple)
    red, _green, blue = pixel[:3]
    return red > blue + 60
