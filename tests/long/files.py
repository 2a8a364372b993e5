"""Files made to do harm: every one at its door, and the honest ones of real size."""

from __future__ import annotations

import csv
import gc
import io
import time

import pytest

from documents import sheets
from schools import gias, gias_file
from tests.documents.doors import answer_of, hold, peak
from tests.documents.hostile_files import CASES

# What a list of rows within the bounds may take here: 500,000 cells and 10 million letters.
MOST_MEGABYTES = 150


@pytest.mark.parametrize("name", CASES)
def test_it_does_nothing(name, tally):
    one = CASES[name]
    data = one.build()
    gc.collect()
    before = peak(again=True)
    began = time.monotonic()
    answer = answer_of(one.door, data)
    took, grew = time.monotonic() - began, peak() - before
    kept = 2 * len(data) / 1e6  # what is sent is held once by the form and once by its file
    print(
        f"{took:6.2f} s {grew:6.1f} MB  {name}: {answer if isinstance(answer, str) else len(answer)}"
    )
    hold(one, answer)
    assert took < 90
    assert grew < (20 if isinstance(answer, str) else MOST_MEGABYTES) + kept
    if name not in tally.done:
        tally.add(hostile_files=1)
        tally.finish(name)


def workbook(rows: int, columns: int) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for row in range(rows):
        for column in range(columns):
            sheet.write_string(row, column, f"Row {row} of {column}")
    book.close()
    return file.getvalue()


def text(rows: int, columns: int) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([f"Row {n} of {c}" for c in range(columns)] for n in range(rows))
    return file.getvalue().encode()


@pytest.mark.parametrize("made", [workbook, text])
def test_a_register_of_20_000_rows_is_read(made, tally):
    data = made(20_000, 8)
    began = time.monotonic()
    assert len(sheets.read(data)) == 20_000
    tally.add(
        **{
            f"milliseconds_for_20000_rows_of_{made.__name__}": int(
                (time.monotonic() - began) * 1000
            )
        }
    )


def test_the_departments_file_is_read(tmp_path, tally):
    """50,000 rows of 60 columns, 60 MB: as large as it is today, closed schools included."""
    path = tmp_path / "edubasealldata.csv"
    names = [*sorted(gias.USED), *(f"Column {n}" for n in range(60 - len(gias.USED)))]
    with path.open("w", encoding="cp1252", newline="") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(names)
        for n in range(50_000):
            row = dict.fromkeys(names, "Not applicable, it is")
            row |= {"URN": str(100_000 + n), "EstablishmentName": f"School {n} – Zoë"}
            row |= {"EstablishmentStatus (code)": "1", "Trusts (code)": str(2000 + n % 900)}
            rows.writerow(row.values())
    size = path.stat().st_size
    assert 55e6 < size < gias_file.MOST_BYTES
    for wanted, number in ((gias.Wanted(trust_uid="2007"), 56), (gias.Wanted(every=True), 50_000)):
        began = time.monotonic()
        with path.open("rb") as file:
            assert sum(1 for _ in gias_file.wanted_rows(file, path.name, wanted)) == number
        tally.add(**{f"milliseconds_for_{number}_schools": int((time.monotonic() - began) * 1000)})
