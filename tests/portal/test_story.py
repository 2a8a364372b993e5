"""The demo's story holds on any day and at any hour, and its sentences stay true."""

from __future__ import annotations

import ast
import os
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from audit import trail
from audit.events import Event
from demo.story import moments
from tests.cast import Cast
from tests.portal.moments import FEW, faults_at, in_turn, moment, random_moments, untruths
from verify.models import PrivacyNotice

STORY = Path(moments.__file__).parent
SEED = int(os.environ.get("STORY_SEED") or random.randrange(10**9))
# Words that are true on one day only. What somebody tells names a day instead.
PASSING = re.compile(
    r"\b(today|tonight|tomorrow|yesterday|at the moment|recently|(this|last|next) "
    r"(morning|afternoon|evening|night|week|weekend|month|term|year|\w+day)|on \w+day)\b",
    re.IGNORECASE,
)

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="told once, on SQLite")


@on_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("text", FEW)
def test_it_holds_at(text: str) -> None:
    """Everybody's Home at four of these moments; `bin/long story` looks at all of them at every one."""
    assert faults_at(moment(text), in_turn(FEW.index(text))) == []


@on_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("number", range(3))
def test_it_holds_at_a_random_moment(number: int) -> None:
    at = random_moments(SEED, number + 1)[number]
    print(f"STORY_SEED={SEED}: {at:%A %Y-%m-%d %H:%M}")
    assert faults_at(at, in_turn(number)) == []


# ---- These checks themselves -------------------------------------------------------------------

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def found(at: datetime = NOW) -> list[str]:
    return untruths(at.date(), at)


@pytest.mark.django_db
def test_an_event_after_now_is_found(cast: Cast) -> None:
    record(cast, NOW + timedelta(minutes=1))
    assert "after now" in found()[0]


@pytest.mark.django_db
def test_an_event_before_the_one_it_follows_is_found(cast: Cast) -> None:
    record(cast, NOW)
    record(cast, NOW - timedelta(hours=1))
    assert "stands after" in found()[0]


@pytest.mark.django_db
def test_a_day_after_the_moment_that_records_it_is_found(cast: Cast) -> None:
    record(cast, NOW - timedelta(days=3), last_post_on="2026-11-18")
    assert "last_post_on 2026-11-18" in found()[0]


@pytest.mark.django_db
def test_a_row_that_tells_of_a_day_after_it_was_written_is_found(cast: Cast) -> None:
    at = NOW - timedelta(days=3)
    PrivacyNotice.objects.create(
        school=cast.school,
        published_on=(at + timedelta(days=1)).date(),
        version="4",
        fingerprint="",
        accounts=[],
        by=cast.head,
        at=at,
    )
    assert "published_on 2026-11-18 is after at" in found()[0]


def record(cast: Cast, at: datetime, **data: str) -> None:
    trail.record(Event.LAST_POST_CHECKED, by=cast.head, at=at, record=cast.school, data=data)


def test_a_strand_that_turns_back_is_refused() -> None:
    def turns_back() -> moments.Strand:
        yield NOW
        yield NOW - timedelta(minutes=1)

    with pytest.raises(moments.OutOfOrder):
        moments.tell_in_order([turns_back()], now=NOW)


def test_a_strand_that_runs_ahead_is_refused() -> None:
    def runs_ahead() -> moments.Strand:
        yield NOW + timedelta(minutes=1)

    with pytest.raises(moments.OutOfOrder):
        moments.tell_in_order([runs_ahead()], now=NOW)


# ---- What it says ------------------------------------------------------------------------------


def test_no_sentence_is_true_on_one_day_only() -> None:
    assert [text for text in sentences() if PASSING.search(text)] == []


@pytest.mark.parametrize(
    "text", ["about 9pm last night", "Reviewed again on Monday", "seen this morning", "Tomorrow."]
)
def test_a_sentence_that_passes_is_found(text: str) -> None:
    assert PASSING.search(text)


def sentences() -> Iterator[str]:
    """Every text of the story, without the explanations in the code."""
    for path in sorted(STORY.glob("*.py")):
        tree = ast.parse(path.read_text())
        said = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if has_words(node)}
        for node in ast.walk(tree):
            value = getattr(node, "value", None)
            if isinstance(value, str) and value not in said:
                yield value


def has_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
