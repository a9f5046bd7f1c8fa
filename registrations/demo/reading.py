"""The files of `registrations/data/`: who and what is invented."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parents[1] / "data"


@cache
def read(name: str) -> Any:
    """Return the content of `<name>.yaml`."""
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
