"""Dates and times in words, in three languages, the zone always named."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone, translation

from events.moments import Moment
from somosnlp.ui import times
from somosnlp.ui.templatetags import times as tags
from somosnlp.ui.zones import city, is_known_zone, zone_info

DEADLINE = datetime(2024, 4, 11, 11, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "jueves 11 de abril de 2024, 06:59 (hora de Bogotá) · 23:59 AoE del 10 de abril de 2024"),
        ("en", "Thursday 11 April 2024, 06:59 (Bogotá time) · 23:59 AoE on 10 April 2024"),
        (
            "pt-br",
            "quinta-feira, 11 de abril de 2024, 06:59 (horário de Bogotá) · 23:59 AoE de 10 de abril de 2024",
        ),
    ],
)
def test_deadline_in_words(language: str, text: str) -> None:
    with translation.override(language):
        assert times.moment_text(Moment(at=DEADLINE, zone="AoE"), "America/Bogota") == text


def test_day_without_an_hour_stays_one() -> None:
    with translation.override("es"):
        assert times.moment_text(Moment(day=date(2024, 4, 18)), "UTC") == "jueves 18 de abril de 2024"
        assert times.moment_text(Moment(), "UTC") == "fecha no consta"


def test_year_is_left_out_in_the_same_year() -> None:
    with translation.override("es"):
        assert times.day_text(date(2026, 5, 1), today=date(2026, 1, 1)) == "viernes 1 de mayo"


def test_html_carries_the_instant_for_the_browser() -> None:
    with translation.override("es"):
        html = times.moment_html(Moment(at=DEADLINE, zone="Europe/Madrid"), "Europe/Madrid")
    assert 'datetime="2024-04-11T11:59:00Z" data-local="datetime"' in html
    assert "AoE" not in html


@pytest.mark.parametrize(
    ("request_", "zone"),
    [
        ({"time_zone": "America/Lima"}, "America/Lima"),
        ({"user": SimpleNamespace(is_authenticated=True, time_zone="America/La_Paz")}, "America/La_Paz"),
        ({"user": SimpleNamespace(is_authenticated=True, time_zone="")}, "UTC"),
        ({"edition": SimpleNamespace(time_zone="Europe/Madrid")}, "Europe/Madrid"),
        ({}, "UTC"),
    ],
)
def test_zone_of_the_reader(request_: dict[str, Any], zone: str) -> None:
    assert times.reader_zone(SimpleNamespace(**request_)) == zone


def test_zones_that_nobody_knows_count_as_utc() -> None:
    assert not is_known_zone("Mars/Olympus")
    assert str(zone_info("Mars/Olympus")) == "UTC"
    assert str(zone_info("../../etc/passwd")) == "UTC"
    assert is_known_zone("AoE")
    assert city("America/Argentina/Buenos_Aires") == "Buenos Aires"


def test_first_of_two_days_leaves_the_year_to_the_second() -> None:
    start, end = date(2024, 3, 1), date(2024, 4, 10)
    assert f"{tags.short_day(start, end)} – {tags.short_day(end)}" == "1 de marzo – 10 de abril de 2024"
    assert tags.short_day(start, date(2025, 1, 2)) == "1 de marzo de 2024"


def test_full_day_has_its_year_always() -> None:
    assert tags.full_day(timezone.localdate()).endswith(f" de {timezone.localdate().year}")
