"""Whether the keys in use still seal and open."""

from __future__ import annotations

import logging

from incidents import sealing

log = logging.getLogger(__name__)
PLACE, PROBE = "portal|health|probe", "opens"


def state() -> str:
    """ok, or failing when what is sealed now does not open again."""
    try:
        opened = sealing.unseal(sealing.seal(PROBE, PLACE), PLACE)
    except Exception:
        log.exception("A sealed probe does not open")
        return "failing"
    return "ok" if opened == PROBE else "failing"
