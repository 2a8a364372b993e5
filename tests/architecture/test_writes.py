"""Convention 3: only actions, workflow, the ledger and the post room write."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.sources import Source, sources

WRITERS = ("actions", "rows", "workflow", "migrations")
FILES = {
    "audit/trail.py",
    "audit/triggers.py",
    "notifications/post.py",
    "notifications/delivery.py",
    "people/system.py",
    "workflow/moves.py",
    "platforms/seed.py",
    "incidents/seed.py",
}
QUERYSET_WRITES = {
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "acreate",
    "asave",
    "save",
    "add",
    "remove",
    "clear",
}
# Attributes whose owner is never a model or a queryset.
HARMLESS_OWNERS = {
    "session",
    "cache",
    "messages",
    "set",
    "headers",
    "GET",
    "POST",
    "data",
    "cleaned_data",
    "attrs",
    "Image",
    "pdf",
}


def chain(node: ast.AST) -> list[str]:
    """The dotted words of an expression: a.objects.filter(...).update -> [a, objects, filter]."""
    words: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            words.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return [*words, node.id][::-1]
        else:
            return words[::-1]


def writes(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        verb, owner = node.func.attr, chain(node.func.value)
        through_manager = "objects" in owner or "filter" in owner or "_base_manager" in owner
        if verb in QUERYSET_WRITES - {"add", "remove", "clear", "save"} and through_manager:
            yield f"{source.place}:{node.lineno} writes with .{verb}()"
        elif verb in {"save", "asave"} and owner and not HARMLESS_OWNERS & set(owner):
            yield f"{source.place}:{node.lineno} saves a row"


def may_write(source: Source) -> bool:
    return source.is_room(*WRITERS) or source.place in FILES


def test_only_actions_write() -> None:
    assert [
        problem for source in sources() if not may_write(source) for problem in writes(source)
    ] == []


def test_only_move_assigns_a_status() -> None:
    found = [
        f"{source.place}:{node.lineno}"
        for source in sources()
        if source.place != "workflow/moves.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "status"
    ]
    assert found == []


def test_planted_violations_are_found() -> None:
    planted = Source(
        "people/views.py",
        "User.objects.create(a=1)\nUser.objects.filter(a=1).update(b=2)\nuser.save()\n{}.update(a=1)\nrequest.session.save()\n",
    )
    assert not may_write(planted)
    assert len(list(writes(planted))) == 3
