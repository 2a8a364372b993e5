"""Takes the dumps of a version, before it is tagged: python -m tests.upgrades.make 0.2.0

Never again afterwards: what was tagged is what schools run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from audit.events import Event
from tests import services
from tests.upgrades import dumps, throw_away
from tests.upgrades.portals import VENDORS, portal


def main(version: str) -> None:
    if version in dumps.tags():
        sys.exit(f"{version} is tagged: its dumps stay as they are.")
    with services.postgres() as server:
        counts = {
            kind: {vendor: taken(server, version, kind, vendor) for vendor in VENDORS}
            for kind in dumps.KINDS
        }
    words = {event.value: event.sentence for event in Event}
    text = json.dumps({**counts, "words": words}, indent=1)
    (dumps.FOLDER / version / "facts.json").write_text(f"{text}\n")


def taken(server: str, version: str, kind: str, vendor: str) -> dict[str, Any]:
    with portal(server, vendor, dumps.KINDS[kind]) as one:
        throw_away.lay_out(Path(one.folder))
        counted = json.loads(one.python("-m", "tests.upgrades.fill", kind))
        dumps.take(version, kind, vendor, one.environment)
    print(f"{kind} on {vendor}: {counted}")
    return counted


if __name__ == "__main__":
    main(*sys.argv[1:])
