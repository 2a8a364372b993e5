"""Looks into a packed spreadsheet before anything reads it: what it is, how large, and how far its cells reach."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import BinaryIO
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from documents.refusals import Refused
from documents.scans import Book, Bounds, ContentScan, PartsScan, RootScan, Scan, SheetScan

MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 2000
PIECE = 256 * 1024
XLSX, ODS = "xl/workbook.xml", "content.xml"
PARTS = "xl/_rels/workbook.xml.rels"
LISTS: dict[str, type[Scan]] = {PARTS: PartsScan, "_rels/.rels": RootScan}
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
PACKINGS = {ZIP_STORED, ZIP_DEFLATED}


def look(data: BinaryIO, bounds: Bounds) -> None:
    """Nothing where the file is an XLSX or ODS of bearable size. Raises Refused."""
    try:
        with ZipFile(data) as pack:
            _look_at_parts(pack)
            names = set(pack.namelist())
            scans = _scans(names, pack)
            unpacked, book = _Budget(MOST_UNPACKED), Book(bounds)
            for name in sorted(names):
                scan = scans(name)
                _unpack(pack, name, unpacked, scan(book) if scan else None)
            book.close()
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ExpatError,
        ValueError,
        KeyError,
        OverflowError,
    ):
        raise Refused("damaged") from None
    except (
        NotImplementedError,
        RuntimeError,
    ):  # a way of packing, or of locking, that no office uses
        raise Refused("damaged") from None


def _look_at_parts(pack: ZipFile) -> None:
    parts = pack.infolist()
    if len(parts) > MOST_PARTS:
        raise Refused("size")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password")
    # Of two parts with one name each reader might take another; other packings may ask for gigabytes.
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise Refused("damaged")
    if any(part.compress_type not in PACKINGS for part in parts):
        raise Refused("damaged")


def _scans(names: set[str], pack: ZipFile) -> Callable[[str], type[Scan] | None]:
    """Which part is looked through how. A file that is two kinds at once is none."""
    if XLSX not in names:
        _look_at_ods(pack, names)
        return lambda name: ContentScan if name == ODS else None
    if ODS in names or "xl/workbook.bin" in names:
        raise Refused("type")
    # A sheet lies where the list of parts says, so everything that could be one is looked through.
    return lambda name: LISTS.get(name) or (SheetScan if name.lower().endswith(".xml") else None)


def _look_at_ods(pack: ZipFile, names: set[str]) -> None:
    if "mimetype" not in names or ODS not in names or pack.read("mimetype").strip() != ODS_TYPE:
        raise Refused("type")
    if "META-INF/manifest.xml" in names:
        with pack.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(MOST_UNPACKED // 10):
                raise Refused("password")


class _Budget:
    """The bytes that may still be unpacked."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Refused("size")


def _unpack(pack: ZipFile, name: str, budget: _Budget, scan: Scan | None) -> None:
    """Through the whole part once, a piece at a time: what its directory claims is not believed."""
    with pack.open(name) as part:
        while piece := part.read(PIECE):
            budget.spend(len(piece))
            if scan is not None:
                scan.feed(piece)
    if scan is not None:
        scan.feed(b"", last=True)
