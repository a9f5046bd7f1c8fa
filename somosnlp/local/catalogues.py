"""Compiles translation catalogues with Babel: no msgfmt is needed to run or to test.

Needs no settings, so `python -m somosnlp.local.catalogues locale` works before anything else does.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_stale(folders: Iterable[Path]) -> int:
    """Write the .mo beside each .po that is newer; how many were written."""
    sources = [source for folder in folders for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))]
    return sum(_compile(source) for source in sources)


def _compile(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parts[-3])
    draft = target.with_name(f"{target.name}.new")
    with draft.open("wb") as output:
        write_mo(output, catalogue)
    draft.replace(target)
    return True


if __name__ == "__main__":
    print(f"{compile_stale(map(Path, sys.argv[1:]))} catalogues compiled")
