"""How the pages of a channel find it: addresses have its reference in lower case, the register in capitals."""

from __future__ import annotations

LOOKUP = "reference__iexact"
