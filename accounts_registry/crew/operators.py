"""Who may run a channel, by one set of rules wherever somebody is named: on a channel and in a request.

Requirements 2.10 and 2.22: enough people, employees unless the headteacher agrees or never, and not
both administrator and moderator where a trust keeps these apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from people.models import EMPLOYEES, User
from schools.api import policy_settings

APART = {"administrator": "moderator", "moderator": "administrator"}
CALLED = {"administrator": "an administrator", "moderator": "a moderator"}


class Rule(StrEnum):
    """What stands against somebody's part in a channel."""

    LEFT = "left"
    BOTH = "both"
    MASTER_EMPLOYED = "master_employed"
    EMPLOYEES_ONLY = "employees_only"
    HEAD_AGREES = "head_agrees"


@dataclass(frozen=True)
class Named:
    """Somebody, or whoever holds a post, named for a part."""

    part: str
    person: User | None = None
    post: Any = None


@dataclass(frozen=True)
class Objection:
    """What stands against it, and whom it is about. Only HEAD_AGREES can be answered by somebody's word."""

    rule: Rule
    named: Named
    name: str

    @property
    def sentence(self) -> str:
        return SAYS[self.rule].format(
            self.name, other=CALLED.get(APART.get(self.named.part, ""), "")
        )


SAYS: Mapping[Rule, str] = {
    Rule.LEFT: "{0} has left. Choose someone else",
    Rule.BOTH: "{0} is already {other}, and nobody is both here. Choose someone else",
    Rule.MASTER_EMPLOYED: "Master administration must be held by an employee. Choose another post",
    Rule.EMPLOYEES_ONLY: "{0} is not an employee, and only employees run channels here",
    Rule.HEAD_AGREES: "{0} is not an employee. Only the headteacher can add them",
}


def objections(
    named: Named, *, beside: Iterable[Named], place: Mapping[str, Any], on: date
) -> Iterator[Objection]:
    """What stands against this part, given the parts named beside it. `place` is {"school": …} or {"trust": …}.

    `on` is the first day of the part.
    """
    person = named.person
    if person is not None and not _is_here(person, on):
        yield Objection(Rule.LEFT, named, person.full_name)
    if person is not None and _is_both(named, beside, place):
        yield Objection(Rule.BOTH, named, person.full_name)
    outsider = _outsider(named, on)
    if outsider is not None:
        yield Objection(_rule_for_outsiders(named, place), named, outsider)


def too_few(
    people: Iterable[Named], *, place: Mapping[str, Any], on: date
) -> tuple[int, int] | None:
    """How many people run it and how many must, where they are too few: one person alone never does (Q-5.3-6)."""
    least = policy_settings.value("min_operators", **place)
    found = {pk for named in people for pk in _people_of(named, on)}
    return (len(found), least) if len(found) < least else None


def is_employee(person: User) -> bool:
    return person.category in EMPLOYEES


def _rule_for_outsiders(named: Named, place: Mapping[str, Any]) -> Rule:
    if named.part == "master":
        return Rule.MASTER_EMPLOYED
    only = policy_settings.value("non_employee_operators", **place) == "never"
    return Rule.EMPLOYEES_ONLY if only else Rule.HEAD_AGREES


def _is_here(person: User, on: date) -> bool:
    day = max(on, person.start_date or on)
    return User.objects.present(day).filter(pk=person.pk).exists()


def _is_both(named: Named, beside: Iterable[Named], place: Mapping[str, Any]) -> bool:
    other = APART.get(named.part)
    if named.person is None or other is None:
        return False
    is_other = any(one.part == other and one.person == named.person for one in beside)
    return is_other and not policy_settings.value("dual_role_allowed", **place)


def _outsider(named: Named, on: date) -> str | None:
    """The name of whoever would get the part without being an employee."""
    people = [named.person] if named.person is not None else _holders(named.post, on)
    return next((one.full_name for one in people if not is_employee(one)), None)


def _people_of(named: Named, on: date) -> list[Any]:
    if named.person is not None:
        return [named.person.pk]
    return [one.pk for one in _holders(named.post, on)]


def _holders(post: Any, on: date) -> Iterable[User]:
    if post is None:
        return ()
    return User.objects.present(on).filter(holdings__in=post.holdings.on(on)).distinct()
