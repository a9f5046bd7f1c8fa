"""YAML with lines."""

from pathlib import Path

import pytest

from events.importing.problems import BadFilesError
from events.importing.reading import parse, read_text, split_front_matter


def test_parse_knows_the_line_of_every_key() -> None:
    row = parse("a: 1\nb:\n  - {c: 2,\n     d: 3}\n", "x.yaml")

    assert row.lines == {"a": 1, "b": 2}
    assert row["b"].lines == [3]
    assert row["b"][0].lines == {"c": 3, "d": 4}


def test_parse_merged_mapping_overrides() -> None:
    row = parse("base: &base {code: gold, source: a}\ntiers: [{<<: *base, source: b}]\n", "x.yaml")

    assert row["tiers"][0] == {"code": "gold", "source": "b"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", "x.yaml:2: 'a' is there twice"),
        ("a: [1,\nb: 2\n", "x.yaml:"),
        ("- 1\n", "x.yaml:1: a mapping is expected"),
        ("", "x.yaml:1: a mapping is expected"),
        ("a: !!python/object/apply:os.system [ls]\n", "x.yaml:1:"),
        ("a: 2024-02-31\n", "x.yaml:1:"),
        ("a: \x07\n", "x.yaml:1:"),
    ],
)
def test_parse_bad_file_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(BadFilesError, match=message.replace("[", r"\[")) as refused:
        parse(text, "x.yaml")
    assert len(refused.value.lines) == 1


def test_split_front_matter_counts_lines_of_the_file() -> None:
    head, body = split_front_matter('---\ntitle: "Bases"\n---\n\n## Uno\n', "bases.es.md")

    assert head == {"title": "Bases"}
    assert head.lines == {"title": 2}
    assert body == "## Uno\n"


@pytest.mark.parametrize("text", ["## Uno\n", "---\ntitle: x\n", "text\n---\ntitle: x\n---\n"])
def test_split_front_matter_missing_is_refused(text: str) -> None:
    with pytest.raises(BadFilesError, match="front matter"):
        split_front_matter(text, "bases.es.md")


def test_read_text_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFilesError, match="cannot be read"):
        read_text(tmp_path / "none.yaml", "none.yaml")


def test_read_text_of_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("año: 1".encode("latin-1"))
    with pytest.raises(BadFilesError, match="not UTF-8"):
        read_text(file, "latin.yaml")
