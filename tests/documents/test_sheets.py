"""Files people send, as rows of text: the honest ones in many forms, the others answered with a sentence."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import csv, packed_sheets, sheets, tables
from documents.refusals import Refused
from tests.register_imports.sheets import ods, xlsx, zipped

ROWS = [["Platform", "Account", "Opened"], ["X", "@Ashdown", "16/5/18"]]
TEXT = "Platform,Account,Opened\nX,@Ashdown,16/5/18\n"
NAMES = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cells(data: bytes) -> list[list[str]]:
    return [line.cells for line in sheets.read(data)]


def here(data: bytes) -> list[sheets.SheetLine]:
    """As `sheets.read`, without the process of its own; tests/documents/test_hostile_files.py has the whole way."""
    try:
        return [sheets.SheetLine(*line) for line in tables.lines(io.BytesIO(data))]
    except Refused as refusal:
        raise sheets.Unreadable(sheets.SAYS[refusal.why].format(**refusal.about)) from None


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def changed(data: bytes, **parts: bytes | str | None) -> bytes:
    """The same pack with other parts; None takes one away."""
    names = {
        "sheet": "xl/worksheets/sheet1.xml",
        "book": "xl/workbook.xml",
        "rels": packed_sheets.PARTS,
    }
    kept = parts_of(data)
    for short, content in parts.items():
        name = names.get(short, short)
        if content is None:
            kept.pop(name)
        else:
            kept[name] = content if isinstance(content, bytes) else content.encode()
    return zipped(kept)  # type: ignore[arg-type]


def sheet_of(rows: str) -> str:
    return f'<worksheet xmlns="{NAMES}"><sheetData>{rows}</sheetData></worksheet>'


HONEST = {
    "utf-8": TEXT.encode(),
    "utf-8 with its mark": TEXT.encode("utf-8-sig"),
    "utf-16": TEXT.encode("utf-16"),
    "utf-16 without its mark": TEXT.encode("utf-16-le"),
    "utf-16, the other way round": TEXT.encode("utf-16-be"),
    "Windows line ends": TEXT.replace("\n", "\r\n").encode(),
    "old Macintosh line ends": TEXT.replace("\n", "\r").encode(),
    "semicolons": TEXT.replace(",", ";").encode(),
    "tabs": TEXT.replace(",", "\t").encode(),
    "bars": TEXT.replace(",", "|").encode(),
    "quotation marks": b'"Platform","Account","Opened"\n"X","@Ashdown","16/5/18"\n',
    "without a last line end": TEXT.strip().encode(),
    "empty columns at the end": TEXT.replace("\n", ",,,\n").encode(),
    "xlsx": xlsx(ROWS),
    "xlsx with an empty first sheet": xlsx([], ROWS),
    "ods": ods(ROWS),
    "ods with the million empty rows that LibreOffice writes": ods(
        ROWS,
        more='<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_every_honest_form_gives_the_same_rows(name: str) -> None:
    assert cells(HONEST[name]) == ROWS


def test_letters_of_windows_are_read() -> None:
    assert cells("Platform,Zoë’s café\n".encode("cp1252")) == [["Platform", "Zoë’s café"]]


def test_excels_own_first_line_names_the_separator_and_counts_as_a_row() -> None:
    assert sheets.read(b"sep=;\r\na;b\r\n1;2\r\n") == [(2, ["a", "b"]), (3, ["1", "2"])]


def test_rows_keep_the_numbers_of_the_sheet() -> None:
    assert [line.number for line in sheets.read(b'a,b\n\n,,\n"1\n2",3\n4,5\n')] == [1, 4, 5]
    assert [line.number for line in sheets.read(xlsx([["a"], [], [], ["b"]]))] == [1, 4]


def test_cells_are_as_they_would_be_typed() -> None:
    made = xlsx(
        [
            [3.0, 3.5, True, datetime.date(2018, 5, 16), datetime.datetime(2018, 5, 16, 9, 30)],
            [" spaces ", "line\nbreak", 1e20, "0123"],
        ]
    )
    assert cells(made) == [
        ["3", "3.5", "Yes", "2018-05-16", "2018-05-16 09:30:00"],
        ["spaces", "line\nbreak", "1e+20", "0123"],
    ]


def test_a_formula_is_its_last_result_and_is_never_worked_out() -> None:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_formula(0, 0, '=HYPERLINK("https://evil.example","X")', None, "X")
    sheet.write_formula(0, 1, "=1+1", None, 2)
    book.close()
    assert cells(file.getvalue()) == [["X", "2"]]


def test_a_cell_merged_downwards_speaks_for_each_row_and_a_title_only_for_itself() -> None:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 2, "Title")
    sheet.merge_range(1, 0, 3, 0, "X")
    for row in (1, 2, 3):
        sheet.write(row, 1, f"@a{row}")
    book.close()
    assert cells(file.getvalue()) == [["Title"], ["X", "@a1"], ["X", "@a2"], ["X", "@a3"]]


def test_hidden_sheets_are_not_read() -> None:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    hidden, shown = book.add_worksheet("a"), book.add_worksheet("b")
    hidden.write(0, 0, "secret")
    shown.write(0, 0, "shown")
    shown.activate()
    shown.set_first_sheet()
    hidden.hide()
    book.close()
    assert cells(file.getvalue()) == [["shown"]]


def lying(data: bytes, size: int) -> bytes:
    """A pack whose directory says that its parts are that small."""
    made = bytearray(data)
    place = made.find(b"PK\x01\x02")
    while place != -1:
        made[place + 24 : place + 28] = struct.pack("<I", size)
        place = made.find(b"PK\x01\x02", place + 4)
    return bytes(made)


def locked(data: bytes) -> bytes:
    """A pack whose parts say that they are encrypted."""
    made = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(mark)
        while place != -1:
            made[place + offset] |= 1
            place = made.find(mark, place + 4)
    return bytes(made)


GOOD = xlsx(ROWS)
BOMB = sheet_of("<row><c><v>1</v></c></row>" + " " * (70 * 1024 * 1024))
FAR = sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
MACRO = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="x/vbaProject" Target="vbaProject.bin"/></Relationships>'
)
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
    + sheet_of("<row><c><v>&c;</v></c></row>")
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is empty"),
    "spaces": (b" \n\t \r\n", "is empty"),
    "only commas": (b",,,\n,,\n", "is empty"),
    "a mark and nothing": ("\ufeff".encode(), "is empty"),
    "an empty workbook": (xlsx([]), "is empty"),
    "an empty ods": (ods([]), "is empty"),
    "too many bytes": (b"a,b\n" * 1_400_000, "smaller than 5MB"),
    "too many rows": (b"a,b\n" * 20_200, "20,000 rows or fewer"),
    "too many rows in an xlsx": (xlsx([["a"]] * 20_100), "20,000 rows or fewer"),
    "too many columns": (b"a," * 300 + b"a\n", "100 columns or fewer"),
    "a pdf": (b"%PDF-1.7\n1 0 obj", "must be a CSV, XLSX or ODS"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "must be a CSV, XLSX or ODS"),
    "a photograph": (b"\xff\xd8\xff\xe0" + bytes(50), "must be a CSV, XLSX or ODS"),
    "a program": (b"MZ\x90\x00" + bytes(200), "must be a CSV, XLSX or ODS"),
    "a program of another system": (b"\x7fELF" + bytes(60), "must be a CSV, XLSX or ODS"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "must be a CSV, XLSX or ODS"),
    "a web page": (b"<!DOCTYPE html><html><script>1</script>", "must be a CSV, XLSX or ODS"),
    "markup of Excel 2003": (b"<?xml version='1.0'?><Workbook/>", "must be a CSV, XLSX or ODS"),
    "rich text": (b"{\\rtf1\\ansi Platform}", "must be a CSV, XLSX or ODS"),
    "noise": (bytes(range(1, 32)) * 100, "must be a CSV, XLSX or ODS"),
    "nothing but noughts": (bytes(100), "CSV|is empty"),
    "an old xls": (OLE, "must be a CSV, XLSX or ODS"),
    "an xlsx with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password protected"),
    "a locked pack": (locked(GOOD), "password protected"),
    "an ods with a password": (
        ods(ROWS, manifest="<manifest><manifest:encryption-data/></manifest>"),
        "password protected",
    ),
    "a pack of letters": (zipped({"word/document.xml": "<w/>"}), "must be a CSV, XLSX or ODS"),
    "a pack of anything": (zipped({"a.csv": TEXT}), "must be a CSV, XLSX or ODS"),
    "a document of another office": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "must be a CSV, XLSX or ODS",
    ),
    "a workbook in binary": (zipped({"xl/workbook.bin": "x"}), "must be a CSV, XLSX or ODS"),
    "two kinds at once": (changed(GOOD, **{"content.xml": "<a/>"}), "must be a CSV, XLSX or ODS"),
    "a workbook with programs": (changed(GOOD, rels=MACRO), "must be a CSV, XLSX or ODS"),
    "half a pack": (GOOD[: len(GOOD) // 2], "is damaged"),
    "a pack's first letters": (b"PK\x03\x04", "is damaged"),
    "a pack with a hole": (GOOD[:400] + bytes(80) + GOOD[480:], "is damaged"),
    "a sheet that is no markup": (changed(GOOD, sheet="not <markup"), "is damaged"),
    "a workbook without its sheets": (changed(GOOD, sheet=None), "is damaged|is empty"),
    "a workbook without its list": (changed(GOOD, rels=None), "is damaged|is empty"),
    "entities within entities": (changed(GOOD, sheet=ENTITIES), "is damaged"),
    "a bomb": (changed(GOOD, sheet=BOMB), "unpacks to more"),
    "a bomb beside the sheet": (
        changed(GOOD, **{"xl/media/a.png": bytes(70_000_000)}),
        "unpacks to more",
    ),
    "a bomb that lies about its size": (
        lying(changed(GOOD, sheet=BOMB), 100),
        "damaged|unpacks to more",
    ),
    "a bomb of parts": (zipped({f"xl/{n}": "" for n in range(2100)}), "unpacks to more"),
    "a cell at the end of the world": (changed(GOOD, sheet=FAR), "rows and 100 columns or fewer"),
    "a cell there, in disguise": (
        changed(GOOD, sheet=FAR.replace('"XFD', '"&#88;FD')),
        "rows and 100 columns or fewer",
    ),
    "a row number that is none": (changed(GOOD, sheet=sheet_of('<row r="x"/>')), "is damaged"),
    "a row number beyond numbers": (
        changed(GOOD, sheet=sheet_of('<row r="99999999999999999999"><c><v>1</v></c></row>')),
        "rows and 100 columns or fewer",
    ),
    "a cell that stands there seventeen billion times": (
        ods(
            ROWS,
            more='<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
            'office:value-type="float" office:value="1" table:number-columns-repeated="16384">'
            "<text:p>1</text:p></table:table-cell></table:table-row>",
        ),
        "rows and 100 columns or fewer",
    ),
    "an ods with a document type": (
        zipped(
            {
                "mimetype": packed_sheets.ODS_TYPE,
                "content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            }
        ),
        "is damaged",
    ),
    "a quotation mark that is never closed": (
        b'a,b\n1,"2\n' + b"3,4\n" * 90,
        "A quotation mark in row 2 is never closed",
    ),
    "a cell without an end": (b'a,b\n1,"' + b"x" * 200_000, "not a CSV that we can read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_every_other_file_is_answered_with_a_sentence(name: str) -> None:
    data, sentence = HOSTILE[name]
    with pytest.raises(sheets.Unreadable, match=sentence):
        here(data)


def test_there_are_many_of_them() -> None:
    assert len(HOSTILE) >= 40


def test_a_bomb_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused while it is unpacked, and what reads spreadsheets never sees it."""
    monkeypatch.setattr(tables, "CalamineWorkbook", None)
    for name in ("a bomb", "a cell at the end of the world", "a bomb of parts"):
        with pytest.raises(sheets.Unreadable):
            here(HOSTILE[name][0])


@given(st.binary(max_size=400))
def test_no_bytes_at_all_break_it(data: bytes) -> None:
    try:
        here(data)
    except sheets.Unreadable as refusal:
        assert refusal.messages[0]


@given(st.binary(max_size=60), st.integers(0, 4000))
def test_no_change_to_a_workbook_breaks_it(piece: bytes, place: int) -> None:
    data = GOOD[:place] + piece + GOOD[place + len(piece) :]
    try:
        here(data)
    except sheets.Unreadable as refusal:
        assert refusal.messages[0]


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), max_size=20)


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=8))
def test_what_we_write_we_read(rows: list[list[str]]) -> None:
    """Our own CSV comes back cell by cell, but for the apostrophe that keeps a cell harmless."""
    read = [line.cells for line in here(csv.render(ROWS[0], rows))]
    expected = [[csv.guarded(cell).strip() for cell in row] for row in rows]
    assert [row + [""] * (3 - len(row)) for row in read] == [ROWS[0], *filter(any, expected)]


def test_crc_is_looked_at() -> None:
    made = bytearray(GOOD)
    place = made.find(b"PK\x01\x02")
    made[place + 16 : place + 20] = struct.pack("<I", zlib.crc32(b"other"))
    with pytest.raises(sheets.Unreadable, match="is damaged"):
        here(bytes(made))
