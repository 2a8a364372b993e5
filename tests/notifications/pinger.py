"""Asks a running worker for other work while mail hangs, and says how long each piece took.

A line on standard input is a name: "ping" has an old draft cleared and answers with the seconds until
it was gone, "sweep" asks for a round of the mail.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta

import django

PATIENCE = 60


def main() -> None:
    django.setup()
    from portal.celery import app

    for line in sys.stdin:
        if line.strip() == "sweep":
            app.send_task("notifications.tasks.deliver_waiting")
            continue
        print(until_cleared(app), flush=True)


def until_cleared(app: object) -> float:
    from django.utils import timezone

    from incidents.models import Draft
    from people.models import User

    person, saved = User.objects.exclude(email=None).first(), timezone.now() - timedelta(days=2)
    draft = Draft.objects.create(person=person, page=str(saved), answers="{}", saved_at=saved)
    asked = time.monotonic()
    app.send_task("incidents.tasks.clear_old_drafts")  # type: ignore[attr-defined]
    while Draft.objects.filter(pk=draft.pk).exists() and time.monotonic() - asked < PATIENCE:
        time.sleep(0.01)
    return time.monotonic() - asked


if __name__ == "__main__":
    main()
