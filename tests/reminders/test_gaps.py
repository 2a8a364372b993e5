"""The days on which moderators are missing: the quick answer against one that looks at every day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts_registry.cover.cover_days import Gap, Watch, Window, counts, gaps, gaps_of, runs
from accounts_registry.models import Channel, Cover
from schools.models import Setting
from tests.cast import Cast
from tests.factories import NOW, TODAY, hold, make_away
from tests.reminders.builders import add, make_channel

FIRST = date(2026, 11, 1)
PEOPLE = [uuid4() for _ in range(4)]
LENGTH = 20
SPAN = st.tuples(st.integers(-3, LENGTH + 3), st.integers(-3, LENGTH + 3)).map(sorted).map(tuple)
PER_PERSON = st.dictionaries(st.sampled_from(PEOPLE), st.lists(SPAN, max_size=3))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def naive(parts: Any, away: Any, needed: int) -> list[Gap]:
    """Every day of every person, one at a time."""

    def within(spans: Any, number: int) -> bool:
        return any(low <= number <= high for low, high in spans)

    facts = []
    for number in range(LENGTH):
        named = {person for person, spans in parts.items() if within(spans, number)}
        missing = {person for person in named if within(away.get(person, ()), number)}
        facts.append((len(named - missing), missing))
    found: list[Gap] = []
    for caused in (True, False):
        number = 0
        while number < LENGTH:
            start = number
            while (
                number < LENGTH and facts[number][0] < needed and bool(facts[number][1]) == caused
            ):
                number += 1
            if number > start:
                days = facts[start:number]
                people = frozenset().union(*(missing for _, missing in days))
                found.append(
                    Gap(
                        day(start),
                        day(number - 1),
                        CHANNEL,
                        min(count for count, _ in days),
                        needed,
                        people,
                    )
                )
            number = max(number, start + 1)
    return sorted(found)


CHANNEL = uuid4()


@given(PER_PERSON, PER_PERSON, st.integers(1, 3))
def test_it_agrees_with_looking_at_every_day(parts: Any, away: Any, needed: int) -> None:
    window = Window(FIRST, day(LENGTH - 1))

    def masks(spans_of: Any) -> dict[str, int]:
        whole: dict[str, int] = {}
        for person, spans in spans_of.items():
            for low, high in spans:
                whole[str(person)] = whole.get(str(person), 0) | window.mask(day(low), day(high))
        return whole

    found = gaps_of(Watch(str(CHANNEL), needed, masks(parts)), masks(away), window)
    assert sorted(found) == naive(parts, away, needed)


@given(st.integers(0, 2**40))
def test_runs_are_the_stretches_of_ones(mask: int) -> None:
    again = 0
    for low, high in runs(mask):
        again |= ((1 << (high - low + 1)) - 1) << low
    assert again == mask


def found(
    channel: Channel, first: date = FIRST, last: date = date(2026, 11, 30), **more: Any
) -> list[tuple[int, int, int]]:
    chosen = Channel.objects.filter(pk=channel.pk)
    return [
        (gap.start.day, gap.end.day, gap.available)
        for gap in gaps(first=first, last=last, channels=chosen, **more)
    ]


def test_time_away_opens_a_gap(cast: Cast) -> None:
    channel = make_channel(cast.school, cast.teacher, cast.colleague)
    assert found(channel) == []
    make_away(cast.teacher, date(2026, 11, 9), date(2026, 11, 20))
    assert found(channel) == [(9, 20, 1)]


def test_what_is_not_booked_yet_can_be_looked_at_first(cast: Cast) -> None:
    channel = make_channel(cast.school, cast.teacher, cast.colleague)
    assert found(channel, also_away=[(cast.teacher.pk, date(2026, 11, 9), date(2026, 11, 9))]) == [
        (9, 9, 1)
    ]
    assert found(channel) == []


def test_a_post_counts_as_whoever_holds_it_then(cast: Cast) -> None:
    post = hold(cast.colleague, "Web editor", trust=cast.trust, school=cast.school)
    channel = make_channel(cast.school, cast.teacher, post)
    assert found(channel) == []
    post.holdings.update(end_date=date(2026, 11, 15))
    assert found(channel) == [(16, 30, 1)]


def test_one_person_named_twice_counts_once(cast: Cast) -> None:
    post = hold(cast.teacher, "Web editor", trust=cast.trust, school=cast.school)
    assert found(make_channel(cast.school, cast.teacher, post)) == [(1, 30, 1)]


def test_a_leaver_counts_up_to_the_last_day(cast: Cast) -> None:
    channel = make_channel(cast.school, cast.teacher, cast.colleague)
    type(cast.teacher).objects.filter(pk=cast.teacher.pk).update(leaving_date=date(2026, 11, 13))
    assert found(channel) == [(14, 30, 1)]


def test_a_moderator_counts_from_the_first_day(cast: Cast) -> None:
    channel = make_channel(cast.school, cast.teacher)
    add(channel, "moderator", cast.colleague, start=date(2026, 11, 10))
    assert found(channel) == [(1, 9, 1)]


def test_only_cover_that_was_agreed_to_counts(cast: Cast) -> None:
    channel = make_channel(cast.school, cast.teacher, cast.colleague)
    make_away(cast.teacher, date(2026, 11, 9), date(2026, 11, 20))
    cover = Cover.objects.create(
        channel=channel,
        person=cast.line_manager,
        start_date=date(2026, 11, 9),
        end_date=date(2026, 11, 18),
        asked_by=cast.teacher,
        asked_at=NOW,
    )
    assert found(channel) == [(9, 20, 1)]
    Cover.objects.filter(pk=cover.pk).update(status="accepted")
    assert found(channel) == [(19, 20, 1)]
    make_away(cast.line_manager, date(2026, 11, 10), date(2026, 11, 10))
    assert found(channel) == [(10, 10, 1), (19, 20, 1)]


def test_being_short_with_everybody_here_is_told_apart(cast: Cast) -> None:
    channel = make_channel(cast.school, cast.teacher)
    make_away(cast.teacher, date(2026, 11, 9), date(2026, 11, 10))
    chosen = Channel.objects.filter(pk=channel.pk)
    whole = gaps(first=date(2026, 11, 8), last=date(2026, 11, 11), channels=chosen)
    assert [(gap.start.day, gap.available, set(gap.away)) for gap in whole] == [
        (8, 1, set()),
        (9, 0, {cast.teacher.pk}),
        (11, 1, set()),
    ]


@pytest.mark.parametrize(
    "fields", [{"status": "suspended"}, {"status": "planned"}, {"moderation_required": False}]
)
def test_channels_that_need_nobody_have_no_gap(cast: Cast, fields: dict[str, Any]) -> None:
    assert found(make_channel(cast.school, **fields)) == []


def test_how_many_are_needed_is_a_setting(cast: Cast) -> None:
    channel = make_channel(cast.school, cast.teacher, cast.colleague)
    Setting.objects.create(
        trust=cast.trust,
        key="min_moderators",
        value=3,
        effective_from=NOW,
        changed_by_id=cast.admin.pk,
    )
    assert found(channel) == [(1, 30, 2)]


def test_the_numbers_of_a_week(cast: Cast) -> None:
    channel = make_channel(cast.school, cast.teacher, cast.colleague)
    make_away(cast.teacher, TODAY, TODAY)
    chosen = Channel.objects.filter(pk=channel.pk)
    assert counts(
        first=TODAY - timedelta(days=1), last=TODAY + timedelta(days=1), channels=chosen
    ) == {channel.pk: [2, 1, 2]}


def test_the_questions_asked_do_not_grow_with_the_rows(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            gaps(first=FIRST, last=day(41), trust_ids=[cast.trust.pk])
        return len(queries)

    make_channel(cast.school, cast.teacher)
    one = asked()
    for _ in range(5):
        make_channel(cast.school, cast.teacher, cast.colleague)
        make_channel(cast.other_school, cast.other_teacher)
    assert asked() == one <= 8
