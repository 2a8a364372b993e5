"""Making files outside the request."""

from __future__ import annotations

from threading import Thread
from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from documents import actions as documents
from documents import pdf
from reports.making import actions as making
from reports.orders import STYLESHEET


@worker_ready.connect
def warm_up(**_: Any) -> None:
    """The first to ask for a PDF after a start need not wait for the libraries."""
    Thread(target=_warm, daemon=True).start()


def _warm() -> None:
    import reports.appendix1_pdf  # noqa: F401  what joins the pieces

    pdf.warm(STYLESHEET)


@shared_task
def prepare(export_id: str) -> None:
    making.prepare_export(export_id=UUID(export_id), at=timezone.now())


@shared_task
def prepare_waiting() -> None:
    making.prepare_waiting_exports(at=timezone.now())


@shared_task
def clear_old_fragments() -> None:
    documents.clear_old_fragments(on=timezone.localdate())
