"""Rules of the review kernel that no type can say."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin

from somosnlp.review.admin import ReviewAdmin
from somosnlp.review.inbox import kinds
from somosnlp.review.models import Reviewable

ROOT = Path(settings.BASE_DIR)
APPS = ("somosnlp", "events", "registrations", "sponsors", "corpus_donations", "projects")
WRITER = ROOT / "somosnlp/review/workflow.py"
#: Their `status` is another column: of mails, registrations, attendances, invitations, sessions.
OTHER_STATUSES = (
    "somosnlp/outbox/",
    "registrations/",
    "events/services/attendance.py",
    "events/services/co_speakers.py",
    "events/demo/schedule.py",
    "events/services/questions.py",
    "events/services/scheduling.py",
)


def sources() -> list[Path]:
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return [
        path
        for path in found
        if path != WRITER
        and "migrations" not in path.parts
        and not str(path.relative_to(ROOT)).startswith(OTHER_STATUSES)
    ]


def status_writes(source: str) -> Iterator[int]:
    """Yield the line of every `x.status = …`, `setattr(x, "status", …)` and `update(status=…)`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assign(targets=targets) if any(_is_status(target) for target in targets):
                yield node.lineno
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target) if _is_status(target):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="update" | "aupdate" | "bulk_update"), keywords=keywords):
                if any(keyword.arg == "status" for keyword in keywords):
                    yield node.lineno
            case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="status"), *_]):
                yield node.lineno


def _is_status(target: ast.AST) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "status"


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_status_is_written_by_the_workflow_only(path: Path) -> None:
    assert list(status_writes(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        'a.status = "x"',
        "a.b.status: str = s",
        "rows.filter(pk=1).update(status=s)",
        'setattr(a, "status", s)',
    ],
)
def test_the_search_finds_every_way_to_write(line: str) -> None:
    assert list(status_writes(line)) == [1]


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_keeps_what_its_base_promises(kind: type[Reviewable]) -> None:
    """A `class Meta` that does not inherit Reviewable.Meta loses the permission and the constraints."""
    options = kind._meta
    prefix = f"{options.app_label}_{options.model_name}_"
    assert "review" in options.default_permissions
    assert {f"{prefix}status_known", f"{prefix}decided_by_somebody", f"{prefix}submitted_has_time"} <= {
        constraint.name for constraint in options.constraints
    }


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_is_reviewed_in_the_admin(kind: type[Reviewable]) -> None:
    assert isinstance(admin.site._registry[kind], ReviewAdmin)
