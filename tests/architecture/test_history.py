"""Every verb that saves a channel ends with `keep_state`: the time machine reads what it writes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.sources import Source, sources
from tests.architecture.test_actions import called

APP = "accounts_registry"
# What these verbs save is not a channel, though it is called on one.
NOT_A_CHANNEL = frozenset({"people", "covers", "states"})


def saves_a_channel(node: ast.FunctionDef) -> bool:
    """channel.save(), Channel.objects…update(), create_channel(…) or a move of a channel."""
    return any(_writes(call) for call in ast.walk(node) if isinstance(call, ast.Call))


def _writes(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "create_channel" or (
            call.func.id == "move" and _mentions(call.args, "CHANNEL_MOVES")
        )
    if not isinstance(call.func, ast.Attribute):
        return False
    owner = [one.id for one in ast.walk(call.func.value) if isinstance(one, ast.Name)]
    through = {one.attr for one in ast.walk(call.func.value) if isinstance(one, ast.Attribute)}
    if call.func.attr in ("save", "bulk_update"):
        return bool({"channel", "channels", "Channel"} & set(owner)) and not through & NOT_A_CHANNEL
    return call.func.attr == "update" and "Channel" in owner


def _mentions(nodes: list[ast.expr], word: str) -> bool:
    return any(
        isinstance(one, ast.Name) and one.id == word for node in nodes for one in ast.walk(node)
    )


def lapses(files: list[Source]) -> Iterator[str]:
    for source in files:
        functions = [node for node in source.tree.body if isinstance(node, ast.FunctionDef)]
        keeping = {node.name for node in functions if "keep_state" in called(node)} | {"keep_state"}
        for node in functions:
            is_part = node.name.startswith("_") or source.is_room("rows")
            if not is_part and saves_a_channel(node) and not called(node) & keeping:
                yield f"{source.place}: {node.name} changes a channel and does not keep how it stands"


def register_actions() -> list[Source]:
    """The verbs of the register, and those above it that use its parts of verbs."""
    return [source for source in sources() if source.is_room("actions")]


def test_every_verb_that_changes_a_channel_keeps_it() -> None:
    assert list(lapses(register_actions())) == []


def test_nobody_else_writes_channels() -> None:
    elsewhere = [
        source for source in sources() if source.is_room("actions", "rows") and source.app != APP
    ]
    assert [
        f"{source.place}:{node.name}"
        for source in elsewhere
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("save", "update", "create", "bulk_create", "bulk_update")
        and any(isinstance(one, ast.Name) and one.id == "Channel" for one in ast.walk(call.func))
    ] == []


def test_planted_violations_are_found() -> None:
    planted = Source(
        f"{APP}/actions/planted.py",
        "def rename(*, channel, by, at):\n    channel.save()\n"
        "def mend(*, channel, by, at):\n    Channel.objects.filter(pk=1).update(url='')\n"
        "def pause(*, channel, by, at):\n    move(channel, CHANNEL_MOVES.suspend, by=by, at=at)\n"
        "def tidy(*, channel, by, at):\n    channel.save()\n    keep_state(channel, by=by, at=at)\n"
        "def end(*, channel, by, at):\n    channel.people.update(end_date=at)\n",
    )
    found = list(lapses([planted]))
    assert [line.split(": ")[1].split()[0] for line in found] == ["rename", "mend", "pause"]
