"""A test of what a migration does to rows stands with those that go when the migration goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.services import ROOT

NAMES_ONE = re.compile(r"\w+\.migrations\.\d{4}_\w+")
STEPS = ROOT / "tests" / "upgrades" / "steps"


def elsewhere(files: Iterator[Path]) -> list[str]:
    return [
        str(path.relative_to(ROOT))
        for path in files
        if not path.is_relative_to(STEPS) and NAMES_ONE.search(path.read_text())
    ]


def test_no_other_test_names_a_migration() -> None:
    assert elsewhere((ROOT / "tests").rglob("*.py")) == []


def test_one_that_does_is_found(monkeypatch) -> None:
    planted = ROOT / "tests" / "people" / "test_planted.py"
    words = "import_module('people." + "migrations.0004_names')"
    monkeypatch.setattr(Path, "read_text", lambda path: words)
    assert elsewhere(iter([planted, STEPS / "test_planted.py"])) == ["tests/people/test_planted.py"]
