"""Each step does its work once, and nothing when it is done already."""

import os
from pathlib import Path

import pytest
from pytest_django import Settings

from somosnlp.local import catalogues, preparation
from somosnlp.local.stamps import Stamps, fingerprint

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Inscribirse"
msgstr "Register"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO)
    return path


def test_catalogue_is_compiled_once(source: Path, tmp_path: Path, settings: Settings) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    assert preparation.compile_catalogues() == "1 compiled"
    assert b"Register" in source.with_suffix(".mo").read_bytes()
    assert preparation.compile_catalogues() == "up to date"


def test_catalogue_that_is_newer_is_compiled_again(source: Path, tmp_path: Path) -> None:
    catalogues.compile_stale([tmp_path])
    later = source.stat().st_mtime_ns + 5_000_000_000
    os.utime(source, ns=(later, later))
    assert catalogues.compile_stale([tmp_path]) == 1


def test_static_files_are_collected_once(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    stamps = Stamps(tmp_path / "stamps.json")
    assert "copied" in preparation.collect_static(stamps)
    assert preparation.collect_static(stamps) == "up to date"


def test_schema_of_tests_is_up_to_date(db: None) -> None:
    assert preparation.migrate() == "up to date"


def test_fill_without_the_command_waits_for_it(tmp_path: Path) -> None:
    assert preparation.fill("no_such_command", None) == "not there yet"


@pytest.mark.parametrize("kept", [True, False])
def test_fill_runs_again_only_without_stamps(tmp_path: Path, *, kept: bool) -> None:
    stamps = Stamps(tmp_path / "stamps.json") if kept else None
    first = preparation.fill("diffsettings", stamps)
    assert "=" in first
    assert preparation.fill("diffsettings", stamps) == ("up to date" if kept else first)


def test_stamps_broken_mean_nothing_was_done(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / "stamps.json")
    stamps.record("static", "abc")
    assert stamps.matches("static", "abc")
    stamps.path.write_text("{")
    assert not stamps.matches("static", "abc")


def test_fingerprint_changes_with_a_file_and_a_word(tmp_path: Path) -> None:
    one = tmp_path / "one"
    one.write_text("a")
    before = fingerprint([one])
    assert fingerprint([one], "today") != before
    one.write_text("ab")
    assert fingerprint([one]) != before
