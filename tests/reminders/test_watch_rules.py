"""REM-43 and REM-43A: a notice without an answer, and an account to look at again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from notifications.models import Message
from people.models import User
from reminders.actions import sweep_daily
from reminders.jobs import jobs_for
from reminders.models import Reminder
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.watch_list.watching import add, friends
from watch_list import watching
from watch_list.actions import moves
from watch_list.models import WatchedAccount

TENTH = date(2026, 12, 4)  # 10 school days after 20 November
TWENTIETH = date(2026, 12, 18)


def noticed(cast: Cast, **changes: object) -> WatchedAccount:
    entry = add(cast, **changes)
    return moves.send_notice(
        entry=entry, text=watching.notice_for(entry, TODAY), by=cast.comms, at=NOW
    )


def codes(person: User, on: date) -> list[str]:
    return [job.code for job in jobs_for(person, on)]


def sweep(on: date) -> set[tuple[str, str, int]]:
    sweep_daily(on=on, at=datetime(on.year, on.month, on.day, 7, tzinfo=UTC))
    rows = Reminder.objects.filter(code__startswith="REM-43", sent_at__date=on)
    return set(rows.values_list("code", "recipient__given_name", "lead"))


def test_rem_43_the_communications_manager_hears_after_ten_school_days(cast: Cast) -> None:
    noticed(cast)
    day = TENTH - timedelta(days=1)
    assert "REM-43" not in codes(cast.comms, day)
    assert sweep(day) == set()
    job = next(job for job in jobs_for(cast.comms, TENTH) if job.code == "REM-43")
    assert job.text == "No answer to the notice: Miss Bell History @ Ashdown"
    assert job.link == "/channels/watch/wa0001/"
    assert sweep(TENTH) == {("REM-43", "Ravi", 10)}
    for person in (cast.head, cast.teacher, cast.office, cast.other_head):
        assert "REM-43" not in codes(person, TENTH)


def test_rem_43_after_twenty_the_head_hears_too(cast: Cast) -> None:
    noticed(cast)
    assert sweep(TWENTIETH) == {("REM-43", "Ravi", 20), ("REM-43", "Priya", 20)}
    assert sweep(TWENTIETH) == {("REM-43", "Ravi", 20), ("REM-43", "Priya", 20)}
    assert Reminder.objects.filter(code="REM-43").count() == 2


def test_rem_43_stops_with_the_answer_and_with_every_way_it_can_end(cast: Cast) -> None:
    entry = noticed(cast)
    moves.answer_notice(entry=entry, choice="rename", by=cast.teacher, at=NOW)
    assert "REM-43" not in codes(cast.comms, TWENTIETH)
    assert "REM-43A" in codes(cast.comms, TODAY)
    ways = {
        "a": lambda one: moves.rename_watched(
            entry=one, new_name="x", renamed_on=TODAY, by=cast.comms, at=NOW
        ),
        "b": lambda one: moves.remove_watched(entry=one, removed_on=TODAY, by=cast.comms, at=NOW),
        "c": lambda one: moves.tolerate(
            entry=one, reason="x", next_check_on=date(2027, 3, 1), by=cast.head, at=NOW
        ),
        "d": lambda one: moves.escalate(
            entry=one, reason="x", next_check_on=date(2027, 3, 1), by=cast.comms, at=NOW
        ),
    }
    for letter, way in ways.items():
        one = noticed(cast, account=f"@AshdownFake{letter}", called="")
        way(one)
        texts = [job.text for job in jobs_for(cast.comms, TWENTIETH) if job.code == "REM-43"]
        assert not any(one.account_name in text for text in texts), letter


def test_rem_43_after_ten_days_of_downtime_only_the_latest_goes(cast: Cast) -> None:
    noticed(cast)
    assert sweep(date(2026, 12, 17)) == {("REM-43", "Ravi", 10)}
    assert sweep(TWENTIETH) == {("REM-43", "Ravi", 20), ("REM-43", "Priya", 20)}


def test_rem_43_the_holder_is_never_reminded_of_their_own(cast: Cast) -> None:
    entry = noticed(cast)
    WatchedAccount.objects.filter(pk=entry.pk).update(holder=cast.head)
    assert sweep(TWENTIETH) == {("REM-43", "Ravi", 20)}
    assert "REM-43" not in codes(cast.head, TWENTIETH)


def test_rem_43a_on_the_day_and_weekly_until_somebody_looks(cast: Cast) -> None:
    entry = friends(cast)
    day = date(2027, 5, 20)
    assert entry.next_check_on == day
    assert "REM-43A" not in codes(cast.comms, day - timedelta(days=1))
    assert "REM-43A" in codes(cast.comms, day)
    assert "REM-43A" not in codes(cast.head, day)
    assert sweep(day) == {("REM-43A", "Ravi", 0)}
    assert sweep(day + timedelta(days=1)) == set()
    assert sweep(day + timedelta(days=7)) == {("REM-43A", "Ravi", 7)}
    at = datetime(2027, 5, 28, 9, tzinfo=UTC)
    moves.record_check(
        entry=entry, found="Still theirs", next_check_on=date(2027, 11, 1), by=cast.comms, at=at
    )
    assert "REM-43A" not in codes(cast.comms, date(2027, 6, 30))


def test_rem_43a_never_names_a_concern(cast: Cast) -> None:
    entry = add(cast)
    WatchedAccount.objects.filter(pk=entry.pk).update(incident_reference="C-7K4P-29XM")
    sweep(date(2026, 11, 27))
    assert not any("C-7K4P" in text for text in Message.objects.values_list("text", flat=True))
