"""Everything due to be looked at again, by school, what is overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.urls import reverse

from access.check import schools_where, trusts_where
from access.roles import Permission
from accounts_registry.api import JOBS, expectations
from accounts_registry.api import due_days as agenda
from accounts_registry.api import statements as attesting
from accounts_registry.models import Channel, Evaluation, PrivacyReview
from people.models import User
from schools.models import School
from workflow.promised import promised

WAITS_FOR = {"office": "the office confirms it", "head": "the headteacher signs it"}


class ReviewLine(NamedTuple):
    """One thing: what it is about, what to do, where, and how late it is."""

    about: str
    what: str
    link: str
    due_on: date | None
    says: str

    def is_late(self, on: date) -> bool:
        return self.due_on is not None and self.due_on < on


@dataclass(frozen=True)
class Group:
    """What one school has to look at."""

    school: str
    lines: list[ReviewLine] = field(default_factory=list)


@dataclass(frozen=True)
class DueReview:
    """The whole list: as many lines as were asked for, in groups, and the counts of all."""

    lines: list[tuple[str, ReviewLine]]
    on: date

    @property
    def overdue(self) -> int:
        return sum(line.is_late(self.on) for _, line in self.lines)

    def groups(self, first: int, last: int) -> list[Group]:
        chosen = self.lines[first:last]
        return [
            Group(name, [line for _, line in found])
            for name, found in groupby(chosen, key=lambda pair: pair[0])
        ]


def due(user: Any, *, on: date, school: School | None = None) -> DueReview:
    """For this person's schools, or for one of them: the school with the oldest thing first."""
    schools = [school] if school else schools_of(user, on)
    lines = [
        *_channels(user, schools, on, whole_trust=school is None),
        *_second_opinions(user, schools, on),
        *_schools(schools, on),
    ]
    oldest: dict[str, date] = {}
    for name, line in lines:
        day = line.due_on or on
        oldest[name] = min(oldest.get(name, day), day)
    lines.sort(key=lambda pair: (oldest[pair[0]], pair[0], pair[1].due_on or on, pair[1].about))
    return DueReview(lines, on)


def schools_of(user: User, on: date) -> list[School]:
    reach = schools_where(user, Permission.COMPLIANCE_SEE, on)
    found = School.objects.visible_to(user, on=on).open().filter(pk__in=reach)
    return list(found.select_related("trust"))


def _channels(
    user: Any, schools: Iterable[School], on: date, *, whole_trust: bool
) -> Iterator[tuple[str, ReviewLine]]:
    channels = Channel.objects.visible_to(user, on=on)
    here = channels.filter(school__in=list(schools))
    if whole_trust:
        here |= channels.filter(
            school=None, trust_id__in=trusts_where(user, Permission.COMPLIANCE_SEE, on)
        )
    may = {kind.done_by: schools_where(user, kind.done_by, on) for kind in JOBS.values()}
    for item in agenda.items(here, on=on):
        channel = item.channel
        about = f"{channel.account_name} on {channel.platform_name}"
        name = channel.school.name if channel.school else "The trust itself"
        yield name, ReviewLine(about, item.kind.job, item.link_for(may), item.due_on, item.late(on))


def _second_opinions(
    user: Any, schools: Iterable[School], on: date
) -> Iterator[tuple[str, ReviewLine]]:
    """What one person found and somebody else has yet to sign or to comment on."""
    checks = PrivacyReview.objects.visible_to(user, on=on).filter(
        open_exceptions__gt=0, countersigned_at=None
    )
    views = Evaluation.objects.visible_to(user, on=on).filter(needs_head=True, head_on=None)
    asked = (
        (checks, "Countersign the check of its settings", "register:privacy_review_answers"),
        (views, "Headteacher’s view of its evaluation", "register:evaluation"),
    )
    for rows, what, page in asked:
        here = rows.filter(channel__school__in=list(schools))
        for row in here.select_related("channel__platform", "channel__school"):
            channel = row.channel
            about = f"{channel.account_name} on {channel.platform_name}"
            link = reverse(page, args=[channel.reference.lower(), row.pk])
            says = f"waiting since {row.done_on:%-d %B %Y}"
            yield promised(channel.school).name, ReviewLine(about, what, link, None, says)


def _schools(schools: list[School], on: date) -> Iterator[tuple[str, ReviewLine]]:
    """What concerns a school as a whole: its yearly signatures, and the platforms expected of it."""
    names = {school.pk: school.name for school in schools}
    for standing in attesting.standings(schools, on=on):
        if standing.period and standing.waits_for:
            link = reverse("register:attest", args=[standing.school.slug])
            what = f"Confirm the register: {WAITS_FOR[standing.waits_for]}"
            day = standing.period.due_on
            yield (
                standing.school.name,
                ReviewLine("The whole register", what, link, day, agenda.lateness(day, on)),
            )
    for one in expectations.expectations(schools, on=on):
        if one.wrong:
            says = "expected, missing" if one.wrong == "missing" else "expected"
            what = one.says[:1].upper() + one.says[1:]
            yield (
                names[one.school_id],
                ReviewLine(one.platform, what, reverse("gaps:gaps"), None, says),
            )
