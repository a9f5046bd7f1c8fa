"""YAML that remembers its lines. No Django here."""

from pathlib import Path
from typing import Any

import yaml

from events.importing.problems import BadFilesError, Place


class Row(dict[Any, Any]):
    """A mapping with the line of each key."""

    line: int = 1
    lines: dict[Any, int]


class Items(list[Any]):
    """A sequence with the line of each item."""

    line: int = 1
    lines: list[int]


class _Loader(yaml.SafeLoader):
    """SafeLoader whose mappings and sequences know their lines and refuse a key that is there twice."""

    def __init__(self, stream: str, first_line: int) -> None:
        super().__init__(stream)
        self.first_line = first_line

    def line_of(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line


def _row(loader: _Loader, node: yaml.MappingNode) -> Any:
    row = Row()
    row.line = loader.line_of(node)
    row.lines = {}
    yield row
    _refuse_repeated(loader, node)
    loader.flatten_mapping(node)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        row[key] = loader.construct_object(value_node, deep=True)
        row.lines[key] = loader.line_of(key_node)


def _refuse_repeated(loader: _Loader, node: yaml.MappingNode) -> None:
    """Before merge keys are flattened: there a repetition is an override."""
    seen = set()
    for key_node, _value in node.value:
        if key_node.value in seen:
            raise yaml.MarkedYAMLError(
                problem=f"{key_node.value!r} is there twice", problem_mark=key_node.start_mark
            )
        seen.add(key_node.value)


def _items(loader: _Loader, node: yaml.SequenceNode) -> Any:
    items = Items()
    items.line = loader.line_of(node)
    yield items
    items.extend(loader.construct_object(child, deep=True) for child in node.value)
    items.lines = [loader.line_of(child) for child in node.value]


_Loader.add_constructor("tag:yaml.org,2002:map", _row)
_Loader.add_constructor("tag:yaml.org,2002:seq", _items)


def read_text(path: Path, name: str) -> str:
    """Return the text of a file; raise BadFilesError if it is not there or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadFilesError([f"{Place(name, 1)}: not UTF-8 text ({error.reason})"]) from error
    except OSError as error:
        raise BadFilesError([f"{Place(name, 1)}: cannot be read ({error.strerror})"]) from error


def parse(text: str, name: str, *, first_line: int = 1) -> Row:
    """Return the mapping that `text` holds; raise BadFilesError (with the line) if it is no YAML mapping."""
    try:
        loader = _Loader(text, first_line)
        content = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        message = " ".join(filter(None, (error.context, error.problem)))
        raise BadFilesError([f"{Place(name, line + first_line)}: {message}"]) from error
    except (yaml.YAMLError, ValueError) as error:
        raise BadFilesError([f"{Place(name, first_line)}: {error}"]) from error
    if not isinstance(content, Row):
        raise BadFilesError([f"{Place(name, first_line)}: a mapping is expected"])
    return content


def split_front_matter(text: str, name: str) -> tuple[Row, str]:
    """Return the YAML between the two `---` of a Markdown file, and the text after it."""
    opening, fence, rest = text.partition("---\n")
    head, closing, body = rest.partition("\n---\n")
    if opening.strip() or not fence or not closing:
        raise BadFilesError([f"{Place(name, 1)}: it must begin with a front matter between two ---"])
    return parse(head, name, first_line=2), body.strip() + "\n"
