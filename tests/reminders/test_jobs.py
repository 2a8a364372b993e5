"""What needs a person today, from the same rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts_registry.models import Cover
from reminders.jobs import jobs_for
from tests.cast import Cast
from tests.factories import NOW, make_away, make_policy
from tests.reminders.builders import make_channel
from tests.reminders.test_sweep import FRIDAY, policy, waiting_request


def texts(person: Any, on: date = FRIDAY) -> list[str]:
    return [job.text for job in jobs_for(person, on)]


def test_a_decision_is_a_job_from_the_first_day(cast: Cast) -> None:
    waiting_request(cast, FRIDAY)
    (job,) = jobs_for(cast.line_manager, FRIDAY)
    assert (job.text, job.why) == (
        "Decide: TikTok for the library",
        "from Jo Bell, waiting since 20 November 2026",
    )
    assert (job.link, job.due_on) == ("/requests/rq0001/decision/", date(2026, 11, 27))
    assert texts(cast.teacher) == texts(cast.head) == []


def test_what_goes_up_shows_when_it_has_gone_up(cast: Cast) -> None:
    waiting_request(cast, date(2026, 11, 2))
    assert texts(cast.head, date(2026, 11, 11)) == []
    assert texts(cast.head, date(2026, 11, 12)) == ["Late decision: TikTok for the library"]


def test_a_review_far_ahead_is_no_job_yet(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=91))
    assert texts(cast.comms) == []
    assert texts(cast.comms, FRIDAY + timedelta(days=1)) == [
        "Review: Social media policy, version 1"
    ]


def test_what_is_due_first_comes_first(cast: Cast) -> None:
    policy(cast, FRIDAY + timedelta(days=40))
    make_channel(cast.school, cast.teacher, cast.colleague, account_name="@AshdownPE")
    make_away(cast.teacher, FRIDAY + timedelta(days=3), FRIDAY + timedelta(days=4))
    assert texts(cast.comms) == [
        "Find cover for @AshdownPE from 23 to 24 November",
        "Review: Social media policy, version 1",
    ]


def test_a_policy_to_confirm_and_a_question_to_answer(cast: Cast) -> None:
    make_policy(cast.trust)
    channel = make_channel(cast.school, cast.teacher, cast.colleague, account_name="@AshdownPE")
    Cover.objects.create(
        channel=channel,
        person=cast.office,
        start_date=FRIDAY,
        end_date=FRIDAY,
        asked_by=cast.teacher,
        asked_at=NOW,
    )
    jobs = {job.code: job for job in jobs_for(cast.office, FRIDAY)}
    assert set(jobs) == {"REM-02", "REM-12A"}
    assert jobs["REM-12A"].text == "Can you cover @AshdownPE on 20 November?"


def test_another_trust_has_no_part_in_it(cast: Cast) -> None:
    policy(cast, FRIDAY)
    waiting_request(cast, date(2026, 10, 1))
    assert texts(cast.outsider) == []


def test_the_questions_asked_do_not_grow(cast: Cast) -> None:
    def asked() -> int:
        person = type(cast.comms).objects.get(pk=cast.comms.pk)
        with CaptureQueriesContext(connection) as queries:
            jobs_for(person, FRIDAY)
        return len(queries)

    def add_some() -> None:
        make_channel(cast.school, cast.teacher, cast.colleague, next_review_on=FRIDAY)

    policy(cast, FRIDAY)
    waiting_request(cast, date(2026, 10, 1))
    make_away(cast.teacher, FRIDAY, FRIDAY)
    add_some()
    first = asked()
    for _ in range(5):
        add_some()
    assert asked() == first
