"""What channels need on a day, reckoned from the facts: for one channel or for many, always by the same few questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from accounts_registry.accounts import losses, proofs
from accounts_registry.crew import crew_lines
from accounts_registry.crew.crew_lines import OPERATORS, CrewLine
from accounts_registry.crew.minimums import Rulebook
from accounts_registry.life import opening_checks
from accounts_registry.needs import channel_facts, due_days
from accounts_registry.needs.channel_facts import Asked, ChannelFacts
from accounts_registry.needs.codes import KINDS, PLACE, TESTS, Need
from accounts_registry.record.statuses import IN_USE, ChannelStatus

STAFF_FOR_PUPILS = 2


def of(channels: Any, *, on: date) -> dict[UUID, list[Need]]:
    """The needs of every channel of this queryset, by its id."""
    return of_facts(channel_facts.of(channels), on=on)


def of_facts(
    facts: Sequence[ChannelFacts],
    *,
    on: date,
    people: Mapping[UUID, list[CrewLine]] | None = None,
    rules: Rulebook | None = None,
    lost: Mapping[UUID, date] | None = None,
) -> dict[UUID, list[Need]]:
    """The same for rows already fetched, with what else is known already."""
    if people is None:
        people = crew_lines.by_channel(crew_lines.lines([row.id for row in facts], on=on))
    rules = rules or channel_facts.rulebook(row.trust_id for row in facts)
    lost = lost_since(facts, on=on) if lost is None else lost
    return {
        row.id: needs(
            row,
            people.get(row.id, []),
            channel_facts.asked_of(row, rules),
            on=on,
            lost=lost.get(row.id),
        )
        for row in facts
    }


def lost_since(facts: Iterable[ChannelFacts], *, on: date) -> dict[UUID, date]:
    """Of these, the channels in use whose account is not ours any more."""
    return losses.since((row for row in facts if row.status in IN_USE), on=on)


def needs(
    row: ChannelFacts,
    people: Sequence[CrewLine],
    asked: Asked,
    *,
    on: date,
    lost: date | None = None,
) -> list[Need]:
    """The needs of one channel, the most pressing first."""
    found = (
        *_standing(row, lost),
        *_overdue(row, asked, on, is_lost=lost is not None),
        *_people(row, people, asked),
        *_rules_of_open(row, people, on),
        *_unrecorded(row, is_lost=lost is not None),
        *_unannounced(row, asked, is_lost=lost is not None),
    )
    here = [need for need in found if row.status in KINDS[need.code].statuses]
    return sorted(here, key=lambda need: PLACE[need.code])


def failed_tests(row: Any) -> list[str]:
    """Which of the three tests of an official account are not met (Q-5.2-5 to Q-5.2-7)."""
    return [sentence for field, sentence in TESTS.items() if not getattr(row, field)]


def _standing(row: ChannelFacts, lost: date | None) -> Iterator[Need]:
    yield Need("opening", row.planned_opening)
    if lost:
        yield Need("lost", lost)
    if row.legacy_import and row.accepted_at is None:
        yield Need("confirm")
        return
    # What one person has written down, and nobody else confirmed: in public it is being checked meanwhile.
    if proofs.waits_for_its_handle(row):
        yield Need("name_waits")
    if proofs.waits_for_its_id(row):
        yield Need("id_waits")
    if failing := failed_tests(row):
        yield Need("official", have=len(failing))


def _overdue(row: ChannelFacts, asked: Asked, on: date, *, is_lost: bool) -> Iterator[Need]:
    """What has a day that has passed. Some of it is asked of closed channels too."""
    days = dict(due_days.days_of(row, asked, is_lost=is_lost))
    late = {code: day for code, day in days.items() if day < on}
    yield from (Need(code, day) for code, day in late.items())
    never = row.credentials_location and not row.credentials_verified_on and not is_lost
    if never and "login" not in late:
        yield Need("login_never")


def _people(row: ChannelFacts, people: Sequence[CrewLine], asked: Asked) -> Iterator[Need]:
    if not has_master(people):
        post = next((line.post for line in people if line.part == "master"), None)
        yield Need("no_master", post=post or "")
    administrators = crew_lines.counted(people, ("administrator", "master"))
    counts = (
        ("administrators", administrators, asked.least.administrators),
        (
            "moderators",
            crew_lines.counted(people, ("moderator",)),
            asked.least.moderators if row.moderation_required else 0,
        ),
        ("operators", crew_lines.counted(people, OPERATORS), asked.least.operators),
    )
    for code, have, needed in counts:
        if have < needed:
            yield Need(code, have=have, needed=needed)
    if waiting := sum(line.part == "moderator" and not line.confirmed for line in people):
        yield Need("designation", have=waiting)
    if administrators > asked.most_administrators and not row.admin_limit_reason:
        yield Need("too_many", have=administrators, needed=asked.most_administrators)


def _rules_of_open(row: ChannelFacts, people: Sequence[CrewLine], on: date) -> Iterator[Need]:
    """What is asked of an open channel only once its people have to be complete."""
    if not is_watched(row, on):
        return
    running = {line.person_id for line in people if line.part in OPERATORS and line.person_id}
    if unready := running - {line.person_id for line in people if line.is_ready}:
        yield Need("not_ready", have=len(unready))
    staff = len({line.person_id for line in people if line.is_employee and line.is_ready})
    if row.pupil_communication_allowed and staff < STAFF_FOR_PUPILS:
        yield Need("pupil_contact", have=staff, needed=STAFF_FOR_PUPILS)


def _unrecorded(row: ChannelFacts, *, is_lost: bool) -> Iterator[Need]:
    """What is not recorded. Of an account that was lost no link and no login is asked for."""
    gaps = (
        (not row.credentials_location and not is_lost, "login_place"),
        (not row.handle and not row.url and not is_lost, "link"),
        (row.date_opened is None, "opened"),
        (row.next_review_on is None, "review_date"),
        (row.two_factor != "on" and not row.two_factor_reason and not is_lost, "two_factor"),
    )
    return (Need(code) for missing, code in gaps if missing)


def _unannounced(row: ChannelFacts, asked: Asked, *, is_lost: bool) -> Iterator[Need]:
    gaps = (
        (row.privacy_notice_listed_on is None and not is_lost, "notice"),
        (not row.website_link_url and not row.no_link_reason and not is_lost, "website"),
        (not row.house_rules_url and opening_checks.takes_part(row) and not is_lost, "house_rules"),
        (asked.wants_risk_assessment and not row.is_risk_approved, "no_risk"),
    )
    return (Need(code) for missing, code in gaps if missing)


def is_watched(row: Any, on: date) -> bool:
    """People are asked for on open channels; an existing one has until its gaps are due (C3)."""
    return row.status == ChannelStatus.OPEN and not (row.gaps_due and row.gaps_due >= on)


def has_master(lines: Sequence[CrewLine]) -> bool:
    """Whether anybody holds the master administration and works here."""
    return any(line.part == "master" and line.person_id and line.present for line in lines)
