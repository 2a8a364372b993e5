"""Closing step by step, keeping, taking back, and what stays of a closed channel."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.entry.actions import registering
from accounts_registry.life import actions as life
from accounts_registry.life.closing_steps import STEPS
from accounts_registry.models import Channel, Closing, ReappearanceCheck
from audit.models import Entry
from notifications.models import Message
from tests.accounts_registry.builders import add, close_steps, platform, ready
from tests.cast import Cast
from tests.factories import NOW, TODAY
from workflow.moves import WrongState

SOON = TODAY + timedelta(days=20)


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return ready(cast)


def begin(channel: Channel, by: Any, at: datetime = NOW, **changes: Any) -> Channel:
    plan = {
        "planned_closing": SOON,
        "reason": "aim_met",
        "note": "The project is over",
        "ending": "deleted",
        "followers": 350,
        "tell": ["followers", "parents"],
    }
    return life.start_closing(channel=channel, by=by, at=at, **{**plan, **changes})


def closed(channel: Channel, cast: Cast, at: datetime = NOW, **changes: Any) -> Channel:
    row = begin(channel, cast.head, at, **changes)
    close_steps(row, cast.office, at)
    return life.close(channel=row, date_closed=at.date(), by=cast.office, at=at)


def recorded(event: str) -> int:
    return Entry.objects.filter(event=event, object_ref="CH9001").count()


# ---- Beginning (C7) ----------------------------------------------------------------------------


def test_closing_begins_with_a_plan_and_a_list_of_steps(channel: Channel, cast: Cast) -> None:
    row = begin(channel, cast.head)
    assert (row.status, row.planned_closing, row.closure_reason) == ("closing", SOON, "aim_met")
    plan = row.closings.get()
    assert (plan.state, plan.followers, plan.tell) == ("under_way", 350, ["followers", "parents"])
    assert list(plan.steps.values_list("code", flat=True)) == list(STEPS)
    assert recorded("channel.closing") == 1
    told = Message.objects.filter(kind="channel_life").values_list("recipient__given_name")
    assert {name for (name,) in told} == {"Tom", "Jo", "Dana"}


def test_a_second_press_begins_nothing(channel: Channel, cast: Cast) -> None:
    begin(channel, cast.head)
    with pytest.raises(WrongState, match="already closing or closed"):
        begin(channel, cast.head)
    assert Closing.objects.count() == 1


def test_a_paused_channel_closes_too(channel: Channel, cast: Cast) -> None:
    life.pause(channel=channel, reason="Quiet", by=cast.head, at=NOW)
    assert begin(channel, cast.head).status == "closing"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"planned_closing": TODAY - timedelta(days=1)}, "planned_closing", "today or in the f"),
        ({"reason": "other", "note": " "}, "note", "Enter why it is closing"),
        ({"ending": "handed_over"}, "handed_to", "Enter who takes it over"),
        ({"reason": "because"}, "reason", "Select why it is closing"),
        ({"ending": "exploded"}, "ending", "Select what happens to the account"),
    ],
)
def test_a_plan_that_says_too_little(
    channel: Channel, cast: Cast, changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(ValidationError, match=words) as refused:
        begin(channel, cast.head, **changes)
    assert list(refused.value.message_dict) == [field]
    channel.refresh_from_db()
    assert channel.status == "open"


def test_the_communications_manager_closes_it_with_the_head(channel: Channel, cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Ask the headteacher first"):
        begin(channel, cast.comms)
    assert begin(channel, cast.comms, head_agrees=True).status == "closing"


def test_the_chief_executive_may(channel: Channel, cast: Cast) -> None:
    assert begin(channel, cast.ceo).status == "closing"


def test_nobody_else_begins_to_close_it(channel: Channel, cast: Cast) -> None:
    for person, refusal in (
        (cast.office, Denied),
        (cast.teacher, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            begin(channel, person)


# ---- The steps (4.2.4) -------------------------------------------------------------------------


def test_each_step_is_ticked_by_somebody_with_a_day_and_how(channel: Channel, cast: Cast) -> None:
    row = begin(channel, cast.head)
    step = life.settle_step(
        channel=row,
        code="archive",
        by=cast.office,
        at=NOW,
        done_on=TODAY - timedelta(days=2),
        how="Copy on the office drive",
    )
    assert (step.state, step.done_by, step.how) == ("done", cast.office, "Copy on the office drive")
    assert step.done_on == TODAY - timedelta(days=2)
    with pytest.raises(WrongState, match="settled already"):
        life.settle_step(channel=row, code="archive", by=cast.office, at=NOW)
    assert recorded("channel.closing_step") == 1


def test_a_step_is_waived_with_a_reason_only(channel: Channel, cast: Cast) -> None:
    row = begin(channel, cast.head)
    with pytest.raises(ValidationError, match="why this step is not needed"):
        life.settle_step(channel=row, code="members", by=cast.office, at=NOW, waived=True)
    with pytest.raises(ValidationError, match="today or in the past"):
        life.settle_step(channel=row, code="members", by=cast.office, at=NOW, done_on=SOON)
    step = life.settle_step(
        channel=row, code="members", by=cast.office, at=NOW, waived=True, how="No members"
    )
    assert step.state == "waived"


def test_done_means_the_register_no_longer_says_so(channel: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=channel.pk).update(
        website_link_url="https://ashdown.example/", privacy_notice_listed_on=TODAY
    )
    row = begin(channel, cast.head)
    for code in ("website", "privacy_notice", "access"):
        life.settle_step(channel=row, code=code, by=cast.office, at=NOW)
    row.refresh_from_db()
    assert (row.website_link_url, row.privacy_notice_listed_on) == ("", None)
    assert (row.credentials_rotated_on, row.rotation_reason) == (TODAY, "Closing")


def test_steps_belong_to_those_who_look_after_it(channel: Channel, cast: Cast) -> None:
    row = begin(channel, cast.head)
    for person, refusal in (
        (cast.teacher, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            life.settle_step(channel=row, code="archive", by=person, at=NOW)


def test_there_are_no_steps_on_an_open_channel(channel: Channel, cast: Cast) -> None:
    with pytest.raises(WrongState):
        life.settle_step(channel=channel, code="archive", by=cast.office, at=NOW)


# ---- Closed (C8) -------------------------------------------------------------------------------


def test_closing_waits_for_every_step(channel: Channel, cast: Cast) -> None:
    row = begin(channel, cast.head)
    with pytest.raises(WrongState, match="11 steps are left"):
        life.close(channel=row, date_closed=TODAY, by=cast.office, at=NOW)
    row.refresh_from_db()
    assert (row.status, row.date_closed) == ("closing", None)


def test_closing_keeps_the_row_ends_its_people_and_sets_the_checks(
    channel: Channel, cast: Cast
) -> None:
    row = closed(channel, cast)
    assert (row.status, row.date_closed, row.official) == ("closed", TODAY, "closed")
    assert (row.closure_evidence, row.freeze_due, row.completion_due) == ("deleted", None, None)
    assert set(row.people.values_list("end_date", flat=True)) == {TODAY}
    assert list(row.reappearance_checks.values_list("months", "due_on")) == [
        (1, date(2026, 12, 20)),
        (3, date(2027, 2, 20)),
        (12, date(2027, 11, 20)),
    ]
    assert row.reappearance_due == date(2026, 12, 20)
    assert recorded("channel.closed") == 1
    with pytest.raises(WrongState):
        life.close(channel=row, date_closed=TODAY, by=cast.office, at=NOW)


def test_it_cannot_close_before_it_opened_or_in_the_future(channel: Channel, cast: Cast) -> None:
    row = begin(channel, cast.head)
    close_steps(row, cast.office)
    for day, words in (
        (date(2024, 1, 7), "8 January 2024"),
        (TODAY + timedelta(days=1), "today or in the past"),
    ):
        with pytest.raises(ValidationError, match=words):
            life.close(channel=row, date_closed=day, by=cast.office, at=NOW)
    row.refresh_from_db()
    assert row.status == "closing"


def test_closing_must_be_started_first(channel: Channel, cast: Cast) -> None:
    with pytest.raises(WrongState):
        life.close(channel=channel, date_closed=TODAY, by=cast.office, at=NOW)
    channel.refresh_from_db()
    assert (channel.status, channel.date_closed) == ("open", None)


def test_the_office_or_communications_record_it_and_nobody_else(
    channel: Channel, cast: Cast
) -> None:
    row = begin(channel, cast.head)
    close_steps(row, cast.office)
    for person, refusal in (
        (cast.head, Denied),
        (cast.teacher, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            life.close(channel=row, date_closed=TODAY, by=person, at=NOW)


def test_a_closed_channel_never_opens_again(channel: Channel, cast: Cast) -> None:
    row = closed(channel, cast)
    for verb in (
        lambda: life.resume(channel=row, by=cast.head, at=NOW),
        lambda: life.pause(channel=row, reason="No", by=cast.head, at=NOW),
        lambda: life.keep(channel=row, reason="No", by=cast.head, at=NOW),
        lambda: begin(row, cast.head),
    ):
        with pytest.raises(WrongState):
            verb()


# ---- The name ----------------------------------------------------------------------------------


def same_name(cast: Cast, school: Any, by: Any) -> Channel:
    return registering.add_existing(
        school=school,
        platform=platform("x"),
        account_name="@AshdownArt",
        master_post="Head",
        poster_posts=[],
        date_opened=date(2026, 1, 1),
        by=by,
        at=NOW,
    )


def test_a_name_that_is_not_kept_is_free_again(channel: Channel, cast: Cast) -> None:
    closed(channel, cast)
    assert same_name(cast, cast.school, cast.office).status == "open"


def test_a_kept_name_is_nobodys_until_it_is_released(channel: Channel, cast: Cast) -> None:
    row = closed(channel, cast, park_name=True)
    with pytest.raises(ValidationError, match="kept by CH9001, which is closed"):
        same_name(cast, cast.school, cast.office)
    for person, refusal in ((cast.teacher, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            life.release_name(channel=row, by=person, at=NOW)
    life.release_name(channel=row, by=cast.office, at=NOW)
    with pytest.raises(WrongState, match="free already"):
        life.release_name(channel=row, by=cast.office, at=NOW)
    assert same_name(cast, cast.school, cast.office).status == "open"


def test_another_trust_learns_nothing_of_who_keeps_it(channel: Channel, cast: Cast) -> None:
    from accounts_registry.accounts import ownership

    closed(channel, cast, park_name=True)
    said = ownership.taken_sentence(
        "x:ashdownart",
        platform=platform("x"),
        handle="AshdownArt",
        trust_id=cast.other_trust.pk,
    )
    assert said == "This account is already registered by another organisation here"


# ---- Kept after all (C9) -----------------------------------------------------------------------


def test_the_head_keeps_it_within_14_days(channel: Channel, cast: Cast) -> None:
    row = begin(channel, cast.head, park_name=True)
    for person, refusal in (
        (cast.comms, Denied),
        (cast.office, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            life.keep(channel=row, reason="No", by=person, at=NOW)
    row = life.keep(
        channel=row, reason="Its aim still holds", by=cast.head, at=NOW + timedelta(days=14)
    )
    assert (row.status, row.planned_closing, row.handle_parked) == ("open", None, False)
    assert row.closings.get().state == "kept"
    assert recorded("channel.kept") == 1
    with pytest.raises(WrongState):
        life.keep(channel=row, reason="Again", by=cast.head, at=NOW)
    assert begin(row, cast.head).closings.count() == 2


def test_after_14_days_it_is_too_late_to_keep_it(channel: Channel, cast: Cast) -> None:
    row = begin(channel, cast.head)
    with pytest.raises(WrongState, match="more than 14 days ago"):
        life.keep(channel=row, reason="Late", by=cast.head, at=NOW + timedelta(days=15))


# ---- Closed by mistake (C11) -------------------------------------------------------------------


def test_a_closing_by_mistake_is_taken_back_whole(channel: Channel, cast: Cast) -> None:
    before = set(channel.people.values_list("pk", "end_date"))
    row = closed(channel, cast)
    row = life.reverse_mistake(
        channel=row, reason="Wrong channel", by=cast.head, at=NOW + timedelta(days=14)
    )
    assert (row.status, row.date_closed, row.reappearance_due) == ("closing", None, None)
    assert set(row.people.values_list("pk", "end_date")) == before
    assert not row.reappearance_checks.waiting().exists()
    assert [plan.state for plan in row.closings.order_by("state")] == ["reversed", "under_way"]
    assert row.closings.get(state="under_way").steps.count() == len(STEPS)
    [entry] = Entry.objects.filter(event="channel.closing_reversed")
    assert entry.reason == "Wrong channel"
    assert Message.objects.get(kind="closing_reversed").recipient == cast.office
    with pytest.raises(WrongState, match="not closed"):
        life.reverse_mistake(channel=row, reason="Again", by=cast.head, at=NOW)


def test_it_can_then_be_closed_again_or_kept(channel: Channel, cast: Cast) -> None:
    row = life.reverse_mistake(channel=closed(channel, cast), reason="Wrong", by=cast.head, at=NOW)
    kept = life.keep(channel=row, reason="Aim holds", by=cast.head, at=NOW)
    assert kept.status == "open"
    assert closed(kept, cast).status == "closed"


def test_somebody_who_had_gone_before_stays_gone(channel: Channel, cast: Cast) -> None:
    channel.people.filter(part="moderator", person=cast.teacher).update(end_date=TODAY)
    row = life.reverse_mistake(channel=closed(channel, cast), reason="Wrong", by=cast.head, at=NOW)
    assert row.people.get(part="moderator", person=cast.teacher).end_date == TODAY


def test_after_14_days_a_new_request_is_needed(channel: Channel, cast: Cast) -> None:
    row = closed(channel, cast)
    with pytest.raises(WrongState, match="Ask for a new channel instead"):
        life.reverse_mistake(channel=row, reason="Late", by=cast.head, at=NOW + timedelta(days=15))


def test_only_the_head_takes_it_back_with_a_reason(channel: Channel, cast: Cast) -> None:
    row = closed(channel, cast)
    for person, refusal in (
        (cast.office, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            life.reverse_mistake(channel=row, reason="No", by=person, at=NOW)
    with pytest.raises(ValidationError, match="what was wrong"):
        life.reverse_mistake(channel=row, reason=" ", by=cast.head, at=NOW)


def test_it_cannot_come_back_when_its_name_was_given_away(channel: Channel, cast: Cast) -> None:
    row = closed(channel, cast)
    same_name(cast, cast.school, cast.office)
    with pytest.raises(WrongState, match="registered again since"):
        life.reverse_mistake(channel=row, reason="Wrong", by=cast.head, at=NOW)


def test_an_old_row_that_came_closed_by_mistake_is_open_again(cast: Cast) -> None:
    row = add(cast, date_closed=date(2020, 7, 1))
    assert row.gaps_due is None and not row.reappearance_checks.exists()
    row = life.reverse_mistake(channel=row, reason="Misread", by=cast.head, at=NOW)
    assert (row.status, row.date_closed) == ("open", None)
    assert set(row.people.values_list("end_date", flat=True)) == {None}


# ---- Still gone (4.2.5) ------------------------------------------------------------------------


def test_looking_settles_every_check_that_was_due(channel: Channel, cast: Cast) -> None:
    row = closed(channel, cast)
    march = NOW + timedelta(days=110)
    found = life.note_reappearance(channel=row, result="gone", by=cast.office, at=march)
    again = life.note_reappearance(channel=row, result="gone", by=cast.office, at=march)
    assert found == again
    assert list(row.reappearance_checks.values_list("months", "result")) == [
        (1, "gone"),
        (3, "gone"),
        (12, ""),
    ]
    row.refresh_from_db()
    assert row.reappearance_due == date(2027, 11, 20)
    assert recorded("channel.looked_for") == 1


def test_who_looks(channel: Channel, cast: Cast) -> None:
    with pytest.raises(WrongState, match="not closed"):
        life.note_reappearance(channel=channel, result="gone", by=cast.office, at=NOW)
    row = closed(channel, cast)
    for person, refusal in ((cast.teacher, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            life.note_reappearance(channel=row, result="gone", by=person, at=NOW)
    assert not ReappearanceCheck.objects.exclude(result="").exists()


# ---- In the browser (page C8) ------------------------------------------------------------------

WHY = {
    "reason": "aim_met",
    "note": "",
    "planned_closing_0": "1",
    "planned_closing_1": "12",
    "planned_closing_2": "2099",
}
ACCOUNT = {"ending": "deleted", "followers": "0", "park_name": "no"}


def journey(client: Client, **changes: str) -> Any:
    client.post("/channels/ch9001/close/", WHY)
    client.post("/channels/ch9001/close/account/", {**ACCOUNT, **changes})
    return client.post("/channels/ch9001/close/telling/", {"tell": ["parents", "staff"]})


@pytest.mark.clause("Q-5.2-12")
def test_the_journey_asks_checks_and_closes(channel: Channel, cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    assert "Why is this channel closing?" in client.get("/channels/ch9001/close/").content.decode()
    assert journey(client).headers["Location"] == "/channels/ch9001/close/check/"
    page = client.get("/channels/ch9001/close/check/").content.decode()
    assert "Check before you close this channel" in page
    assert "1 December 2099" in page and "Parents and carers and Staff" in page
    channel.refresh_from_db()
    assert channel.status == "open"
    done = client.post("/channels/ch9001/close/check/")
    assert done.headers["Location"] == "/channels/ch9001/closing/"
    channel.refresh_from_db()
    assert channel.status == "closing"
    assert "11 steps are left" in client.get("/channels/ch9001/closing/").content.decode()
    # A second press, and a page that was open in another tab.
    again = client.post("/channels/ch9001/close/check/")
    assert client.get(again.headers["Location"]).headers["Location"] == channel.get_absolute_url()
    assert Closing.objects.count() == 1


def test_it_stops_to_think_where_people_follow(
    channel: Channel, cast: Cast, client: Client
) -> None:
    client.force_login(cast.head)
    journey(client, followers="350")
    asked = client.post("/channels/ch9001/close/check/")
    assert asked.headers["Location"] == "/channels/ch9001/close/sure/"
    assert "About 350 people follow" in client.get(asked.headers["Location"]).content.decode()
    channel.refresh_from_db()
    assert channel.status == "open"
    client.post("/channels/ch9001/close/sure/")
    channel.refresh_from_db()
    assert channel.status == "closing"


def test_what_was_typed_is_kept_and_what_is_wrong_is_said_twice(
    channel: Channel, cast: Cast, client: Client
) -> None:
    client.force_login(cast.comms)
    sent = client.post("/channels/ch9001/close/", {**WHY, "reason": "", "note": "Because <b>"})
    page = sent.content.decode()
    assert page.count("Select why it is closing") == 2 and "Because &lt;b&gt;" in page
    past = client.post("/channels/ch9001/close/", {**WHY, "planned_closing_2": "2020"})
    assert past.content.decode().count("Closing date must be today or in the future") == 2
    text = client.post("/channels/ch9001/close/account/", {**ACCOUNT, "followers": "many"})
    assert text.content.decode().count("must be a whole number, like 350") == 2
    alone = client.post("/channels/ch9001/close/telling/", {"tell": ["staff"]})
    assert alone.content.decode().count("Ask the headteacher first") == 2


def test_nothing_is_skipped(channel: Channel, cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    asked = client.get("/channels/ch9001/close/check/")
    assert asked.headers["Location"] == "/channels/ch9001/close/"
    client.post("/channels/ch9001/close/", WHY)
    asked = client.post("/channels/ch9001/close/sure/")
    assert asked.headers["Location"] == "/channels/ch9001/close/account/"


def test_the_steps_are_ticked_and_it_is_recorded_as_closed(
    channel: Channel, cast: Cast, client: Client
) -> None:
    begin(channel, cast.head)
    client.force_login(cast.office)
    for code in STEPS:
        page = f"/channels/ch9001/closing/steps/{code}/"
        if code == "members":
            refused = client.post(page, {"answer": "waive"}).content.decode()
            assert refused.count("Enter why this step is not needed") == 2
        client.post(page, {"answer": "waive", "how": "Not for us"})
    assert client.get("/channels/ch9001/closing/steps/nothing/").status_code == 404
    page = client.get("/channels/ch9001/closing/").content.decode()
    assert "Record that it is closed" in page
    day = {"date_closed_0": "8", "date_closed_1": "1", "date_closed_2": "2024"}
    client.post("/channels/ch9001/closing/closed/", {**day, "evidence": "archived"})
    channel.refresh_from_db()
    assert (channel.status, channel.closure_evidence) == ("closed", "archived")
    client.force_login(cast.head)
    assert "This closing was a mistake" in client.get("/channels/ch9001/").content.decode()


# ---- What is never written down, and what closing does not undo ---------------------------------

SECRET = "The password is Tr0ub4dor&3x"


def test_no_step_of_closing_keeps_a_password(channel: Channel, cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Do not enter a password"):
        begin(channel, cast.head, ending="handed_over", handed_to=SECRET)
    row = begin(channel, cast.head)
    with pytest.raises(ValidationError, match="Do not enter a password"):
        life.settle_step(channel=row, code="access", how=SECRET, by=cast.office, at=NOW)
    assert not Entry.objects.filter(reason__contains="Tr0ub4dor").exists()
    close_steps(row, cast.office, NOW)
    row = life.close(channel=row, date_closed=TODAY, by=cast.office, at=NOW)
    with pytest.raises(ValidationError, match="Do not enter a password"):
        life.note_reappearance(
            channel=row, result="still_gone", note=SECRET, by=cast.office, at=NOW
        )


def test_keeping_it_does_not_slip_past_its_opening_checks(channel: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=channel.pk).update(
        status="suspended", pause_cause="checks", credentials_location=""
    )
    channel.refresh_from_db()
    row = begin(channel, cast.head)
    with pytest.raises(WrongState, match="cannot be taken up again yet"):
        life.keep(channel=row, reason="Aim holds", by=cast.head, at=NOW)
