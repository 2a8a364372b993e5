"""Spreadsheets open it, and none of its cells runs."""

from __future__ import annotations

import csv
import io

import pytest

from documents.csv import guarded, render


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SSchoolPE", "\t=1", "\r=1", " =1", "＝1"])
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Ashdown", "a=b", "16 May 2018", ""])
def test_all_else_stays_as_it_is(cell):
    assert guarded(cell) == cell


def test_the_file_has_its_mark_and_line_ends_and_keeps_every_cell():
    cells = ['Say "no"', "two\nlines", "a,b", "Ysgol Tŷ"]
    content = render(["A", "B", "C", "D"], [cells])
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == 2
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1] == cells
