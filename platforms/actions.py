"""Changing a platform: how its links look, how old one must be, and where an account is reported.

Platforms belong to the whole installation; what its links look like decides what counts as official,
so a host belongs to one platform and a pattern is tried before it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Person, check_somewhere
from access.roles import Permission
from audit import trail
from audit.events import Event
from platforms import identity, patterns
from platforms.changeable import CHANGEABLE, mark
from platforms.models import Platform

STALE = (
    "Somebody changed this platform while you were editing. Check the differences and save again"
)
LINKS = ("report_url", "privacy_help_url")
DATES = ("age_checked_on", "links_checked_on")
Problem = tuple[str, str]


@transaction.atomic
def change_platform(
    *, platform: Platform, by: Person, at: datetime, seen: str = "", **values: Any
) -> list[str]:
    """Keep these values and say which have changed. Raises ValidationError with a sentence by field."""
    check_somewhere(by, Permission.PLATFORM_CHANGE, localdate(at))
    row = Platform.objects.select_for_update().get(pk=platform.pk)
    if seen and seen != mark(row):
        raise ValidationError(STALE)
    changed = [name for name in CHANGEABLE if name in values and getattr(row, name) != values[name]]
    before = {name: getattr(row, name) for name in changed}
    for name in changed:
        setattr(row, name, values[name])
    if problems := dict(_problems(row, changed, localdate(at))):
        raise ValidationError(problems)
    if changed:
        row.save(update_fields=changed)
        data = {name: [_plain(before[name]), _plain(values[name])] for name in changed}
        trail.record(Event.PLATFORM_CHANGED, by=by, at=at, record=row, data=data)
    return changed


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _problems(row: Platform, changed: list[str], on: date) -> Iterator[Problem]:
    others = list(Platform.objects.exclude(pk=row.pk))
    yield from _names(row, others)
    yield from _hosts(row, others)
    yield from _shape(row)
    if not 0 <= row.minimum_age <= 18:
        yield "minimum_age", "The minimum age must be a number from 0 to 18"
    if {"minimum_age", "age_checked_on"} & set(changed) and not row.age_source:
        yield "age_source", "Enter where the minimum age is written down, like the platform's terms"
    for name in DATES:
        if getattr(row, name) and getattr(row, name) > on:
            yield name, "The date must be today or in the past"
    for name in LINKS:
        if getattr(row, name) and not _is_link(getattr(row, name)):
            yield name, "Enter a web address, starting with https"


def _names(row: Platform, others: list[Platform]) -> Iterator[Problem]:
    if not row.name.strip():
        yield "name", "Enter the name of the platform"
    known = {
        name.casefold(): one.name for one in others for name in (one.name, one.code, *one.aliases)
    }
    for field, names in (("name", [row.name]), ("aliases", row.aliases)):
        for name in names:
            if name.casefold() in known:
                yield field, f"{known[name.casefold()]} already goes by the name {name}"


def _hosts(row: Platform, others: list[Platform]) -> Iterator[Problem]:
    """Each host is written out, stands alone, and leads to no second platform."""
    for host in row.hosts:
        if len(host) > 253 or not identity.HOST.fullmatch(host) or "xn--" in host:
            yield "hosts", f"{host} is not an address like facebook.com"
        elif holder := next((one for one in others if identity.serves(one, host)), None):
            yield "hosts", f"{host} already belongs to {holder.name}"
    if not row.hosts and row.path_patterns:
        yield "hosts", "Enter at least one address, like facebook.com"


def _shape(row: Platform) -> Iterator[Problem]:
    """The pattern is safe, and the example is an account by it."""
    if not row.handle_pattern:
        return
    if wrong := patterns.problem(row.handle_pattern):
        yield "handle_pattern", wrong
    elif not identity.resolve(row, row.example, [row]).identity:
        yield "example", "The example must be an account name or link of this platform"


def _is_link(text: str) -> bool:
    try:
        URLValidator(schemes=["https"])(text)
    except ValidationError:
        return False
    return True
