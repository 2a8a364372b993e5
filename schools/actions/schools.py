"""Adding a school, its details and its dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Person, ask_at
from access.roles import Permission
from audit import trail
from audit.events import Event
from schools import addresses
from schools.calendar import overlaps
from schools.emergency_numbers import numbers_of, refuse_mobiles, tell
from schools.fields import put
from schools.models import School, SchoolAddress, SchoolDate, Trust

CHANGEABLE = frozenset(
    {
        "name",
        "phase",
        "low_age",
        "high_age",
        "address",
        "town",
        "country",
        "local_authority",
        "lado_phone",
        "social_care_phone",
        "office_email",
        "office_phone",
        "website_url",
        "privacy_notice_url",
    }
)
Stretch = tuple[str, date, date]


@transaction.atomic
def add_school(
    *, trust: Trust, name: str, by: Person, at: datetime, urn: str = "", **fields: Any
) -> School:
    """Add a school to a trust, at a public address of its own that is never used again."""
    ask_at(by, Permission.TRUST_SET_UP, localdate(at), trust=trust)
    slug = addresses.free_slug(name, town=fields.get("town", ""), urn=urn)
    fields.setdefault("country", trust.country)
    refuse_mobiles(fields)
    school = School(trust=trust, name=name, urn=urn or None, slug=slug, **fields)
    school.full_clean()
    _refuse_impossible_ages(school)
    school.save(force_insert=True)
    SchoolAddress.objects.create(slug=slug, school=school)
    trail.record(Event.SCHOOL_ADDED, by=by, at=at, record=school, data={"name": name, "urn": urn})
    return school


@transaction.atomic
def change_school_details(*, school: School, by: Person, at: datetime, **fields: Any) -> School:
    """Change a school's details. Its public address stays, whatever its name becomes.

    Of another number to phone in an emergency its head, lead and deputies are told at once.
    """
    ask_at(by, Permission.SETTINGS_CHANGE, localdate(at), school=school)
    before = numbers_of(school)
    changed = put(school, fields, CHANGEABLE)
    if changed:
        refuse_mobiles(changed)
        school.full_clean()
        _refuse_impossible_ages(school)
        school.save(update_fields=list(changed))
        before_of = {name: old for name, old in before.items() if name in changed}
        data = changed | ({"numbers_before": before_of} if before_of else {})
        trail.record(Event.SCHOOL_CHANGED, by=by, at=at, record=school, data=data)
        tell(school, before, by=by, at=at)
    return school


@transaction.atomic
def set_dates(
    *, school: School, rows: Iterable[Stretch], by: Person, at: datetime
) -> list[SchoolDate]:
    """Replace a school's terms, half terms, holidays, training days and closures with these."""
    ask_at(by, Permission.SETTINGS_CHANGE, localdate(at), school=school)
    wanted = sorted(set(rows), key=lambda row: (row[1], row[2], row[0]))
    _refuse_impossible_dates(wanted)
    held = sorted(
        school.dates.values_list("kind", "start_date", "end_date"),
        key=lambda row: (row[1], row[2], row[0]),
    )
    if held == wanted:
        return list(school.dates.all())
    school.dates.all().delete()
    school.__dict__.pop("_calendar", None)
    dates = SchoolDate.objects.bulk_create(
        SchoolDate(school=school, kind=kind, start_date=start, end_date=end)
        for kind, start, end in wanted
    )
    words = [[kind, start.isoformat(), end.isoformat()] for kind, start, end in wanted]
    trail.record(Event.DATES_SET, by=by, at=at, record=school, data={"dates": words})
    return dates


def _refuse_impossible_ages(school: School) -> None:
    if school.low_age and school.high_age and school.low_age >= school.high_age:
        raise ValidationError({"high_age": "The youngest age must be lower than the oldest age"})


def _refuse_impossible_dates(rows: list[Stretch]) -> None:
    for kind, start, end in rows:
        if end < start:
            raise ValidationError("The last day must be the same as or after the first day")
        if kind not in SchoolDate.Kind.values:
            raise ValidationError("Select what these dates are")
    for kind, label in SchoolDate.Kind.choices:
        if overlaps((start, end) for each, start, end in rows if each == kind):
            raise ValidationError(f"Two rows of “{label}” share a day. Change one of them")
