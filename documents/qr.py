"""QR codes as SVG, for paper and for pages."""

from __future__ import annotations

from urllib.parse import unquote

import segno


def svg(address: str, *, scale: int = 4) -> str:
    """The code for this address as an SVG document; the quiet zone around it is part of it."""
    code = segno.make(address, error="m", micro=False)
    return unquote(code.svg_data_uri(scale=scale, border=2, xmldecl=False).partition(",")[2])


def data_uri(address: str) -> str:
    """The same for an `<img>` of a document that is made on this machine."""
    return segno.make(address, error="m", micro=False).svg_data_uri(
        scale=4, border=2, omitsize=True
    )
