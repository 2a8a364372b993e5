"""Pictures made to do harm, each with what its door must say, and whether it is one of the ordinary tests."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image

MARK = b"\x89PNG\r\n\x1a\n"
NOT_PNG, WIDE, BIG = "must be a PNG picture", "4000 pixels wide and high", "smaller than 1MB"
MILLION = 1_000_000


def chunk(kind: bytes, data: bytes, *, crc: int | None = None) -> bytes:
    sum_ = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum_)


def head(width: int = 2, height: int = 2, depth: int = 8, colour: int = 2, laced: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, laced))


def pixels(number: int = 14) -> bytes:
    return chunk(b"IDAT", zlib.compress(bytes(number), 9))


END = chunk(b"IEND", b"")


def png(*between: bytes, **about: int) -> bytes:
    return MARK + head(**about) + b"".join(between) + pixels() + END


def square(side: int, **about: int) -> bytes:
    """A picture of one colour: small as a file, large once it is drawn."""
    line = 1 + side * {2: 3, 6: 4, 0: 1}[about.get("colour", 2)] * about.get("depth", 8) // 8
    return MARK + head(side, side, **about) + pixels(line * side) + END


def saved(kind: str, size: tuple[int, int] = (2, 2), **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size).save(file, kind, **options)
    return file.getvalue()


def animated(frames: int) -> bytes:
    control = chunk(b"acTL", struct.pack(">II", frames, 0))
    each = b"".join(
        chunk(b"fcTL", struct.pack(">IIIIIHHBB", 2 * n, 2, 2, 0, 0, 1, 1, 0, 0))
        + chunk(b"fdAT", struct.pack(">I", 2 * n + 1) + zlib.compress(bytes(14)))
        for n in range(1, frames)
    )
    return MARK + head() + control + pixels() + each + END


def text(kind: bytes, size: int) -> bytes:
    packed = zlib.compress(bytes(size), 9)
    inner = b"a\0\1\0\0\0" if kind == b"iTXt" else b"a\0\0"
    return chunk(kind, inner + packed)


def huge_jpeg(width: int, height: int, *, kind: bytes = b"\xc0") -> bytes:
    data = saved("JPEG")
    place = data.find(b"\xff\xc0")
    size = struct.pack(">HH", height, width)
    return data[:place] + b"\xff" + kind + data[place + 2 : place + 5] + size + data[place + 9 :]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
Made = tuple[Callable[[], bytes], str, bool]
CASES: dict[str, Made] = {
    "100,000 by 100,000 in its head": (lambda: png(width=100_000, height=100_000), WIDE, True),
    "two thousand million wide": (lambda: png(width=2**31 - 1, height=1), WIDE, False),
    "wider than its kind allows": (lambda: png(width=2**32 - 1, height=1), f"{WIDE}|{NOT_PNG}", False),
    "no width": (lambda: png(width=0, height=0), NOT_PNG, False),
    "4,001 wide": (lambda: square(4001, colour=0, depth=8), WIDE, False),
    "4,000 by 4,000 of one colour": (lambda: square(4000, colour=6), "rows|memory|longer", False),
    "4,000 by 4,000 of sixteen bits": (lambda: square(4000, colour=6, depth=16), "rows|memory|longer", False),
    "a text that unpacks to 100 MB": (lambda: png(text(b"zTXt", 100 * MILLION)), f"rows|{NOT_PNG}", False),
    "another such text": (lambda: png(text(b"iTXt", 100 * MILLION)), f"rows|{NOT_PNG}", False),
    "a hundred texts of a megabyte": (lambda: png(*[text(b"zTXt", MILLION)] * 100), f"rows|{NOT_PNG}", False),
    "a profile that unpacks to 100 MB": (lambda: png(text(b"iCCP", 100 * MILLION)), f"rows|{NOT_PNG}", False),
    "pixels that never end": (lambda: MARK + head() + pixels(200 * MILLION) + END, f"rows|{NOT_PNG}", False),
    "too few pixels": (lambda: MARK + head(2000, 2000) + pixels(14) + END, NOT_PNG, True),
    "no pixels": (lambda: MARK + head() + END, NOT_PNG, False),
    "no end": (lambda: MARK + head(900, 900), NOT_PNG, False),
    "a wrong check sum": (lambda: MARK + chunk(b"IHDR", bytes(13), crc=1) + END, NOT_PNG, False),
    "pixels with a wrong check sum": (lambda: MARK + head() + chunk(b"IDAT", zlib.compress(bytes(14)), crc=1) + END, f"rows|{NOT_PNG}", False),
    "a piece of two gigabytes": (lambda: MARK + head() + struct.pack(">I", 2**31 - 1) + b"IDAT", NOT_PNG, False),
    "a piece without letters": (lambda: MARK + head() + chunk(b"\0\0\0\0", b"") + END, NOT_PNG, False),
    "a thousand frames": (lambda: animated(1000), "rows", True),
    "a million frames in its head": (lambda: MARK + head() + chunk(b"acTL", struct.pack(">II", MILLION, 0)) + pixels() + END, f"rows|{NOT_PNG}", False),
    "a frame outside": (lambda: MARK + head() + chunk(b"acTL", struct.pack(">II", 1, 0)) + chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 2**31 - 1, 2**31 - 1, 9, 9, 1, 1, 0, 0)) + pixels() + END, f"rows|{NOT_PNG}", False),
    "laced": (lambda: MARK + head(3000, 3000, laced=1) + pixels(28 * MILLION) + END, f"rows|{NOT_PNG}", False),
    "a depth that is none": (lambda: png(depth=7), NOT_PNG, False),
    "a colour that is none": (lambda: png(colour=5), NOT_PNG, False),
    "colours from a table that is not there": (lambda: png(colour=3), f"rows|{NOT_PNG}", False),
    "two heads": (lambda: png(head(4000, 4000)), f"rows|{NOT_PNG}", False),
    "half a picture": (lambda: square(300)[:200], NOT_PNG, False),
    "its first letters alone": (lambda: MARK, NOT_PNG, True),
    "a program behind it": (lambda: png() + b"MZ" + bytes(5000), "rows", False),
    "a pack behind it": (lambda: png() + b"PK\x03\x04" + bytes(500), "rows", False),
    "a page in a text of it": (lambda: png(chunk(b"tEXt", b"a\0<script>alert(1)</script>")), "rows", True),
    "more than a megabyte": (lambda: png(chunk(b"tEXt", b"a\0" + bytes(MILLION * 2))), BIG, True),
    "a photograph": (lambda: saved("JPEG"), NOT_PNG, True),
    "a photograph of 65,000 by 65,000": (lambda: huge_jpeg(65_000, 65_000), NOT_PNG, False),
    "a photograph in a thousand passes": (lambda: huge_jpeg(60_000, 60_000, kind=b"\xc2"), NOT_PNG, False),
    "a photograph with a page in it": (lambda: saved("JPEG", comment=b"<script>alert(1)</script>"), NOT_PNG, False),
    "a GIF": (lambda: saved("GIF"), NOT_PNG, False),
    "a GIF of 65,535 by 65,535": (lambda: b"GIF89a" + b"\xff" * 4 + bytes(20), NOT_PNG, False),
    "WebP": (lambda: b"RIFF\x24\0\0\0WEBPVP8L" + bytes(30), NOT_PNG, False),
    "WebP with sixteen thousand by sixteen thousand": (lambda: b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0" + b"\xff" * 6, NOT_PNG, False),
    "TIFF": (lambda: saved("TIFF"), NOT_PNG, True),
    "TIFF that points at itself": (lambda: b"II*\0\x08\0\0\0\0\0\x08\0\0\0", NOT_PNG, False),
    "BMP": (lambda: saved("BMP"), NOT_PNG, False),
    "an icon": (lambda: b"\0\0\1\0\xff\xff" + bytes(300), NOT_PNG, False),
    "Photoshop": (lambda: b"8BPS\0\1" + bytes(6) + b"\0\3" + b"\0\0\xea\x60" * 2 + bytes(30), NOT_PNG, False),
    "PostScript that runs": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file", NOT_PNG, True),
    "SVG with a script": (lambda: SVG, NOT_PNG, True),
    "SVG with laughs": (lambda: b'<!DOCTYPE a [<!ENTITY b "bb">]>' + SVG, NOT_PNG, False),
    "SVG behind a PNG's first letters": (lambda: MARK + SVG, NOT_PNG, False),
    "a page": (lambda: b"<html><script>alert(1)</script>", NOT_PNG, False),
    "nothing but noughts": (lambda: bytes(MILLION), NOT_PNG, False),
}  # fmt: skip
