"""Tagged PDFs from our own templates. Only the worker and commands call this: WeasyPrint is imported on first use."""

from __future__ import annotations

import atexit
import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/pdf"
OURS = "portal:"  # portal:fonts/source-sans-3.woff2


class Refused(Exception):
    """A document asked for something that is not ours."""


def render(
    template: str, context: dict[str, Any], *, stylesheet: str, tagged: bool = True
) -> bytes:
    """The template as PDF/UA: tagged, titled, in British English. What is put on pages as decoration is not `tagged`.

    The stylesheet and the fonts are read once for as long as the process lives.
    """
    from weasyprint import HTML

    html = HTML(string=render_to_string(template, context), base_url=OURS, url_fetcher=_fetcher())
    with _calm():
        return html.write_pdf(
            stylesheets=[_stylesheet(stylesheet)],
            font_config=_fonts(),
            pdf_variant="pdf/ua-1" if tagged else None,
            pdf_tags=tagged,
        )


@contextmanager
def _calm() -> Iterator[None]:
    """Rendering makes many small things that live as long as the page: looking for the dead among them meanwhile costs a quarter of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def warm(stylesheet: str) -> None:
    """Read libraries, fonts and stylesheet before the first document is asked for."""
    try:
        _stylesheet(stylesheet)
    except OSError as missing:
        log.warning("PDFs cannot be made here: %s", missing)


def fetch(url: str) -> tuple[bytes, str]:
    """What a document may load: our own packaged fonts and pictures, and pictures written into it. Nothing else."""
    if url.startswith(OURS):
        name = url.removeprefix(OURS)
        path = _packaged(name)
        if path is not None:
            return path.read_bytes(), "font/woff2" if name.endswith(".woff2") else "image/svg+xml"
    raise Refused(url[:100])


def packaged(name: str) -> bytes:
    """A file of ours, such as a font; nothing where the portal has not been set up."""
    path = _packaged(name)
    return path.read_bytes() if path else b""


def _packaged(name: str) -> Path | None:
    if ".." in name or name.startswith("/"):
        return None
    found = finders.find(name)
    path = Path(found) if found else Path(settings.STATIC_ROOT) / name
    return path if path.is_file() else None


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFetcher(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/svg+xml"):
                return super().fetch(url, headers)
            body, mime = fetch(url)
            return URLFetcherResponse(url, body, {"Content-Type": mime})

    return OwnFetcher(allowed_protocols=["data"])


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _stylesheet(name: str) -> Any:
    from weasyprint import CSS

    return CSS(
        string=render_to_string(name), font_config=_fonts(), base_url=OURS, url_fetcher=_fetcher()
    )


@atexit.register
def _forget() -> None:
    """Before the interpreter takes the libraries away under them."""
    _stylesheet.cache_clear()
    _fonts.cache_clear()
