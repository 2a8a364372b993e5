"""Joins tagged PDFs into one that is still tagged: in stages, each with its files closed again.

What a joined document needs beyond its pages: one tree of structure, in which every piece hangs
under the one Document element; marked content that finds its element by a number no other page
has; names of table headers that are unique; and bookmarks made anew. The pieces come from `prepared`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from documents.stamping import Footer, stamp

GROUP = 25  # files open at once
Source = bytes | Path


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
    chapters: list[tuple[str, int]] = []
    with TemporaryDirectory() as folder:
        stage = list(_first_stage(pieces, chapters, Path(folder)))
        level = 0
        while len(stage) > GROUP:
            level += 1
            groups = [stage[at : at + GROUP] for at in range(0, len(stage), GROUP)]
            stage = [
                _written(group, Path(folder, f"{level}-{n}.pdf")) for n, group in enumerate(groups)
            ]
        with ExitStack() as files:
            pdf = _joined(stage, files)
            _bookmark(pdf, chapters)
            if footer is not None:
                stamp(pdf, footer)
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return len(pdf.pages)


def _first_stage(
    pieces: Iterable[Piece], chapters: list[tuple[str, int]], folder: Path
) -> Iterator[Source]:
    """A few pieces stay as they are; many are joined group by group as they come."""
    waiting, groups = iter(pieces), 0
    while group := list(islice(waiting, GROUP)):
        for piece in group:
            chapters.append((piece.title, _pages(piece.content)))
        contents: Sequence[Source] = [piece.content for piece in group]
        if len(group) < GROUP and not groups:
            yield from contents
            return
        yield _written(contents, Path(folder, f"0-{groups}.pdf"))
        groups += 1


def _pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def _written(sources: Sequence[Source], path: Path) -> Path:
    with ExitStack() as files:
        pdf = _joined(sources, files)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return path


def _joined(sources: Sequence[Source], files: ExitStack) -> pikepdf.Pdf:
    """The first with the pages and the structure of all others behind its own."""
    opened = (files.enter_context(_opened(source)) for source in sources)
    base = next(opened)
    fonts: dict[bytes, Any] = {}
    for other in opened:
        _append(base, other)
    for page in base.pages:
        _share_fonts(page, fonts)
    return base


def _opened(source: Source) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(source) if isinstance(source, bytes) else source)


def _append(base: pikepdf.Pdf, other: pikepdf.Pdf) -> None:
    root, theirs = base.Root.StructTreeRoot, other.Root.StructTreeRoot
    shift = _highest(root.ParentTree) + 1
    for page in other.pages:
        _shift(page, shift)
    for leaf in theirs.ParentTree.Kids:
        leaf.Nums = Array([_moved(n, one, shift) for n, one in enumerate(leaf.Nums)])
        leaf.Limits = Array([int(limit) + shift for limit in leaf.Limits])
    base.pages.extend(other.pages)
    document, their_document = root.K[0], theirs.K[0]
    for child in their_document.K:
        del child["/P"]
    names = theirs.get("/IDTree")
    # One graph, copied at once: what points at each other still does.
    graph = Dictionary(
        Children=their_document.K,
        Numbers=theirs.ParentTree.Kids,
        Names=names.Kids if names is not None else Array([]),
    )
    copied = base.copy_foreign(other.make_indirect(graph))
    for child in copied.Children:
        child.P = document
    document.K.extend(copied.Children)
    root.ParentTree.Kids.extend(copied.Numbers)
    if len(copied.Names):
        _name(root, copied.Names)


def _moved(place: int, one: Any, shift: int) -> Any:
    """Numbers and elements stand in turn."""
    return one if place % 2 else int(one) + shift


def _shift(page: Any, shift: int) -> None:
    if "/StructParents" in page:
        page.StructParents = int(page.StructParents) + shift
    for note in page.get("/Annots", ()):
        if "/StructParent" in note:
            note.StructParent = int(note.StructParent) + shift


def _highest(tree: Any) -> int:
    return int(tree.Kids[-1].Limits[1])


def _name(root: Any, leaves: Any) -> None:
    """The tree of names, its leaves in order."""
    known = list(root.IDTree.Kids) if "/IDTree" in root else []
    ordered = sorted([*known, *leaves], key=lambda leaf: bytes(leaf.Limits[0]))
    root.IDTree = Dictionary(Kids=Array(ordered))


def _share_fonts(page: Any, seen: dict[bytes, Any]) -> None:
    """Pieces that use the same letters carry the same font file: it is kept once."""
    fonts = page.Resources.get("/Font", {})
    for font in fonts.values():
        below = font.get("/DescendantFonts")
        described = below[0].get("/FontDescriptor") if below is not None else None
        for key in ("/FontFile2", "/FontFile3"):
            if described is not None and key in described:
                mark = sha256(described[key].read_raw_bytes()).digest()
                described[key] = seen.setdefault(mark, described[key])


def _bookmark(pdf: pikepdf.Pdf, chapters: Sequence[tuple[str, int]]) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    pdf.Root.PageMode = Name.UseOutlines
    with pdf.open_outline() as outline:
        outline.root.clear()
        page = 0
        for title, pages in chapters:
            outline.root.append(OutlineItem(title, page))
            page += pages
