"""The message of reports: a large file is ready."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from documents.models import Export
from notifications.post import tell

LARGE = 25  # pieces: what takes longer than somebody waits at a page


def ready(export: Export, *, title: str, at: datetime) -> None:
    """To whoever asked, where they will hardly have waited; a small file is there before the page asks again."""
    if not is_large(export) or export.asked_by.is_system:
        return
    tell(
        export.asked_by,
        kind="export_ready",
        key=f"export-ready:{export.pk}",
        subject=f"Your download is ready: {title}",
        template="reports/emails/ready",
        context={"title": title, "rows": export.row_count},
        link=reverse("reports:detail", args=[export.pk]),
        at=at,
        why="you asked for this file.",
    )


def is_large(export: Export) -> bool:
    return export.total >= LARGE or (export.row_count or 0) >= LARGE * 20
