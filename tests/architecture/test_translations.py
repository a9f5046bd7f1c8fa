"""English and Portuguese have every text of the interface: none missing, none empty, none doubtful."""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

BASE = Path(settings.BASE_DIR)
LANGUAGES = ("en", "pt_BR")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w+\}")
_NOT_SOURCE = (".*", "*.mo", "staticfiles", "tests", "docs", "benchmarks", "node_modules")

needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")


@cache
def catalogue(language: str) -> Catalog:
    path = BASE / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (list, tuple)) else [message.string or ""]


def key(message: Message) -> tuple[str, str]:
    return (message.context or "", message.id[0] if isinstance(message.id, (list, tuple)) else message.id)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Every text marked in the sources, collected by makemessages in a copy of them."""
    copy = tmp_path_factory.mktemp("sources") / "somosnlp"
    shutil.copytree(BASE, copy, ignore=shutil.ignore_patterns(*_NOT_SOURCE, "locale"), symlinks=True)
    (copy / "locale").mkdir()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "en", "--verbosity", "0"],
        cwd=copy,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "somosnlp.settings.local"},
        check=True,
        capture_output=True,
        text=True,
    )
    with (copy / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return {key(message) for message in read_po(file) if message.id}


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_every_marked_text(language: str, marked: set[tuple[str, str]]) -> None:
    missing = marked - {key(message) for message in messages(language)}
    assert not missing, f"make messages: {sorted(missing)[:10]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_no_empty_translation(language: str) -> None:
    empty = [message.id for message in messages(language) if not all(forms(message))]
    assert not empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_no_fuzzy_translation(language: str) -> None:
    assert not [message.id for message in messages(language) if message.fuzzy]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_placeholders(language: str) -> None:
    for message in messages(language):
        originals = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        wanted = set(PLACEHOLDER.findall(originals[-1]))
        assert set(PLACEHOLDER.findall(forms(message)[-1])) == wanted, message.id
