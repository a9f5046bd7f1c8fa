"""The size budget and the small rules of the code base (docs/architecture.md)."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("somosnlp", "events", "registrations", "sponsors", "projects", "corpus_donations", "benchmarks")
MODULES = sorted(
    path for folder in CODE for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "somosnlp/local").rglob("*.html")])
#: Mails are read by mail programs, which know no style sheets.
PAGES = [path for path in TEMPLATES if "mail" not in path.relative_to(ROOT).parts]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_has_at_most_400_lines_and_a_docstring(path: Path) -> None:
    assert lines(path) <= 400
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree), "says nothing about itself"


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_test_module_has_at_most_700_lines(path: Path) -> None:
    assert lines(path) <= 700


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_function_has_at_most_50_lines(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 50
    ]
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_model_has_at_most_15_methods(path: Path) -> None:
    if "models" not in path.stem and "models" not in path.parts:
        return
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            assert sum(isinstance(part, ast.FunctionDef) for part in node.body) <= 15, node.name


def is_service(path: Path) -> bool:
    return path.stem == "services" or "services" in path.parts


@pytest.mark.parametrize("path", [path for path in MODULES if is_service(path)], ids=name)
def test_service_has_a_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent


@pytest.mark.parametrize("path", [path for path in MODULES if is_service(path)], ids=name)
def test_service_never_sees_a_request_or_a_form(path: Path) -> None:
    imported = re.findall(r"^(?:from|import) (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert not [module for module in imported if module.startswith("django.http") or ".forms" in module]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_has_at_most_150_lines(path: Path) -> None:
    assert lines(path) <= 150


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:", text, re.IGNORECASE)
    assert not re.search(r"<script(?![^>]*\b(?:src|type=[\"']application/(?:ld\+)?json[\"']))", text)


def test_nothing_names_a_package_registry() -> None:
    for file in ("requirements.lock", "requirements-image.lock", "pyproject.toml"):
        assert not re.search(r"https?://", (ROOT / file).read_text(encoding="utf-8")), file


def test_the_project_stands_without_its_founders_notes() -> None:
    for path in [*MODULES, *(ROOT / "benchmarks").rglob("*.py"), ROOT / "Makefile", ROOT / "pyproject.toml"]:
        assert "../" + "shared" not in path.read_text(encoding="utf-8"), path
