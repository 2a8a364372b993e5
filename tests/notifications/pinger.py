"""Asks a running worker for other work while mail hangs, and says how long each piece took.

A line on standard input is a name: "ping" answers with the seconds until the worker had done it,
"sweep" asks for a round of the mail.
"""

from __future__ import annotations

import sys
import time

import django

PATIENCE = 60


def main() -> None:
    django.setup()
    from django.core.cache import cache

    from portal.celery import app

    for line in sys.stdin:
        if line.strip() == "sweep":
            app.send_task("notifications.tasks.deliver_waiting")
            continue
        asked = time.time()
        app.send_task("portal.tasks.heartbeat")
        while (cache.get("heartbeat:worker") or 0) < asked:
            if time.time() - asked > PATIENCE:
                break
            time.sleep(0.01)
        print((cache.get("heartbeat:worker") or asked + PATIENCE) - asked, flush=True)


if __name__ == "__main__":
    main()
