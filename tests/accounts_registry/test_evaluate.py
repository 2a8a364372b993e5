"""A channel held against its own aims, and the headteacher's view where one is asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.models import Channel, Evaluation
from accounts_registry.reviews import aims
from accounts_registry.reviews.actions import evaluating
from audit.models import Entry
from notifications.models import Message, Notice
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.reminders.builders import make_channel
from workflow.moves import WrongState

TWO = "- 200 families follow it\n- Fewer phone calls to the office"


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return make_channel(cast.school, cast.colleague, measures=TWO, hours_planned=2.5)


def evaluate(channel: Channel, by: Any, at: Any = NOW, **changes: Any) -> Evaluation:
    answers: dict[str, Any] = {
        "results": ["180 follow it", "A third fewer"],
        "aims_met": "yes",
        "recommendation": "continue",
        "hours_actual": Decimal("3.5"),
    }
    return evaluating.evaluate(channel=channel, by=by, at=at, **{**answers, **changes})


def test_each_measure_of_the_business_case_has_its_result(channel: Channel, cast: Cast) -> None:
    made = evaluate(channel, cast.colleague)
    assert made.measures == [
        {"measure": "200 families follow it", "result": "180 follow it"},
        {"measure": "Fewer phone calls to the office", "result": "A third fewer"},
    ]
    assert evaluate(channel, cast.colleague) == made
    channel.refresh_from_db()
    assert channel.evaluation_due == date(2027, 11, 20)
    assert Entry.objects.filter(event="channel.evaluated").count() == 1
    assert not Message.objects.exists()


def test_without_measures_its_aims_are_asked_about(cast: Cast) -> None:
    assert aims.measures(make_channel(cast.school, aims="Show what PE does")) == [
        "Show what PE does"
    ]
    assert aims.measures(make_channel(cast.school)) == [aims.ANYBODY_WOULD_ASK]


def test_what_is_missing_is_said_by_field(channel: Channel, cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        evaluate(channel, cast.colleague, results=["180"], aims_met="", recommendation="")
    assert set(refused.value.message_dict) == {"result_1", "aims_met", "recommendation"}


@pytest.mark.parametrize("answer", [{"aims_met": "no"}, {"recommendation": "close"}])
def test_the_head_is_asked_where_it_failed_or_should_close(
    channel: Channel, cast: Cast, answer: dict[str, str]
) -> None:
    made = evaluate(channel, cast.colleague, **answer)
    (told,) = Message.objects.all()
    assert told.recipient == cast.head
    for person, refusal in (
        (cast.comms, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            evaluating.add_evaluation_view(evaluation=made, head_view="Close it", by=person, at=NOW)
    with pytest.raises(ValidationError):
        evaluating.add_evaluation_view(evaluation=made, head_view=" ", by=cast.head, at=NOW)
    for _ in range(2):
        seen = evaluating.add_evaluation_view(
            evaluation=made, head_view="Close it", by=cast.head, at=NOW
        )
    assert (seen.head_view, seen.head_on) == ("Close it", TODAY)
    assert not Notice.objects.unread().filter(needs_action=True).exists()
    assert Entry.objects.filter(event="channel.evaluation_viewed").count() == 1


def test_who_may_evaluate_and_when(channel: Channel, cast: Cast) -> None:
    for person, refusal in (
        (cast.teacher, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            evaluate(channel, person)
    Channel.objects.filter(pk=channel.pk).update(status="planned")
    with pytest.raises(WrongState):
        evaluate(channel, cast.comms)


@pytest.mark.clause("I-A.1.7")
def test_in_the_browser(channel: Channel, cast: Cast, client: Client) -> None:
    page = f"/channels/{channel.reference.lower()}/evaluation/"
    client.force_login(cast.colleague)
    shown = client.get(page).content.decode()
    assert "200 families follow it" in shown
    assert "2.5 hours a week" in shown
    empty = client.post(page, {"result_0": "180 follow it"}).content.decode()
    assert empty.count("Select whether the aims are met") == 2
    assert "180 follow it" in empty
    done = client.post(
        page,
        {"result_0": "180", "result_1": "Less", "aims_met": "no", "recommendation": "close"},
    )
    assert done.status_code == 302
    assert "The headteacher is asked for a view" in client.get(done.url).content.decode()
    client.force_login(cast.head)
    assert "Your view as headteacher" in client.get(done.url).content.decode()
    assert client.post(done.url, {"head_view": "Close it in July"}).status_code == 302
    assert "Close it in July" in client.get(done.url).content.decode()
