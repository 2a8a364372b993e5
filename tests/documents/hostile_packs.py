"""Packed spreadsheets, made by hand so that they may say what no office would."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from html import escape
from typing import Any

NAMES = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
OF = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
XLSX_ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
ODS_ROWS = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p>'
    "</table:table-cell></table:table-row>"
)
ODS_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
Parts = dict[str, "str | bytes"]


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{NAMES}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def rows_of(cells: str, number: int) -> str:
    return f"<row>{cells}</row>" * number


def cells_asking(number: int) -> str:
    """So many cells, 20 in a row, that all ask for the first shared text."""
    return rows_of('<c t="s"><v>0</v></c>' * 20, number // 20)


def shared(inside: str) -> str:
    return f'<sst xmlns="{NAMES}">{inside}</sst>'


def strings(texts: Sequence[str]) -> str:
    return shared("".join(f"<si><t>{text}</t></si>" for text in texts))


def doctype(levels: int) -> str:
    """Entities that each stand for ten of the one before."""
    rows = ['<!ENTITY a0 "haha">']
    rows += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels)]
    return f"<!DOCTYPE a [{''.join(rows)}]>"


def relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="r{number}" Type="{OF}/{kind}" Target="{escape(target)}"/>'


def parts(
    *,
    sheet: str | bytes = "",
    texts: str = "",
    texts_at: str = "xl/sharedStrings.xml",
    names: Sequence[str] = ("Register",),
    related: str = "",
    instead: str = "",
) -> Parts:
    """A whole workbook, every sheet of it the same."""
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r1"/>' for n, name in enumerate(names, 1)
    )
    relations = relation(1, "worksheet", instead or "worksheets/sheet1.xml")
    relations += relation(2, "sharedStrings", texts_at.removeprefix("xl/"))
    relations += relation(3, "vbaProject", related) if related else ""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELATED}">{relation(1, "officeDocument", "xl/workbook.xml")}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{NAMES}" xmlns:r="{OF}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATED}">{relations}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet or SHEET,
        texts_at: texts or strings(["x"]),
    }


def elsewhere() -> Parts:
    """What leads a reader to another workbook than the one that was looked at."""
    root = f'<Relationships xmlns="{RELATED}">{relation(1, "officeDocument", "b/workbook.xml")}</Relationships>'
    made = parts()
    moved = (
        f'<Relationships xmlns="{RELATED}">{relation(1, "worksheet", "sheet.bin")}</Relationships>'
    )
    return {
        "_rels/.rels": root,
        "b/workbook.xml": made["xl/workbook.xml"],
        "b/_rels/workbook.xml.rels": moved,
        "b/sheet.bin": SHEET,
    }


def packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as pack:
        for name, data in parts.items():
            pack.writestr(name, data)
    return file.getvalue()


def book(**about: Any) -> bytes:
    return packed(parts(**about))


def with_parts(more: Parts, **about: Any) -> bytes:
    return packed(parts(**about) | more)


def packed_as(method: int) -> bytes:
    return packed(parts(), method)


def deflated(data: bytes, name: str = "a") -> bytes:
    return packed({name: data})


def nested(depth: int) -> bytes:
    data = bytes(1_000_000)
    for _ in range(depth):
        data = packed({"a.zip": data, "b.zip": data})
    return data


def quine() -> bytes:
    """A part that reads as the pack it stands in: the directory names the whole file as one stored part."""
    name = b"a.zip"
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 10, 0, 0, 0, 0, 0, 0, 0, len(name), 0) + name
    entry = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 10, 10, 0, 0, 0, 0, 0, 200, 200, len(name), 0, 0, 0, 0, 0, 0
    )
    entry += name
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(head), 0)
    return head + entry + end


def lying(data: bytes, *, size: int) -> bytes:
    """The same pack, whose directory says that each part has that size."""
    return _patched(data, b"PK\x01\x02", 24, struct.pack("<I", size))


def directory(
    *,
    flags: int | None = None,
    method: int | None = None,
    crc: int | None = None,
    twice: bool = False,
    overlap: int = 0,
    link: str = "",
    lzma: int = 0,
    raw: bytes = b"",
    comment: bytes = b"",
    zip64: int = 0,
) -> bytes:
    """A good pack, wrong in one thing."""
    if lzma:  # the size of the window, in the head of the stream
        made = packed_as(zipfile.ZIP_LZMA)
        return made.replace(b"\x5d\x00\x00\x80\x00", b"\x5d" + struct.pack("<I", lzma))
    if overlap:
        return _overlapping(overlap)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in parts().items():
            pack.writestr(name, data)
        if twice:
            pack.writestr("xl/worksheets/sheet2.xml", SHEET)
        if link:
            about = zipfile.ZipInfo("xl/link")
            about.external_attr = 0o120777 << 16
            pack.writestr(about, link)
        pack.comment = comment[:65_535]
    made = file.getvalue()
    if twice:
        made = made.replace(b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet1.xml")
    if flags is not None:
        made = _patched(made, b"PK\x03\x04", 6, struct.pack("<H", flags))
        made = _patched(made, b"PK\x01\x02", 8, struct.pack("<H", flags))
    if method is not None:
        made = _patched(made, b"PK\x03\x04", 8, struct.pack("<H", method))
        made = _patched(made, b"PK\x01\x02", 10, struct.pack("<H", method))
    if crc is not None:
        made = _patched(made, b"PK\x01\x02", 16, struct.pack("<I", crc))
    if raw:
        made = (
            made[:80] + raw + made[80 + len(raw) :]
            if len(made) > 80 + len(raw)
            else made[:60] + raw + made[60:]
        )
    if zip64:
        end = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, zip64, zip64, zip64, 0)
        made += end + struct.pack("<4sIQI", b"PK\x06\x07", 0, len(made), 1)
        made += struct.pack("<4s4H2IH", b"PK\x05\x06", *[0xFFFF] * 4, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return made


def _overlapping(number: int) -> bytes:
    """Many parts that all lie on the same megabyte of noughts."""
    name, squeezer = b"xl/a.bin", zlib.compressobj(9, zlib.DEFLATED, -15)
    data = squeezer.compress(bytes(1_000_000)) + squeezer.flush()
    crc = zlib.crc32(bytes(1_000_000))
    about = (8, 0, 0, crc, len(data), 1_000_000, len(name), 0)
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, *about) + name
    entries = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, *about, 0, 0, 0, 0, 0)
        + f"xl/{n:05}"[:8].encode()
        for n in range(number)
    )
    place = len(head) + len(data)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, number, number, len(entries), place, 0)
    return head + data + entries + end


def _patched(data: bytes, mark: bytes, offset: int, value: bytes) -> bytes:
    made = bytearray(data)
    place = made.find(mark)
    while place != -1:
        made[place + offset : place + offset + len(value)] = value
        place = made.find(mark, place + 4)
    return bytes(made)


def speaks(text: str = "x", *, rows: int = 1, columns: int = 1, about: str = "") -> str:
    """A row of an OpenDocument that stands there so many times, with one cell that does."""
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell {about} '
        f'office:value-type="string" table:number-columns-repeated="{columns}">'
        f"<text:p>{text}</text:p></table:table-cell></table:table-row>"
    )


def content(
    rows: str,
    *,
    tables: int = 0,
    each: str = "",
    manifest: str = "<manifest/>",
    kind: bytes = ODS_KIND,
    more: Parts | None = None,
) -> bytes:
    """An OpenDocument with these rows in its first table, and others after it."""
    others = f'<table:table table:name="b">{each}</table:table>' * tables
    body = (
        f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" '
        f'xmlns:text="{ODF}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="a">{rows}</table:table>{others}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return content_of(body, manifest=manifest, kind=kind, more=more)


def content_of(
    body: str,
    *,
    manifest: str = "<manifest/>",
    kind: bytes = ODS_KIND,
    more: Parts | None = None,
) -> bytes:
    return packed(
        {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": body} | (more or {})
    )


SHEET = sheet(XLSX_ROWS)
GOOD = book()
