"""The keys: one set for each purpose, the first of which closes."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from hashlib import sha256

from django.conf import settings


class Purpose(Enum):
    """What a set of keys is for, and the setting that holds it."""

    CONCERNS = "concerns", "CONCERN_KEYS"
    AUTHENTICATORS = "authenticators", "AUTHENTICATOR_KEYS"

    def __init__(self, code: str, setting: str) -> None:
        self.code, self.setting = code, setting

    @property
    def secrets(self) -> list[str]:
        return getattr(settings, self.setting)


@lru_cache(maxsize=64)
def key_of(purpose: Purpose, secret: str) -> bytes:
    """The 32 bytes that this secret is for this purpose: the same secret elsewhere opens nothing here."""
    return sha256(b"portal key\x00" + purpose.code.encode() + b"\x00" + secret.encode()).digest()


@lru_cache(maxsize=64)
def fingerprint(purpose: Purpose, secret: str) -> str:
    """12 characters that tell keys apart and give none away."""
    return sha256(b"fingerprint\x00" + key_of(purpose, secret)).hexdigest()[:12]


def newest(purpose: Purpose) -> str:
    """The fingerprint of the key that closes now."""
    return fingerprint(purpose, purpose.secrets[0])
