"""What the portal wires of concerns: no file is made of them, what is sealed, and reports that are being written."""

from __future__ import annotations

from incidents.concern.restricted_pages import no_files
from incidents.keys import sealed_rows
from incidents.report import drafts

__all__ = [
    "drafts",
    "no_files",
    "sealed_rows",
]
