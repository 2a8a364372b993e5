"""The shape of a move, and the one function that makes it.

Each app's `workflow.py` is a table of these; nothing else assigns a status.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from access.check import Person, check
from access.roles import Permission
from audit import trail
from audit.events import Event


class WrongState(Exception):
    """The record has moved on since the page was opened: the message is a sentence for the person."""

    def __init__(self, sentence: str, record: Any = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.record = record


@dataclass(frozen=True)
class Move:
    """A row of a table of moves.

    `targets` has more than one status where the effect decides (`to=` then says which).
    `told` says in words who is told. `too_late` is the sentence for somebody whose page was stale.
    """

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    permission: Permission
    event: Event
    says: str
    told: str = "Nobody"
    too_late: str = "This has changed since you opened the page. Check it and try again."


class Table:
    """The moves of one kind of record, by name, with the sentence that introduces them."""

    def __init__(self, title: str, moves: tuple[Move, ...]) -> None:
        self.title = title
        self._moves = {move.name: move for move in moves}

    def __getattr__(self, name: str) -> Move:
        try:
            return self.__dict__["_moves"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[Move]:
        return iter(self._moves.values())


def move(
    record: Any,
    row: Move,
    *,
    by: Person,
    at: datetime,
    to: str | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
    restricted: bool = False,
) -> Any:
    """Make this move: lock the row, check who, check when, write the status and record the event.

    Returns the locked record with its new status. Raises Denied, Hidden or WrongState. Must run
    inside the action's transaction; what is passed in is brought up to date too.
    """
    target = to or row.targets[0]
    if target not in row.targets:
        raise ValueError(f"{row.name} cannot lead to {target}")
    with transaction.atomic():
        locked = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
        if not by.is_system:
            check(by, row.permission, locked, localdate(at))
        if locked.status not in row.sources:
            raise WrongState(row.too_late, locked)
        before, locked.status = locked.status, target
        locked.save(update_fields=["status"])
        record.status = target
        trail.record(
            row.event,
            by=by,
            at=at,
            record=locked,
            reason=reason,
            data={"from": before, "to": target, **(data or {})},
            restricted=restricted,
        )
    return locked
