"""What a channel needs, in words: for one channel or for many, always by the same few questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from accounts_registry.accounts import losses, proofs
from accounts_registry.crew import crew_lines
from accounts_registry.crew.crew_lines import OPERATORS, CrewLine
from accounts_registry.crew.minimums import Minimums, Rulebook
from accounts_registry.record.statuses import IN_USE, ChannelStatus

TESTS = {
    "master_privileges_held": "the school holds the master privileges and access permissions",
    "editorial_oversight": "the school has editorial oversight of everything posted",
    "admins_limited": "only the staff who need administrator rights have them",
}
SHORT = re.compile(r"\d of \d")
NOT_CONFIRMED = "not yet confirmed"


class Due(NamedTuple):
    """Something with a day by which it is due, kept on the channel's row."""

    code: str
    column: str
    says: str  # before "overdue since 1 March 2026"
    statuses: tuple[str, ...] = IN_USE


# The most pressing first.
DUES = (
    Due("freeze", "freeze_due", "confirming that nobody posts", (ChannelStatus.SUSPENDED,)),
    Due("privacy", "privacy_review_due", "privacy settings review"),
    Due("images", "image_action_due", "photos of pupils to be dealt with"),
    Due("risk", "risk_review_due", "risk assessment review"),
    Due("evaluation", "evaluation_due", "evaluation"),
    Due("completion", "completion_due", "what its opening left to do"),
    Due("gaps", "gaps_due", "missing details"),
    Due(
        "reappearance",
        "reappearance_due",
        "check that it has not come back",
        (ChannelStatus.CLOSED,),
    ),
)


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
    planned_closing: date | None
    freeze_due: date | None
    privacy_review_due: date | None
    image_action_due: date | None
    risk_review_due: date | None
    evaluation_due: date | None
    completion_due: date | None
    gaps_due: date | None
    reappearance_due: date | None
    credentials_location: str
    credentials_verified_on: date | None
    privacy_notice_listed_on: date | None
    website_link_url: str
    no_link_reason: str
    pupils_under_16: bool
    pupil_images: str
    identity: str
    permanent_id: str
    confirmed_identity: str
    confirmed_id: str


# The columns of DUES stand in Facts side by side and in their order: one slice has them all.
FIRST_DUE = Facts._fields.index(DUES[0].column)
END_OF_DUES = FIRST_DUE + len(DUES)


def of(channels: Any, *, on: date) -> dict[UUID, list[str]]:
    """The needs of every channel of this queryset, by its id."""
    return of_facts([Facts(*row) for row in channels.values_list(*Facts._fields)], on=on)


def of_facts(
    facts: Sequence[Facts],
    *,
    on: date,
    people: Mapping[UUID, list[CrewLine]] | None = None,
    rules: Rulebook | None = None,
    lost: Mapping[UUID, date] | None = None,
) -> dict[UUID, list[str]]:
    """The same for rows already fetched, with what else is known already."""
    if people is None:
        people = crew_lines.by_channel(crew_lines.lines([row.id for row in facts], on=on))
    rules = rules or Rulebook.of(row.trust_id for row in facts)
    lost = lost_since(facts, on=on) if lost is None else lost
    return {
        row.id: needs(
            row, people.get(row.id, []), _minimums(rules, row), on=on, lost=lost.get(row.id)
        )
        for row in facts
    }


def lost_since(facts: Iterable[Facts], *, on: date) -> dict[UUID, date]:
    """Of these, the channels in use whose account is not ours any more."""
    return losses.since((row for row in facts if row.status in IN_USE), on=on)


def needs(
    row: Facts,
    people: Sequence[CrewLine],
    least: Minimums,
    *,
    on: date,
    lost: date | None = None,
) -> list[str]:
    """The sentences for one channel, the most pressing first."""
    if row.status == ChannelStatus.PLANNED:
        return [*_opening(row), *_people(row, people, least)]
    if row.status not in IN_USE:
        return _overdue(row, on)
    return [
        *_lost(lost),
        *_checked(row),
        *_standing(row),
        *_closing(row, on),
        *_review(row, on),
        *_people(row, people, least),
        *_overdue(row, on),
        *([] if lost else [*_login(row), *_announced(row)]),
        *_facts(row, is_lost=lost is not None),
    ]


def _minimums(rules: Rulebook, row: Facts) -> Minimums:
    return rules.minimums(trust_id=row.trust_id, preset=row.trust__preset, school_id=row.school_id)


def _opening(row: Facts) -> list[str]:
    planned = f", planned for {words(row.planned_opening)}" if row.planned_opening else ""
    return [f"opening checks and opening{planned}"]


def _lost(since: date | None) -> list[str]:
    return [f"the account is not ours since {words(since)}"] if since else []


def _checked(row: Facts) -> list[str]:
    """What one person has written down, and nobody else confirmed: in public it is being checked meanwhile."""
    if row.legacy_import and row.accepted_at is None:
        return []
    gaps = (
        (proofs.waits_for_its_handle(row), "the changed name of the account waits to be confirmed"),
        (proofs.waits_for_its_id(row), "the permanent id of the account waits to be confirmed"),
    )
    return [sentence for waits, sentence in gaps if waits]


def _standing(row: Facts) -> list[str]:
    if row.legacy_import and row.accepted_at is None:
        return [NOT_CONFIRMED]
    failing = failed_tests(row)
    return [f"not official: {count(len(failing), 'test')} not met"] if failing else []


def _closing(row: Facts, on: date) -> list[str]:
    passed = row.planned_closing and row.planned_closing < on
    return [f"closing date passed on {words(row.planned_closing)}"] if passed else []


def _review(row: Facts, on: date) -> list[str]:
    overdue = row.next_review_on and row.next_review_on < on
    return [f"review overdue since {words(row.next_review_on)}"] if overdue else []


def _overdue(row: Facts, on: date) -> list[str]:
    """What has a day of its own that has passed. Some of it is asked of closed channels too."""
    days: Sequence[Any] = row[FIRST_DUE:END_OF_DUES]
    return [
        f"{due.says} overdue since {words(day)}"
        for due, day in zip(DUES, days, strict=True)
        if day and day < on and row.status in due.statuses
    ]


def _login(row: Facts) -> list[str]:
    if not row.credentials_location:
        return ["login details not recorded"]
    return [] if row.credentials_verified_on else ["login details never checked"]


def _announced(row: Facts) -> list[str]:
    gaps = (
        (row.privacy_notice_listed_on is None, "not in the privacy notice"),
        (not row.website_link_url and not row.no_link_reason, "not linked from the website"),
    )
    return [sentence for missing, sentence in gaps if missing]


def _people(row: Facts, people: Sequence[CrewLine], least: Minimums) -> list[str]:
    said = []
    if not any(line.part == "master" and line.person_id and line.present for line in people):
        post = next((line.post for line in people if line.part == "master"), None)
        said.append(f"nobody holds the post {post}" if post else "no master administration")
    said += [
        _short(
            "administrators",
            crew_lines.counted(people, ("administrator", "master")),
            least.administrators,
        )
    ]
    if row.moderation_required:
        said += [_short("moderators", crew_lines.counted(people, ("moderator",)), least.moderators)]
    said += [_short("people who run it", crew_lines.counted(people, OPERATORS), least.operators)]
    return list(filter(None, said))


def _short(who: str, have: int, needed: int) -> str:
    return f"{who} {have} of {needed}" if have < needed else ""


def is_short(said: Sequence[str]) -> bool:
    """Whether too few people are among what a channel needs."""
    return any(SHORT.search(sentence) for sentence in said)


def _facts(row: Facts, *, is_lost: bool) -> list[str]:
    """What is not recorded. Of an account that was lost no link is asked for: there is none to give."""
    gaps = (
        (not row.handle and not row.url and not is_lost, "link to the account not recorded"),
        (row.date_opened is None, "opening date not recorded"),
        (row.next_review_on is None, "review date not set"),
    )
    return [sentence for missing, sentence in gaps if missing]


def failed_tests(row: Any) -> list[str]:
    """Which of the three tests of an official account are not met (Q-5.2-5 to Q-5.2-7)."""
    return [sentence for field, sentence in TESTS.items() if not getattr(row, field)]


@lru_cache(maxsize=4096)
def words(day: date) -> str:
    return f"{day:%-d %B %Y}"


def count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
