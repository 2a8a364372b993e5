"""2,000 small transactions from 8 processes at once on one SQLite file: none may meet "database is locked"."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measure import Ratio, ratio

PROCESSES, EACH = 8, 250
WORKER = """
import django; django.setup()
from django.db import OperationalError, transaction
from django.utils import timezone
from audit import trail
from audit.events import Event
from schools.models import School
school, locked = School.objects.first(), 0
for n in range({each}):
    try:
        with transaction.atomic():
            row = School.objects.get(pk=school.pk)
            row.office_phone = f"{{n}}"
            row.save(update_fields=["office_phone"])
            trail.record(Event.SCHOOL_CHANGED, by=None, at=timezone.now(), record=row)
    except OperationalError:
        locked += 1
print(locked)
"""


def concurrent_writes() -> list[Ratio]:
    from audit.models import Entry
    from audit.verify import first_broken

    before = Entry.objects.count()
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER.format(each=EACH)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(PROCESSES)
    ]
    locked = sum(int(worker.communicate()[0].strip() or EACH) for worker in workers)
    kept = Entry.objects.count() - before
    assert first_broken() is None, "the ledger's chain broke under load"
    return [
        ratio("“Database is locked” in 2,000 writes from 8 processes", [locked], at_most=0),
        ratio(
            "Of 2,000 writes from 8 processes, kept in the ledger",
            [kept],
            at_least=PROCESSES * EACH,
        ),
    ]
