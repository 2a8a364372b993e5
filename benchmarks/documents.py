"""Appendix 1: how its time grows with its rows, and what a warm worker saves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

from accounts_registry.register import RegisterRow
from benchmarks.measure import Ratio, ratio, seconds
from benchmarks.world import AT, ON
from documents import pdf
from reports.appendix1 import Paper
from schools.models import School, Trust

COLD = "import django; django.setup(); from benchmarks import documents; documents.render(20)"


def paper(rows: int) -> Paper:
    """Appendix 1 with that many rows, 20 to a school."""
    trust = Trust.objects.get(short_name="measured")
    schools = [School(name=f"School {n:04d}", trust=trust) for n in range(max(1, rows // 20))]
    return Paper(
        trust=trust,
        school=None,
        rows=[row(schools[n // 20 % len(schools)], n) for n in range(rows)],
        as_at=ON,
        generated_at=AT,
        by="trust officer",
        fingerprint="0" * 64,
        version=1,
        replaces=None,
        policy=None,
        keeper="Business manager",
        has_public_list=True,
        schools=schools,
    )


def row(school: School, n: int) -> RegisterRow:
    return RegisterRow(
        school=school.name,
        platform="X (formerly Twitter)",
        account_name=f"@account{n:05d}",
        master="Business manager",
        posters=("Head of humanities", "Teacher of history"),
        opened=date(2018, 5, 16),
        closed=None,
        paused=False,
        official="official",
        reference=f"CH{n:04d}",
        url="",
    )


def render(rows: int) -> bytes:
    return pdf.render(
        "documents/appendix1.html", {"paper": paper(rows)}, stylesheet="documents/appendix1.css"
    )


def pdfs() -> Iterator[Ratio]:
    render(20)
    times = {
        rows: min(seconds(lambda rows=rows: render(rows)) for _ in range(2))
        for rows in (200, 2_000)
    }
    yield ratio(
        "PDF of 2,000 rows against 200, tenfold rows", [times[2_000] / times[200]], at_most=12
    )
    warm = sorted(seconds(lambda: render(20)) for _ in range(7))
    cold = min(cold_seconds() for _ in range(3))
    yield ratio(
        "PDF of 20 rows in the warm worker against a cold process",
        [one / cold for one in warm],
        at_most=0.15,
    )


def cold_seconds() -> float:
    """Processor time of a process that starts, loads WeasyPrint, makes one small PDF and ends."""
    before = os.times()
    subprocess.run([sys.executable, "-c", COLD], check=True)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
