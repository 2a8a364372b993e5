"""Spreadsheets open it, and none of its cells runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.csv import BEGINS_A_FORMULA, guarded, render


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


@settings(max_examples=5000, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("=+-@\t\r\n \"',;＝＋－＠ab1"), max_size=12)
    | st.text(max_size=20)
)
def test_no_cell_whatever_begins_what_a_spreadsheet_runs(cell):
    """And it reads back as it was, but for the apostrophe."""
    content = render(["A", "B"], [[cell, "end"]])
    (back, end) = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1]
    assert end == "end" and back.removeprefix("'") == cell.removeprefix("'")
    assert not back.lstrip(" ").startswith(BEGINS_A_FORMULA)
