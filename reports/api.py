"""What other apps may ask of reports: the kinds of file."""

from __future__ import annotations

from reports.exports import KINDS

__all__ = [
    "KINDS",
]
