"""Countries in the order a reader looks for them."""

import sys

from somosnlp.ui.countries import grouped_countries


def test_names_are_sorted_without_minding_accents_and_capitals() -> None:
    _label, rest = grouped_countries("es")[1]
    names = [name for _code, name in rest]

    for earlier, later in (("Isla de Man", "Isla Norfolk"), ("Islas de Åland", "Islas Feroe")):
        assert names.index(earlier) < names.index(later)
    assert names[0] == "Afganistán"


def test_the_collation_table_stays_out_of_memory() -> None:
    assert "pyuca" not in sys.modules
