"""What stands at the foot of every page of a joined document: put on last, outside its structure."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from documents.pdf_writer import Copy, Writer

DIGITS = "Page of 0123456789"
ARTIFACT = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC q %s Q EMC"


@dataclass(frozen=True)
class Footer:
    """A document of two pages: the foot of a page as it is printed, and the letters of "Page 1 of 2"."""

    content: bytes
    right: float  # where the page number ends, in points from the left edge
    baseline: float  # and how far above the lower edge
    size: float = 9


@dataclass(frozen=True)
class Letters:
    """A font of the document: how each letter is written in it, and how wide it is."""

    codes: dict[str, str]
    widths: dict[str, float]

    def written(self, text: str) -> str:
        return "".join(self.codes[letter] for letter in text)

    def width(self, text: str, size: float) -> float:
        return sum(self.widths[letter] for letter in text) * size / 1000


class Stamp:
    """The words at the left, the same on every page, and "Page x of y" at the right: drawn when y is known."""

    def __init__(self, writer: Writer, footer: Footer) -> None:
        self.writer, self.footer = writer, footer
        with pikepdf.open(io.BytesIO(footer.content)) as source:
            copy = Copy(source, writer)
            form = source.make_indirect(source.pages[0].as_form_xobject())
            font = _font(source.pages[1])
            self.words, self.font = copy.number_of(form), copy.number_of(font)
            self.letters = _letters(font)
            copy.write_out()
        self.before = writer.put_stream(writer.reserve(), b"", b"q\n")
        self.drawings: list[int] = []

    def put(self, page: pikepdf.Page, copy: Copy) -> None:
        """What the page draws turns it upside down and leaves it so: kept apart from what comes after."""
        for kind, name, number in (
            ("/XObject", "/PortalFoot", self.words),
            ("/Font", "/PortalNumber", self.font),
        ):
            if kind not in page.Resources:
                page.Resources[kind] = Dictionary()
            page.Resources[kind][name] = copy.stand_in(number)
        self.drawings.append(self.writer.reserve())
        drawn = page.Contents
        page.Contents = Array(
            [
                copy.stand_in(self.before),
                *(drawn if isinstance(drawn, Array) else [drawn]),
                copy.stand_in(self.drawings[-1]),
            ]
        )

    def finish(self) -> None:
        for at, number in enumerate(self.drawings, start=1):
            self.writer.put_stream(number, b"", b"\nQ " + self._drawn(at))

    def _drawn(self, at: int) -> bytes:
        text = f"Page {at} of {len(self.drawings)}"
        start = self.footer.right - self.letters.width(text, self.footer.size)
        drawn = (
            f"/PortalFoot Do BT /PortalNumber {self.footer.size:g} Tf 1 0 0 1 {start:.2f} "
            f"{self.footer.baseline:.2f} Tm <{self.letters.written(text)}> Tj ET"
        )
        return ARTIFACT % drawn.encode()


def _font(page: pikepdf.Page) -> Any:
    """The font that this page writes with."""
    used = re.search(rb"/(\S+) [\d.]+ Tf", page.Contents.read_bytes())
    if used is None:
        raise ValueError("The page of letters has no text")
    return page.Resources.Font[f"/{used[1].decode()}"]


def _letters(font: Any) -> Letters:
    codes = _codes(font.ToUnicode.read_bytes().decode("latin1"))
    widths = _widths(font.DescendantFonts[0])
    known = {letter: widths[int(codes[letter], 16)] for letter in DIGITS}
    return Letters(codes, known)


def _codes(table: str) -> dict[str, str]:
    """Letter by letter, as the font's own table has them."""
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, letter in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[chr(int(letter, 16))] = code
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[chr(int(letter, 16) + step)] = f"{int(first, 16) + step:0{len(first)}x}"
    return found


def _widths(font: Any) -> dict[int, float]:
    """The two ways in which a font lists them: from a letter on, or a stretch of the same."""
    found: dict[int, float] = {}
    told = list(font.W)
    while told:
        first = int(told.pop(0))
        if isinstance(told[0], pikepdf.Array):
            found |= {first + n: float(width) for n, width in enumerate(told.pop(0))}
        else:
            last, width = int(told.pop(0)), float(told.pop(0))
            found |= dict.fromkeys(range(first, last + 1), width)
    return found
