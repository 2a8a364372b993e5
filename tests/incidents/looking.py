"""Looking for a word in bytes: as it is, and inside base64, zlib, gzip, hex, JSON escapes and pickles."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

DEEP = 3
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){12,}")
ESCAPES = re.compile(rb"\\u00([0-9a-fA-F]{2})")
COMPRESSED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
MOST = 2_000_000


def holds(data: bytes | str, word: str, *, deep: int = DEEP) -> bool:
    """Whether the word is in there, however it was wrapped (up to three wrappings)."""
    data = data.encode() if isinstance(data, str) else data
    if plainly(data, word):
        return True
    return deep > 0 and any(holds(inner, word, deep=deep - 1) for inner in unwrapped(data[:MOST]))


def plainly(data: bytes, word: str) -> bool:
    low = data.lower()
    return any(
        form.lower() in low
        for form in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))
    )


def unwrapped(data: bytes) -> Iterator[bytes]:
    """Everything that could be something else in wrapping."""
    for found in COMPRESSED.finditer(data):
        how = zlib.decompressobj(wbits=47)
        try:
            yield how.decompress(data[found.start() :], MOST)
        except zlib.error:
            continue
    for found in BASE64.finditer(data):
        yield from decoded(found.group())
    for found in HEX.finditer(data):
        yield binascii.unhexlify(found.group())
    if ESCAPES.search(data):
        yield ESCAPES.sub(lambda one: bytes([int(one[1], 16)]), data)


def decoded(text: bytes) -> Iterator[bytes]:
    """From each of the four places at which base64 may really begin."""
    plain = text.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    for start in range(4):
        part = plain[start:]
        part = part[: len(part) - (1 if len(part) % 4 == 1 else 0)]
        yield base64.b64decode(part + b"=" * (-len(part) % 4))
