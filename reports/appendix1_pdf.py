"""Appendix 1 as a tagged PDF, put together from pieces: a first page, a piece for each school, and perhaps an annex.

A school's pieces are kept: a register of which one school has changed makes that school's piece
alone, and joins it with the others as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from accounts_registry.api import Need, RegisterRow, licences
from accounts_registry.api import as_at as past
from documents import actions as documents
from documents import fragments, merged_pdf, pdf
from documents.footers import DIGITS, Footer
from documents.merged_pdf import Piece
from reports.appendix1 import Paper, paper_of
from reports.orders import STYLESHEET, Built, Order, blank_file
from reports.wording import css_text

COVER, SCHOOL, ANNEX, FOOT = (
    "documents/appendix1.html",
    "documents/appendix1_school.html",
    "documents/appendix1_annex.html",
    "documents/appendix1_foot.html",
)
RIGHT, BASELINE = 841.89 - 45.35, 22.3  # points: 16 mm from the right edge, and up from the lower
MANY = 200  # channels asked about at once
WIDTHS = (16, 22, 17, 25, 10, 10)
WIDTHS_WITH_LINK = (13, 18, 14, 18, 19, 9, 9)


def appendix_1(order: Order) -> Built:
    """The file, and what it was made of."""
    paper = paper_of(order)
    annex = _gaps(order) if order.options.annex else {}
    order.begin(1 + len(paper.sections) + len(annex))
    out = blank_file()
    merged_pdf.merge(pieces(order, paper, annex), out, footer=footer(paper))
    return order.built(out)


def pieces(order: Order, paper: Paper, annex: Mapping[str, Sequence[Any]]) -> Iterator[Piece]:
    """The parts of the document in their order, each told to whoever waits."""
    yield cover(paper)
    documents.piece_made(export=order.export)
    for section in paper.sections:
        yield school_piece(paper, section.name, section.rows, order)
        documents.piece_made(export=order.export)
    for name, gaps in annex.items():
        yield annex_piece(paper, name, gaps, order)
        documents.piece_made(export=order.export)


def cover(paper: Paper) -> Piece:
    """Page 1: made anew each time, because it says when."""
    content = pdf.render(COVER, {"paper": paper}, stylesheet=STYLESHEET)
    return Piece("Official social media channels", merged_pdf.prepared(content, prefix="cover"))


def school_piece(paper: Paper, name: str, rows: Sequence[RegisterRow], order: Order) -> Piece:
    said = {
        "running": paper.running,
        "school": name,
        "link": paper.options.link,
        "rows": [row.as_data() for row in rows],
    }
    context = {
        "school": name,
        "rows": [row for row in rows if row.is_ours],
        "lost": [row for row in rows if not row.is_ours],
        "link": paper.options.link,
        "widths": WIDTHS_WITH_LINK if paper.options.link else WIDTHS,
        "head": css_text(paper.running),
        "section": css_text(name),
    }
    return Piece(name, _kept(SCHOOL, said, context, order))


def annex_piece(paper: Paper, name: str, gaps: Sequence[Any], order: Order) -> Piece:
    said = {"running": paper.running, "school": name, "gaps": gaps}
    context = {
        "school": name,
        "gaps": gaps,
        "head": css_text(paper.running),
        "section": css_text(f"{name}: internal annex"),
    }
    return Piece(f"Internal annex: {name}", _kept(ANNEX, said, context, order))


def _kept(template: str, said: Any, context: dict[str, Any], order: Order) -> bytes:
    """As it was made before, or made now."""
    key = fragments.key_of(template, STYLESHEET, said)

    def make() -> bytes:
        content = pdf.render(template, context, stylesheet=STYLESHEET)
        return merged_pdf.prepared(content, prefix=key[:12])

    return documents.fragment(key=key, make=make, on=order.today)


def footer(paper: Paper) -> Footer:
    context = {"words": paper.footer, "letters": DIGITS}
    content = pdf.render(FOOT, context, stylesheet=STYLESHEET, tagged=False)
    return Footer(content, right=RIGHT, baseline=BASELINE)


def _gaps(order: Order) -> dict[str, list[tuple[str, str, list[str]]]]:
    """Per school, what each channel needed that day: (account, platform, sentences)."""
    live = [(pk, row) for pk, row in order.printed if row.closed is None]
    needed: dict[UUID, list[Need]] = {}
    for at in range(0, len(live), MANY):
        ids = [pk for pk, _ in live[at : at + MANY]]
        needed |= past.needs_on(order.as_at, trust=order.trust, only=ids)
    over = licences.lapsed_posters([pk for pk, _ in live], trust=order.trust, on=order.as_at)
    told = [
        (
            row.school,
            (
                row.account_name,
                row.platform,
                [*over.get(pk, []), *(need.text for need in needed.get(pk, []))],
            ),
        )
        for pk, row in live
    ]
    return {
        school: [gaps for _, gaps in group] for school, group in groupby(told, lambda one: one[0])
    }
