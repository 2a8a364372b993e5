"""An uploaded sheet as judged rows: read by what its columns mean, then held against the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from documents.sheets import SheetLine
from people.models import Post, User
from platforms.models import Platform
from register_imports.models import RegisterImport
from register_imports.reading import columns, matches, report, warnings
from register_imports.reading.columns import Layout
from register_imports.reading.outcomes import RowOutcome
from register_imports.reading.row import SheetRow
from register_imports.reading.sheet_rows import Reader
from schools.models import SchoolAddress


def lines_of(upload: RegisterImport) -> list[SheetLine]:
    return [SheetLine(number, cells) for number, cells in upload.lines]


def layout_of(upload: RegisterImport) -> Layout:
    return Layout(upload.first_row, dict(upload.columns))


def guess(lines: Sequence[SheetLine]) -> Layout:
    """The layout of a sheet as it seems to be."""
    platforms = Platform.objects.current()
    names = [name for one in platforms for name in (one.name, one.code, *one.aliases)]
    return columns.guess(lines, names)


def problems(upload: RegisterImport) -> list[str]:
    """What is still to choose about the columns."""
    return columns.problems(upload.columns, needs_school=upload.school_id is None)


def read(upload: RegisterImport, *, on: date) -> list[SheetRow]:
    """Every row by itself; not yet held against the register."""
    reader = Reader(
        platforms=list(Platform.objects.current()),
        places=places(upload),
        default_place=upload.school,
        known_posts=_known_posts(upload),
        on=on,
    )
    return reader.rows(lines_of(upload), layout_of(upload), upload.fixes)


class Judged(NamedTuple):
    """Every row with what would become of it, and the posts that would be added for them."""

    rows: list[SheetRow]
    new_posts: list[tuple[Any, str]]

    def of(self, outcome: str) -> list[SheetRow]:
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def counts(self) -> report.Counts:
        return report.counts(self.rows)


def judged(upload: RegisterImport, *, by: User, on: date) -> Judged:
    """Every row held against the register, in a fixed number of questions for each piece."""
    rows = read(upload, on=on)
    leave = matches.Leave.of(by, on)
    posts: dict[Any, tuple[Any, str]] = {}
    for piece in matches.in_pieces(rows):
        known = matches.match(piece, trust=upload.trust, leave=leave, on=on)
        posts |= report.new_posts(piece, known)
        warnings.warn(piece, upload.trust)
    return Judged(rows, list(posts.values()))


def wrong(upload: RegisterImport, *, by: User, on: date) -> list[tuple[int, str]]:
    """The numbers of the rows that need fixing, and why."""
    rows = judged(upload, by=by, on=on).of(RowOutcome.FIX)
    return [(row.number, ". ".join(problem.says for problem in row.problems)) for row in rows]


def places(upload: RegisterImport) -> dict[str, Any]:
    """The schools of the trust by name, URN and every address they have had; the trust itself by name."""
    found: dict[str, Any] = {upload.trust.name.casefold(): upload.trust}
    schools = {school.pk: school for school in upload.trust.schools.open()}
    addresses = SchoolAddress.objects.filter(school__in=schools).values_list("slug", "school_id")
    found |= {slug: schools[school_id] for slug, school_id in addresses}
    for school in schools.values():
        # Read later without another question.
        school.trust = upload.trust
        found |= {school.slug: school, school.name.casefold(): school}
        if school.urn:
            found[school.urn] = school
    return found


def _known_posts(upload: RegisterImport) -> frozenset[str]:
    titles = Post.objects.filter(trust=upload.trust, active=True).values_list("title", flat=True)
    return frozenset(title.casefold() for title in titles)
