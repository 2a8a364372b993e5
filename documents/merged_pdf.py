"""Joins tagged PDFs into one that is still tagged: piece after piece, each written out and closed before the next.

What a joined document needs beyond its pages: one tree of structure, in which every piece hangs
under the one Document element; marked content that finds its element by a number no other page
has; names of table headers that are unique; and bookmarks made anew. The pieces come from `prepared`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from documents.footers import Footer, Stamp
from documents.pdf_writer import Copy, Writer


@dataclass(frozen=True)
class Piece:
    """Some pages of the document, and the bookmark that leads to the first of them."""

    title: str
    content: bytes


def prepared(content: bytes, *, prefix: str) -> bytes:
    """A rendered PDF ready to be joined: its table headers named apart from every other piece's."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root.StructTreeRoot
        names = dict(_named(root.K[0], prefix))
        if names:
            pairs = [part for name in sorted(names) for part in (String(name), names[name])]
            limits = Array([pairs[0], pairs[-2]])
            root.IDTree = Dictionary(Kids=[Dictionary(Names=Array(pairs), Limits=limits)])
        numbers = list(root.ParentTree.Nums)
        keys = [int(key) for key in numbers[::2]]
        leaf = Dictionary(Nums=Array(numbers), Limits=Array([min(keys), max(keys)]))
        root.ParentTree = pdf.make_indirect(Dictionary(Kids=[pdf.make_indirect(leaf)]))
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _named(element: Any, prefix: str, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every header cell under this element by its new name; on the way each says what it heads."""
    place = str(element.S) if str(element.S) in ("/THead", "/TBody") else place
    about = element.get("/A")
    if "/ID" in element:
        name = f"{prefix}-{element.ID}"
        element.ID = String(name)
        about.Scope = Name.Column if place == "/THead" else Name.Row
        yield name, element
    if about is not None and "/Headers" in about:
        about.Headers = Array([String(f"{prefix}-{header}") for header in about.Headers])
    for child in element.K if isinstance(element.get("/K"), Array) else ():
        if isinstance(child, Dictionary):
            yield from _named(child, prefix, place)


def merge(pieces: Iterable[Piece], out: BinaryIO, *, footer: Footer | None = None) -> int:
    """Write the joined document; returns its pages. The pieces may come one by one, and are let go again."""
    book = Book(Writer(out), footer)
    for piece in pieces:
        book.add(piece)
    return book.finish()


class Book:
    """The joined document: what of it can only be written when the last piece is known."""

    def __init__(self, writer: Writer, footer: Footer | None) -> None:
        self.writer = writer
        self.stamp = Stamp(writer, footer) if footer is not None else None
        self.tree, self.structure, self.document = (writer.reserve() for _ in range(3))
        self.pages: list[int] = []
        self.chapters: list[tuple[str, int]] = []  # title, number of its first page
        self.children: list[int] = []  # of the Document element
        self.leaves: list[int] = []  # of the tree that leads from marks to elements
        self.names: list[tuple[bytes, int]] = []  # the first name of each leaf, and the leaf
        self.next = 0  # the first number that no page has
        self.about: dict[str, bytes] = {}

    def add(self, piece: Piece) -> None:
        with pikepdf.open(io.BytesIO(piece.content)) as pdf:
            copy, root = Copy(pdf, self.writer), pdf.Root.StructTreeRoot
            copy.is_known_as(pdf.Root.Pages, self.tree)
            copy.is_known_as(root, self.structure)
            copy.is_known_as(root.K[0], self.document)
            first = len(self.pages)
            for page in pdf.pages:
                _shift(page, self.next)
                if self.stamp is not None:
                    self.stamp.put(page, copy)
                self.pages.append(copy.number_of(page.obj))
            self.chapters.append((piece.title, self.pages[first]))
            self._add_structure(root, copy)
            if not self.about:
                self._take_over(pdf, copy)
            copy.write_out()

    def _add_structure(self, root: Any, copy: Copy) -> None:
        self.children += [copy.number_of(child) for child in root.K[0].K]
        highest = self.next
        for leaf in root.ParentTree.Kids:
            leaf.Nums = Array([_moved(n, one, self.next) for n, one in enumerate(leaf.Nums)])
            leaf.Limits = Array([int(limit) + self.next for limit in leaf.Limits])
            highest = max(highest, int(leaf.Limits[1]))
            self.leaves.append(copy.number_of(leaf))
        self.next = highest + 1
        for leaf in root.IDTree.Kids if "/IDTree" in root else ():
            number = self.writer.put(self.writer.reserve(), copy.text_of(leaf))
            self.names.append((bytes(leaf.Limits[0]), number))

    def _take_over(self, pdf: pikepdf.Pdf, copy: Copy) -> None:
        """What the first piece says of itself, the whole document says: its title, its language, its claim."""
        root = pdf.Root
        self.about = {
            "document": copy.inside(root.StructTreeRoot.K[0], "/K", "/P"),
            "structure": copy.inside(root.StructTreeRoot, "/K", "/ParentTree", "/IDTree"),
            "root": copy.inside(
                root, "/Pages", "/StructTreeRoot", "/Outlines", "/PageLabels", "/PageMode"
            ),
            "trailer": b"/Info %d 0 R" % copy.number_of(pdf.trailer.Info),
        }

    def finish(self) -> int:
        """The trees above the pieces, the bookmarks and the table of objects."""
        if self.stamp is not None:
            self.stamp.finish()
        put, about = self.writer.put, self.about
        pages = b"<< /Type /Pages /Count %d /Kids %s >>"
        put(self.tree, pages % (len(self.pages), _list(self.pages)))
        document = b"<< %s /P %d 0 R /K %s >>"
        put(self.document, document % (about["document"], self.structure, _list(self.children)))
        put(self.structure, b"<< %s %s >>" % (about["structure"], self._structure()))
        root = b"<< %s /Pages %d 0 R /StructTreeRoot %d 0 R /Outlines %d 0 R %s >>"
        labels = b"/PageLabels << /Nums [ 0 << /S /D >> ] >> /PageMode /UseOutlines"
        said = (about["root"], self.tree, self.structure, self._bookmarks(), labels)
        number = put(self.writer.reserve(), root % said)
        self.writer.finish(b"/Root %d 0 R %s" % (number, about["trailer"]))
        return len(self.pages)

    def _structure(self) -> bytes:
        """The one element below the root, the way from marks to elements, and that from names."""
        told = b"/K [ %d 0 R ] /ParentTree << /Kids %s >> /ParentTreeNextKey %d"
        names = _list([number for _, number in sorted(self.names)])
        found = told % (self.document, _list(self.leaves), self.next)
        return found + (b" /IDTree << /Kids %s >>" % names if self.names else b"")

    def _bookmarks(self) -> int:
        above, count = self.writer.reserve(), len(self.chapters)
        numbers = [self.writer.reserve() for _ in self.chapters]
        for n, (title, page) in enumerate(self.chapters):
            before = b"/Prev %d 0 R" % numbers[n - 1] if n else b""
            after = b"/Next %d 0 R" % numbers[n + 1] if n + 1 < count else b""
            said = (String(title).unparse(), above, page, before, after)
            one = b"<< /Title %s /Parent %d 0 R /Dest [ %d 0 R /Fit ] %s %s >>" % said
            self.writer.put(numbers[n], one)
        ends = (numbers[0], numbers[-1], count)
        whole = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % ends
        return self.writer.put(above, whole)


def _list(numbers: Iterable[int]) -> bytes:
    return b"[ %s ]" % b" ".join(b"%d 0 R" % number for number in numbers)


def _moved(place: int, one: Any, shift: int) -> Any:
    """Numbers and elements stand in turn."""
    return one if place % 2 else int(one) + shift


def _shift(page: Any, shift: int) -> None:
    if "/StructParents" in page:
        page.StructParents = int(page.StructParents) + shift
    for note in page.get("/Annots", ()):
        if "/StructParent" in note:
            note.StructParent = int(note.StructParent) + shift
