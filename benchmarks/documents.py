"""Appendix 1 and its spreadsheets: how they grow with their rows, and what a warm worker and kept pieces save."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.template.loader import render_to_string

from accounts_registry.appendix1 import register_rows
from accounts_registry.appendix1.register_rows import RegisterRow
from accounts_registry.models import Channel
from benchmarks.measure import Ratio, in_turn, ratio, seconds
from benchmarks.world import AT, ON
from documents import csv, merged_pdf, pdf
from documents.models import Export, Fragment
from people.models import User
from reports import appendix1_pdf, sheets
from reports.appendix1 import Paper
from reports.orders import Order
from schools.models import School, Trust

SETUP = "import django; django.setup(); from benchmarks import documents; documents."
TO_A_SCHOOL = 20
BODY = re.compile(r"<body>(.*)</body>", re.S)


def paper(rows: int, changed: str = "") -> Paper:
    """Appendix 1 with that many rows, 20 to a school; `changed` goes into the first row of all."""
    trust = Trust.objects.get(short_name="measured")
    number = max(1, rows // TO_A_SCHOOL)
    schools = [School(name=f"School {n:04d}", trust=trust) for n in range(number)]
    return Paper(
        trust=trust,
        school=None,
        rows=[
            row(schools[n // TO_A_SCHOOL % number], n, "" if n else changed) for n in range(rows)
        ],
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


def row(school: School, n: int, changed: str) -> RegisterRow:
    return RegisterRow(
        school=school.name,
        platform="X (formerly Twitter)",
        account_name=f"@account{n:05d}{changed}",
        master="Business manager",
        posters=("Head of humanities", "Teacher of history"),
        opened=date(2018, 5, 16),
        closed=None,
        paused=False,
        official="official",
        reference=f"CH{n:04d}",
        url="",
    )


def order() -> Order:
    trust, officer = (
        Trust.objects.get(short_name="measured"),
        User.objects.get(email="officer@measured.example"),
    )
    export = Export.objects.create(
        kind="register_pdf", asked_by=officer, asked_at=AT, trust_id=trust.pk
    )
    return Order(export, officer, trust, None, ON, AT)


def pieces(rows: int, changed: str = "") -> int:
    """As the portal makes it: piece by piece, kept and joined. Returns the pages."""
    said, asked = paper(rows, changed), order()
    asked.begin(1 + len(said.sections))
    out = io.BytesIO()
    return merged_pdf.merge(
        appendix1_pdf.pieces(asked, said, {}), out, footer=appendix1_pdf.footer(said)
    )


def anew(rows: int) -> None:
    """The same with nothing kept."""
    Fragment.objects.all().delete()
    pieces(rows)


def single(rows: int) -> int:
    """The yardstick: all of it as one document, rendered at once. Returns its size."""
    said = paper(rows)
    pages = [render_to_string(appendix1_pdf.COVER, {"paper": said})]
    for section in said.sections:
        context = {"school": section.name, "rows": section.rows, "widths": appendix1_pdf.WIDTHS}
        pages.append(render_to_string(appendix1_pdf.SCHOOL, context))
    body = "".join(BODY.findall(page)[0] for page in pages)
    from weasyprint import HTML

    html = pages[0].replace(BODY.findall(pages[0])[0], body)
    with pdf._calm():
        made = HTML(string=html, base_url="portal:", url_fetcher=pdf._fetcher()).write_pdf(
            stylesheets=[pdf._stylesheet(appendix1_pdf.STYLESHEET)],
            font_config=pdf._fonts(),
            pdf_variant="pdf/ua-1",
            pdf_tags=True,
        )
    return len(made)


def pdfs() -> Iterator[Ratio]:
    """First in processes of their own, which tell what each size costs; then in this one, warm."""
    anew(20)
    ours = {rows: point(f"anew({rows})") for rows in (2_000, 10_000)}
    yield ratio(
        "PDF of 10,000 rows against 2,000, fivefold rows",
        [ours[10_000].seconds / ours[2_000].seconds],
        at_most=5.5,
    )
    for rows, most in ((10_000, 0.25), (2_000, 0.5)):
        yield ratio(
            f"Peak memory of a PDF of {rows:,} rows against one document, tagged",
            [ours[rows].peak / point(f"single({rows})").peak],
            at_most=most,
        )
    yield from changed()
    yield from small()


def changed() -> Iterator[Ratio]:
    all_anew = seconds(lambda: anew(2_000))
    after = [seconds(lambda n=n: pieces(2_000, f"x{n}")) / all_anew for n in range(5)]
    yield ratio("PDF after one of 100 schools has changed, against all anew", after, at_most=0.1)


def small() -> Iterator[Ratio]:
    cold = min(cold_seconds() for _ in range(3))
    anew(20)
    for what, work, most in (
        ("its school as it was", pieces, 0.15),
        ("its school changed", anew, 0.25),
    ):
        yield ratio(
            f"PDF of 20 rows in the warm worker, {what}, against a cold process",
            [seconds(lambda work=work: work(20)) / cold for _ in range(7)],
            at_most=most,
        )


def spreadsheets() -> Iterator[Ratio]:
    """Every channel of the trust as CSV, beside a loop over model instances."""
    asked = order()

    def ours() -> int:
        asked.__dict__.pop("register", None), asked.__dict__.pop("printed", None)
        asked.__dict__.pop("rows", None)
        out = io.BytesIO()
        csv.write(out, [name for name, _ in sheets.COLUMNS], sheets.csv_lines(asked, []))
        return out.getvalue().count(b"\r\n")

    assert ours() == naive()
    yield ratio(
        "CSV of 10,000 channels, times faster than a loop over rows",
        in_turn(ours, naive, rounds=5),
        at_least=8,
    )


def naive() -> int:
    """As anybody would write it: the rows with their people fetched along, and posts looked up as they come."""
    rows = Channel.objects.on_register().select_related("platform", "school", "trust")
    people = rows.prefetch_related("people__post", "people__person").order_by("account_name")
    lines = [
        (
            str(one.school or one.trust),
            one.platform_name,
            one.account_name,
            *(
                ", ".join(
                    str(part.post or part.person)
                    for part in one.people.all()
                    if part.part == kind and part.start_date <= ON
                )
                for kind in ("master", "poster")
            ),
            register_rows.short(one.date_opened) if one.date_opened else "",
            register_rows.short(one.date_closed) if one.date_closed else "Open",
            one.official,
            one.reference,
            one.url,
        )
        for one in people.iterator(100)
    ]
    return csv.render([name for name, _ in sheets.COLUMNS], lines).count(b"\r\n")


def cold_seconds() -> float:
    """Processor time of a process that starts, loads WeasyPrint, makes one small PDF and ends."""
    before = os.times()
    subprocess.run([sys.executable, "-c", f"{SETUP}anew(20)"], check=True)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


class Point(NamedTuple):
    """Processor time of the work alone, and the most memory of its whole process, in kilobytes."""

    seconds: float
    peak: int


def point(work: str) -> Point:
    """What this costs in a process of its own that has loaded everything before."""
    script = (
        f"{SETUP}anew(20); took = documents.seconds(lambda: documents.{work}); import resource; "
        "print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    took, peak = done.stdout.split()[-2:]
    return Point(float(took), int(peak))
