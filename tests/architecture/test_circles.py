"""No import circle, imports inside functions counted."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from tests.architecture.sources import Source, sources

Imports = Mapping[str, set[str]]


def name_of(source: Source) -> str:
    return source.place.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def imports(files: list[Source]) -> dict[str, set[str]]:
    """Which of these modules each of them imports."""
    found: dict[str, set[str]] = {name_of(source): set() for source in files}
    for source in files:
        name = name_of(source)
        named = {one for part in _named(source, found) for one in _with_packages(part)}
        found[name] = {one for one in named if one in found} - set(_with_packages(name))
    return found


def _named(source: Source, known: Imports) -> Iterator[str]:
    """The module that each import means: `from people import names` is people.names, else people itself."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                part = f"{node.module}.{one.name}"
                yield part if part in known else node.module


def _with_packages(module: str) -> list[str]:
    """Whoever imports a module runs the packages that it stands in first."""
    parts = module.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


def reached(start: str, graph: Imports) -> set[str]:
    """Every module that is imported from here on."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for module in graph[waiting.pop()] - seen:
            seen.add(module)
            waiting.append(module)
    return seen


def circles(graph: Imports) -> set[frozenset[str]]:
    reach = {module: reached(module, graph) for module in graph}
    return {
        frozenset(other for other in reach[module] if module in reach[other])
        for module in graph
        if module in reach[module]
    }


def test_no_circle() -> None:
    files = [source for source in sources() if "/migrations/" not in source.place]
    assert [sorted(one) for one in circles(imports(files))] == []


def test_a_planted_circle_is_found() -> None:
    planted = [
        Source("people/a.py", "def f():\n    from people import b\n"),
        Source("people/b.py", "from people.c import d\n"),
        Source("people/c.py", "import people.a\n"),
        Source("people/e.py", "from people.a import f\n"),
    ]
    assert circles(imports(planted)) == {frozenset({"people.a", "people.b", "people.c"})}
