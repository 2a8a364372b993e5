"""REM-07, REM-08, REM-09, REM-10 and REM-18: on Home for the one whose turn it is, and gone once it is done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from accounts_registry.models import Channel, ChannelPerson
from approvals.models import Condition, Decision, Request, Revision
from people.models import Post, User
from platforms.models import Platform
from reminders.jobs import jobs_for
from tests.cast import Cast
from tests.factories import LONG_AGO, NOW, TODAY


def codes(person: User, on: date = TODAY) -> list[str]:
    return [job.code for job in jobs_for(person, on)]


def make_request(cast: Cast, status: str, **fields: object) -> Request:
    defaults: dict[str, object] = {
        "created_at": NOW,
        "edited_at": NOW,
        "waiting_since": NOW,
        "title": "Sample",
        "revision": 1,
    }
    return Request.objects.create(
        reference="RQ9001",
        trust=cast.trust,
        school=cast.school,
        author=cast.teacher,
        line_manager=cast.line_manager,
        status=status,
        **{**defaults, **fields},
    )


def make_channel(cast: Cast, **fields: object) -> Channel:
    return Channel.objects.create(
        reference="CH9001",
        trust=cast.trust,
        school=cast.school,
        platform=Platform.objects.get(code="x"),
        account_name="@Sample",
        **fields,
    )


def test_rem_08_a_draft_stays_with_its_author_alone(cast: Cast) -> None:
    make_request(cast, "draft", revision=0)
    assert "REM-08" in codes(cast.teacher)
    assert all(
        "REM-08" not in codes(person) for person in (cast.head, cast.line_manager, cast.colleague)
    )


def test_rem_07_a_returned_request_is_its_authors(cast: Cast) -> None:
    request = make_request(cast, "returned")
    job = next(job for job in jobs_for(cast.teacher, TODAY) if job.code == "REM-07")
    assert (job.text, job.link) == ("Make changes: Sample", "/requests/rq9001/tasks/")
    Request.objects.filter(pk=request.pk).update(status="withdrawn")
    assert "REM-07" not in codes(cast.teacher)


def test_rem_09_a_condition_belongs_to_its_owner_until_it_is_met(cast: Cast) -> None:
    request = make_request(cast, "approved_with_conditions")
    revision = Revision.objects.create(
        request=request, number=1, sent_at=NOW, answers={}, fingerprint="0" * 64
    )
    decision = Decision.objects.create(
        request=request,
        revision=revision,
        stage="head",
        signer=cast.head,
        capacity="Headteacher",
        outcome="approve_with_conditions",
        statement="I approve",
        typed_signature="Priya Nair",
        signed_at=NOW,
        fingerprint="0" * 64,
    )
    condition = Condition.objects.create(
        request=request,
        decision=decision,
        text="Write the house rules",
        owner=cast.colleague,
        due_on=TODAY + timedelta(days=20),
    )
    assert "REM-09" in codes(cast.colleague)
    assert "REM-09" not in codes(cast.teacher)
    assert "REM-09" not in codes(cast.head)
    assert "REM-09" in codes(cast.head, TODAY + timedelta(days=20))
    Condition.objects.filter(pk=condition.pk).update(state="met")
    assert "REM-09" not in codes(cast.colleague)


def test_rem_10_whoever_opens_a_planned_channel_hears(cast: Cast) -> None:
    channel = make_channel(cast, status="planned", planned_opening=TODAY + timedelta(days=10))
    post = Post.objects.get(title="Network manager", school=cast.school)
    ChannelPerson.objects.create(channel=channel, part="master", post=post, start_date=LONG_AGO)
    assert "REM-10" in codes(cast.office)
    assert "REM-10" in codes(cast.network)
    assert "REM-10" not in codes(cast.teacher)
    assert "REM-10" not in codes(cast.other_head)
    Channel.objects.filter(pk=channel.pk).update(status="open")
    assert "REM-10" not in codes(cast.office)


def test_rem_18_only_that_schools_head_is_asked_to_confirm(cast: Cast) -> None:
    channel = make_channel(cast, status="open", legacy_import=True, registered_on=TODAY)
    job = next(job for job in jobs_for(cast.head, TODAY) if job.code == "REM-18")
    assert job.text == "Say whether 1 existing channel is official"
    assert job.due_on > TODAY + timedelta(days=40)
    assert "REM-18" not in codes(cast.other_head)
    assert "REM-18" not in codes(cast.office)
    Channel.objects.filter(pk=channel.pk).update(accepted_at=datetime(2026, 11, 20, tzinfo=UTC))
    assert "REM-18" not in codes(cast.head)
