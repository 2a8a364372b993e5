"""Convention 2: screens ask for rows only through `visible_to`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.sources import Source, sources

SCREENS = (
    "views",
    "forms",
    "templatetags",
    "school_views",
    "account_views",
    "public_views",
    "navigation",
    "context",
)


def is_screen(source: Source) -> bool:
    return source.is_room(*SCREENS) or source.place.startswith("reports/views")


def unscoped(source: Source) -> Iterator[str]:
    """Every `.objects` that is not followed by `.visible_to(`, and every bare get_object_or_404."""
    tree = source.tree
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            after = parents.get(node)
            if not (isinstance(after, ast.Attribute) and after.attr == "visible_to"):
                yield f"{source.place}:{node.lineno} asks .objects without .visible_to"
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "get_object_or_404":
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Name):
                yield f"{source.place}:{node.lineno} uses get_object_or_404 on a whole model"


def test_screens_ask_only_for_what_the_person_may_see() -> None:
    assert [
        problem for source in sources() if is_screen(source) for problem in unscoped(source)
    ] == []


def test_planted_violations_are_found() -> None:
    planted = Source(
        "people/views.py",
        "rows = User.objects.filter(x=1)\nok = User.objects.visible_to(u, on=d)\nget_object_or_404(User, pk=1)\n",
    )
    assert is_screen(planted)
    assert len(list(unscoped(planted))) == 2
