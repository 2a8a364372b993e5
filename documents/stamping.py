"""What stands at the foot of every page of a joined document: put on last, outside its structure."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary

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

    font: Any
    codes: dict[str, str]
    widths: dict[str, float]

    def written(self, text: str) -> str:
        return "".join(self.codes[letter] for letter in text)

    def width(self, text: str, size: float) -> float:
        return sum(self.widths[letter] for letter in text) * size / 1000


def stamp(pdf: pikepdf.Pdf, footer: Footer) -> None:
    """The words at the left, the same on every page, and "Page x of y" at the right."""
    with pikepdf.open(io.BytesIO(footer.content)) as source:
        words = pdf.copy_foreign(source.pages[0].as_form_xobject())
        letters = _letters(source.pages[1], pdf)
        number = len(pdf.pages)
        for at, page in enumerate(pdf.pages, start=1):
            text = f"Page {at} of {number}"
            start = footer.right - letters.width(text, footer.size)
            drawn = (
                f"/PortalFoot Do BT /PortalNumber {footer.size:g} Tf 1 0 0 1 {start:.2f} "
                f"{footer.baseline:.2f} Tm <{letters.written(text)}> Tj ET"
            )
            _put(page, ARTIFACT % drawn.encode(), words, letters.font)


def _put(page: pikepdf.Page, drawn: bytes, words: Any, font: Any) -> None:
    """What the page draws turns it upside down and leaves it so: kept apart from what comes after."""
    for kind, name, what in (
        ("/XObject", "/PortalFoot", words),
        ("/Font", "/PortalNumber", font),
    ):
        if kind not in page.Resources:
            page.Resources[kind] = Dictionary()
        page.Resources[kind][name] = what
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ " + drawn)


def _letters(page: pikepdf.Page, pdf: pikepdf.Pdf) -> Letters:
    """The font that this page writes with."""
    used = re.search(rb"/(\S+) [\d.]+ Tf", page.Contents.read_bytes())
    if used is None:
        raise ValueError("The page of letters has no text")
    font = page.Resources.Font[f"/{used[1].decode()}"]
    codes = _codes(font.ToUnicode.read_bytes().decode("latin1"))
    widths = _widths(font.DescendantFonts[0])
    known = {letter: widths[int(codes[letter], 16)] for letter in DIGITS}
    return Letters(pdf.copy_foreign(font), codes, known)


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
