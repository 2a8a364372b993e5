"""What other apps may ask stands in each app's `api.py`; its models and its verbs are the only other doors."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.architecture.sources import Source, sources

# The business and the services over it. What stands below them is one door already.
WITH_A_DOOR = {
    "platforms",
    "schools",
    "people",
    "policies",
    "accounts_registry",
    "register_imports",
    "watch_list",
    "verify",
    "incidents",
    "approvals",
    "reminders",
    "reports",
}
# Rooms that other apps may name: a row's model, a verb and its parts (test_rows says who), and what the roof wires.
DOORS = {"api", "models", "actions", "rows"}
WIRED = {"urls", "tasks", "demo"}
ROOF = {"portal", "demo"}


def past_the_door(files: Iterable[Source], modules: set[str]) -> Iterator[str]:
    for source in files:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for one in node.names:
                    part = f"{node.module}.{one.name}"
                    named = part if part in modules else node.module
                    if _is_past(source.app, named):
                        yield f"{source.place} imports {named}"


def _is_past(app: str, named: str) -> bool:
    other, *rooms = named.split(".")
    if other == app or other not in WITH_A_DOOR or app == "demo":
        return False
    return not (DOORS | (WIRED if app in ROOF else set())) & set(rooms)


def modules_of(files: Iterable[Source]) -> set[str]:
    return {
        source.place.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        for source in files
    }


def test_other_apps_go_through_the_door() -> None:
    files = list(sources())
    assert list(past_the_door(files, modules_of(files))) == []


@pytest.mark.parametrize(
    "text",
    ["from people.roles.held import standing_in\n", "from people.roles import held\n"],
)
def test_a_way_past_the_door_is_found(text: str) -> None:
    planted = Source("reports/past.py", text)
    modules = {"people.roles.held", "people.roles", "people.api"}
    assert list(past_the_door([planted], modules)) == ["reports/past.py imports people.roles.held"]
    assert not list(past_the_door([Source("reports/x.py", "from people import api\n")], modules))
