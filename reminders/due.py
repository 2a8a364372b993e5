"""What a reminder rule is made of, and the arithmetic of leads: which one has come by a given day.

A lead is a number of days before (-) or after (+) the day something is due. A rule that counts
school days counts them from the day the thing began to wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from schools.api import USUAL, add_working_days, is_working_day

# A lead that has always come: "as soon as we know".
KNOWN = -999
# A day that does not come: for what another chase of the rule shows already.
NEVER = 99_999


@dataclass(frozen=True)
class Chase:
    """Who is reminded and when. `every` repeats the last lead; `home` is the lead that puts it on Home."""

    who: str
    leads: tuple[int, ...] = ()
    every: int = 0
    home: int | None = None

    @property
    def shows_from(self) -> int:
        return self.home if self.home is not None else self.leads[0]

    def until(self, passed: int) -> Iterator[int]:
        """Every lead that has come when so many days have passed, the latest first."""
        if self.every and self.leads and passed > self.leads[-1]:
            last = self.leads[-1]
            yield from range(last + (passed - last) // self.every * self.every, last, -self.every)
        yield from (lead for lead in reversed(self.leads) if lead <= passed)


class Words(NamedTuple):
    """What a person reads: verb and object, why, and where to do it."""

    text: str
    why: str
    link: str


@dataclass(frozen=True)
class DueReminder:
    """One thing that somebody has to do, with the people of each chase."""

    target_type: str
    target_id: UUID
    due_on: date
    words: Words
    people: Mapping[str, tuple[UUID, ...]]
    school_days: int | None = None  # passed since it began to wait, where the rule counts those
    reference: str = ""
    words_for: Mapping[str, Words] = field(default_factory=dict)

    def passed(self, on: date) -> int:
        return (on - self.due_on).days if self.school_days is None else self.school_days

    def words_to(self, who: str) -> Words:
        return self.words_for.get(who, self.words)


@dataclass(frozen=True)
class Rule:
    """A row of the catalogue. `find` answers what is due; `told_by` names the clock of rules that have their own.

    What is `about_concerns` never stands in a figure that somebody else can see (appointments 7).
    """

    code: str
    title: str
    sentence: str
    stops: str
    chases: tuple[Chase, ...]
    find: Callable[[Any], list[DueReminder]]
    urgent: bool = False
    school_days: bool = False
    told_by: str = ""
    about_concerns: bool = False


def latest_lead(
    chase: Chase, due: DueReminder, on: date, *, urgent: bool, country: str = USUAL
) -> int | None:
    """The latest lead that has come: after days of silence only this one goes out (6.1.3)."""
    counts_days = due.school_days is None
    # A lead may have been moved forward to the working day before.
    ahead = 7 if counts_days and not urgent else 0
    for lead in chase.until(due.passed(on) + ahead):
        if lead == KNOWN or not counts_days:
            return lead
        if send_day(due.due_on, lead, urgent=urgent, country=country) <= on:
            return lead
    return None


def send_day(due_on: date, lead: int, *, urgent: bool, country: str = USUAL) -> date:
    """The day a lead goes out: never on a day off, nor for that reason after it is due (6.1.5)."""
    day = due_on + timedelta(days=lead)
    if urgent or is_working_day(day, country):
        return day
    after = add_working_days(day, 1, country)
    return add_working_days(day, -1, country) if lead <= 0 and after > due_on else after


def is_shown(chase: Chase, due: DueReminder, on: date) -> bool:
    """Whether this is on the Home page of the people of this chase yet."""
    return due.passed(on) >= chase.shows_from
