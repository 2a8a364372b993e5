"""The one-time code that stands for a second person where nobody fits: printed on the server, kept as a hash."""

from __future__ import annotations

import base64
import hashlib
import secrets

from django.utils.crypto import constant_time_compare


def new() -> tuple[str, str]:
    """The code as it is printed, 12 letters and numbers, and what is kept of it."""
    code = base64.b32encode(secrets.token_bytes(10)).decode()[:12]
    return code, _hash(code)


def matches(typed: str, kept: str) -> bool:
    return bool(kept) and constant_time_compare(_hash(typed), kept)


def _hash(code: str) -> str:
    """60 bits of chance: no salt and no slow hash are needed."""
    return hashlib.sha256(code.replace(" ", "").upper().encode()).hexdigest()
