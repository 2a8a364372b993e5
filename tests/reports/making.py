"""Files made for tests as people get them."""

from __future__ import annotations

import subprocess
from typing import Any

from documents.models import Export
from reports import actions
from reports.orders import Options
from tests.factories import NOW, TODAY


def ask(
    cast: Any, kind: str = "register_pdf", by: Any = None, school: Any = True, **options: Any
) -> Export:
    return actions.ask_for_export(
        kind=kind,
        trust=cast.trust,
        school=cast.school if school is True else school,
        as_at=options.pop("as_at", TODAY),
        by=by or cast.office,
        at=options.pop("at", NOW),
        options=Options(**options),
    )


def made(cast: Any, kind: str = "register_pdf", **options: Any) -> Export:
    at = options.get("at", NOW)
    export = actions.prepare_export(export_id=ask(cast, kind, **options).pk, at=at)
    assert export is not None
    return export


def text_of(export: Export) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", export.file.path, "-"], check=True, capture_output=True, text=True
    ).stdout


def words_of(export: Export) -> str:
    return " ".join(text_of(export).split())
