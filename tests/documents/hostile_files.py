"""Files made to do harm, each built when it is asked for: by the door it knocks at, and what it must be answered.

`says` is a pattern over the sentence; "rows" where it may also be read, within the bounds. `small` marks
those of the ordinary tests: each shows another way, and is made and read within a second.
"""

from __future__ import annotations

import bz2
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.documents import hostile_pictures
from tests.documents.hostile_packs import (
    GOOD,
    ODS_ROWS,
    XLSX_ROWS,
    book,
    cells_asking,
    content,
    content_of,
    deflated,
    directory,
    doctype,
    elsewhere,
    lying,
    nested,
    packed_as,
    quine,
    rows_of,
    shared,
    sheet,
    speaks,
    strings,
    with_parts,
)

DAMAGED, TYPE, SIZE = "is damaged", "must be a CSV, XLSX or ODS", "unpacks to more"
REACH, LETTERS, ROWS = "rows and 100 columns or fewer", "letters or fewer together", "rows or fewer"
ANY = "."
MILLION = 1_000_000


@dataclass(frozen=True)
class Case:
    build: Callable[[], bytes]
    says: str
    door: str = "sheet"
    small: bool = False


CASES: dict[str, Case] = {}
# fmt: off (a case is a line)


def case(
    name: str,
    build: Callable[[], bytes],
    says: str = ANY,
    *,
    door: str = "sheet",
    small: bool = False,
) -> None:
    assert name not in CASES, name
    CASES[name] = Case(build, says, door, small)


# Packs.
case("a bomb of spaces", lambda: book(sheet=sheet("") + " " * 70 * MILLION), SIZE, small=True)
case(
    "a bomb of noughts beside the sheet",
    lambda: with_parts({"xl/a.bin": bytes(70 * MILLION)}),
    SIZE,
)
case("a bomb in the shared texts", lambda: book(texts=strings(["x" * 65 * MILLION])), SIZE)
case(
    "a bomb in the styles",
    lambda: with_parts({"xl/styles.xml": "<a>" + " " * 70 * MILLION + "</a>"}),
    SIZE,
)
case(
    "a bomb in ten pieces",
    lambda: with_parts({f"xl/{n}.bin": bytes(7 * MILLION) for n in range(10)}),
    SIZE,
)
case(
    "a bomb of five thousand parts", lambda: with_parts({f"xl/{n}": "" for n in range(5000)}), SIZE
)
case("packs within packs", lambda: nested(12), TYPE, small=True)
case("a pack within a workbook", lambda: with_parts({"xl/media/a.zip": nested(5)}), "rows")
case(
    "a bomb within a pack within a workbook",
    lambda: with_parts({"xl/a.zip": deflated(bytes(300 * MILLION))}),
    "rows",
)
case("a pack that holds itself", quine, f"{TYPE}|{DAMAGED}", small=True)
case(
    "a directory that says small",
    lambda: lying(book(sheet=sheet("") + " " * 70 * MILLION), size=10),
    f"{SIZE}|{DAMAGED}",
)
case("a directory that says huge", lambda: lying(GOOD, size=0xFFFFFFF0), f"{DAMAGED}|{SIZE}|rows")
case("zip64 that lies", lambda: lying(GOOD, size=0xFFFFFFFF), f"{DAMAGED}|rows")
case("zip64 with sixteen exabytes", lambda: directory(zip64=2**64 - 1), f"{DAMAGED}|{TYPE}")
case("two parts of one name", lambda: directory(twice=True), DAMAGED, small=True)
case(
    "two parts of one name but for capitals",
    lambda: with_parts({"XL/Workbook.xml": "<a/>"}),
    DAMAGED,
)
case("three hundred parts on one place", lambda: directory(overlap=300), f"{DAMAGED}|{TYPE}|{SIZE}")
case(
    "a path out of the folder",
    lambda: with_parts({"../../../etc/cron.d/a": "* * * * * root sh"}),
    "rows",
    small=True,
)
case("an absolute path", lambda: with_parts({"/etc/passwd": "root::0:0"}), "rows")
case("a path of Windows", lambda: with_parts({"..\\..\\a.exe": "MZ"}), "rows")
case("a symbolic link", lambda: directory(link="/etc/passwd"), "rows")
case("a name of 60,000 letters", lambda: with_parts({"x" * 60_000: ""}), "rows")
case("a name with noughts", lambda: with_parts({"a\0b.xml": "<a/>"}), f"rows|{DAMAGED}")
case("bzip2", lambda: packed_as(zipfile.ZIP_BZIP2), DAMAGED, small=True)
case("lzma", lambda: packed_as(zipfile.ZIP_LZMA), DAMAGED)
case("lzma that wants four gigabytes", lambda: directory(lzma=0xFFFFFFFF), DAMAGED, small=True)
case("a way of packing that is none", lambda: directory(method=99), DAMAGED)
case("encrypted parts", lambda: directory(flags=1), "password protected", small=True)
case("encrypted by its directory alone", lambda: directory(flags=0x2040), f"{DAMAGED}|rows")
case("half a pack", lambda: GOOD[: len(GOOD) // 2], DAMAGED, small=True)
case("a pack without its directory", lambda: GOOD[: GOOD.find(b"PK\x01\x02")], DAMAGED)
case("a pack's last piece alone", lambda: b"PK\x05\x06" + bytes(18), f"{TYPE}|{DAMAGED}")
case(
    "a directory before the start",
    lambda: b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 9, 9, 900, 0xFFFFFF00, 0),
    DAMAGED,
)
case("a pack with a wrong check sum", lambda: directory(crc=1), DAMAGED)
case("a stream of packing that never ends", lambda: directory(raw=b"\xff" * 5000), DAMAGED)
case(
    "a comment of 65,535 letters",
    lambda: directory(comment=b"PK\x05\x06" * 16_000),
    f"{DAMAGED}|rows",
)
case("a program before the pack", lambda: b"MZ" + GOOD, TYPE)
case("a picture before the pack", lambda: b"\xff\xd8\xff\xe0" + GOOD, TYPE)
case("a page before the pack", lambda: b"<html><script>alert(1)</script>" + GOOD, TYPE)
case("a pack after a nought", lambda: b"\0" + GOOD, f"{TYPE}|rows")
case("a pack with a program behind it", lambda: GOOD + b"MZ" + bytes(60_000), f"{DAMAGED}|rows")
case("ends twice", lambda: GOOD + GOOD[GOOD.rfind(b"PK\x05\x06") :], f"{DAMAGED}|rows")
case("a letter that says it is a sheet", lambda: deflated(b"<w/>", name="word/document.xml"), TYPE)
case("a program of Java", lambda: deflated(b"\xca\xfe\xba\xbe", name="META-INF/MANIFEST.MF"), TYPE)
case("a workbook in binary", lambda: deflated(b"\x83\x01", name="xl/workbook.bin"), TYPE)
case("two kinds at once", lambda: with_parts({"content.xml": "<a/>"}), TYPE)

# Workbooks.
LONG, ASKING = "x" * 30_000, 40_000
case(
    "one long text asked for 40,000 times",
    lambda: book(sheet=sheet(cells_asking(ASKING)), texts=strings([LONG])),
    LETTERS,
    small=True,
)
case(
    "the same across the columns",
    lambda: book(sheet=sheet(rows_of('<c t="s"><v>0</v></c>' * 90, 400)), texts=strings([LONG])),
    LETTERS,
)
case(
    "a text of 10 MB asked for twice",
    lambda: book(sheet=sheet(cells_asking(20)), texts=strings(["y" * 10 * MILLION])),
    LETTERS,
)
case(
    "a text in a thousand pieces",
    lambda: book(
        sheet=sheet(cells_asking(ASKING)),
        texts=shared("<si>" + f"<r><t>{'z' * 30}</t></r>" * 1000 + "</si>"),
    ),
    LETTERS,
)
case(
    "shared texts under another name",
    lambda: book(sheet=sheet(cells_asking(ASKING)), texts=strings([LONG]), texts_at="xl/zz.xml"),
    LETTERS,
)
case(
    "shared texts before the sheets",
    lambda: book(sheet=sheet(cells_asking(ASKING)), texts=strings([LONG]), texts_at="xl/a.xml"),
    LETTERS,
)
case(
    "a text asked for that is not there",
    lambda: book(sheet=sheet('<row><c t="s"><v>4000000000</v></c></row>')),
    ANY,
    small=True,
)
case(
    "a text with a number below nought",
    lambda: book(sheet=sheet('<row><c t="s"><v>-1</v></c></row>')),
    DAMAGED,
)
case(
    "a text with a number beyond numbers",
    lambda: book(sheet=sheet(f'<row><c t="s"><v>{"9" * 4000}</v></c></row>')),
    DAMAGED,
)
case(
    "twelve million letters in the cells themselves",
    lambda: book(
        sheet=sheet(rows_of(f'<c t="inlineStr"><is><t>{"x" * 1000}</t></is></c>', 12_000))
    ),
    LETTERS,
)
case(
    "cells merged a hundred thousand times",
    lambda: book(sheet=sheet(rows_of("<c><v>1</v></c>", 3000), after=merges(100_000))),
    "merged cells",
)
case(
    "a cell merged over everything",
    lambda: book(
        sheet=sheet(XLSX_ROWS, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    ),
    f"rows|{DAMAGED}",
    small=True,
)
case(
    "a merged cell upside down",
    lambda: book(sheet=sheet(XLSX_ROWS, after='<mergeCells><mergeCell ref="C9:A1"/></mergeCells>')),
    f"rows|{DAMAGED}|stopped our reader",
)
case(
    "a cell at the end of the world",
    lambda: book(sheet=sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    REACH,
    small=True,
)
case(
    "two cells far apart",
    lambda: book(
        sheet=sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="39999"><c r="KN39999"><v>1</v></c></row>'
        )
    ),
    REACH,
    small=True,
)
case(
    "a dimension that lies",
    lambda: book(sheet=sheet(XLSX_ROWS, before='<dimension ref="A1:XFD1048576"/>')),
    "rows|memory",
    small=True,
)
case(
    "a dimension beyond numbers",
    lambda: book(sheet=sheet(XLSX_ROWS, before='<dimension ref="A1:ZZZZZZZZ99999999999"/>')),
    f"rows|{DAMAGED}|stopped our reader",
)
case(
    "a dimension upside down",
    lambda: book(sheet=sheet(XLSX_ROWS, before='<dimension ref="Z99:A1"/>')),
    f"rows|{DAMAGED}|stopped our reader",
)
case(
    "a row below nought",
    lambda: book(sheet=sheet('<row r="-5"><c><v>1</v></c></row>')),
    ANY,
    small=True,
)
case(
    "a row beyond numbers",
    lambda: book(sheet=sheet(f'<row r="{"9" * 25}"><c><v>1</v></c></row>')),
    f"{REACH}|{DAMAGED}",
)
case(
    "a row that is no number",
    lambda: book(sheet=sheet('<row r="1e9"><c><v>1</v></c></row>')),
    DAMAGED,
)
case(
    "a row of 5,000 figures",
    lambda: book(sheet=sheet(f'<row r="{"9" * 5000}"><c><v>1</v></c></row>')),
    DAMAGED,
)
case(
    "a column of eight letters",
    lambda: book(sheet=sheet('<row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row>')),
    ANY,
)
case(
    "three million cells",
    lambda: book(sheet=sheet(rows_of("<c/>" * 100, 30_000))),
    "filled cells or fewer|100 columns or fewer",
)
case(
    "a million cells that say something",
    lambda: book(sheet=sheet(rows_of("<c><v>1</v></c>" * 60, 18_000))),
    "filled cells or fewer",
)
case("30,000 rows", lambda: book(sheet=sheet(rows_of("<c><v>1</v></c>", 30_000))), ROWS)
case(
    "300 columns",
    lambda: book(sheet=sheet(rows_of("<c><v>1</v></c>" * 300, 1))),
    "columns or fewer",
)
case(
    "billion laughs",
    lambda: book(sheet=doctype(10) + sheet("<row><c><v>&a9;</v></c></row>")),
    DAMAGED,
    small=True,
)
case(
    "billion laughs in the shared texts",
    lambda: book(texts=doctype(10) + strings(["&a9;"])),
    DAMAGED,
)
case(
    "a quadratic laugh",
    lambda: book(
        sheet=f'<!DOCTYPE a [<!ENTITY b "{"b" * 100_000}">]>'
        + sheet(f"<row><c><v>{'&b;' * 10_000}</v></c></row>")
    ),
    DAMAGED,
)
case(
    "an entity from a file",
    lambda: book(
        sheet='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
        + sheet("<row><c><v>&b;</v></c></row>")
    ),
    DAMAGED,
    small=True,
)
case(
    "an entity from the network",
    lambda: book(sheet='<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">' + sheet(XLSX_ROWS)),
    DAMAGED,
)
case(
    "an entity of parameters",
    lambda: book(
        sheet='<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///dev/zero"> %b;]>' + sheet(XLSX_ROWS)
    ),
    DAMAGED,
)
case("a million elements deep", lambda: book(sheet=sheet("<a>" * MILLION)), DAMAGED, small=True)
case("a tag of 20 MB", lambda: book(sheet=sheet(f'<row a="{"x" * 20 * MILLION}"/>')), ANY)
case(
    "a million attributes",
    lambda: book(sheet=sheet("<row " + " ".join(f'a{n}="1"' for n in range(MILLION)) + "/>")),
    ANY,
)
case(
    "a comment of 50 MB", lambda: book(sheet=sheet(f"<!--{'x' * 50 * MILLION}-->" + XLSX_ROWS)), ANY
)
case(
    "UTF-16 markup",
    lambda: book(
        sheet=f'<?xml version="1.0" encoding="UTF-16"?>{sheet(XLSX_ROWS)}'.encode("utf-16")
    ),
    DAMAGED,
    small=True,
)
case("UTF-16 without its mark", lambda: book(sheet=sheet(XLSX_ROWS).encode("utf-16-le")), DAMAGED)
case(
    "markup in UTF-7",
    lambda: book(sheet='<?xml version="1.0" encoding="UTF-7"?>' + sheet(XLSX_ROWS)),
    DAMAGED,
)
case("markup that ends in the middle", lambda: book(sheet=sheet(XLSX_ROWS)[:-20]), DAMAGED)
case("markup that is none", lambda: book(sheet="=cmd|' /C calc'!A0"), DAMAGED)
case("noughts for markup", lambda: book(sheet=bytes(5000)), DAMAGED)
case(
    "a formula that starts a program",
    lambda: book(sheet=sheet("<row><c t=\"str\"><f>cmd|' /C calc'!A0</f><v>7</v></c></row>")),
    "rows",
    small=True,
)
case(
    "a formula for the network",
    lambda: book(
        sheet=sheet('<row><c t="str"><f>WEBSERVICE("http://127.0.0.1:1/")</f><v>7</v></c></row>')
    ),
    "rows",
)
case(
    "a link that starts a program",
    lambda: with_parts(
        {
            "xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
        }
    ),
    "rows",
)
case(
    "macros",
    lambda: with_parts({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}, related="vbaProject.bin"),
    TYPE,
    small=True,
)
case("a sheet from the network", lambda: with_parts({}, related="http://127.0.0.1:1/sheet"), TYPE)
case(
    "a sheet of this machine",
    lambda: with_parts({}, related="../../../../etc/hostname.xml"),
    f"rows|{DAMAGED}",
)
case(
    "a sheet that is the workbook itself",
    lambda: with_parts({}, instead="workbook.xml"),
    f"rows|empty|{DAMAGED}",
)
case("a workbook at another place", lambda: with_parts(elsewhere()), DAMAGED, small=True)
case(
    "ten thousand sheets",
    lambda: book(names=[f"s{n}" for n in range(10_000)]),
    f"rows|empty|{DAMAGED}",
)
case("a sheet with no name", lambda: book(names=[""]), f"rows|empty|{DAMAGED}")
case(
    "a number format of a megabyte",
    lambda: with_parts(
        {
            "xl/styles.xml": f'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{"y" * MILLION}"/></numFmts></styleSheet>'
        }
    ),
    f"rows|{DAMAGED}",
)
case(
    "a date beyond time",
    lambda: book(
        sheet=sheet(
            '<row><c s="0"><v>1e308</v></c><c><v>NaN</v></c><c t="d"><v>99999-99-99</v></c></row>'
        )
    ),
    f"rows|{DAMAGED}",
)
case(
    "an error for a value",
    lambda: book(sheet=sheet('<row><c t="e"><v>#HARM!</v></c></row>')),
    f"rows|{DAMAGED}|stopped our reader",
)
case(
    "a kind of cell that is none",
    lambda: book(sheet=sheet('<row><c t="harm"><v>1</v></c></row>')),
    f"rows|{DAMAGED}",
)

# OpenDocument.
case("a cell repeated a million times", lambda: content(speaks(columns=MILLION)), REACH, small=True)
case("a row repeated a million times", lambda: content(speaks(rows=MILLION)), REACH, small=True)
case(
    "a long cell in every row",
    lambda: content(speaks("x" * 1_500, rows=19_000)),
    LETTERS,
    small=True,
)
case("both at once", lambda: content(speaks("x" * 8, rows=19_000, columns=90)), LETTERS)
case("short cells in every place", lambda: content(speaks("", rows=19_000, columns=90)), ANY)
case(
    "a thousand million spaces by number",
    lambda: content(speaks('a<text:s text:c="1000000000"/>b')),
    LETTERS,
    small=True,
)
case("spaces below nought", lambda: content(speaks('<text:s text:c="-1"/>')), ANY)
case("repeated below nought", lambda: content(speaks(columns=-1)), ANY)
case("repeated beyond numbers", lambda: content(speaks(rows=10**30)), f"{REACH}|{DAMAGED}")
case(
    "a thousand tables of a million places",
    lambda: content("", tables=1000, each=speaks(rows=9000, columns=90)),
    ANY,
)
case(
    "empty rows without end and one that speaks",
    lambda: content(
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
        + speaks()
    ),
    REACH,
)
case("tables within tables", lambda: content("<table:table>" * 50_000), DAMAGED)
case("laughs in OpenDocument", lambda: content_of(doctype(10) + "<a>&a9;</a>"), DAMAGED)
case("a bomb in OpenDocument", lambda: content(" " * 70 * MILLION), SIZE)
case(
    "an encrypted OpenDocument",
    lambda: content(ODS_ROWS, manifest="<m><manifest:encryption-data/></m>"),
    "password protected",
)
case(
    "a script in OpenDocument",
    lambda: content(ODS_ROWS, more={"Basic/Standard/a.xml": "<script>Shell(1)</script>"}),
    "rows",
)
case(
    "a link to a program in OpenDocument",
    lambda: content(
        speaks("7", about='table:formula="of:=DDE(&quot;cmd&quot;;&quot;/c calc&quot;)"')
    ),
    "rows",
)
case(
    "an OpenDocument of letters",
    lambda: content(ODS_ROWS, kind=b"application/vnd.oasis.opendocument.text"),
    TYPE,
)
case(
    "a kind of 100 MB",
    lambda: content(ODS_ROWS, kind=bytes(100 * MILLION)),
    f"{TYPE}|memory|{SIZE}",
)

# Text.
case("a million columns", lambda: b"a," * MILLION, "columns or fewer", small=True)
case("a million rows", lambda: b"a,b\n" * MILLION, ROWS, small=True)
case("two million empty rows", lambda: b"\n" * 2 * MILLION + b"a,b\n", "rows")
case(
    "a quotation mark never closed",
    lambda: b'a,b\n1,"' + b"3,4\n" * MILLION,
    "quotation mark|not a CSV",
    small=True,
)
case("a cell without an end", lambda: b'a,"' + b"x" * 4 * MILLION, "not a CSV")
case("a million quotation marks", lambda: b'"' * 2 * MILLION, ANY)
case("50 MB", lambda: b'"' + b"x" * 50 * MILLION, "smaller than 5MB", small=True)
case("noughts", lambda: bytes(4 * MILLION), f"{TYPE}|empty", small=True)
case("noughts between the letters", lambda: b"a\0,\0b\0\n\0" * 1000 + b"x", ANY)
case("UTF-16 without its mark, cut", lambda: "a,b\n1,2\n".encode("utf-16-le")[:-1], ANY)
case("broken UTF-8", lambda: b"a,b\n\xff\xfe\xc3\x28,\xed\xa0\x80\n" * 100, ANY, small=True)
case("surrogates", lambda: b"a,b\n" + b"\xed\xa0\x80\xed\xb0\x80,1\n", ANY)
case("UTF-16 with half a letter", lambda: b"\xff\xfea\0,\0\x00\xd8\n\0", ANY)
case(
    "four marks on top of each other",
    lambda: "\ufeff".encode() * 4 + b"a,b\n1,2\n",
    "rows",
    small=True,
)
case("marks of two kinds", lambda: b"\xff\xfe\xef\xbb\xbfa,b\n", ANY)
case("UTF-32", lambda: "a,b\n1,2\n".encode("utf-32"), ANY)
case("UTF-7", lambda: b"+ADw-script+AD4-,b\n", "rows")
case("formulas", lambda: b"=cmd|' /C calc'!A0,@SUM(1),+1,-1\n", "rows", small=True)
case("control characters", lambda: bytes(range(1, 32)) * 5000, TYPE)
case(
    "marks that turn the direction",
    lambda: "a,b\n\u202egnp.exe\u202c,\u2066\u2069\n".encode(),
    "rows",
)
case("a separator that is a quotation mark", lambda: b'sep="\na"b\n', ANY)
case("a separator that is a line end", lambda: b"sep=\n\na,b\n", ANY)
case("a separator of two letters", lambda: "sep=é\naéb\n".encode(), ANY)
case("a letter a thousand marks high", lambda: ("a" + "\u0301" * 100_000 + ",b\n").encode(), "rows")
case("a web page", lambda: b"  <!DOCTYPE html><script>alert(1)</script>", TYPE)
case("a picture for a sheet", lambda: hostile_pictures.png(), TYPE)
case("bzip2 for a sheet", lambda: bz2.compress(bytes(50 * MILLION)), ANY)
case("gzip for a sheet", lambda: b"\x1f\x8b" + zlib.compress(bytes(50 * MILLION)), ANY)
case(
    "an old workbook with a password",
    lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    ),
    "password protected",
)
case("an old workbook", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4 * MILLION), TYPE)
case("a script of the shell", lambda: b"#!/bin/sh\nrm -rf /\n", TYPE)

# A list of people comes through the same reader, with fewer rows.
case(
    "people: one long text",
    lambda: book(sheet=sheet(cells_asking(ASKING)), texts=strings([LONG])),
    LETTERS,
    door="people",
)
case(
    "people: 3,000 rows",
    lambda: b"First name,Last name\n" + b"Jo,Bell\n" * 3000,
    "2,000 rows or fewer",
    door="people",
    small=True,
)
case(
    "people: a column twice",
    lambda: b"First name,Last name,Last name\nJo,Bell,Bell\n",
    "the same name",
    door="people",
)

# The Department's file.
HEAD = b'"URN","EstablishmentName","EstablishmentStatus (code)","Trusts (code)","Trusts (name)"\r\n'
case(
    "schools: one line of 60 MB",
    lambda: HEAD + b"x" * 60 * MILLION,
    "line 2 is longer",
    door="schools",
)
case(
    "schools: a heading of 60 MB",
    lambda: b"URN," * 15 * MILLION,
    "line 1 is longer",
    door="schools",
)
case(
    "schools: a quotation mark never closed",
    lambda: HEAD + b'"' + b"300001,Elm,1,,\r\n" * 60_000,
    "has no end",
    door="schools",
    small=True,
)
case(
    "schools: a million lines",
    lambda: HEAD + b"300001,Elm,1,,\r\n" * MILLION,
    "more lines|more than 500",
    door="schools",
)
case(
    "schools: empty lines without end",
    lambda: HEAD + b"\n" * 5 * MILLION,
    "more lines",
    door="schools",
    small=True,
)
case(
    "schools: a row of cells without end",
    lambda: HEAD + b'"\n",' * 10 * MILLION,
    "has no end|more memory|longer|more lines",
    door="schools",
)
case("schools: noughts", lambda: bytes(20 * MILLION), "longer|no column", door="schools")
case("schools: a workbook", lambda: GOOD, "no column", door="schools", small=True)
case(
    "schools: too many schools",
    lambda: HEAD + b"300001,Elm,1,,\r\n" * 600,
    "more than 500 schools",
    door="schools",
)
case(
    "schools: two hundred thousand columns",
    lambda: HEAD.strip() + b",a" * 99_000 + b"\r\n300001,Elm,1,,\r\n",
    "rows",
    door="schools",
)

# Logos.
for name, (build, says, small) in hostile_pictures.CASES.items():
    case(f"logo: {name}", build, says, door="logo", small=small)


def merges(number: int) -> str:
    return "<mergeCells>" + '<mergeCell ref="A1:C40000"/>' * number + "</mergeCells>"
