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

    from register_imports.actions import work as import_work
    from register_imports.reading import matching
    from register_imports.rows import batch as import_rows

    matching.PIECE = told["piece"]
    record = import_rows._record

    def slowly(upload, outcomes):
        """Everything of the batch is written, and nothing of it is committed yet."""
        record(upload, outcomes)
        time.sleep(told["pause"])

    import_rows._record = slowly
    import_work.work_on(import_id=told["import"], clock=timezone.now)


if __name__ == "__main__":
    sys.exit(main())
