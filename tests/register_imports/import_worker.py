"""A real process that works on one import, in small batches with a pause, so that a test can kill it midway."""

from __future__ import annotations

import json
import os
import sys
import time


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    told = json.loads(os.environ["TEST_WORKER"])
    from portal import settings

    settings.DATABASES = {"default": {**settings.DATABASES["default"], **told["database"]}}
    import django

    django.setup()
    from django.utils import timezone

    from register_imports.actions import work
    from register_imports.reading import matches
    from register_imports.rows import batch

    matches.PIECE = told["piece"]
    record = batch._record

    def slowly(upload, outcomes):
        """Everything of the batch is written, and nothing of it is committed yet."""
        record(upload, outcomes)
        time.sleep(told["pause"])

    batch._record = slowly
    work.work_on(import_id=told["import"], clock=timezone.now)


if __name__ == "__main__":
    sys.exit(main())
