"""Joined pieces are one tagged document: checked in the file's own structure."""

from __future__ import annotations

import io
from contextlib import contextmanager

import pikepdf
import pytest

from documents import pdf
from documents.footers import DIGITS, Footer
from documents.merged_pdf import Piece, merge, prepared
from tests.documents import structure

PAGE = """<!doctype html><html lang="en-GB"><head><title>{name}</title></head><body><section><h2>{name}</h2>
<table><caption>Rows of {name}</caption><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>
<tbody>{rows}</tbody></table></section></body></html>"""
ROW = '<tr><th scope="row">{n}</th><td>Cell {n} of {name}</td></tr>'


@pytest.fixture
def rendered(weasyprint, tmp_path, settings):
    """Pieces of the form that the portal prints, from templates of the test's own."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    def render(name: str, rows: int = 2, tagged: bool = True, html: str = PAGE) -> bytes:
        body = "".join(ROW.format(n=n, name=name) for n in range(rows))
        (tmp_path / "page.html").write_text(html.format(name=name, rows=body))
        (tmp_path / "page.css").write_text(
            "@page { size: A4 landscape } body { font: 12pt 'Source Sans 3' }"
        )
        html_page = weasyprint.HTML(
            string=(tmp_path / "page.html").read_text(), url_fetcher=pdf._fetcher()
        )
        return html_page.write_pdf(
            pdf_variant="pdf/ua-1" if tagged else None, pdf_tags=tagged, font_config=pdf._fonts()
        )

    return render


def pieces(rendered, names, rows=2):
    for name in names:
        yield Piece(name, prepared(rendered(name, rows), prefix=name))


def joined(parts, **options) -> pikepdf.Pdf:
    out = io.BytesIO()
    merge(parts, out, **options)
    out.seek(0)
    return pikepdf.open(out)


@pytest.mark.parametrize("count", [1, 3, 11])
def test_every_mark_and_every_header_is_found(rendered, count):
    names = [f"school{n:02d}" for n in range(count)]
    document = joined(pieces(rendered, names, rows=45))
    assert structure.check(document) > count * 90
    assert len(document.pages) >= 2 * count
    said = [str(one.S) for one in structure.elements(document.Root.StructTreeRoot.K)]
    assert said.count("/Document") == 1 and said.count("/H2") == count


def test_the_document_keeps_its_title_its_language_and_its_claim(rendered):
    document = joined(pieces(rendered, ["first", "second"]))
    assert str(document.Root.Lang) == "en-GB" and bool(document.Root.MarkInfo.Marked)
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert str(document.docinfo.Title) == "first"
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_bookmarks_lead_to_the_first_page_of_each_piece(rendered):
    document = joined(pieces(rendered, ["one", "two", "three"], rows=60))
    with document.open_outline() as outline:
        found = [(item.title, destination(document, item)) for item in outline.root]
    assert [title for title, _ in found] == ["one", "two", "three"]
    texts = [text_of(document.pages[page]) for _, page in found]
    pages = [page for _, page in found]
    assert pages == sorted(set(pages)) and pages[0] == 0
    assert all(texts)
    assert str(document.Root.PageLabels.Nums[1].S) == "/D"


def destination(document, item):
    target = item.destination[0]
    return next(n for n, page in enumerate(document.pages) if page.obj.objgen == target.objgen)


def text_of(page):
    return b"".join(
        bytes(operands[0][0]) if isinstance(operands[0], pikepdf.Array) else bytes(operands[0])
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) in ("TJ", "Tj")
    )


def test_the_page_numbers_are_decoration(rendered):
    foot = (
        "<html><head><style>@page {{ size: A4 landscape; margin: 0 }} p {{ break-after: page; font: 9pt 'Source Sans 3' }}"
        " div {{ font: 600 9pt 'Source Sans 3' }}</style></head><body><p>Version 3</p><div>"
        + DIGITS
        + "</div></body></html>"
    )
    footer = Footer(rendered("foot", tagged=False, html=foot), right=800, baseline=20)
    document = joined(pieces(rendered, ["one", "two"]), footer=footer)
    structure.check(document)
    for page in document.pages:
        stream = page.Contents
        drawn = (
            b"".join(one.read_bytes() for one in stream)
            if isinstance(stream, pikepdf.Array)
            else stream.read_bytes()
        )
        after = drawn[drawn.index(b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC") :]
        assert b"/PortalFoot Do" in after and b"Tj" in after and after.rstrip().endswith(b"EMC")
        assert drawn.count(b"q\n") >= 1


def test_each_piece_is_written_and_closed_before_the_next_is_opened(rendered, monkeypatch):
    out, opened, most, lengths = io.BytesIO(), [], [], []

    @contextmanager
    def watched(*arguments, real=pikepdf.open):
        with real(*arguments) as document:
            opened.append(document)
            most.append(len(opened))
            yield document
            opened.remove(document)

    def told():
        for piece in pieces(rendered, ["one", "two", "three", "four"], rows=30):
            lengths.append(out.tell())
            yield piece

    monkeypatch.setattr(pikepdf, "open", watched)
    assert merge(told(), out) >= 4
    assert set(most) == {1} and opened == []
    assert lengths == sorted(set(lengths)) and lengths[-1] > out.tell() / 2


def test_what_pieces_have_in_common_is_written_once(rendered):
    one = rendered("school", 3)
    alone, many = (
        joined(Piece("school", prepared(one, prefix=f"p{n}")) for n in range(count))
        for count in (1, 6)
    )
    assert fonts(many) == fonts(alone) > 0
    structure.check(many)


def fonts(document):
    return sum("/FontFile2" in one or "/FontFile3" in one for one in descriptors(document))


def descriptors(document):
    """Each font file by its first descriptor."""
    found = {}
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
            file = one.get("/FontFile2", one.get("/FontFile3"))
            found.setdefault(file.objgen, one)
    return list(found.values())


def test_words_that_look_like_a_reference_stay_as_they_are(rendered):
    """In a title, with brackets and a stroke; the numbers of objects change around it."""
    title = "9 0 R (7 0 R) \\ 5 0 R)"
    document = joined(Piece(title, prepared(rendered(title), prefix=f"p{n}")) for n in range(2))
    assert str(document.docinfo.Title) == title
    with document.open_outline() as outline:
        assert [item.title for item in outline.root] == [title, title]
    structure.check(document)


def test_the_file_is_sound_and_names_itself(rendered):
    """Read again by its own table of objects, without anything having to be mended."""
    document = joined(pieces(rendered, [f"school{n:03d}" for n in range(5)], rows=40))
    assert document.check_pdf_syntax() == []
    assert len(bytes(document.trailer.ID[0])) == 16
    assert int(document.trailer.Size) == max(one.objgen[0] for one in document.objects) + 1
