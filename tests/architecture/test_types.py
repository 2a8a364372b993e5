"""From people upward `by` is a User, and mypy leaves nothing out."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator

from tests.architecture.sources import ROOT, Source, sources

# What stands below people knows a user as a Person, if at all.
BELOW = {
    "platforms",
    "schools",
    "notifications",
    "documents",
    "drafts",
    "govuk",
    "workflow",
    "sealing",
    "access",
    "audit",
    "secret_detection",
    "prepared_sql",
}
PERSONS = {"User", "User | None"}


def vague_verbs(files: Iterable[Source]) -> Iterator[str]:
    """Verbs and their parts whose `by` is not typed as what it is."""
    for source in files:
        if source.is_room("actions", "rows"):
            for node in ast.walk(source.tree):
                if isinstance(node, ast.FunctionDef):
                    yield from _vague(source, node, PERSONS if source.app not in BELOW else None)


def _vague(source: Source, verb: ast.FunctionDef, allowed: set[str] | None) -> Iterator[str]:
    for one in (*verb.args.args, *verb.args.kwonlyargs):
        typed = ast.unparse(one.annotation) if one.annotation else "nothing"
        if one.arg == "by" and (typed not in allowed if allowed else "Any" in typed):
            yield f"{source.place}: {verb.name} has by: {typed}"


def test_by_is_a_user_from_people_upward_and_a_person_below() -> None:
    assert list(vague_verbs(sources())) == []


def test_a_planted_any_is_found() -> None:
    planted = [
        Source("people/roles/actions.py", "def f(*, by: Any) -> None: ...\n"),
        Source("incidents/concern/rows.py", "def g(by: Any, at: datetime) -> None: ...\n"),
        Source("approvals/decision/actions/deciding.py", "def h(*, by: Person) -> None: ...\n"),
        Source("schools/actions/trusts.py", "def i(*, by: Any) -> None: ...\n"),
        Source("schools/actions/schools.py", "def j(*, by: Person) -> None: ...\n"),
        Source("reports/actions/asking.py", "def k(*, by: User) -> None: ...\n"),
        Source("reports/pages.py", "def l(*, by: Any) -> None: ...\n"),
    ]
    assert list(vague_verbs(planted)) == [
        "people/roles/actions.py: f has by: Any",
        "incidents/concern/rows.py: g has by: Any",
        "approvals/decision/actions/deciding.py: h has by: Person",
        "schools/actions/trusts.py: i has by: Any",
    ]


def test_mypy_leaves_no_error_out() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    assert "overrides" not in told
    assert "disable_error_code" not in told
    assert told.get("strict_optional", True)
    assert told["disallow_untyped_defs"]
