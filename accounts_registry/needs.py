"""What a channel needs, in words: for one channel or for many, always by the same few questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from accounts_registry import crew
from accounts_registry.crew import OPERATORS, Line
from accounts_registry.minimums import Minimums, Rulebook

LIVE = ("open", "suspended", "closing")
TESTS = {
    "master_privileges_held": "the school holds the master privileges and access permissions",
    "editorial_oversight": "the school has editorial oversight of everything posted",
    "admins_limited": "only the staff who need administrator rights have them",
}


class Facts(NamedTuple):
    """What must be known of a channel to say what it needs; the names are those of its columns."""

    id: UUID
    trust_id: UUID
    school_id: UUID | None
    trust__preset: str
    status: str
    legacy_import: bool
    accepted_at: Any
    master_privileges_held: bool | None
    editorial_oversight: bool | None
    admins_limited: bool | None
    moderation_required: bool
    handle: str
    url: str
    date_opened: date | None
    planned_opening: date | None
    next_review_on: date | None


def of(channels: Any, *, on: date) -> dict[UUID, list[str]]:
    """The needs of every channel of this queryset, by its id."""
    return of_facts([Facts(*row) for row in channels.values_list(*Facts._fields)], on=on)


def of_facts(
    facts: Sequence[Facts],
    *,
    on: date,
    people: Mapping[UUID, list[Line]] | None = None,
    rules: Rulebook | None = None,
) -> dict[UUID, list[str]]:
    """The same for rows already fetched, with what else is known already."""
    if people is None:
        people = crew.by_channel(crew.lines([row.id for row in facts], on=on))
    rules = rules or Rulebook.of(row.trust_id for row in facts)
    return {
        row.id: needs(row, people.get(row.id, []), _minimums(rules, row), on=on) for row in facts
    }


def needs(row: Facts, people: Sequence[Line], least: Minimums, *, on: date) -> list[str]:
    """The sentences for one channel, the most pressing first."""
    if row.status not in (*LIVE, "planned"):
        return []
    if row.status == "planned":
        return [*_opening(row), *_people(row, people, least)]
    return [*_standing(row, on), *_people(row, people, least), *_facts(row)]


def _minimums(rules: Rulebook, row: Facts) -> Minimums:
    return rules.minimums(trust_id=row.trust_id, preset=row.trust__preset, school_id=row.school_id)


def _opening(row: Facts) -> list[str]:
    planned = f", planned for {words(row.planned_opening)}" if row.planned_opening else ""
    return [f"opening checks and opening{planned}"]


def _standing(row: Facts, on: date) -> list[str]:
    said = []
    if row.legacy_import and row.accepted_at is None:
        said.append("not yet confirmed by the headteacher")
    elif failing := failed_tests(row):
        said.append(f"not official: {count(len(failing), 'test')} not met")
    if row.next_review_on and row.next_review_on < on:
        said.append(f"review overdue since {words(row.next_review_on)}")
    return said


def _people(row: Facts, people: Sequence[Line], least: Minimums) -> list[str]:
    said = []
    if not any(line.part == "master" and line.person_id and line.present for line in people):
        post = next((line.post for line in people if line.part == "master"), None)
        said.append(f"nobody holds the post {post}" if post else "no master administration")
    said += [
        _short(
            "administrators",
            crew.counted(people, ("administrator", "master")),
            least.administrators,
        )
    ]
    if row.moderation_required:
        said += [_short("moderators", crew.counted(people, ("moderator",)), least.moderators)]
    said += [_short("people who run it", crew.counted(people, OPERATORS), least.operators)]
    return list(filter(None, said))


def _short(who: str, have: int, needed: int) -> str:
    return f"{who} {have} of {needed}" if have < needed else ""


def _facts(row: Facts) -> list[str]:
    gaps = (
        (not row.handle and not row.url, "link to the account not recorded"),
        (row.date_opened is None, "opening date not recorded"),
        (row.next_review_on is None, "review date not set"),
    )
    return [sentence for missing, sentence in gaps if missing]


def failed_tests(row: Any) -> list[str]:
    """Which of the three tests of an official account are not met (Q-5.2-5 to Q-5.2-7)."""
    return [sentence for field, sentence in TESTS.items() if not getattr(row, field)]


def words(day: date) -> str:
    return f"{day:%-d %B %Y}"


def count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
