"""How the pages of a channel find it."""

from __future__ import annotations

LOOKUP = "reference__iexact"
