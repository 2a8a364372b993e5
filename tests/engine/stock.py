"""Fills the database of a data folder: `python -m tests.engine.stock [ROWS …]`, a sheet to import for each ROWS."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace
from typing import Any

HEADINGS = "Platform,Account/Page name,Master administration role,Approved users (posting),Opened,Closed,Link\n"


def main(sheets: list[int]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.engine.settings")
    import django

    django.setup()
    from tests.factories import make_person, make_school, make_trust

    trust = make_trust("Northmoor Learning Trust", short_name="northmoor")
    school = make_school(trust, "Ashdown Academy")
    person = make_person(
        "Tom Okafor", "ADMIN", trust=trust, school=school, email="engine@northmoor.example"
    )
    for number, rows in enumerate(sheets):
        bring(SimpleNamespace(trust=trust, school=school, office=person), f"s{number}", rows)


def bring(place: Any, prefix: str, rows: int) -> None:
    """Uploaded and confirmed; the worker does the rest."""
    from django.utils import timezone

    from register_imports.actions import imports
    from tests.register_imports.sheets import upload

    lines = (f"X,@{prefix}r{n},Headteacher,Office {n % 5},1/2/20,,\n" for n in range(rows))
    kept = upload(place, HEADINGS + "".join(lines), at=timezone.now())
    imports.start_import(upload=kept, by=place.office, at=timezone.now(), waits=False)


if __name__ == "__main__":
    main([int(rows) for rows in sys.argv[1:]])
