"""REM-11, REM-13, REM-13A, REM-13B, REM-18G, REM-20 and REM-38 on the days around their leads."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from accounts_registry.life import actions as life
from accounts_registry.life.actions import guarding
from accounts_registry.models import Channel
from incidents import actions as incidents
from notifications.models import Message
from people.models import Post, User
from reminders.actions import sweep_daily
from reminders.jobs import jobs_for
from reminders.models import Reminder
from tests.accounts_registry.builders import close_steps, ready
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_away, make_person

# Friday 20 November 2026; school days run to 18 December.
DAY = timedelta(days=1)


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return ready(cast)


def moment(day: date) -> datetime:
    return datetime.combine(day, time(6), tzinfo=UTC)


def sweep(day: date) -> None:
    sweep_daily(on=day, at=moment(day))


def sent(code: str, person: User) -> list[tuple[date, int]]:
    """The days on which this person was reminded, and the lead."""
    rows = Reminder.objects.filter(code=code, recipient=person).order_by("claimed_at")
    return [(row.claimed_at.date(), row.lead) for row in rows]


def through(first: date, last: date) -> None:
    for number in range((last - first).days + 1):
        sweep(first + number * DAY)


def codes(person: User, on: date = TODAY) -> set[str]:
    """What is on this person's Home, but for the policy that everybody still has to confirm."""
    return {job.code for job in jobs_for(person, on)} - {"REM-02"}


def change(channel: Channel, **fields: Any) -> None:
    Channel.objects.filter(pk=channel.pk).update(**fields)


def test_rem_11_what_follows_an_opening(channel: Channel, cast: Cast) -> None:
    dpo = make_person("Dee Poe", "DPO", trust=cast.trust)
    # Opened on 20 November, so due ten school days later.
    change(channel, completion_due=date(2026, 12, 4))
    assert "REM-11" in codes(cast.office) and "REM-11" not in codes(cast.teacher)
    through(TODAY, date(2026, 12, 18))
    days = [date(2026, 11, 25), date(2026, 12, 1), date(2026, 12, 4)]
    assert [day for day, _ in sent("REM-11", cast.office)] == [
        *days,
        date(2026, 12, 11),
        date(2026, 12, 18),
    ]
    assert [lead for _, lead in sent("REM-11", dpo)] == [3, 7, 10, 15, 20]
    assert [day for day, _ in sent("REM-11", cast.comms)] == [date(2026, 12, 4)]
    assert [day for day, _ in sent("REM-11", cast.head)] == [date(2026, 12, 18)]
    life.complete(
        channel=channel,
        by=cast.office,
        at=NOW,
        no_link_reason="None",
        privacy_notice_listed_on=TODAY,
        parents_notice_shown=True,
    )
    assert "REM-11" not in codes(cast.office, date(2026, 12, 18))


def test_rem_11_leaves_the_data_protection_officer_alone_once_it_is_listed(
    channel: Channel, cast: Cast
) -> None:
    dpo = make_person("Dee Poe", "DPO", trust=cast.trust)
    change(channel, completion_due=date(2026, 12, 4), privacy_notice_listed_on=TODAY)
    through(TODAY, date(2026, 11, 26))
    assert sent("REM-11", dpo) == []
    assert len(sent("REM-11", cast.office)) == 1


def test_rem_13_people_are_missing(channel: Channel, cast: Cast) -> None:
    channel.people.filter(part="moderator", person=cast.teacher).delete()
    guarding.note_flags(on=TODAY)
    assert codes(cast.head) == {"REM-13"}
    through(TODAY, date(2026, 12, 18))
    team = [(date(2026, 11, 20), 0), (date(2026, 11, 27), 5), (date(2026, 12, 4), 10)]
    assert sent("REM-13", cast.office)[:3] == sent("REM-13", cast.comms)[:3] == team
    assert sent("REM-13", cast.head) == [(date(2026, 12, 4), 10), (date(2026, 12, 18), 20)]
    last = Reminder.objects.get(code="REM-13", recipient=cast.head, lead=20)
    assert last.text.startswith("Decide whether @AshdownArt goes on")
    channel.people.create(part="moderator", person=cast.teacher, start_date=TODAY)
    assert codes(cast.head) == set()


def test_rem_13_of_time_away_says_nothing(channel: Channel, cast: Cast) -> None:
    make_away(cast.teacher, TODAY, TODAY + DAY)
    assert "REM-13" not in codes(cast.comms) | codes(cast.head)


def test_rem_13_what_is_not_about_people_is_the_heads_alone(channel: Channel, cast: Cast) -> None:
    change(channel, admins_limited=False)
    job = next(job for job in jobs_for(cast.head, TODAY) if job.code == "REM-13")
    assert job.text == "Put right @AshdownArt" and "3 tests" in job.why
    assert "REM-13" not in codes(cast.comms) | codes(cast.office)
    assert "REM-13" not in codes(cast.other_head)


def test_rem_13_s14_after_a_leavers_last_day(channel: Channel, cast: Cast) -> None:
    cast.teacher.leaving_date = date(2026, 12, 11)
    cast.teacher.save()
    assert codes(cast.comms, date(2026, 12, 11)) == set()
    job = next(job for job in jobs_for(cast.comms, date(2026, 12, 12)) if job.code == "REM-13")
    assert "moderators 1 of 2" in job.why


def test_rem_13a_a_pause_is_proposed_and_never_made(channel: Channel, cast: Cast) -> None:
    for person in (cast.teacher, cast.line_manager):
        make_away(person, TODAY, TODAY)
    sweep(TODAY)
    for person in (cast.head, cast.comms):
        job = next(job for job in jobs_for(person, TODAY) if job.code == "REM-13A")
        assert (job.text, job.link) == (
            "Decide whether to pause @AshdownArt",
            "/channels/ch9001/pause/",
        )
        assert sent("REM-13A", person) == [(TODAY, 0)]
    assert "REM-13A" not in codes(cast.office) | codes(cast.other_head)
    channel.refresh_from_db()
    assert channel.status == "open"
    life.pause(channel=channel, reason="Nobody is here", by=cast.head, at=NOW)
    assert "REM-13A" not in codes(cast.head)


def test_rem_13b_posting_has_to_stop(channel: Channel, cast: Cast) -> None:
    life.pause(channel=channel, reason="Login lost", by=cast.head, at=NOW)
    assert "REM-13B" in codes(cast.teacher) & codes(cast.office)
    assert "REM-13B" not in codes(cast.colleague)
    through(TODAY, TODAY + 4 * DAY)
    assert [lead for _, lead in sent("REM-13B", cast.teacher)] == [0, 1, 2, 3]
    assert sent("REM-13B", cast.head)[0] == (TODAY + 2 * DAY, 1)
    life.confirm_frozen(channel=channel, by=cast.teacher, at=NOW)
    assert "REM-13B" not in codes(cast.teacher)
    before = Reminder.objects.count()
    sweep(TODAY + 5 * DAY)
    assert Reminder.objects.filter(code="REM-13B").count() <= before


def test_rem_18g_what_an_existing_channel_lacks(channel: Channel, cast: Cast) -> None:
    change(channel, legacy_import=True, accepted_at=NOW, gaps_due=date(2026, 12, 9))
    through(date(2026, 11, 24), date(2026, 12, 26))
    assert [lead for _, lead in sent("REM-18G", cast.office)] == [-14, 0, 14]
    assert [lead for _, lead in sent("REM-18G", cast.head)] == [14]
    assert sent("REM-18G", cast.comms) == []
    job = next(job for job in jobs_for(cast.office, date(2026, 12, 9)) if job.code == "REM-18G")
    assert (job.text, job.link) == (
        "Complete what @AshdownArt lacks",
        "/channels/ch9001/gaps/",
    )
    change(channel, gaps_due=None)
    assert "REM-18G" not in codes(cast.office, date(2026, 12, 9))


def test_rem_20_steps_of_closing(channel: Channel, cast: Cast) -> None:
    life.start_closing(
        channel=channel, planned_closing=TODAY, reason="aim_met", by=cast.head, at=NOW
    )
    assert "REM-20" in codes(cast.office) and "REM-20" not in codes(cast.teacher)
    through(TODAY, date(2026, 12, 11))
    assert sent("REM-20", cast.office) == [
        (date(2026, 11, 27), 5),
        (date(2026, 12, 4), 10),
        (date(2026, 12, 11), 15),
    ]
    assert sent("REM-20", cast.head) == [(date(2026, 12, 4), 10)]
    close_steps(channel, cast.office)
    life.close(channel=channel, date_closed=TODAY, by=cast.office, at=NOW)
    assert "REM-20" not in codes(cast.office, date(2026, 12, 11))


def test_rem_38_somebody_looks_for_it_after_1_3_and_12_months(channel: Channel, cast: Cast) -> None:
    life.start_closing(
        channel=channel, planned_closing=TODAY, reason="aim_met", by=cast.head, at=NOW
    )
    close_steps(channel, cast.office)
    life.close(channel=channel, date_closed=TODAY, by=cast.office, at=NOW)
    assert "REM-38" not in codes(cast.office, date(2026, 12, 19))
    # The 20th of December is a Sunday in the holidays: the working day before.
    through(date(2026, 12, 14), date(2027, 1, 5))
    assert sent("REM-38", cast.office)[0][1] == 0
    assert [lead for _, lead in sent("REM-38", cast.comms)] == [14]
    job = next(job for job in jobs_for(cast.office, date(2026, 12, 21)) if job.code == "REM-38")
    assert job.link == "/channels/ch9001/still-gone/"
    incidents.report_reappearance(
        channel=channel, result="gone", by=cast.office, at=moment(date(2027, 1, 6))
    )
    assert "REM-38" not in codes(cast.office, date(2027, 1, 6))
    assert "REM-38" in codes(cast.office, date(2027, 2, 20))


def test_after_ten_days_without_a_clock_each_goes_once(channel: Channel, cast: Cast) -> None:
    life.start_closing(
        channel=channel, planned_closing=TODAY, reason="aim_met", by=cast.head, at=NOW
    )
    sweep(date(2026, 12, 4))
    sweep(date(2026, 12, 4) + DAY)
    assert sent("REM-20", cast.office) == [(date(2026, 12, 4), 10)]


def test_no_reminder_says_anything_of_why_it_was_paused(channel: Channel, cast: Cast) -> None:
    life.pause_for_safety(channel=channel, by=cast.dsl, at=NOW)
    through(TODAY, TODAY + 3 * DAY)
    for message in Message.objects.all():
        assert "Haddad" not in message.text and "safeguarding" not in message.text.lower()


def test_it_asks_as_much_for_twenty_channels_as_for_two(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reminders import life_finders
    from reminders.scope import Scope
    from tests.reminders.builders import make_channel

    finders = (
        life_finders.completions,
        life_finders.broken_rules,
        life_finders.pauses_proposed,
        life_finders.freezes,
        life_finders.gaps_of_existing,
        life_finders.closings,
        life_finders.reappearances,
    )
    post = Post.objects.get(title="Business manager", school=cast.school)

    def ask(number: int) -> int:
        for _ in range(number):
            due = {"completion_due": TODAY, "gaps_due": None, "admins_limited": False}
            make_channel(cast.school, cast.teacher, master=post, **due)
            make_channel(cast.school, status="suspended", freeze_due=TODAY)
            make_channel(cast.school, gaps_due=TODAY)
        with CaptureQueriesContext(connection) as seen:
            for find in finders:
                find(Scope(on=TODAY))
        return len(seen)

    assert ask(2) == ask(18)
