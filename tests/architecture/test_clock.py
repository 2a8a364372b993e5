"""Convention 9: tests run by one clock that stands still, and whoever needs the real one says why in a sentence."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.utils import timezone

from tests import factories
from tests.architecture.sources import ROOT, Source
from tests.clock import MARKER, MOMENT
from tests.on_date import as_on

WORDS = 5  # fewer do not say why
# What gets at the machine's clock: the clock's own file apart, only the marker may.
BY_HAND = {"escape_hatch", "CLOCK", "real"}


def test_files() -> Iterator[Source]:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        yield Source(str(path.relative_to(ROOT)), path.read_text())


test_files.__test__ = False  # type: ignore[attr-defined]


def lapses(source: Source) -> Iterator[str]:
    nodes = list(ast.walk(source.tree))
    calls = {id(call.func): call for call in nodes if isinstance(call, ast.Call)}
    for node in nodes:
        if by_hand(node):
            yield f"{source.place}:{node.lineno} takes the real clock without the marker"
        if is_marker(node) and not says_why(calls.get(id(node))):
            yield f"{source.place}:{node.lineno} does not say why it needs the real clock"


def is_marker(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == MARKER


def says_why(call: ast.Call | None) -> bool:
    if call is None or len(call.args) != 1 or call.keywords:
        return False
    reason = call.args[0]
    return isinstance(reason, ast.Constant) and len(str(reason.value).split()) >= WORDS


def by_hand(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module in {"tests.clock", "time_machine"} and any(
            name.name in BY_HAND for name in node.names
        )
    return (
        isinstance(node, ast.Attribute)
        and node.attr in BY_HAND
        and isinstance(node.value, ast.Name)
        and node.value.id in {"clock", "time_machine"}
    )


OWN = {"tests/clock.py", "tests/settings.py", "tests/architecture/test_clock.py"}


def test_whoever_needs_the_real_clock_says_why() -> None:
    files = [source for source in test_files() if source.place not in OWN]
    assert len(files) > 100
    assert [lapse for source in files for lapse in lapses(source)] == []


@pytest.mark.parametrize(
    "planted",
    [
        "@pytest.mark.real_clock\ndef test_x(): ...",
        "pytestmark = pytest.mark.real_clock()",
        "pytestmark = pytest.mark.real_clock('')",
        "pytestmark = pytest.mark.real_clock('   ')",
        "pytestmark = pytest.mark.real_clock('a process')",
        "pytestmark = pytest.mark.real_clock(WHY)",
        "from tests.clock import real\n",
        "def test_x():\n    with clock.real(): ...",
        "def test_x():\n    clock.CLOCK.stop()",
        "def test_x():\n    return time_machine.escape_hatch.time.time()",
    ],
)
def test_planted_violations_are_found(planted: str) -> None:
    assert len(list(lapses(Source("tests/test_planted.py", planted)))) == 1


def test_a_sentence_is_enough() -> None:
    why = "pytestmark = pytest.mark.real_clock('A process of its own writes the hour.')"
    assert list(lapses(Source("tests/test_planted.py", why))) == []


# ---- The clock itself ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made_once() -> float:
    return time.time()


def test_it_stands_still_at_the_moment_of_the_cast(made_once: float) -> None:
    assert timezone.now() == MOMENT == factories.NOW
    assert date.today() == factories.TODAY
    time.sleep(0.01)
    assert time.time() == made_once == MOMENT.timestamp()


def test_durations_are_measured_all_the_same() -> None:
    before = time.monotonic(), time.perf_counter()
    time.sleep(0.01)
    assert time.monotonic() > before[0] and time.perf_counter() > before[1]


@pytest.mark.real_clock("It shows that the marker hands out the machine's own clock.")
def test_the_marker_hands_out_the_real_clock() -> None:
    before = timezone.now()
    time.sleep(0.01)
    assert MOMENT < before < timezone.now()


@pytest.mark.real_clock("It reckons how far the machine's clock is from another date.")
def test_another_date_reaches_every_python_that_a_test_starts() -> None:
    moment = datetime(2028, 2, 29, 10)
    answer = subprocess.run(
        [sys.executable, "-c", "import datetime; print(datetime.datetime.now())"],
        env={**os.environ, **as_on(moment)},
        capture_output=True,
        text=True,
    )
    assert answer.stdout.startswith("2028-02-29"), answer.stderr


def test_and_afterwards_it_stands_still_again(made_once: float) -> None:
    assert time.time() == made_once
