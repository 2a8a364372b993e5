"""Sheets of channels for tests, in the layout and with the untidiness of a school office's own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from documents import packed_sheets, sheets
from register_imports.actions import imports
from register_imports.actions import work as import_work
from register_imports.models import RegisterImport
from tests.factories import NOW

OFFICE = """Ashdown Academy's official social media channels are:,,,,,
Platform,Account/Page name,Master administration role,Approved users (posting),Date,
,,,,Opened,Closed
Eg Twitter,Example@School,Business manager,HoD (Arts),16/5/18,
Eg Facebook,Example Primary,Headteacher,"DHT, SBO",16/1/23,
Twitter ,@AshdownPE,Business Manager,HoD (PE); PE technician,3/9/19,
X,https://x.com/AshdownMusic?s=20,Headteacher,Head of music,01/02/2021,
facebook,https://m.facebook.com/AshdownOfficial/,School business manager,Office,14.6.17,
Instagram,ashdown.art ,Headteacher,HoD Art / Art technician,12/11/2020,21/7/23
Youtube,https://www.youtube.com/@AshdownChannel,Network manager,Network manager,31/2/23,
Twiter,@AshdownScience,Business manager,HoD Science,9/9/22,
Facebook,Friends of Ashdown,PTA chair,PTA,,
X (formerly Twitter),@ashdownpe,Business manager,HoD (PE),3/9/19,
,,,,,
Last looked at by the office in September 2025,,,,,
"""
HEADINGS = "Platform,Account/Page name,Master administration role,Approved users (posting),Opened,Closed,Link\n"


def upload(
    cast: Any,
    text: str | bytes = OFFICE,
    *,
    by: Any = None,
    at: Any = NOW,
    whole_trust: bool = False,
) -> RegisterImport:
    data = text.encode() if isinstance(text, str) else text
    return imports.begin_import(
        trust=cast.trust,
        school=None if whole_trust else cast.school,
        file_name="register.csv",
        lines=sheets.read(data),
        by=by or (cast.admin if whole_trust else cast.office),
        at=at,
    )


def work(kept: RegisterImport, *, at: Any = NOW) -> RegisterImport:
    """What the worker does."""
    import_work.work_on(import_id=kept.pk, clock=lambda: at)
    kept.refresh_from_db()
    return kept


def run(
    cast: Any, text: str | bytes = OFFICE, *, by: Any = None, at: Any = NOW, **where: Any
) -> RegisterImport:
    """Uploaded, confirmed and done."""
    kept = upload(cast, text, by=by, at=at, **where)
    imports.start_import(upload=kept, by=kept.uploaded_by, at=at)
    return work(kept, at=at)


def xlsx(*sheets_of_rows: Sequence[Sequence[Any]], dates: str = "dd/mm/yyyy") -> bytes:
    """An XLSX with these sheets; dates are real date cells."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"default_date_format": dates})
    for rows in sheets_of_rows:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell not in ("", None):
                    sheet.write(number, place, cell)
    book.close()
    return file.getvalue()


def zipped(parts: dict[str, str | bytes], **options: Any) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
    return file.getvalue()


def ods(rows: Sequence[Sequence[str]], *, more: str = "", manifest: str = "<manifest/>") -> bytes:
    """A small hand-made ODS."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Register">{body}{more}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": packed_sheets.ODS_TYPE,
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
        }
    )


def _cell(text: str) -> str:
    if not text:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
