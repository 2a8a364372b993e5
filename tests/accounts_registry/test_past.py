"""The time machine: the register on any day of two years, right whatever has changed since."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts_registry.appendix1 import register_rows
from accounts_registry.history import as_at
from accounts_registry.life import actions as life
from accounts_registry.life import opening_checks
from accounts_registry.models import Channel, ChannelState
from accounts_registry.record import facts
from schools.models import Setting
from tests.accounts_registry import two_years
from tests.accounts_registry.builders import add


def table(trust, day, **options):
    found = register_rows.rows(trust=trust, as_at=date.fromisoformat(day), **options)
    return [
        " | ".join(
            (
                row.school.split()[0],
                row.account_name + (" (paused)" if row.paused else ""),
                row.master,
                row.approved_users,
                row.shown_opened,
                row.shown_closed,
                row.official,
            )
        )
        for row in found
    ]


@pytest.fixture
def lived(cast, monkeypatch):
    monkeypatch.setattr(opening_checks, "unmet", lambda channel, on: [])
    monkeypatch.setattr(opening_checks, "date_problem", lambda channel, day, on, first_opened: "")
    return two_years.live(cast)


def told():
    """The expected tables: a day, and under it the rows of the first trust and of the other."""
    days = {}
    for line in Path(__file__).with_name("two_years.txt").read_text().splitlines():
        if line[0].isdigit():
            days[line] = ([], [])
            continue
        far = line.startswith("  far: ")
        days[list(days)[-1]][far].append(line[7:] if far else line[2:])
    return days


def test_every_day_of_two_years_reads_as_it_was(cast, lived):
    expected = told()
    assert len(expected) >= 30
    found = {day: (table(cast.trust, day), table(cast.other_trust, day)) for day in expected}
    assert found == expected


def test_the_history_has_enough_in_it(lived):
    assert ChannelState.objects.count() >= 25


def test_the_last_state_of_each_channel_is_the_row_itself(lived):
    for channel in Channel.objects.all():
        last = channel.states.order_by("-id").first()
        assert last.facts == facts.facts(channel)
        states = channel.states.values_list("on", "changed", "facts")
        stood = facts.as_stood([facts.State(*state) for state in states], date(2026, 9, 1))
        assert stood == last.facts


def test_a_correction_counts_back_and_takes_nothing_else_with_it(cast, lived):
    """History was paused when its name of 2018 was mended: it was not paused in 2018."""
    history = lived["history"]
    life.pause(channel=history, reason="Away", by=cast.comms, at=two_years.at("2026-08-10"))
    two_years.written(
        history, cast.office, "2026-08-12", since="2018-05-16", account_name="@Mended"
    )
    assert table(cast.trust, "2018-05-16")[0].startswith("Ashdown | @Mended | Business manager")
    assert any("@Mended (paused)" in line for line in table(cast.trust, "2026-08-12"))


def test_a_school_finds_its_channel_of_that_day(cast, lived):
    then = table(cast.trust, "2025-06-30", school_ids=[cast.other_school.pk])
    assert [line.split(" | ")[1] for line in then] == ["Birchwood Primary"]
    now = table(cast.trust, "2025-09-01", school_ids=[cast.other_school.pk])
    assert [line.split(" | ")[1] for line in now] == ["@AshdownMusic"]


def test_who_held_the_post_that_day(cast, lived):
    before, after = (
        table(cast.trust, day, with_names=True) for day in ("2025-03-31", "2025-04-01")
    )
    assert "Business manager (Tom Okafor)" in before[1]
    assert "Business manager (Nadia Khan)" in after[1]
    assert "HoD (Humanities) (nobody holds this post)" in after[2]


def test_the_checks_of_a_day_are_those_of_that_day(cast, lived):
    page = lived["page"]
    before, after, later = (
        said(cast, day, page.pk) for day in ("2024-09-19", "2024-09-20", "2025-03-10")
    )
    assert "not yet confirmed" in before
    assert "not official: 1 test not met" in after
    assert not [line for line in later if "official" in line]


def said(cast, day, channel):
    found = as_at.needs_on(date.fromisoformat(day), trust=cast.trust, only=[channel])
    return [need.text for need in found[channel]]


def test_the_rules_of_a_day_are_those_of_that_day(cast, lived):
    Setting.objects.create(
        trust=cast.trust,
        key="min_moderators",
        value=4,
        effective_from=two_years.at("2025-01-10"),
        changed_by_id=cast.head.pk,
    )
    history = lived["history"].pk
    assert "moderators 0 of 2" in said(cast, "2025-01-09", history)
    assert "moderators 0 of 4" in said(cast, "2025-01-10", history)


def test_twenty_channels_take_no_more_questions_than_two(cast, lived, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        register_rows.rows(trust=cast.trust, as_at=date(2025, 3, 10))
    for n in range(20):
        channel = add(cast, account_name=f"@Many{n}", at=two_years.at("2024-09-02"))
        two_years.written(channel, cast.office, "2026-01-01", department="Art")
    with django_assert_num_queries(len(few)):
        assert len(register_rows.rows(trust=cast.trust, as_at=date(2025, 3, 10))) > 20


def test_the_history_itself_cannot_be_changed(lived):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ChannelState.objects.update(reason="Nothing happened")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ChannelState.objects.all().delete()
