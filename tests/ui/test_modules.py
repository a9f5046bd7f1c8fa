"""What a module of static/js must share with the server is compared here."""

import re
from pathlib import Path

from somosnlp.ui import zones

JS = Path(__file__).resolve().parents[2] / "static" / "js"


def test_times_module_spells_cities_as_the_server_does() -> None:
    source = (JS / "times.js").read_text()
    table = source[source.index("const CITIES") : source.index("};")]
    assert dict(re.findall(r'"([^"]+)": "([^"]+)"', table)) == zones.CITIES


def test_modules_import_nothing_so_that_hashed_names_need_no_rewriting() -> None:
    for module in JS.glob("*.js"):
        assert not re.search(r"^\s*import\b|\bimport\(", module.read_text(), re.MULTILINE), module.name
