"""A sweep sends what is due, once: after downtime, twice over, and with another at its side."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, connections

from approvals.models import Request, Stage
from audit.models import Entry
from notifications import post
from notifications.models import Message, Notice
from policies.models import PolicyVersion
from reminders import actions, tasks
from reminders.models import Reminder, Sweep
from tests.cast import Cast
from tests.factories import make_away, make_policy
from tests.reminders.builders import make_channel

FRIDAY = date(2026, 11, 20)
REVIEW = "REM-01"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def sweep(day: date) -> actions.Outcome:
    return actions.sweep_daily(on=day, at=at(day))


def policy(
    cast: Cast, review: date, title: str = "Social media policy", **fields: Any
) -> PolicyVersion:
    """A policy that only the communications manager looks after, and that nobody must confirm."""
    version = make_policy(cast.trust, title, requires_acknowledgement=False, **fields)
    PolicyVersion.objects.filter(pk=version.pk).update(next_review_date=review)
    version.refresh_from_db()
    return version


def waiting_request(cast: Cast, since: date, **fields: Any) -> Stage:
    defaults = {
        "reference": "RQ0001",
        "title": "TikTok for the library",
        "status": "awaiting_line_manager",
        "revision": 1,
    }
    request = Request.objects.create(
        trust=cast.trust,
        school=cast.school,
        author=cast.teacher,
        created_at=at(since),
        edited_at=at(since),
        sent_at=at(since),
        **{**defaults, **fields},
    )
    return Stage.objects.create(
        request=request,
        revision=1,
        position=1,
        code="line_manager",
        signer=cast.line_manager,
        state="current",
        since=at(since),
    )


def letters(person: Any) -> list[str]:
    return list(
        Message.objects.filter(recipient=person)
        .order_by("created_at")
        .values_list("subject", flat=True)
    )


def leads(code: str, person: Any) -> list[int]:
    return list(
        Reminder.objects.filter(code=code, recipient=person)
        .order_by("claimed_at")
        .values_list("lead", flat=True)
    )


def test_what_is_due_is_sent_and_recorded(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=7))
    outcome = sweep(FRIDAY)
    assert letters(cast.comms) == ["Review: Social media policy, version 1"]
    assert (outcome.sent, len(outcome.due), len(outcome.claimed), len(outcome.already)) == (
        2,
        2,
        2,
        0,
    )
    assert Entry.objects.filter(event="reminder.sent").count() == 2
    assert Sweep.objects.get().sent == 2


def test_a_second_sweep_sends_nothing(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=7))
    sweep(FRIDAY)
    again = sweep(FRIDAY)
    assert (again.sent, again.claimed, len(again.already)) == (0, [], 2)
    assert len(letters(cast.comms)) == 1


def test_after_ten_days_of_silence_each_thing_goes_once_with_its_latest_lead(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=8))
    policy(cast, FRIDAY + timedelta(days=15), "E-safety policy")
    sweep(FRIDAY - timedelta(days=10))
    assert leads(REVIEW, cast.comms) == [-30, -30]
    sweep(FRIDAY)
    sweep(FRIDAY)
    assert leads(REVIEW, cast.comms) == [-30, -30, -14]
    assert letters(cast.comms)[-1] == "Review: Social media policy, version 1"
    sweep(FRIDAY + timedelta(days=10))
    assert sorted(leads(REVIEW, cast.comms)[3:]) == [-7, 0]
    assert letters(cast.comms)[-1] == "2 things need you, 1 overdue"


def test_what_was_claimed_before_a_crash_is_sent_by_the_next_sweep(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy(cast, FRIDAY + timedelta(days=7))

    def crash(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr("reminders.emails.tell", crash)
        with pytest.raises(RuntimeError):
            sweep(FRIDAY)
    assert Reminder.objects.filter(sent_at=None).exists()
    assert Message.objects.count() == 0
    sweep(FRIDAY)
    assert len(letters(cast.comms)) == 1


def test_what_is_done_before_it_was_sent_never_goes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = policy(cast, FRIDAY + timedelta(days=7))
    monkeypatch.setattr(actions, "is_working_day", lambda day, country: False)
    sweep(FRIDAY)
    PolicyVersion.objects.filter(pk=version.pk).update(next_review_date=date(2028, 1, 1))
    monkeypatch.undo()
    sweep(FRIDAY)
    assert letters(cast.comms) == []


@pytest.mark.parametrize(
    ("country", "days"),
    [("england-and-wales", [30]), ("scotland", [1]), ("northern-ireland", [30])],
)
def test_letters_wait_for_a_working_day_of_the_school(
    cast: Cast, country: str, days: list[int]
) -> None:
    """30 November 2026 is St Andrew's Day, a Monday."""
    cast.school.country = country
    cast.school.save()
    waiting_request(cast, date(2026, 11, 10))
    went = []
    for day in (date(2026, 11, 30), date(2026, 12, 1)):
        before = len(letters(cast.line_manager))
        sweep(day)
        went += [day.day] * (len(letters(cast.line_manager)) > before)
    assert went[:1] == days


def test_several_things_are_one_digest_with_what_is_overdue_first(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=5), "E-safety policy")
    policy(cast, FRIDAY - timedelta(days=2), "Social media policy")
    make_channel(
        cast.school,
        cast.teacher,
        cast.colleague,
        account_name="@AshdownPE",
        next_review_on=FRIDAY + timedelta(days=14),
    )
    sweep(FRIDAY)
    message = Message.objects.get(recipient=cast.comms)
    assert message.subject == "3 things need you, 1 overdue"
    assert message.text == (
        "Dear Ravi,\n\n"
        "Overdue\n\n"
        "* Review: Social media policy, version 1: review date 18 November 2026\n\n"
        "Coming up\n\n"
        "* Review: E-safety policy, version 1: review date 25 November 2026\n"
        "* Review: @AshdownPE: review date 4 December 2026\n\n"
        "Do them from your home page:\n\n"
        "http://testserver/\n\n"
        "-- \nYou got this because these are waiting for you. Each reminder stops when the thing is done.\n"
        "Sent by Official Channels: http://testserver\n"
    )
    assert Notice.objects.filter(recipient=cast.comms).count() == 1


def test_a_digest_of_nothing_but_late_things_says_so(cast: Cast) -> None:
    for number, title in enumerate(("Social media policy", "E-safety policy")):
        policy(cast, FRIDAY - timedelta(days=2 + number), title)
    sweep(FRIDAY)
    assert letters(cast.comms) == ["2 things are overdue"]


def test_what_becomes_due_after_the_digest_waits_for_the_next(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=5))
    sweep(FRIDAY)
    policy(cast, FRIDAY + timedelta(days=6), "E-safety policy")
    sweep(FRIDAY)
    assert len(letters(cast.comms)) == 1
    sweep(FRIDAY + timedelta(days=3))
    assert letters(cast.comms)[1:] == ["Review: E-safety policy, version 1"]


def test_nothing_but_urgent_things_go_on_a_day_off(cast: Cast) -> None:
    saturday = FRIDAY + timedelta(days=1)
    policy(cast, saturday + timedelta(days=5))
    make_channel(cast.school, cast.teacher, cast.colleague)
    make_away(cast.teacher, saturday, saturday)
    sweep(saturday)
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert kinds == {"reminder_urgent"}
    sweep(FRIDAY + timedelta(days=3))
    assert "reminder_digest" in set(Message.objects.values_list("kind", flat=True))


def test_leavers_are_not_reminded(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=7))
    type(cast.comms).objects.filter(pk=cast.comms.pk).update(
        leaving_date=FRIDAY - timedelta(days=1)
    )
    sweep(FRIDAY)
    assert letters(cast.comms) == []
    assert letters(cast.admin) == ["Review: Social media policy, version 1"]


def test_rem_01_goes_up_as_it_gets_late(cast: Cast) -> None:
    policy(cast, FRIDAY)
    for number in (
        day for near in (-90, -60, -30, -14, -7, 0, 7, 30, 45) for day in range(near - 1, near + 3)
    ):
        sweep(FRIDAY + timedelta(days=number))
    assert leads(REVIEW, cast.comms) == [-90, -60, -30, -14, -7, 0, 7, 28, 35, 42]
    assert (leads(REVIEW, cast.officer), leads(REVIEW, cast.ceo)) == ([-30], [0])


def test_rem_02_asks_those_who_have_not_confirmed(cast: Cast) -> None:
    version = make_policy(cast.trust)
    PolicyVersion.objects.filter(pk=version.pk).update(issued_on=date(2026, 11, 2))
    for number in range(30):
        sweep(date(2026, 11, 2) + timedelta(days=number))
    assert leads("REM-02", cast.teacher) == [5, 10, 15, 20]
    assert leads("REM-02", cast.outsider) == []


def test_rem_06_chases_the_signer_then_the_head_then_tells_the_author(cast: Cast) -> None:
    waiting_request(cast, date(2026, 11, 2))
    for number in range(20):
        sweep(date(2026, 11, 2) + timedelta(days=number))
    assert leads("REM-06", cast.line_manager) == [2, 5, 8, 11, 14]
    assert leads("REM-06", cast.head) == [8]
    assert leads("REM-06", cast.teacher) == [10]
    assert letters(cast.line_manager)[0] == "Decide: TikTok for the library"
    assert letters(cast.head) == ["Late decision: TikTok for the library"]
    assert letters(cast.teacher) == ["Your request is delayed: TikTok for the library"]


def test_rem_06_stops_when_it_is_decided(cast: Cast) -> None:
    stage = waiting_request(cast, date(2026, 11, 2))
    sweep(date(2026, 11, 4))
    Stage.objects.filter(pk=stage.pk).update(state="decided")
    sweep(date(2026, 11, 20))
    assert leads("REM-06", cast.line_manager) == [2]


def test_rem_06_goes_past_a_head_who_is_late_herself(cast: Cast) -> None:
    stage = waiting_request(cast, date(2026, 11, 2), status="awaiting_head")
    Stage.objects.filter(pk=stage.pk).update(signer=cast.head)
    sweep(date(2026, 11, 13))
    assert leads("REM-06", cast.ceo) == [8]


def test_rem_06a_asks_those_named_in_a_request(cast: Cast) -> None:
    stage = waiting_request(cast, date(2026, 11, 2))
    row = stage.request.people.create(part="moderator", person=cast.colleague)
    sweep(date(2026, 11, 4))
    assert leads("REM-06A", cast.colleague) == [2]
    assert letters(cast.colleague) == ["Say whether you will help run: TikTok for the library"]
    row.agreed_at = at(FRIDAY)
    row.save()
    sweep(FRIDAY)
    assert len(letters(cast.colleague)) == 1


def test_rem_14_goes_to_whoever_leaves_a_channel_without_administrators(cast: Cast) -> None:
    channel = make_channel(cast.school)
    for person in (cast.teacher, cast.colleague):
        channel.people.create(part="administrator", person=person, start_date=date(2026, 9, 1))
    make_away(cast.teacher, FRIDAY + timedelta(days=20), FRIDAY + timedelta(days=25))
    sweep(FRIDAY)
    assert letters(cast.teacher) == [
        f"Before you are away: arrange cover for {channel.account_name}"
    ]
    sweep(FRIDAY + timedelta(days=17))
    assert leads("REM-14", cast.teacher)[1:] == [-5]
    assert leads("REM-14", cast.comms) == [-5]


def test_rem_14_keeps_silent_where_rem_12_speaks(cast: Cast) -> None:
    make_channel(cast.school, cast.teacher, cast.colleague)
    make_away(cast.teacher, FRIDAY + timedelta(days=20), FRIDAY + timedelta(days=25))
    sweep(FRIDAY)
    assert not Reminder.objects.filter(code="REM-14").exists()
    assert leads("REM-12", cast.teacher)


def test_rem_14_says_nothing_of_administrators_when_rem_12_speaks_of_the_same_days(
    cast: Cast,
) -> None:
    channel = make_channel(cast.school, cast.teacher, cast.colleague)
    for person in (cast.teacher, cast.colleague):
        channel.people.create(part="administrator", person=person, start_date=date(2026, 9, 1))
    make_away(cast.teacher, FRIDAY + timedelta(days=20), FRIDAY + timedelta(days=25))
    sweep(FRIDAY)
    assert set(Reminder.objects.values_list("code", flat=True)) == {"REM-12"}


def test_rem_14_speaks_of_what_is_too_far_ahead_for_rem_12(cast: Cast) -> None:
    make_channel(cast.school, cast.teacher, cast.colleague)
    make_away(cast.teacher, FRIDAY + timedelta(days=60), FRIDAY + timedelta(days=61))
    sweep(FRIDAY)
    assert set(Reminder.objects.values_list("code", flat=True)) == {"REM-14"}


def test_rem_19_asks_before_a_channel_closes_or_is_reviewed(cast: Cast) -> None:
    channel = make_channel(
        cast.school, cast.teacher, cast.colleague, planned_closing=FRIDAY + timedelta(days=60)
    )
    channel.people.create(part="master", person=cast.office, start_date=date(2026, 9, 1))
    for number in (0, 1, 29, 30, 45, 46, 48, 53, 60, 61, 62):
        sweep(FRIDAY + timedelta(days=number))
    assert leads("REM-19", cast.office) == [-60, -30, -14, -7, 0]
    assert (leads("REM-19", cast.comms), leads("REM-19", cast.head)) == ([-14], [0])


def test_rem_19_stops_when_closing_begins(cast: Cast) -> None:
    channel = make_channel(
        cast.school, cast.teacher, cast.colleague, planned_closing=FRIDAY + timedelta(days=60)
    )
    channel.people.create(part="master", person=cast.office, start_date=date(2026, 9, 1))
    type(channel).objects.filter(pk=channel.pk).update(status="closing")
    sweep(FRIDAY)
    assert leads("REM-19", cast.office) == []


def test_rem_27_is_left_to_its_own_clock(cast: Cast) -> None:
    rule = next(rule for rule in actions.RULES if rule.code == "REM-27")
    assert "move_on_unseen" in rule.told_by
    assert rule.chases[0].leads == ()


@contextmanager
def threads(*work: Any) -> Iterator[None]:
    start, failures = threading.Barrier(len(work)), []

    def run(verb: Any) -> None:
        try:
            start.wait(30)
            verb()
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    running = [threading.Thread(target=run, args=[verb]) for verb in work]
    for thread in running:
        thread.start()
    yield
    for thread in running:
        thread.join(60)
    assert failures == []


@pytest.mark.django_db(transaction=True)
def test_four_sweepers_at_once_send_everything_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "ring", lambda *_: None)
    policy(cast, FRIDAY + timedelta(days=7))
    waiting_request(cast, date(2026, 11, 2))
    make_channel(cast.school, cast.teacher, cast.colleague)
    make_away(cast.teacher, FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2))
    with threads(*[lambda: sweep(FRIDAY)] * 4):
        pass
    keys = list(Message.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == Notice.objects.count()
    # One digest a person, and one letter for each urgent thing.
    assert not Reminder.objects.filter(sent_at=None).exists()
    urgent = Reminder.objects.filter(urgent=True).count()
    digests = Reminder.objects.filter(urgent=False).values("recipient").distinct().count()
    assert len(keys) == urgent + digests
    connection.close()


def test_thirty_days_of_sweeps_say_nothing_twice(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=10))
    waiting_request(cast, date(2026, 11, 2))
    make_channel(cast.school, cast.teacher, cast.colleague)
    make_away(cast.teacher, FRIDAY + timedelta(days=5), FRIDAY + timedelta(days=9))
    for number in range(30):
        day = FRIDAY + timedelta(days=number)
        sweep(day)
        actions.sweep_urgent(on=day, at=at(day))
    told = list(Reminder.objects.values_list("code", "target_id", "due_on", "lead", "recipient"))
    assert len(told) == len(set(told))
    days = Message.objects.filter(kind="reminder_digest").values_list("recipient", "created_at")
    assert len(set(days)) == len(days)


@time_machine.travel(datetime(2026, 11, 20, 8, tzinfo=UTC), tick=False)
def test_a_computer_that_was_off_at_six_makes_up_for_it(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=7))
    tasks.sweep_urgent()
    tasks.sweep_urgent()
    assert len(letters(cast.comms)) == 1
    assert list(Sweep.objects.order_by("started_at", "kind").values_list("kind", flat=True)) == [
        "daily",
        "urgent",
    ]


@time_machine.travel(datetime(2026, 11, 20, 8, tzinfo=UTC), tick=False)
def test_a_morning_that_was_not_finished_is_made_up_for(cast: Cast) -> None:
    """The worker was killed in the middle of its round."""
    policy(cast, FRIDAY + timedelta(days=7))
    Sweep.objects.create(on=FRIDAY, started_at=at(FRIDAY))
    tasks.sweep_urgent()
    tasks.sweep_urgent()
    assert len(letters(cast.comms)) == 1
    assert Sweep.objects.filter(kind="daily", finished_at__isnull=False).count() == 1


def test_the_command_says_what_was_due_claimed_and_already_sent(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=7))

    def run() -> dict[str, Any]:
        out = StringIO()
        call_command("sweep", "--on", "2026-11-20", "--json", stdout=out)
        return json.loads(out.getvalue())

    first, second = run(), run()
    assert (len(first["due"]), len(first["claimed"]), len(first["already_sent"])) == (2, 2, 0)
    assert (len(second["due"]), len(second["claimed"]), len(second["already_sent"])) == (2, 0, 2)
    assert first["due"][0].keys() >= {"code", "reference", "due_on", "lead", "to", "text", "link"}


def test_the_command_wants_a_day() -> None:
    with pytest.raises(CommandError, match="--on must be a day"):
        call_command("sweep", "--on", "tomorrow")
