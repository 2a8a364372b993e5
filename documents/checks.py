"""Tells whoever starts the portal where files can only be read without a limit of memory."""

from __future__ import annotations

import sys
from typing import Any

from django.core.checks import CheckMessage, Warning, register


def limits_memory() -> bool:
    """Linux does; macOS has the call and does not keep to it, Windows has none."""
    try:
        import resource
    except ImportError:
        return False
    return hasattr(resource, "RLIMIT_AS") and sys.platform != "darwin"


@register
def hostile_files(**_: Any) -> list[CheckMessage]:
    if limits_memory():
        return []
    return [
        Warning(
            "This system cannot limit the memory of the process that reads uploaded files.",
            hint="Use it to try the portal; run it for a school on Linux (ADR 0013).",
            id="documents.W001",
        )
    ]
