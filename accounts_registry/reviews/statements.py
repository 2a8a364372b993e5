"""The yearly look at a school's register: when it is due, who has signed, and what is wrong with each row."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Min

from accounts_registry.models import Attestation, Channel
from accounts_registry.needs import reckoning
from accounts_registry.needs.codes import Need
from accounts_registry.record.statuses import IN_USE
from schools.api import policy_settings
from schools.models import School


class Period(NamedTuple):
    """The month in which a year's register is confirmed."""

    year: int
    starts: date
    due_on: date


@dataclass(frozen=True)
class Standing:
    """How far a school has come this year. Without a period nothing has to be confirmed yet."""

    school: School
    period: Period | None
    next_on: date
    signed: dict[str, Attestation] = field(default_factory=dict)

    @property
    def waits_for(self) -> str:
        """office, head, or nobody."""
        if self.period is None:
            return ""
        return next((part for part in ("office", "head") if part not in self.signed), "")


class StatementRow(NamedTuple):
    """An open channel as the page asks about it."""

    reference: str
    name: str
    platform: str
    url: str
    opened: date | None
    problems: list[Need]


def period(month: int, on: date) -> Period:
    """The period that has begun last."""
    return _period(on.year if on.month >= month else on.year - 1, month)


def _period(year: int, month: int) -> Period:
    last = calendar.monthrange(year, month)[1]
    return Period(year, date(year, month, 1), date(year, month, last))


def standings(schools: Iterable[Any], *, on: date) -> list[Standing]:
    """For many schools in three questions; their trusts must be loaded."""
    schools = list(schools)
    months = policy_settings.by_school(["register_attestation_month"], schools)
    since = dict(
        Channel.objects.filter(school__in=schools, status__in=IN_USE, is_sample=False)
        .values_list("school_id")
        .annotate(Min("registered_on"))
    )
    signed: dict[tuple[UUID, int], dict[str, Attestation]] = {}
    for row in Attestation.objects.filter(school__in=schools).select_related("by"):
        signed.setdefault((row.school_id, row.year), {})[row.part] = row
    return [
        _standing(one, int(months[one.pk][KEY]), since.get(one.pk), signed, on) for one in schools
    ]


KEY = "register_attestation_month"


def standing(school: School, *, on: date) -> Standing:
    return standings([school], on=on)[0]


def _standing(
    school: School,
    month: int,
    since: date | None,
    signed: dict[tuple[UUID, int], dict[str, Attestation]],
    on: date,
) -> Standing:
    """What came onto the register after the month was over is confirmed the year after."""
    now = period(month, on)
    following = _period(now.year + 1, month).starts
    if since is None or since > now.due_on:
        return Standing(school, None, following)
    return Standing(school, now, following, signed.get((school.pk, now.year), {}))


def rows(school: Any, *, on: date) -> list[StatementRow]:
    """Every channel in use, with what the register itself can see is wrong."""
    channels = Channel.objects.filter(school=school, status__in=IN_USE, is_sample=False)
    needs = reckoning.of(channels, on=on)
    return [
        StatementRow(
            channel.reference,
            channel.account_name,
            channel.platform_name,
            channel.url,
            channel.date_opened,
            needs[channel.pk],
        )
        for channel in channels.select_related("platform").order_by("account_name", "id")
    ]
