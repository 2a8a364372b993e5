"""What other apps may ask of the public answer: what everybody may know of a school."""

from __future__ import annotations

from verify import public_answer

__all__ = [
    "public_answer",
]
