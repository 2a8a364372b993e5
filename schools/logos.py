"""A trust's logo: a real PNG, drawn again from its pixels so that nothing else travels in it."""

from __future__ import annotations

import hashlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import Image

LARGEST = 1024 * 1024
WIDEST = 4000  # pixels, either way
KINDS = {"LA", "RGB", "RGBA"}


def stored(short_name: str, upload: File) -> tuple[str, ContentFile]:
    """The name and the content to keep. Raises ValidationError with a sentence."""
    content = drawn_again(upload)
    mark = hashlib.sha256(content).hexdigest()[:10]
    return f"{short_name}-{mark}.png", ContentFile(content)


def drawn_again(upload: File) -> bytes:
    if upload.size > LARGEST:
        raise refused("The selected file must be smaller than 1MB")
    upload.seek(0)
    try:
        image = Image.open(upload, formats=["PNG"])
        if max(image.size) > WIDEST:
            raise refused(f"The logo must be at most {WIDEST} pixels wide and high")
        image.load()
    except ValidationError:
        raise
    except Exception:  # whatever a broken picture makes the decoder raise
        raise refused("The selected file must be a PNG picture") from None
    clean = image if image.mode in KINDS else image.convert("RGBA")
    result = io.BytesIO()
    Image.frombytes(clean.mode, clean.size, clean.tobytes()).save(result, "PNG", optimize=True)
    return result.getvalue()


def refused(sentence: str) -> ValidationError:
    return ValidationError({"logo": sentence})
