"""A picture drawn again from its pixels, so that nothing else travels in it. Read in a process of its own (`apart`)."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image

from documents.refusals import Refused

KINDS = {"LA", "RGB", "RGBA"}


def drawn_again(file: BinaryIO, *, widest: int) -> Iterator[str]:
    """One PNG, in base 64, of the first picture of a PNG at most that many pixels wide and high. Raises Refused."""
    try:
        image = Image.open(file, formats=["PNG"])
        if max(image.size) > widest:
            raise Refused("pixels")
        image.load()
    except Image.DecompressionBombError:
        raise Refused("pixels") from None
    except (Refused, MemoryError):
        raise
    except Exception:  # whatever a broken picture makes the decoder raise
        raise Refused("type") from None
    yield b64encode(_clean(image)).decode()


def _clean(image: Image.Image) -> bytes:
    clean = image if image.mode in KINDS else image.convert("RGBA")
    result = io.BytesIO()
    Image.frombytes(clean.mode, clean.size, clean.tobytes()).save(result, "PNG", optimize=True)
    return result.getvalue()
