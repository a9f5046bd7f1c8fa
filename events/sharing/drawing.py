"""Drawing a card: navy ground, the globe of dots, chevrons and tiles of the posters, words in yellow.

No photo and no logo. Loads Pillow, some 7 MiB: only the process that draws imports this module.
"""

from contextlib import suppress
from functools import lru_cache
from io import BytesIO

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from events.sharing.cards import Card
from events.sharing.lettering import Block, drawable, fit, font
from events.sharing.ornaments import (
    AQUA,
    NAVY,
    SMOOTH,
    SUN,
    TILE,
    WHITE,
    chevrons,
    draw_ground,
    enlarged,
    palette,
    pill,
    smooth,
)

#: 1.91 : 1, what Facebook, LinkedIn, X, WhatsApp and Telegram show whole (https://ogp.me names no size).
WIDTH, HEIGHT = 1200, 630
LEFT, TOP = 64, 60
BOTTOM = HEIGHT - TILE - 40
#: How wide text may run: up to the land of the globe.
MEASURE = 700


def draw_card(card: Card) -> bytes:
    """Return `card` as a PNG of 1200 × 630: the chosen poster, or else its words."""
    with suppress(FileNotFoundError):
        if card.image:
            return _draw_poster(card.image)
    sheet = _Sheet(_ground().copy())
    top = sheet.draw_head(card)
    bottom = sheet.draw_foot(card)
    sheet.draw_title(card, top, bottom)
    picture = BytesIO()
    sheet.image.quantize(palette=palette(), dither=Image.Dither.NONE).save(picture, "PNG")
    return picture.getvalue()


def _draw_poster(name: str) -> bytes:
    """Return the poster `name` whole, as large as it gets, on navy."""
    with default_storage.open(name) as file, Image.open(file, formats=["WEBP"]) as poster:
        shown = ImageOps.pad(poster.convert("RGB"), (WIDTH, HEIGHT), Image.Resampling.LANCZOS, color=NAVY)
    picture = BytesIO()
    shown.quantize(256).save(picture, "PNG", optimize=True)
    return picture.getvalue()


@lru_cache(maxsize=1)
def _ground() -> Image.Image:
    """Everything that no card says differently."""
    image = draw_ground(WIDTH, HEIGHT)
    if brand := fit(settings.SITE_NAME, sizes=(36, 36), weight=800, measure=MEASURE):
        _Sheet(image).write(brand, LEFT, TOP + 28, WHITE)
        image.paste(SUN, (LEFT + round(brand.width) + 20, TOP + 1), chevrons(28, 3))
    return image


class _Sheet:
    """The picture being drawn; what is drawn first says what room is left for the title."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image

    def draw_head(self, card: Card) -> int:
        """Draw the name of the edition; return where the room below it begins."""
        over = fit(drawable(card.over), sizes=(30, 24), weight=600, measure=MEASURE)
        if over is None:
            return TOP + 70
        self.write(over, LEFT, TOP + 96, AQUA)
        return TOP + 116

    def draw_foot(self, card: Card) -> int:
        """Draw who and when; return where the room above them ends."""
        baseline = BOTTOM
        if when := fit(drawable(card.when), sizes=(30, 22), weight=600, measure=MEASURE):
            self.write(when, LEFT, baseline, WHITE)
            baseline -= 58
        left = LEFT
        if kind := fit(drawable(card.kind), sizes=(28, 28), weight=800, measure=MEASURE / 2):
            left += self._draw_pill(kind, baseline) + 18
        people = fit(drawable(card.people), sizes=(30, 24), weight=700, measure=LEFT + MEASURE - left)
        if people:
            self.write(people, left, baseline, AQUA)
        return baseline - 62 if kind or people else baseline + 10

    def draw_title(self, card: Card, top: int, bottom: int) -> None:
        """Draw the title as large as it gets, in the middle of the room between `top` and `bottom`."""
        words = drawable(card.title) or drawable(card.over) or settings.SITE_NAME
        title = fit(words, sizes=(92, 34), weight=800, measure=MEASURE, room=bottom - top)
        if title:
            spare = bottom - top - len(title.lines) * title.leading
            self.write(title, LEFT, top + spare / 2 + title.size * 0.9, SUN)

    def write(self, block: Block, left: int, baseline: float, colour: str) -> None:
        """Write the lines of `block`, the first of them on `baseline`."""
        ascent, height = block.size, block.size * 3 // 2
        for place, line in enumerate(block.lines):
            mask, draw = enlarged(round(block.width) + block.size, height)
            face = font(block.size * SMOOTH, block.weight)
            draw.text((0, ascent * SMOOTH), line, font=face, fill=255, anchor="ls")
            top = round(baseline + place * block.leading) - ascent
            self.image.paste(colour, (left, top), smooth(mask))

    def _draw_pill(self, words: Block, baseline: int) -> int:
        width = round(words.width) + 40
        self.image.paste(SUN, (LEFT, baseline - 34), pill(width, 48))
        self.write(words, LEFT + 20, baseline, NAVY)
        return width
