"""A workbook keeps what it was given: dates as dates, text as text, and nothing that runs."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from documents.xlsx import LONGEST, Sheet, write

HOSTILE = ["=1+1", "+44", "-1", "@x", "{=1}", "https://elsewhere.example/", "\t=1", "0012", "<b>&"]


def written(*rows):
    out = io.BytesIO()
    write(out, [Sheet("One", (("A", 10), ("B", 20)), rows)], title="Title")
    out.seek(0)
    return out


@pytest.mark.parametrize("cell", HOSTILE)
def test_text_stays_text(cell):
    out = written((cell, "b"))
    archive = zipfile.ZipFile(out)
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<f " not in sheet and "hyperlink" not in sheet
    out.seek(0)
    assert CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python()[1] == [cell, "b"]


def test_days_are_days_and_numbers_numbers():
    rows = CalamineWorkbook.from_filelike(written((date(2018, 5, 16), 7))).get_sheet_by_index(0)
    assert rows.to_python()[1] == [date(2018, 5, 16), 7.0]


def test_an_empty_sheet_and_an_endless_cell_are_no_trouble():
    assert CalamineWorkbook.from_filelike(written()).get_sheet_by_index(0).to_python() == [
        ["A", "B"]
    ]
    rows = CalamineWorkbook.from_filelike(written(("x" * 40_000, None))).get_sheet_by_index(0)
    assert len(rows.to_python()[1][0]) == LONGEST
