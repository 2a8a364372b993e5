"""Convention 8: whatever code, tests and pages cite stands in docs/requirements.md, which says what it is."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from portal.clauses import CLAUSE, index
from reminders.rules import RULES
from tests.architecture.sources import APPS, ROOT, Source, templates

# Plain wherever it stands.
EVERYWHERE = re.compile(rf"{CLAUSE.pattern}|(?<![\w-])REM-\d+[A-Z]?")
# In what is written for readers: "rule 5", "page C7", "faults A3 to A7", "requirements 4.1.3", "R7".
NAMED = re.compile(
    r"\b((?i:rule|letter|decision))s? (\d+)\b|"
    r"\b((?i:page|fault))s? ([A-Z]\d+)\b(?:(?:,| and| to) ([A-Z]\d+)\b)?"
)
SHORT = re.compile(r"(?<![\w-])[A-Z]\d{1,2}(?![\w-])")
SECTION = re.compile(r"(?<![\w.-])[1-7]\.(?:\d{1,2}|A)(?:\.\d{1,2})?(?![\w.%-]|\.\d)")
COMMENT = re.compile(r"(?:^|  )\s*# .*")
# The codes of routes are data too.
ROUTE = re.compile(r'(?<=")M\d{1,2}(?=")')
# Numbers that are no part of the requirements, by where they stand.
OTHER_NUMBERS = {
    ("documents/tables.py", "3.0"),  # how a number of a sheet is written
    ("govuk/contrast.py", "2.2"),  # of WCAG
    ("policies/clauses.py", "5.3.2"),  # how a policy counts
}
PAPERS = (
    "README.md",
    "CHANGELOG.md",
    "DEVELOPING.md",
    "docs/*.md",
    "docs/adr/*.md",
    "docs/reference/*.md",
)


@cache
def known() -> frozenset[str]:
    return frozenset(one.code for one in index(ROOT))


def strangers(source: Source) -> Iterator[str]:
    """What is cited here and does not stand in the index."""
    for line, code in cited(source):
        if code not in known() and (source.place, code) not in OTHER_NUMBERS:
            yield f"{source.place}:{line} cites {code}"


def cited(source: Source) -> Iterator[tuple[int, str]]:
    patterns = (EVERYWHERE, ROUTE) if source.app == "incidents" else (EVERYWHERE,)
    for pattern in patterns:
        for found in pattern.finditer(source.text):
            yield source.text.count("\n", 0, found.start()) + 1, found[0]
    if source.place.endswith(".py"):
        for line, text in for_readers(source):
            for code in told(text):
                yield line, code


def for_readers(source: Source) -> Iterator[tuple[int, str]]:
    """Comments and docstrings, line by line."""
    if not any(pattern.search(source.text) for pattern in (NAMED, SHORT, SECTION)):
        return
    for line, text in enumerate(source.text.splitlines(), 1):
        if found := COMMENT.search(text):
            yield line, found[0]
    yield from docstrings(source.tree)


def docstrings(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> Iterator[tuple[int, str]]:
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        for more, line in enumerate(str(first.value.value).splitlines()):
            yield first.lineno + more, line
    for child in node.body:
        if isinstance(child, (ast.ClassDef, ast.FunctionDef)):
            yield from docstrings(child)


def told(text: str) -> Iterator[str]:
    for found in NAMED.finditer(text):
        kind, *numbers = filter(None, found.groups())
        yield from (f"{kind.lower()} {number}" for number in numbers)
    rest = NAMED.sub("", text)
    yield from SHORT.findall(EVERYWHERE.sub("", rest))
    yield from SECTION.findall(EVERYWHERE.sub("", rest))


def everything() -> Iterator[Source]:
    paths = [path for app in (*APPS, "tests", "benchmarks") for path in (ROOT / app).rglob("*.py")]
    paths += [path for pattern in PAPERS for path in ROOT.glob(pattern)]
    for path in sorted(paths):
        place = str(path.relative_to(ROOT))
        if "/migrations/" not in place and place != "docs/requirements.md":
            yield Source(place, path.read_text())
    yield from templates()


def test_whatever_is_cited_stands_in_the_index() -> None:
    sources = list(everything())
    assert len(sources) > 1000
    assert [stranger for source in sources for stranger in strangers(source)] == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("people/objections.py", '"""What nobody asked for (Q-{}.1-1)."""'),
        ("people/objections.py", 'clause = "I-B-{}9"'),
        ("people/objections.py", "x = 1  # because of T-{}.9"),
        ("people/objections.py", '"""What goes out (REM-{}9)."""'),
        ("people/objections.py", '"""Ends it (R9{})."""'),
        ("people/objections.py", "# As decision 9{} says."),
        ("people/objections.py", "# Page C9{}: nothing."),
        ("people/objections.py", '"""Never (rule 9{})."""'),
        ("people/objections.py", '"""Mended (faults A3 to A9{})."""'),
        ("people/objections.py", 'def f():\n    """First.\n\n    Then (requirements 4.9.{})."""'),
        ("incidents/routing/table.py", 'Row("M9{}")'),
        ("tests/people/test_rules.py", '"""S9{}: nobody."""'),
        ("templates/people/page.html", "<p>See Q-App1-{}9</p>"),
        ("docs/performance.md", "As Q-App1-{}9 says."),
    ],
)
def test_a_planted_stranger_is_found(place: str, text: str) -> None:
    assert len(list(strangers(Source(place, text.format(9))))) == 1


def test_what_is_no_citation_is_left_alone() -> None:
    text = '"""A concern has the reference C-2222-2222, and a sheet the cell."""\nCELL = "C9:A1"\n'
    assert list(strangers(Source("people/objections.py", text))) == []


# ---- The index itself --------------------------------------------------------------------------


def test_every_clause_stands_in_it_once() -> None:
    assert [
        code for code, times in Counter(one.code for one in index(ROOT)).items() if times > 1
    ] == []
    clauses = [one for one in index(ROOT) if one.is_clause]
    assert len(clauses) == 384
    assert [one.code for one in clauses if not CLAUSE.fullmatch(one.code)] == []


def test_it_says_a_whole_sentence_of_each() -> None:
    assert [
        one.code for one in index(ROOT) if not re.fullmatch(r"[A-Z1-9].{10,}\.", one.sentence)
    ] == []


def test_it_leads_to_files_that_are_there() -> None:
    assert [
        one.code
        for one in index(ROOT)
        if not (one.met_in == "not yet" or (one.place and (ROOT / one.place).is_file()))
    ] == []


def test_its_reminders_are_those_of_the_table() -> None:
    assert {one.code for one in index(ROOT) if one.part == "Reminders"} == {
        rule.code for rule in RULES
    }
