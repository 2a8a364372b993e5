"""Convention 7: no page loads anything from another host, and no file names one to load from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.architecture.sources import Source, sources, templates

LOADS = re.compile(
    r"""(?:\bsrc\s*=\s*|<link[^>]*\bhref\s*=\s*|<use[^>]*\bhref\s*=\s*|url\(\s*|@import\s+|\bfrom\s+)["']?(?:https?:)?//""",
    re.IGNORECASE,
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)


def loads(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if LOADS.search(line):
            yield f"{source.place}:{number}"


def test_nothing_is_loaded_from_another_host() -> None:
    assert [place for source in (*sources(), *templates()) for place in loads(source)] == []


def test_pages_have_no_inline_script_or_style() -> None:
    pages = (
        source
        for source in templates()
        if source.place.endswith(".html")
        and "/emails/" not in source.place
        and "/documents/" not in source.place
    )
    assert [source.place for source in pages if INLINE.search(source.text)] == []


def test_planted_violations_are_found() -> None:
    planted = Source(
        "templates/x.html",
        '<script src="//elsewhere.example/x.js"></script>\n<a href="https://ok.example">',
    )
    assert len(list(loads(planted))) == 1
    assert INLINE.search('<p style="color:red">')
