"""One register, four forms: the same rows in each, cell by cell."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from accounts_registry.entry.actions import channels
from accounts_registry.life import actions as life
from tests.accounts_registry.builders import add, platform
from tests.accounts_registry.two_years import accepted
from tests.factories import NOW, TODAY
from tests.reports.making import made, words_of

COLUMNS = ("school", "platform", "account_name", "master", "posters", "opened", "closed")


@pytest.fixture
def register(cast):
    """Open, paused, closed, unconfirmed, failing, paused and failing; hostile names, and no opening date."""
    paused = add(cast)
    accepted(paused, cast.head, "2026-11-20")
    life.pause(channel=paused, reason="Away", by=cast.head, at=NOW)
    failed = add(cast, account_name="@PausedAndFailing")
    accepted(failed, cast.head, "2026-11-20", limited=False)
    life.pause(channel=failed, reason="Away", by=cast.head, at=NOW)
    add(cast, account_name='=HYPERLINK("x")', poster_posts=["DHT", "SBO"], date_opened=None)
    add(
        cast,
        account_name="@Old-one",
        date_opened=date(2020, 1, 1),
        date_closed=date(2023, 7, 21),
    )
    failing = add(
        cast,
        by=cast.admin,
        school=cast.other_school,
        platform=platform("facebook"),
        account_name="Marehay & <b>Primary</b>",
        master_post="Headteacher",
        poster_posts=["+44 post"],
        date_opened=date(2023, 1, 16),
    )
    accepted(failing, cast.other_head, "2026-11-20", limited=False)


def from_csv(export):
    text = export.file.read().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    return [[cell.removeprefix("'") for cell in line[:8]] for line in lines[1:] if len(line) == 10]


def from_xlsx(export):
    book = CalamineWorkbook.from_filelike(io.BytesIO(export.file.read()))
    header, *lines = book.get_sheet_by_name("Register").to_python()
    assert header[0] == "School"
    return [[short(cell) for cell in line[:8]] for line in lines]


def short(cell):
    return f"{cell:%-d %b %Y}" if isinstance(cell, date) else str(cell)


def from_json(export):
    return [
        [
            row["school"],
            row["platform"],
            row["account_name"],
            row["master"],
            ", ".join(row["posters"]),
            short(date.fromisoformat(row["opened"])) if row["opened"] else "Not recorded",
            short(date.fromisoformat(row["closed"])) if row["closed"] else "Open",
            ", ".join(filter(None, ("paused" if row["paused"] else "", remark(row["official"])))),
        ]
        for row in json.loads(export.file.read())["rows"]
    ]


def remark(official):
    return {
        "not_confirmed": "not yet confirmed",
        "not_official": "does not meet the 3 tests of an official account",
    }.get(official, "")


@pytest.mark.clause("Q-5.3-16")
@pytest.mark.parametrize("options", [{}, {"closed": False}, {"names": True}])
@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), date(2022, 1, 1)])
def test_every_form_has_the_same_rows(cast, register, weasyprint, options, day):
    about = {"school": None, "by": cast.admin, "as_at": day, **options}
    sheet, book, data, paper = (
        made(cast, f"register_{form}", **about) for form in ("csv", "xlsx", "json", "pdf")
    )
    rows = from_csv(sheet)
    assert rows == from_xlsx(book) == from_json(data)
    if day == TODAY:
        assert "paused, does not meet the 3 tests of an official account" in {
            row[7] for row in rows
        }
    assert len({one.fingerprint for one in (sheet, book, data, paper)}) == 1
    assert {one.row_count for one in (sheet, book, data, paper)} == {len(rows)}
    assert_on_paper(paper, rows)


def assert_on_paper(paper, rows):
    """Words wrap in a cell, so each row is looked for by its words, school by school and in order."""
    pages = words_of(paper)
    bare = "".join(pages.split())
    for row in rows:
        for cell in row:
            shown = cell.removeprefix("paused").removeprefix(", ")
            assert all(word in pages or word in bare for word in shown.split()), (cell, pages)
    assert pages.count("(paused)") == sum(row[7].startswith("paused") for row in rows)
    dates = [row[5] for row in rows if row[5] != "Not recorded"]
    assert [pages.count(day) >= dates.count(day) for day in dates] == [True] * len(dates)
    for ending in ("Open", "21 Jul 2023"):
        counted = sum(row[6] == ending for row in rows)
        assert pages.count(f" {ending}") >= counted


def test_every_form_says_how_it_came_about(cast, register, weasyprint):
    sheet, book, data, paper = (
        made(cast, f"register_{form}", school=None, by=cast.admin, closed=False)
        for form in ("csv", "xlsx", "json", "pdf")
    )
    about = json.loads(data.file.read())["about"]
    assert about["Generated"] == "20 November 2026 at 9am by the portal administrator"
    assert about["Shows"] == "Open channels only, posts, no names"
    assert (about["Rows"], about["Register version"], about["Policy version"]) == (
        4,
        1,
        "None on record",
    )
    text = sheet.file.read().decode()
    below = dict(
        CalamineWorkbook.from_filelike(io.BytesIO(book.file.read()))
        .get_sheet_by_name("About")
        .to_python()[1:]
    )
    for key, said in about.items():
        assert str(said) in text and str(said) == str(below[key]).removesuffix(".0")
    printed = words_of(paper)
    assert "generated 20 November 2026 at 9am by the portal administrator" in printed
    assert "Closed channels are left out of this copy." in printed
    assert f"contents {about['Fingerprint'][:4]} {about['Fingerprint'][4:8]}" in printed


def test_a_spreadsheet_has_real_dates_and_no_formula(cast, register):
    import zipfile

    export = made(cast, "register_xlsx")
    archive = zipfile.ZipFile(io.BytesIO(export.file.read()))
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and 'state="frozen"' in sheet and "autoFilter" in sheet
    book = CalamineWorkbook.from_filelike(io.BytesIO(export.file.open().read()))
    assert book.get_sheet_by_name("Register").to_python()[2][5] == date(2020, 1, 1)


def test_a_change_has_another_fingerprint_and_an_option_has_not(cast, register):
    first = made(cast, "register_csv")
    assert made(cast, "register_json", closed=False).fingerprint == first.fingerprint
    channels.change_details(
        channel=add(cast, account_name="@Another"), account_name="@Newer", by=cast.office, at=NOW
    )
    newer = made(cast, "register_csv")
    assert newer.fingerprint != first.fingerprint
    assert (first.version, newer.version) == (1, 2)
