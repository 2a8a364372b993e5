"""All mutants of a room, and a draw from them."""

from __future__ import annotations

import ast
import difflib
import random
from collections.abc import Iterator
from dataclasses import dataclass

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tests.mutants.operators import operators
from tests.mutants.rooms import ROOMS, ROOT, Room

OPERATORS = operators()


@dataclass(frozen=True)
class Mutant:
    """One fault: the operator's so many-th place in a module."""

    room: Room
    path: str
    operator: str
    number: int

    @property
    def key(self) -> str:
        return f"{self.path} {self.operator} {self.number}"

    def source(self) -> str:
        return (ROOT / self.path).read_text()

    def mutated(self) -> str:
        return mutate_code(self.source(), OPERATORS[self.operator], self.number) or self.source()

    def difference(self) -> list[str]:
        """The lines that change, with - and + before them."""
        lines = difflib.ndiff(self.source().splitlines(), self.mutated().splitlines())
        return [line for line in lines if line.startswith(("- ", "+ "))]

    def says_something(self) -> bool:
        """Whether it changes what runs: types are never asked, and some faults are no Python.

        How wide a column is stands in a migration, which is held against the models by bin/check.
        """
        if any("max_length=" in line for line in self.difference()):
            return False
        try:
            return _without_types(self.source()) != _without_types(self.mutated())
        except SyntaxError:
            return False


def of_room(room: Room) -> Iterator[Mutant]:
    for path in room.paths():
        tree = get_ast((ROOT / path).read_text())
        for name, operator in OPERATORS.items():
            places = [
                place for node in ast_nodes(tree) for place in operator.mutation_positions(node)
            ]
            yield from (Mutant(room, path, name, number) for number in range(len(places)))


def draw(seed: int, without: set[str]) -> Iterator[Mutant]:
    """One room after the other, each as often as any; none that was tried before."""
    chance = random.Random(seed)
    pools = {room.name: [one for one in of_room(room) if one.key not in without] for room in ROOMS}
    for pool in pools.values():
        chance.shuffle(pool)
    while any(pools.values()):
        for pool in filter(None, pools.values()):
            while pool:
                mutant = pool.pop()
                if mutant.says_something():
                    yield mutant
                    break


def again(keys: set[str]) -> Iterator[Mutant]:
    """Those that survived an earlier run, as far as the code still has them."""
    for room in ROOMS:
        if any(key.split()[0] in room.paths() for key in keys):
            yield from (one for one in of_room(room) if one.key in keys)


class _Untyped(ast.NodeTransformer):
    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        node.annotation = ast.Constant(None)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        return node


def _without_types(source: str) -> str:
    return ast.dump(_Untyped().visit(ast.parse(source)))
