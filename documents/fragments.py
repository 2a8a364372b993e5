"""What a piece of a document is known by: the same words in the same form have the same key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

from django.template.loader import get_template, render_to_string

from documents import pdf

FONTS = ("fonts/source-sans-3.woff2", "fonts/atkinson-hyperlegible-mono.woff2")
FORM = 1  # counted up when `merging.prepared` makes something else of the same page


def key_of(template: str, stylesheet: str, data: Any) -> str:
    """The SHA-256 of what is said (as JSON), of its template and style, and of what renders it."""
    said = json.dumps(data, default=str, sort_keys=True)
    return hashlib.sha256(f"{edition(template, stylesheet)}{said}".encode()).hexdigest()


@cache
def edition(template: str, stylesheet: str) -> str:
    """The same for as long as the template, the style, the fonts and the libraries are the same."""
    told = hashlib.sha256()
    for part in _parts(template, stylesheet):
        told.update(part)
    return told.hexdigest()


def _parts(template: str, stylesheet: str) -> Iterator[bytes]:
    source: Any = get_template(template)
    yield source.template.source.encode()
    yield render_to_string(stylesheet).encode()
    yield f"{version('weasyprint')} {version('pikepdf')} {FORM}".encode()
    for name in FONTS:
        yield pdf.packaged(name)
