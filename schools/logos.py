"""A trust's logo: a real PNG, drawn again from its pixels so that nothing else travels in it."""

from __future__ import annotations

import hashlib
from base64 import b64decode

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from documents import apart
from documents.refusals import Refused

LARGEST = 1024 * 1024
WIDEST = 4000  # pixels, either way
LIMITS = apart.Limits()
SMALLER = "Save the logo smaller, as a PNG, and select that"
SAYS = apart.SAYS | {
    "type": "The selected file must be a PNG picture",
    "pixels": f"The logo must be at most {WIDEST} pixels wide and high",
    "memory": f"The selected file needs more memory than we allow. {SMALLER}",
    "time": f"The selected file takes longer to read than we allow. {SMALLER}",
    "died": f"The selected file could not be read: it stopped our reader. {SMALLER}",
}


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
        found = apart.read("documents.pictures:drawn_again", upload.read(), LIMITS, widest=WIDEST)
        return b64decode(next(iter(found)))
    except Refused as refusal:
        raise refused(SAYS[refusal.why].format(**refusal.about)) from None


def refused(sentence: str) -> ValidationError:
    return ValidationError({"logo": sentence})
