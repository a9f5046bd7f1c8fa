"""What a role says about each edition."""

import pytest

from events.importing.programme import occupation_in

ROLE = "Data Scientist @IIC (2022-23); fundador @LenguajeNatural.AI (2025)"


@pytest.mark.parametrize(
    ("role", "edition", "occupation"),
    [
        (ROLE, "2022", "Data Scientist @IIC"),
        (ROLE, "2023", "Data Scientist @IIC"),
        (ROLE, "2025", "fundador @LenguajeNatural.AI"),
        (ROLE, "2026", "fundador @LenguajeNatural.AI"),
        (ROLE, "demo", "fundador @LenguajeNatural.AI"),
        ("Experto @Telefónica; cofundador @BERTIN", "2023", "Experto @Telefónica; cofundador @BERTIN"),
        ("Consultor (proyecto H4rmony)", "2024", "Consultor (proyecto H4rmony)"),
        ("", "2024", ""),
    ],
)
def test_occupation_in(role: str, edition: str, occupation: str) -> None:
    assert occupation_in(role, edition) == occupation
