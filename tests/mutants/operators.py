"""Which faults are made: the tool's own that a tired person could make, and one for tables and queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator

# What Python refuses at once, or no person would type, says nothing about tests and is left out.
TURNED_ROUND = (
    *(("Eq", "NotEq"), ("NotEq", "Eq"), ("Is", "IsNot"), ("IsNot", "Is")),
    *(("Lt", "LtE"), ("LtE", "Lt"), ("Gt", "GtE"), ("GtE", "Gt")),
    *(("Lt", "GtE"), ("LtE", "Gt"), ("Gt", "LtE"), ("GtE", "Lt")),
)
PLAIN = (
    "AddNot",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceContinueWithBreak",
    "ReplaceBreakWithContinue",
    "ReplaceBinaryOperator_BitOr_BitAnd",
    "ReplaceBinaryOperator_BitAnd_BitOr",
    "ReplaceBinaryOperator_Add_Sub",
    "ReplaceBinaryOperator_Sub_Add",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_Invert",
    "NumberReplacer",
    "ZeroIterationForLoop",
    "RemoveDecorator",
)
ASKING = {"filter", "exclude", "get", "Q", "on"}


class LeaveOneOut(Operator):
    """A condition of a query, or a row of a table, a set or a list, is left out."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        for part in self._parts(node):
            yield part.start_pos, part.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        part, members = self._parts(node)[index], node.children
        at = members.index(part)
        left = [one for one in members if one is not part and one != ","]
        comma = next(one for one in members if one == ",")
        del members[at : at + 2]  # the comma after it goes with it
        if len(left) == 1 and "," not in members and node.type == "testlist_comp":
            members.append(comma)  # a tuple of one stays a tuple
        return node

    def _parts(self, node: Any) -> list[Any]:
        if node.type == "arglist" and self._asks(node):
            return [part for part in node.children if part.type == "argument"]
        if node.type in {"testlist_comp", "dictorsetmaker"}:
            members = node.children
            if len(members) > 2 and all(member == "," for member in members[1::2]):
                return members[::2]
        return []

    def _asks(self, node: Any) -> bool:
        before = node.parent.get_previous_sibling()
        return before is not None and before.get_last_leaf().value in ASKING

    @classmethod
    def examples(cls) -> tuple:
        return ()


def operators() -> dict[str, Operator]:
    names = [*PLAIN, *(f"ReplaceComparisonOperator_{a}_{b}" for a, b in TURNED_ROUND)]
    made = {name: get_operator(f"core/{name}")() for name in names}
    return {**made, "LeaveOneOut": LeaveOneOut()}
