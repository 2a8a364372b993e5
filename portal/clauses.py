"""The index of what code and tests cite, and which tests prove which clause: docs/requirements.md, and marks of tests."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CLAUSE = re.compile(
    r"(?<![\w-])[ACIQT]-(?:App\d|[AB]|\d{1,2})(?=[.-]\d)(?:\.\d{1,2})*(?:-\d{1,2})?(?![\w-])"
)
POLICY = "The policy of "
LINE = re.compile(r"\| (?P<code>[^|]+) \| (?P<sentence>[^|]+) \| (?P<met_in>[^|]+) \|$")
HEADS = {"Identifier", "What", "---"}


@dataclass(frozen=True)
class Indexed:
    """What may be cited: its identifier, a sentence, the part of the index, and where to read how it is met."""

    code: str
    sentence: str
    part: str
    met_in: str

    @property
    def place(self) -> str:
        """A file of the repository; empty where nothing meets it yet."""
        found = re.search(r"`([^`]+)`", self.met_in)
        return found[1] if found else ""

    @property
    def is_clause(self) -> bool:
        return self.part.startswith(POLICY)


@dataclass(frozen=True)
class Proof:
    """A marked test and the clauses that it says it proves."""

    test: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Proven:
    """The clauses beside the tests that are marked with them."""

    clauses: tuple[Indexed, ...]
    proofs: tuple[Proof, ...]

    @cached_property
    def by_code(self) -> dict[str, list[Proof]]:
        found = defaultdict(list)
        for proof in self.proofs:
            for code in proof.codes:
                found[code].append(proof)
        return found

    def of(self, clause: Indexed) -> list[Proof]:
        return self.by_code.get(clause.code, [])

    @property
    def proved(self) -> list[Indexed]:
        return [clause for clause in self.clauses if self.of(clause)]

    @property
    def only_shared(self) -> list[Indexed]:
        """Clauses of which no test proves that one alone."""
        return [
            clause
            for clause in self.proved
            if all(len(proof.codes) > 1 for proof in self.of(clause))
        ]


def index(root: Path) -> Iterator[Indexed]:
    """Every line of docs/requirements.md, in its order."""
    part = ""
    for line in (root / "docs" / "requirements.md").read_text().splitlines():
        if line.startswith("## "):
            part = line.removeprefix("## ")
        elif (found := LINE.match(line)) and found["code"] not in HEADS and part != "How to cite":
            yield Indexed(part=part, **found.groupdict())


def proofs(root: Path) -> Iterator[Proof]:
    """Every test that is marked with clauses, file by file."""
    for path in sorted((root / "tests").rglob("*.py")):
        text = path.read_text()
        if "mark.clause" in text:
            yield from marked(str(path.relative_to(root)), ast.parse(text))


def marked(place: str, tree: ast.Module) -> Iterator[Proof]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for case, codes in claims(node):
                yield Proof(f"{place}::{node.name}{case}", codes)


def claims(test: ast.FunctionDef) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a test says it proves, as a whole and by its cases: the case in brackets, and the clauses."""
    for decorator in test.decorator_list:
        if is_mark(decorator):
            yield "", codes_of(decorator)
        for node in ast.walk(decorator):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.param":
                given = {word.arg: word.value for word in node.keywords}
                if is_mark(given.get("marks")):
                    yield f"[{words_of(given.get('id'))}]", codes_of(given["marks"])


def is_mark(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause"


def codes_of(mark: ast.expr) -> tuple[str, ...]:
    """The clauses of a mark; what is no text counts for nothing."""
    return tuple(filter(None, map(words_of, mark.args if isinstance(mark, ast.Call) else ())))


def words_of(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def proven(root: Path) -> Proven:
    clauses = tuple(one for one in index(root) if one.is_clause)
    return Proven(clauses, tuple(proofs(root)))
