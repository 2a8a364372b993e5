"""One task: a line in a file, written whole."""

from __future__ import annotations

import os

from celery import shared_task
from django.conf import settings

MARKS = "marks"


@shared_task
def mark(number: int) -> None:
    marks = os.open(settings.DATA_DIR / MARKS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(marks, f"{number}\n".encode())
    finally:
        os.close(marks)
