"""The ornaments of the posters: the globe of dots, chevrons, and a tile for each of the 21 countries."""

import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageColor, ImageDraw

NAVY, SUN, SUN_STRONG, AQUA, WHITE = "#020547", "#facc15", "#f8c409", "#c1eeee", "#ffffff"
#: The globe of the site's hero, whose dots are the same here: `M183 391h0` is one dot.
GLOBE = Path(settings.BASE_DIR, "static", "img", "ornaments.svg")
GROUP = re.compile(r'<path(?P<look>[^>]*stroke-width="(?P<width>[\d.]+)"[^>]*) d="(?P<dots>[^"]*)"')
DOT = re.compile(r"M([\d.]+) ([\d.]+)h0")
GLOBE_SIZE = 480
#: One for each country; 21 of 58 pixels are a little wider than a card, whose edges cut the outer two.
TILES, TILE = 21, 58
#: Everything is drawn so many times larger and scaled down: Pillow's shapes have hard edges, and hinting sets
#: small letters unevenly.
SMOOTH = 2
SHADES = 24

Draw = ImageDraw.ImageDraw
Tile = Callable[[Draw, float, float, float, str], None]


def draw_ground(width: int, height: int) -> Image.Image:
    """Return a card without words: the globe on the right, the tiles along the bottom."""
    image = Image.new("RGB", (width * SMOOTH, height * SMOOTH), NAVY)
    draw = ImageDraw.Draw(image)
    _globe(draw, (width - GLOBE_SIZE - 4) * SMOOTH, (height - TILE - GLOBE_SIZE - 20) * SMOOTH)
    _tiles(draw, (width - TILE * TILES) / 2 * SMOOTH, (height - TILE) * SMOOTH)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def palette() -> Image.Image:
    """Return the colours of a card: ours as they are, and their soft edges on each other."""
    edges = [(NAVY, over) for over in (SUN, SUN_STRONG, AQUA, WHITE)] + [(SUN, WHITE)]
    colours = [_mix(*edge, step / SHADES) for edge in edges for step in range(SHADES + 1)]
    image = Image.new("P", (1, 1))
    image.putpalette([channel for colour in colours for channel in colour])
    return image


def chevrons(height: int, number: int) -> Image.Image:
    """Return the mask of `number` chevrons side by side."""
    step = round(height * 0.85)
    mask, draw = enlarged(step * number, height)
    for place in range(number):
        x = place * step * SMOOTH
        draw.polygon(_chevron(x, 0, height * 0.72 * SMOOTH, height * SMOOTH), fill=255)
    return smooth(mask)


def pill(width: int, height: int) -> Image.Image:
    """Return the mask of a rectangle with round ends."""
    mask, draw = enlarged(width, height)
    draw.rounded_rectangle((0, 0, *mask.size), mask.height / 2, fill=255)
    return smooth(mask)


def enlarged(width: int, height: int) -> tuple[Image.Image, Draw]:
    """Return an empty mask, SMOOTH times larger, to draw on."""
    mask = Image.new("L", (width * SMOOTH, height * SMOOTH))
    return mask, ImageDraw.Draw(mask)


def smooth(mask: Image.Image) -> Image.Image:
    """Return `mask` in the size that was asked for, its edges soft."""
    return mask.resize((mask.width // SMOOTH, mask.height // SMOOTH), Image.Resampling.LANCZOS)


def _globe(draw: Draw, left: float, top: float) -> None:
    scale = GLOBE_SIZE * SMOOTH / 400
    for group in GROUP.finditer(GLOBE.read_text(encoding="utf-8")):
        radius = float(group["width"]) / 2 * scale
        colour = _colour(group["look"])
        for x, y in DOT.findall(group["dots"]):
            _disc(draw, left + float(x) * scale, top + float(y) * scale, radius, colour)


def _colour(look: str) -> str:
    """Return the stroke of a group of dots, mixed with the ground as far as it is transparent."""
    stroke = re.search(r'stroke="(#[0-9a-f]+)"', look)
    opacity = re.search(r'opacity="([\d.]+)"', look)
    colour = stroke[1].replace("#fff", WHITE) if stroke else SUN_STRONG
    share = float(opacity[1]) if opacity else 1.0
    return "#" + bytes(_mix(NAVY, colour, share)).hex()


def _mix(under: str, over: str, share: float) -> list[int]:
    pairs = zip(ImageColor.getrgb(under), ImageColor.getrgb(over), strict=True)
    return [round(low + (high - low) * share) for low, high in pairs]


def _disc(draw: Draw, x: float, y: float, radius: float, colour: str) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _chevron(left: float, top: float, width: float, height: float) -> list[tuple[float, float]]:
    half, right, bottom = top + height / 2, left + width, top + height
    notch = width * 0.55
    return [
        (left, top),
        (right - notch, top),
        (right, half),
        (right - notch, bottom),
        (left, bottom),
        (left + notch, half),
    ]


# --- Tiles: each fills a square of `side` at (x, y) with one shape --------------------------------


def _quarter(draw: Draw, x: float, y: float, side: float, colour: str) -> None:
    draw.pieslice((x - side, y - side, x + side, y + side), 0, 90, fill=colour)


def _arrow(draw: Draw, x: float, y: float, side: float, colour: str) -> None:
    draw.polygon(_chevron(x + side * 0.12, y, side * 0.76, side), fill=colour)


def _domes(draw: Draw, x: float, y: float, side: float, colour: str) -> None:
    for top in (y, y + side / 2):
        draw.pieslice((x, top, x + side, top + side), 180, 360, fill=colour)


def _dots(draw: Draw, x: float, y: float, side: float, colour: str) -> None:
    for column in (0.22, 0.5, 0.78):
        for row in (0.22, 0.5, 0.78):
            _disc(draw, x + column * side, y + row * side, side * 0.085, colour)


def _half(draw: Draw, x: float, y: float, side: float, colour: str) -> None:
    draw.polygon([(x, y), (x + side, y + side), (x, y + side)], fill=colour)


def _leaf(draw: Draw, x: float, y: float, side: float, colour: str) -> None:
    corners = (True, False, True, False)
    draw.rounded_rectangle((x, y, x + side, y + side), side / 2, fill=colour, corners=corners)


def _ring(draw: Draw, x: float, y: float, side: float, colour: str) -> None:
    middle = (x + side / 2, y + side / 2)
    draw.circle(middle, side * 0.38, outline=colour, width=round(side * 0.2))


SHAPES: tuple[Tile, ...] = (_quarter, _arrow, _domes, _dots, _half, _leaf, _ring)
#: (ground, shape), in turn; five pairs and seven shapes, so that none of the 21 tiles is like its neighbour.
PAIRS = ((SUN, NAVY), (NAVY, SUN), (AQUA, NAVY), (NAVY, AQUA), (SUN, WHITE))


def _tiles(draw: Draw, left: float, top: float) -> None:
    side = TILE * SMOOTH
    for place in range(TILES):
        ground, colour = PAIRS[place % len(PAIRS)]
        x = left + place * side
        draw.rectangle((x, top, x + side - 1, top + side - 1), fill=ground)
        SHAPES[place % len(SHAPES)](draw, x, top, side, colour)
