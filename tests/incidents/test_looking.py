"""The probe of the canary tests finds what it should: each wrapping with its planted positive."""

from __future__ import annotations

import base64
import gzip
import json
import pickle
import zlib

import pytest
from django.core import signing

from tests.incidents.looking import holds

WORD = "QZkanarieQZ"
PLAIN = f"before {WORD} after".encode()
WRAPPINGS = {
    "as it is": PLAIN,
    "in capitals": PLAIN.upper(),
    "two bytes a letter": PLAIN.decode().encode("utf-16-le"),
    "base64": base64.b64encode(PLAIN),
    "base64 in the middle of something": b"xyz" + base64.urlsafe_b64encode(PLAIN) + b"end",
    "zlib": b"\x00\x01" + zlib.compress(PLAIN),
    "gzip": gzip.compress(PLAIN),
    "hex": PLAIN.hex().encode(),
    "json": json.dumps({"text": PLAIN.decode()}).encode(),
    "json escapes": "".join(f"\\u{ord(letter):04x}" for letter in PLAIN.decode()).encode(),
    "pickle": pickle.dumps({"text": PLAIN.decode()}),
    "compressed pickle": zlib.compress(pickle.dumps([PLAIN.decode()])),
    "base64 of zlib": base64.b64encode(zlib.compress(PLAIN)),
    "base64 of json of base64": base64.b64encode(
        json.dumps([base64.b64encode(PLAIN).decode()]).encode()
    ),
    "a signed session": signing.dumps({"text": PLAIN.decode()}, compress=True).encode(),
}


@pytest.mark.parametrize("name", WRAPPINGS)
def test_it_finds_the_word(name: str) -> None:
    assert holds(WRAPPINGS[name], WORD)


@pytest.mark.parametrize("name", WRAPPINGS)
def test_it_finds_nothing_else(name: str) -> None:
    assert not holds(WRAPPINGS[name], "SomethingElse")
