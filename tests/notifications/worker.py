"""A real worker process for tests: Celery over Redis on the tests' own database, sending to the tests' mail server."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    told = json.loads(os.environ["TEST_WORKER"])
    from portal import settings

    settings.DATABASES = {"default": {**settings.DATABASES["default"], **told["database"]}}
    settings.SENDS_EMAIL = True
    for name, keys in told["keys"].items():
        setattr(settings, name, keys)
    from portal.celery import app

    app.worker_main(
        ["worker", "--pool=solo", "--loglevel=ERROR", "--without-mingle", "--without-gossip"]
    )


if __name__ == "__main__":
    sys.exit(main())
