"""Setting text in Inter, the site's typeface: what it can draw, in lines that fit."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import fontpkg
from PIL.ImageFont import FreeTypeFont, truetype

LEADING = 1.1
ELLIPSIS = "…"
#: Inter's optical size for display; text of a card is never small.
DISPLAY = 32
REFERENCE = 100


@dataclass(frozen=True)
class Block:
    """Lines of text that fit, in which size and weight, and how wide they are."""

    lines: list[str]
    size: int
    weight: int
    width: float

    @property
    def leading(self) -> float:
        return self.size * LEADING


def font(size: int, weight: int) -> FreeTypeFont:
    """Return Inter at `size` pixels; 0.2 ms, so that nobody has to keep it."""
    face = truetype(fontpkg.path("inter"), size)
    face.set_variation_by_axes([DISPLAY, weight])
    return face


def drawable(text: str) -> str:
    """Return `text` on one line, without what Inter has no glyph for: emoji, other scripts, controls."""
    signs = unicodedata.normalize("NFC", text)
    return " ".join("".join(sign for sign in signs if sign.isspace() or _has_glyph(sign)).split())


def fit(text: str, *, sizes: tuple[int, int], weight: int, measure: float, room: float = 0) -> Block | None:
    """Return `text` in the largest of `sizes` in which it fits into `measure` × `room`, None if it is empty.

    `sizes`: (largest, smallest); `room`: the height, of at least one line. What does not fit in the smallest
    size is cut and ends in an ellipsis.
    """
    if not text:
        return None
    words, ruler = text.split(), Ruler(weight)
    largest, smallest = sizes
    for size in range(largest, smallest - 1, -2):
        column, most = measure / size, max(1, int(room / (size * LEADING)))
        lines = ruler.wrap(words, column)
        if len(lines) <= most and all(ruler.width(line) <= column for line in lines):
            return ruler.block(ruler.balance(words, column, len(lines)), size)
    pieces = [piece for word in words for piece in ruler.split(word, column)]
    return ruler.block(ruler.cut(ruler.wrap(pieces, column), column, most), smallest)


class Ruler:
    """Measures text in one weight, in multiples of the font's size: asking the font is what takes time."""

    def __init__(self, weight: int) -> None:
        self._weight = weight
        self._font = font(REFERENCE, weight)
        self._known: dict[str, float] = {}
        self._space = self._font.getlength(" ") / REFERENCE

    def width(self, line: str) -> float:
        """Return how wide `line` is."""
        words = line.split(" ")
        return sum(map(self._measure, words)) + self._space * (len(words) - 1)

    def block(self, lines: list[str], size: int) -> Block:
        """Return `lines` as a block in `size`."""
        return Block(lines, size, self._weight, max(map(self.width, lines)) * size)

    def wrap(self, words: list[str], column: float) -> list[str]:
        """Set `words` in lines, each as full as it gets; a word longer than a line stands alone."""
        lines = [words[0]]
        for word in words[1:]:
            longer = f"{lines[-1]} {word}"
            if self.width(longer) <= column:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def balance(self, words: list[str], column: float, number: int) -> list[str]:
        """Return `number` lines in the narrowest column that takes them, so that none is much shorter."""
        lines = self.wrap(words, column)
        widest = max(map(self.width, words))
        while (column := column * 0.98) >= widest:
            narrower = self.wrap(words, column)
            if len(narrower) > number:
                break
            lines = narrower
        return lines

    def split(self, word: str, column: float) -> list[str]:
        """Break a word that is longer than a line where the line ends."""
        pieces = [""]
        for sign in word:
            if self.width(pieces[-1] + sign) > column:
                pieces.append("")
            pieces[-1] += sign
        return pieces

    def cut(self, lines: list[str], column: float, number: int) -> list[str]:
        """Keep `number` lines; what is left out becomes an ellipsis."""
        if len(lines) <= number:
            return lines
        last = lines[number - 1].rstrip(" ,·")
        while last and self.width(last + ELLIPSIS) > column:
            last = last[:-1].rstrip(" ,·")
        return [*lines[: number - 1], last + ELLIPSIS]

    def _measure(self, word: str) -> float:
        if word not in self._known:
            self._known[word] = self._font.getlength(word) / REFERENCE
        return self._known[word]


@lru_cache(maxsize=512)
def _has_glyph(sign: str) -> bool:
    if unicodedata.category(sign).startswith("C") or "\ufe00" <= sign <= "\ufe0f":
        return False
    face = font(20, 400)
    missing, found = face.getmask("\uffff"), face.getmask(sign)
    return found.size != missing.size or bytes(found) != bytes(missing)
