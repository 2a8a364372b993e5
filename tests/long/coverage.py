"""Branches that the whole suite takes on SQLite, subprocesses included, migrations left out: at least 95 of 100. Four runs at a commit."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from coverage import Coverage

from tests import services
from tests.everything import processes, run
from tests.long.tally import FOLDER, Tally, commit

LEAST = 95  # of 100 branches
LOW = 90  # a module below it is named
BUNDLES = 4
DATA = FOLDER / "coverage"
RULES = f"""
[run]
branch = true
parallel = true
sigterm = true
source = {services.ROOT}
data_file = {DATA}/branches
disable_warnings = no-data-collected, no-sysmon, couldnt-parse
omit =
    */migrations/*
    {services.ROOT}/tests/*
    {services.ROOT}/benchmarks/*
    {services.ROOT}/var/*
    {services.ROOT}/.venv/*
    {services.ROOT}/node_modules/*
[report]
exclude_also =
    if TYPE_CHECKING:
    @overload
"""


def bundles() -> list[list[str]]:
    """The folders of the suite in four heaps of about the same length."""
    heaps: list[tuple[int, list[str]]] = [(0, []) for _ in range(BUNDLES)]
    folders = {path.parent for path in (services.ROOT / "tests").glob("*/**/test_*.py")}
    tops = sorted({folder.relative_to(services.ROOT).parts[1] for folder in folders} - {"long"})
    for top in sorted(tops, key=_lines, reverse=True):
        length, names = heaps.pop(0)
        heaps = sorted([*heaps, (length + _lines(top), [*names, f"tests/{top}"])])
    return sorted(names for _, names in heaps)


def _lines(top: str) -> int:
    files = (services.ROOT / "tests" / top).rglob("*.py")
    return sum(len(file.read_text().splitlines()) for file in files)


def environment(rules: Path) -> dict[str, str]:
    found = [str(services.ROOT / "tests" / "covered"), os.environ.get("PYTHONPATH", "")]
    path = os.pathsep.join(filter(None, found))
    return {**os.environ, "COVERAGE_PROCESS_START": str(rules), "PYTHONPATH": path}


def test_the_suite_takes_the_branches(tally: Tally) -> None:
    """A heap to a run, each counted once; what other code than today's took is thrown away."""
    now = commit()
    if not any(case.startswith(now) for case in tally.done):
        shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True, exist_ok=True)
    rules = DATA / "rules.ini"
    rules.write_text(RULES)
    left = [heap for heap in bundles() if case_of(now, heap) not in tally.done]
    if left:
        assert run(["-q", *processes(), *left[0]], environment(rules)) == 0
        tally.finish(case_of(now, left[0]))
    if left[1:]:
        pytest.skip(f"{len(left) - 1} of {BUNDLES} heaps are left: start it again")
    figures = counted(rules)
    name_the_low(figures["files"])
    totals = figures["totals"]
    share = 100 * totals["covered_branches"] / totals["num_branches"]
    print(f"{share:.2f} % of {totals['num_branches']:,} branches at {now}")
    assert share >= LEAST


def case_of(now: str, heap: list[str]) -> str:
    return f"{now} {' '.join(heap)}"


def counted(rules: Path) -> dict:
    """All that was taken, put together; the single files stay, so that it can be asked again."""
    whole = Coverage(config_file=str(rules), data_file=str(DATA / "whole"), data_suffix=False)
    whole.combine([str(path) for path in DATA.glob("branches.*")], keep=True)
    whole.save()
    whole.json_report(outfile=str(DATA / "figures.json"))
    return json.loads((DATA / "figures.json").read_text())


def name_the_low(files: dict[str, dict]) -> None:
    """Modules of which fewer than 90 of 100 branches are taken, the lowest first."""
    low = [
        (100 * found["summary"]["covered_branches"] / found["summary"]["num_branches"], name)
        for name, found in files.items()
        if found["summary"]["num_branches"]
    ]
    print(*(f"{share:5.1f} % {name}" for share, name in sorted(low) if share < LOW), sep="\n")
