"""Schools from the Department's file: made or brought up to date by URN, in batches of constant cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from access.check import Person, ask_at, ask_system
from access.roles import Permission
from audit import trail
from audit.events import Event
from schools import addresses
from schools.gias import GiasRow
from schools.models import School, SchoolAddress, SchoolImport, Trust
from workflow.moves import WrongState

BATCH = 1000
# What the Department knows best is brought up to date; what the office keeps is only filled in.
OFFICIAL = (
    "name",
    "laestab",
    "ukprn",
    "phase",
    "low_age",
    "high_age",
    "address",
    "town",
    "local_authority",
)
KEPT = ("office_phone", "website_url")


@dataclass
class Imported:
    """What happened: URNs, and for each row left out its line, its URN and the reason."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[int, str, str]] = field(default_factory=list)

    def leave_out(self, row: GiasRow, reason: str) -> None:
        self.skipped.append((row.line, row.urn, reason))


@transaction.atomic
def import_rows(
    *,
    rows: Iterable[GiasRow],
    by: Person,
    at: datetime,
    closed: bool = False,
    dry_run: bool = False,
    into: Trust | None = None,
) -> Imported:
    """Make or bring up to date the schools of these rows. Closed schools only where asked.

    A school stays in the trust it already has here. With `into` all belong to that trust, and what
    is another trust's is left out: so its administrator may do it. A trial run does everything and
    takes it back.
    """
    if into is None:
        ask_system(by, Permission.TRUST_SET_UP)
    else:
        ask_at(by, Permission.TRUST_SET_UP, localdate(at), trust=into)
    result = Imported()
    trusts = Trusts() if into is None else OneTrust(into)
    wanted = _wanted(rows, result, closed=closed)
    while batch := list(islice(wanted, BATCH)):
        _import_batch(_of(into, batch, result), trusts, result)
    if result.created or result.updated:
        counts = {name: len(getattr(result, name)) for name in ("created", "updated", "skipped")}
        trail.record(Event.SCHOOL_IMPORTED, by=by, at=at, data=counts)
    if dry_run:
        transaction.set_rollback(True)
    return result


@transaction.atomic
def upload_schools(
    *, trust: Trust, file_name: str, rows: Iterable[GiasRow], closed: bool, by: Person, at: datetime
) -> SchoolImport:
    """Keep the rows of the Department's file that are this trust's, with what would become of them."""
    ask_at(by, Permission.TRUST_SET_UP, localdate(at), trust=trust)
    rows = list(rows)
    trial = _trial(rows, by=by, at=at, closed=closed, into=trust)
    upload = SchoolImport.objects.create(
        trust=trust,
        file_name=file_name[:200],
        rows=[asdict(row) for row in rows],
        closed=closed,
        result=asdict(trial),
        uploaded_by_id=by.pk,
        uploaded_at=at,
    )
    trail.record(
        Event.SCHOOL_IMPORTED,
        by=by,
        at=at,
        record=upload,
        data={"step": "uploaded", "rows": len(rows)},
    )
    return upload


@transaction.atomic
def import_schools(*, upload: SchoolImport, by: Person, at: datetime) -> Imported:
    """Import the schools of an uploaded file, once."""
    upload = SchoolImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    ask_at(by, Permission.TRUST_SET_UP, localdate(at), trust=upload.trust)
    if upload.imported_at:
        raise WrongState("This file has already been imported.", upload)
    rows = [GiasRow(**cells) for cells in upload.rows]
    result = import_rows(rows=rows, by=by, at=at, closed=upload.closed, into=upload.trust)
    upload.rows, upload.result, upload.imported_at = [], asdict(result), at
    upload.save(update_fields=["rows", "result", "imported_at"])
    return result


def _trial(rows: list[GiasRow], **known: Any) -> Imported:
    """What an import would do, in a savepoint that is taken back."""
    with transaction.atomic():
        result = import_rows(rows=rows, **known)
        transaction.set_rollback(True)
    return result


def _of(into: Trust | None, batch: list[GiasRow], result: Imported) -> list[GiasRow]:
    """Without the schools that belong to another trust than this one, by what is known of them here."""
    if into is None:
        return batch
    elsewhere = School.objects.exclude(trust=into).filter(urn__in=[row.urn for row in batch])
    taken = set(elsewhere.values_list("urn", flat=True))
    uids = {row.trust_uid for row in batch if row.trust_uid}
    theirs = Trust.objects.exclude(pk=into.pk).filter(group_uid__in=uids)
    others = set(theirs.values_list("group_uid", flat=True))
    for row in batch:
        if row.urn in taken or row.trust_uid in others:
            result.leave_out(row, "it belongs to another organisation here")
    return [row for row in batch if row.urn not in taken and row.trust_uid not in others]


def _wanted(rows: Iterable[GiasRow], result: Imported, *, closed: bool) -> Iterator[GiasRow]:
    seen: dict[str, int] = {}
    for row in rows:
        if not (row.urn.isdecimal() and len(row.urn) == 6):
            result.leave_out(row, "its URN is not 6 digits")
        elif not row.name:
            result.leave_out(row, "it has no name")
        elif row.urn in seen:
            result.leave_out(row, f"its URN is also in row {seen[row.urn]}")
        elif not row.is_wanted:
            result.leave_out(row, "it is not open yet")
        elif row.is_closed and not closed:
            result.leave_out(row, "it is closed")
        else:
            seen[row.urn] = row.line
            yield row


class Trusts:
    """The trusts of this portal by UID and by name, with those made on the way."""

    def __init__(self) -> None:
        known = list(Trust.objects.only("pk", "name", "short_name", "group_uid"))
        self.by_uid = {trust.group_uid: trust for trust in known if trust.group_uid}
        self.by_name = {trust.name.casefold(): trust for trust in known}
        self.short_names = addresses.ShortNames(trust.short_name for trust in known)
        self.new: list[Trust] = []
        self.adopted: list[Trust] = []

    def of(self, row: GiasRow) -> Trust:
        if not row.trust_uid:
            return self._made(self._free_name(row.name, row.town, row.urn), "")
        return (
            self.by_uid.get(row.trust_uid)
            or self._adopted(row)
            or self._made(
                self._free_name(row.trust_name or row.name, "", row.trust_uid), row.trust_uid
            )
        )

    def _adopted(self, row: GiasRow) -> Trust | None:
        """A trust set up by hand under this name, which has no UID yet."""
        trust = self.by_name.get(row.trust_name.casefold())
        if trust is None or trust.group_uid:
            return None
        trust.group_uid = row.trust_uid
        self.by_uid[row.trust_uid] = trust
        self.adopted.append(trust)
        return trust

    def _made(self, name: str, uid: str) -> Trust:
        trust = Trust(name=name, short_name=self.short_names.take(name), group_uid=uid)
        self.by_name[name.casefold()] = trust
        if uid:
            self.by_uid[uid] = trust
        self.new.append(trust)
        return trust

    def _free_name(self, name: str, town: str, number: str) -> str:
        tries = (
            name[:200],
            f"{name[:130]}, {town}" if town else name[:200],
            f"{name[:190]} ({number})",
        )
        return next(
            tried for tried in (*tries, f"{number}") if tried.casefold() not in self.by_name
        )

    def write(self) -> None:
        Trust.objects.bulk_create(self.new)
        Trust.objects.bulk_update(self.adopted, ["group_uid"])
        self.new, self.adopted = [], []


class OneTrust(Trusts):
    """Every school belongs to the one trust that its administrator imports for."""

    def __init__(self, trust: Trust) -> None:
        self.trust, self.new, self.adopted = trust, [], []

    def of(self, row: GiasRow) -> Trust:
        if row.trust_uid and not self.trust.group_uid:
            self.trust.group_uid = row.trust_uid
            self.adopted.append(self.trust)
        return self.trust


def _import_batch(batch: list[GiasRow], trusts: Trusts, result: Imported) -> None:
    known = {
        school.urn: school for school in School.objects.filter(urn__in=[row.urn for row in batch])
    }
    new_rows = [row for row in batch if row.urn not in known]
    slugs = _free_slugs(new_rows)
    new = [_new_school(row, trusts.of(row), slugs[row.urn]) for row in new_rows]
    trusts.write()
    School.objects.bulk_create(new)
    SchoolAddress.objects.bulk_create(
        SchoolAddress(slug=school.slug, school=school) for school in new
    )
    result.created += [row.urn for row in new_rows]
    _bring_up_to_date([(known[row.urn], row) for row in batch if row.urn in known], result)


def _free_slugs(rows: list[GiasRow]) -> dict[str, str]:
    tries = {
        row.urn: list(addresses.slugs_for(row.name, town=row.town, urn=row.urn)) for row in rows
    }
    every = [slug for tried in tries.values() for slug in tried]
    taken = set(SchoolAddress.objects.filter(slug__in=every).values_list("slug", flat=True))
    found = {}
    for urn, tried in tries.items():
        found[urn] = addresses.first_free(tried, taken)
        taken.add(found[urn])
    return found


def _new_school(row: GiasRow, trust: Trust, slug: str) -> School:
    facts = {name: getattr(row, name) for name in (*OFFICIAL, *KEPT)}
    return School(trust=trust, urn=row.urn, slug=slug, status=_status(row), **facts)


def _bring_up_to_date(pairs: list[tuple[School, GiasRow]], result: Imported) -> None:
    changed = []
    for school, row in pairs:
        if _update(school, row):
            changed.append(school)
            result.updated.append(row.urn)
        else:
            result.unchanged.append(row.urn)
    School.objects.bulk_update(changed, [*OFFICIAL, *KEPT, "status"], batch_size=200)


def _update(school: School, row: GiasRow) -> bool:
    new: dict[str, Any] = {
        name: getattr(row, name) for name in OFFICIAL if getattr(row, name) not in ("", None)
    }
    new |= {
        name: getattr(row, name)
        for name in KEPT
        if getattr(row, name) and not getattr(school, name)
    }
    new["status"] = _status(row)
    changed = {name for name, fact in new.items() if getattr(school, name) != fact}
    for name in changed:
        setattr(school, name, new[name])
    return bool(changed)


def _status(row: GiasRow) -> str:
    return School.Status.CLOSED if row.is_closed else School.Status.ACTIVE
