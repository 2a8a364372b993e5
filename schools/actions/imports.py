"""Schools from the Department's file: made or brought up to date by URN, in batches of constant cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from audit import trail
from audit.events import Event
from schools import addresses
from schools.gias import Row
from schools.leave import ask
from schools.models import School, SchoolAddress, Trust

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

    def leave_out(self, row: Row, reason: str) -> None:
        self.skipped.append((row.line, row.urn, reason))


@transaction.atomic
def import_rows(
    *, rows: Iterable[Row], by: Any, at: datetime, closed: bool = False, dry_run: bool = False
) -> Imported:
    """Make or bring up to date the schools of these rows. Closed schools only where asked.

    A school stays in the trust it already has here. A trial run does everything and takes it back.
    """
    ask(by=by)
    result = Imported()
    trusts = Trusts()
    wanted = _wanted(rows, result, closed=closed)
    while batch := list(islice(wanted, BATCH)):
        _import_batch(batch, trusts, result)
    if result.created or result.updated:
        counts = {name: len(getattr(result, name)) for name in ("created", "updated", "skipped")}
        trail.record(Event.SCHOOL_IMPORTED, by=by, at=at, data=counts)
    if dry_run:
        transaction.set_rollback(True)
    return result


def _wanted(rows: Iterable[Row], result: Imported, *, closed: bool) -> Iterator[Row]:
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

    def of(self, row: Row) -> Trust:
        if not row.trust_uid:
            return self._made(self._free_name(row.name, row.town, row.urn), "")
        return (
            self.by_uid.get(row.trust_uid)
            or self._adopted(row)
            or self._made(
                self._free_name(row.trust_name or row.name, "", row.trust_uid), row.trust_uid
            )
        )

    def _adopted(self, row: Row) -> Trust | None:
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


def _import_batch(batch: list[Row], trusts: Trusts, result: Imported) -> None:
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


def _free_slugs(rows: list[Row]) -> dict[str, str]:
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


def _new_school(row: Row, trust: Trust, slug: str) -> School:
    facts = {name: getattr(row, name) for name in (*OFFICIAL, *KEPT)}
    return School(trust=trust, urn=row.urn, slug=slug, status=_status(row), **facts)


def _bring_up_to_date(pairs: list[tuple[School, Row]], result: Imported) -> None:
    changed = []
    for school, row in pairs:
        if _update(school, row):
            changed.append(school)
            result.updated.append(row.urn)
        else:
            result.unchanged.append(row.urn)
    School.objects.bulk_update(changed, [*OFFICIAL, *KEPT, "status"], batch_size=200)


def _update(school: School, row: Row) -> bool:
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


def _status(row: Row) -> str:
    return School.Status.CLOSED if row.is_closed else School.Status.ACTIVE
