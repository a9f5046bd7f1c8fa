"""Invented posters for the demo edition: circles, waves, speech bubbles and knots, drawn here.

Loads Pillow: only who seeds the demo imports this module.
"""

from collections.abc import Callable, Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from events.sharing.lettering import drawable, fit, font

SIZE = WIDTH, HEIGHT = 1600, 900
NAVY, SUN, AQUA, WHITE, CORAL, GREEN = "#020547", "#F8C409", "#C1EEEE", "#FFFFFF", "#E4572E", "#0B6E4F"
LEFT, MEASURE = 90, 820

Draw = ImageDraw.ImageDraw


def draw_poster(design: str, words: Sequence[str]) -> bytes:
    """Return the poster `design` (of DESIGNS) as a PNG of 1600 × 900, with `words` from large to small."""
    ground, ink, shapes = DESIGNS[design]
    image = Image.new("RGB", SIZE, ground)
    draw = ImageDraw.Draw(image)
    shapes(draw)
    top = 110.0
    for place, text in enumerate(words):
        sizes = (96, 60) if place == 0 else (44, 30)
        block = fit(drawable(text), sizes=sizes, weight=800 if place == 0 else 600, measure=MEASURE, room=360)
        if block is None:
            continue
        for line in block.lines:
            draw.text((LEFT, top), line, font=font(block.size, block.weight), fill=ink)
            top += block.leading
        top += 26
    picture = BytesIO()
    image.save(picture, "PNG")
    return picture.getvalue()


def _sunrise(draw: Draw) -> None:
    for step, colour in enumerate((CORAL, SUN, WHITE, SUN, CORAL)):
        _disc(draw, 1330, 620, 430 - step * 82, colour)


def _waves(draw: Draw) -> None:
    for row, colour in enumerate((SUN, CORAL, NAVY, AQUA)):
        for column in range(9):
            _disc(draw, 940 + column * 110 + row % 2 * 55, 470 + row * 120, 78, colour)


def _voices(draw: Draw) -> None:
    for left, top, wide, colour in ((1050, 130, 420, SUN), (1180, 360, 330, AQUA), (1010, 560, 460, WHITE)):
        draw.rounded_rectangle((left, top, left + wide, top + 170), 60, colour)
        draw.polygon(((left + 70, top + 160), (left + 150, top + 160), (left + 60, top + 225)), colour)
        for dot in range(3):
            _disc(draw, left + 110 + dot * 80, top + 85, 18, NAVY)


def _knots(draw: Draw) -> None:
    draw.line((980, 150, 1520, 150), fill=NAVY, width=16)
    for cord in range(8):
        x = 1010 + cord * 68
        draw.line((x, 150, x, 420 + cord * 53 % 380), fill=NAVY, width=8)
        for knot in range(2 + cord % 3):
            _disc(draw, x, 230 + knot * 70 + cord * 31 % 60, 20, (CORAL, GREEN, WHITE)[(cord + knot) % 3])


def _disc(draw: Draw, x: float, y: float, radius: float, colour: str) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


DESIGNS: dict[str, tuple[str, str, Callable[[Draw], None]]] = {
    "sunrise": (NAVY, SUN, _sunrise),
    "waves": (WHITE, NAVY, _waves),
    "voices": (NAVY, WHITE, _voices),
    "knots": (SUN, NAVY, _knots),
}
