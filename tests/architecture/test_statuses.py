"""Convention 8: a status is named by its enum, and a set of statuses has one definition."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Source, sources

NAMES = ("status", "state", "outcome")


def is_asked(name: str | None) -> bool:
    """Whether a keyword or attribute holds a status: `status`, `request__status__in`."""
    parts = (name or "").split("__")
    return any(part in NAMES for part in parts[-2:])


def words(node: ast.AST, known: set[str]) -> list[str]:
    """The known statuses that stand here as bare words, in a tuple, list or set too."""
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return [word for one in node.elts for word in words(one, known)]
    if isinstance(node, ast.Starred):
        return words(node.value, known)
    is_word = isinstance(node, ast.Constant) and isinstance(node.value, str)
    value = node.value if is_word else ""  # type: ignore[attr-defined]
    return [value] if value in known or value.endswith("_") else []


def literals(source: Source, known: set[str]) -> Iterator[tuple[int, str]]:
    """Line and word of each status that is compared, asked or assigned by its bare word."""
    for node in _outside_meta(source.tree):
        for word in _beside(node, known):
            yield node.lineno, word  # type: ignore[attr-defined]


def _outside_meta(tree: ast.AST) -> Iterator[ast.AST]:
    """All but a table's constraints: a migration keeps these by value."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if not (isinstance(child, ast.ClassDef) and child.name == "Meta"):
            yield from _outside_meta(child)


def _beside(node: ast.AST, known: set[str]) -> list[str]:
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        asked = any(isinstance(one, ast.Attribute) and is_asked(one.attr) for one in sides)
        return [word for one in sides for word in words(one, known)] if asked else []
    if isinstance(node, ast.Call):
        found = [w for one in node.keywords if is_asked(one.arg) for w in words(one.value, known)]
        return found + _begins_with(node)
    if isinstance(node, ast.Assign):
        asked = any(isinstance(one, ast.Attribute) and is_asked(one.attr) for one in node.targets)
        return words(node.value, known) if asked else _named_set(node.value, known)
    return []


def _begins_with(node: ast.Call) -> list[str]:
    """`request.status.startswith("awaiting_")`."""
    asked = node.func
    if not isinstance(asked, ast.Attribute) or asked.attr != "startswith":
        return []
    held = asked.value
    return [ast.unparse(node)] if isinstance(held, ast.Attribute) and is_asked(held.attr) else []


def _named_set(node: ast.AST, known: set[str]) -> list[str]:
    """IN_USE = ("open", "suspended"): two or more, and nothing but statuses."""
    if not isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return []
    found = words(node, known)
    return found if len(found) == len(node.elts) > 1 else []


def statuses(files: list[Source]) -> set[str]:
    """Every word of every enum of statuses, states and outcomes."""
    return {
        one.value.elts[0].value
        for source in files
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Status", "State", "Outcome"))
        for one in node.body
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Tuple)
        if isinstance(one.value.elts[0], ast.Constant)
    }


def found() -> list[tuple[str, int, str]]:
    files = [one for one in sources() if "/migrations/" not in one.place]
    known = statuses(files)
    return [(one.place, *each) for one in files for each in literals(one, known)]


def test_no_status_by_its_bare_word() -> None:
    assert found() == []


@pytest.mark.parametrize(
    "text",
    [
        'rows.filter(status="approved")',
        'rows.filter(request__status__in=("approved", "opened"))',
        'rows.filter(status__startswith="awaiting_")',
        'Q(stages__state="opened")',
        'request.status == "approved"',
        'request.status in {*AWAITING, "opened"}',
        'request.status.startswith("awaiting")',
        'request.status = "opened"',
        'OVER = ("approved", "opened")',
    ],
)
def test_a_planted_word_is_found(text: str) -> None:
    assert list(literals(Source("approvals/x.py", text), {"approved", "opened"}))


@pytest.mark.parametrize(
    "text",
    [
        "rows.filter(status=Request.Status.APPROVED)",
        'render(request, "404.html", status=404)',
        'key(request, "approved")',
        'COLUMNS = ("opened", "name")',
        'class Meta:\n    rows = [Q(status="opened")]',
    ],
)
def test_another_word_is_none(text: str) -> None:
    assert not list(literals(Source("approvals/x.py", text), {"approved", "opened"}))
