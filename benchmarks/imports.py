"""10,000 rows of a sheet onto the register, beside adding them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction

from accounts_registry.entry.actions import registering
from accounts_registry.models import Channel
from benchmarks.measure import Clock, Ratio, clock_of, ratio
from benchmarks.world import AT
from documents.sheets import SheetLine
from people.system import system_user
from platforms.models import Platform
from register_imports.actions import imports, work
from schools.models import School, Trust

ROWS = 10_000
SAMPLE = 200
HEADINGS = [
    "School",
    "Platform",
    "Account",
    "Master administration role",
    "Approved users",
    "Opened",
]


def imported() -> Iterator[Ratio]:
    """Everything the worker does, beside `add_existing` for a sample of the same rows; all taken back."""
    schools = list(School.objects.select_related("trust").order_by("urn"))
    clock = clock_of(connection)
    values = [_slow(schools, n, clock) * ROWS / SAMPLE / _fast(schools, n, clock) for n in range(3)]
    yield ratio(
        "Import of 10,000 rows, times faster than adding them one by one", values, at_least=10
    )


def _fast(schools: list[School], turn: int, clock: Clock) -> float:
    lines = [SheetLine(1, HEADINGS)]
    for n in range(ROWS):
        name = f"@fast{turn}_{n}"
        cells = [schools[n % len(schools)].name, "X", name, "Headteacher", "Head of PE", "1/5/24"]
        lines.append(SheetLine(n + 2, cells))
    by = system_user()
    with transaction.atomic():
        upload = imports.begin_import(
            trust=Trust.objects.get(short_name="measured"),
            school=None,
            file_name="sheet.csv",
            lines=lines,
            by=by,
            at=AT,
        )
        started = clock()
        imports.start_import(upload=upload, by=by, at=AT, waits=False)
        work.work_on(import_id=upload.pk, clock=lambda: AT + timedelta(seconds=1))
        took = clock() - started
        upload.refresh_from_db()
        assert (upload.state, upload.added) == ("done", ROWS), (upload.state, upload.added)
        transaction.set_rollback(True)
    return took


def _slow(schools: list[School], turn: int, clock: Clock) -> float:
    """As the page adds one, by somebody who may everywhere."""
    from datetime import date

    from people.models import RoleAssignment, User

    platform = Platform.objects.get(code="x")
    with transaction.atomic():
        trust = schools[0].trust
        by = User.objects.create(
            given_name="A", family_name="B", email="a@measured.example", trust=trust
        )
        RoleAssignment.objects.create(person=by, role="TADMIN", trust=trust, start_date=AT.date())
        before = Channel.objects.count()
        started = clock()
        for n in range(SAMPLE):
            registering.add_existing(
                school=schools[n % len(schools)],
                platform=platform,
                account_name=f"@slow{turn}_{n}",
                master_post="Headteacher",
                poster_posts=["Head of PE"],
                date_opened=date(2024, 5, 1),
                by=by,
                at=AT,
            )
        took = clock() - started
        assert Channel.objects.count() == before + SAMPLE
        transaction.set_rollback(True)
    return took
