"""The table of rooms and judges names what is there."""

from __future__ import annotations

import pytest

from tests.mutants.explained import EXPLAINED, Explained
from tests.mutants.rooms import ROOMS, ROOT, Room


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_path_of_the_table_is_there(room: Room) -> None:
    for pattern in room.modules:
        assert list(ROOT.glob(pattern)), pattern
    for judge in room.judges:
        assert (ROOT / judge).exists(), judge


def test_every_table_of_moves_is_in_a_room() -> None:
    tables = {str(path.relative_to(ROOT)) for path in ROOT.glob("*/**/workflow.py")}
    tables = {path for path in tables if not path.startswith((".", "tests", "var", "node_modules"))}
    assert tables <= {path for room in ROOMS for path in room.paths()}


@pytest.mark.parametrize("one", EXPLAINED, ids=lambda one: f"{one.path} {one.after}")
def test_what_is_explained_still_stands(one: Explained) -> None:
    lines = [line.strip() for line in (ROOT / one.path).read_text().splitlines()]
    assert all(line in lines for line in one.before.splitlines())
