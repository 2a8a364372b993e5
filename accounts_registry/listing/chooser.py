"""Choosing columns: ticked or not, one place up or down, all in the address of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts_registry.listing.columns import COLUMNS, Column, known


@dataclass(frozen=True)
class Chooser:
    """Every column this person may have in the order they put them, and which of them are ticked."""

    order: tuple[str, ...]
    ticked: frozenset[str]

    @classmethod
    def read(cls, query: Any, usual: Sequence[str], *, in_detail: bool) -> Chooser:
        """From the page's own address; `usual` are the columns of the list one came from."""
        allowed = [code for code, column in COLUMNS.items() if in_detail or not column.detail]
        order = [code for code in query.get("order", "").split(",") if code in allowed]
        asked = "order" in query
        order = list(dict.fromkeys([*(order if asked else usual), *allowed]))
        ticked = frozenset(query.getlist("column") if asked else usual) & set(allowed)
        return cls(tuple(_moved(order, query.get("move", ""))), ticked | {"name"})

    @property
    def chosen(self) -> tuple[str, ...]:
        return known(code for code in self.order if code in self.ticked)

    @property
    def rows(self) -> list[tuple[Column, bool, bool, bool]]:
        """(column, is it ticked, can it go up, can it go down): the name stays first."""
        last = len(self.order) - 1
        return [
            (COLUMNS[code], code in self.ticked, place > 1, 0 < place < last)
            for place, code in enumerate(self.order)
        ]


def _moved(order: list[str], move: str) -> list[str]:
    """One place up or down; the name of the account always comes first."""
    order = ["name", *(code for code in order if code != "name")]
    way, _, code = move.partition(":")
    if code not in order[1:]:
        return order
    place = order.index(code)
    other = place - 1 if way == "up" else place + 1
    if 0 < other < len(order):
        order[place], order[other] = order[other], order[place]
    return order
