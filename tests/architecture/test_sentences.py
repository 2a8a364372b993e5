"""Convention 8: a sentence is the last step. No module looks into our own words for what a code would tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Source, sources

WORDS = re.compile(r"[A-Za-z]{2,}[ ,].*[A-Za-z]{2,}")
# Methods of a text, and functions of `re`, that find out what is in one.
READING = frozenset(
    [
        "startswith",
        "endswith",
        "find",
        "rfind",
        "index",
        "count",
        "removeprefix",
        "removesuffix",
        "partition",
        "rpartition",
        "split",
        "rsplit",
        "replace",
        "search",
        "match",
        "fullmatch",
        "findall",
        "finditer",
        "sub",
    ]
)
# Words that come from elsewhere, each with where.
KNOWN = {
    ("portal/clauses.py", "How to cite"): "a heading of docs/requirements.md",
}
# The demo's story knows its people by name.
STORY = "demo/story/"


def words(node: ast.AST) -> list[str]:
    """Texts of two words and more that stand here, in a tuple, list or set too, and within an f-string."""
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return [word for one in node.elts for word in words(one)]
    if isinstance(node, ast.JoinedStr):
        return [word for one in node.values for word in words(one)]
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    value = node.value if is_text else ""  # type: ignore[attr-defined]
    return [value] if WORDS.search(value) else []


def read_back(source: Source) -> Iterator[tuple[int, str]]:
    """Line and words of each comparison with a sentence, and of each look into one."""
    for node in ast.walk(source.tree):
        sides: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            sides = list(node.args) if node.func.attr in READING else []
        elif isinstance(node, ast.match_case):
            sides = [one.value for one in ast.walk(node.pattern) if isinstance(one, ast.MatchValue)]
        for side in sides:
            for word in words(side):
                yield getattr(node, "lineno", 0), word


def test_nothing_reads_our_own_sentences_back() -> None:
    found = [
        (source.place, line, word)
        for source in sources()
        if "/migrations/" not in source.place and not source.place.startswith(STORY)
        for line, word in read_back(source)
        if (source.place, word) not in KNOWN
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        'said.startswith("not yet confirmed")',
        '"who run" in found[-1]',
        'need.text == "review overdue"',
        'said in ("log-in details missing", "x")',
        're.search(r"people who run it \\d of", said)',
        'words.removeprefix("answer to ")',
        'line.replace("the head", "you")',
        'match said:\n    case "not official":\n        pass',
    ],
)
def test_a_planted_one_is_found(text: str) -> None:
    assert list(read_back(Source("reports/x.py", text)))


@pytest.mark.parametrize(
    "text",
    [
        'need.code == "review"',
        'said = f"review overdue since {day}"',
        'raise Denied("Only the headteacher decides.")',
        'path.startswith("/channels/")',
    ],
)
def test_saying_one_is_none(text: str) -> None:
    assert not list(read_back(Source("reports/x.py", text)))
