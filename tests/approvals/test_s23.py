"""S23: a teacher's own account with the school's name, from the watch list to the register, or renamed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.life import opening_checks as opening
from accounts_registry.models import Channel
from approvals import actions
from approvals.models import Request
from notifications.models import Message
from people.models import Post
from platforms.models import Platform
from reminders.jobs import jobs_for
from tests.approvals.stage import approved, sent
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.watch_list.watching import add
from verify import public_answer
from watch_list import watching
from watch_list.actions import moves
from watch_list.models import WatchedAccount
from workflow.moves import WrongState

FIRST = date(2024, 9, 3)
LATER = datetime(2026, 12, 1, 9, 0, tzinfo=NOW.tzinfo)
ACCOUNT = {"platform": Platform, "account_name": "@MissBellHistory"}


def history(cast: Cast, **changes: object) -> WatchedAccount:
    return add(
        cast,
        first_opened_on=FIRST,
        note="Its password is known to her alone, and its recovery email is her own",
        **changes,
    )


def request_for(cast: Cast, make=approved) -> Request:
    return make(cast, platform=Platform.objects.get(code="x"), account_name="@MissBellHistory")


def opening_checks(channel: Channel, cast: Cast) -> None:
    from accounts_registry.entry.actions import channels

    channels.save_opening_checks(
        channel=channel,
        by=cast.office,
        at=NOW,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=True,
        url="https://x.com/MissBellHistory",
        credentials_location="School safe",
        credentials_post=Post.objects.get(title="Business manager"),
        recovery_email="office@school.example",
        two_factor="on",
        privacy_settings_checked_on=TODAY,
        house_rules_url="https://school.example/rules",
        profile_states_role=True,
    )


def test_it_is_found_told_and_never_printed(cast: Cast) -> None:
    entry = history(cast)
    assert [getattr(entry, test) for test in opening.TESTS] == [False, False, False]
    assert entry.answer == "not_official"
    entry = moves.send_notice(
        entry=entry, text=watching.notice_for(entry, TODAY), by=cast.comms, at=NOW
    )
    assert (entry.notice_sent_on, entry.answer_by) == (TODAY, date(2026, 12, 4))
    assert Message.objects.get().recipient == cast.teacher
    assert Channel.objects.count() == 0
    assert public_answer.official_accounts(cast.school) == []
    assert public_answer.look_up("@MissBellHistory").result == "none"


@pytest.mark.clause("Q-5.2-8")
def test_converted_it_is_official_by_computation_and_opened_on_its_true_first_day(
    cast: Cast, client: Client
) -> None:
    entry = history(cast)
    request = request_for(cast)
    entry = actions.convert(entry=entry, request=request, by=cast.comms, at=NOW)
    request.refresh_from_db()
    channel = request.channel
    assert channel is not None
    channel.refresh_from_db()
    assert (entry.status, channel.retrospective) == ("converting", True)
    assert channel.official == "not_live"
    opening_checks(channel, cast)
    assert opening.unmet(Channel.objects.get(pk=channel.pk), on=TODAY) == []
    with pytest.raises(WrongState, match="3 September 2024"):
        actions.open_channel(channel=channel, date_opened=TODAY, by=cast.office, at=NOW)
    client.force_login(cast.office)
    page = client.get(f"/channels/{channel.reference.lower()}/open/").content.decode()
    assert "Its first day, 3 September 2024, stays its opening date" in page
    assert 'value="2024"' in page
    actions.open_channel(channel=channel, date_opened=FIRST, by=cast.office, at=NOW)
    channel.refresh_from_db()
    entry.refresh_from_db()
    assert (channel.official, channel.date_opened) == ("official", FIRST)
    assert (entry.status, entry.channel, entry.next_check_on) == ("converted", channel, None)
    assert entry.answer == "official"
    client.force_login(cast.head)
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "It is on the register as" in page
    assert channel.reference in page


def test_a_request_that_is_linked_before_its_approval_carries_the_account_along(
    cast: Cast,
) -> None:
    from tests.approvals.stage import at_head, ready, sign

    entry = history(cast)
    ready(cast, cast.teacher, cast.colleague, cast.office)
    request = request_for(cast, at_head)
    actions.convert(entry=entry, request=request, by=cast.office, at=NOW)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    sign(request, cast.head)
    request.refresh_from_db()
    entry.refresh_from_db()
    assert request.channel is not None
    assert entry.channel == request.channel
    assert Channel.objects.get(pk=request.channel.pk).retrospective
    assert request.channel.states.order_by("-id").first().facts["retrospective"] is True


def test_an_account_that_was_never_watched_opens_as_it_always_did(cast: Cast) -> None:
    channel = request_for(cast).channel
    assert channel is not None
    assert not channel.retrospective
    assert "same as or after the day it was approved" in opening.date_problem(
        channel, FIRST, on=TODAY, first_opened=None
    )


@pytest.mark.parametrize("end", ["withdraw", "reject"])
def test_a_request_that_comes_to_nothing_leaves_the_account_to_be_dealt_with(
    cast: Cast, end: str
) -> None:
    from tests.approvals.stage import sign

    entry = history(cast)
    request = request_for(cast, sent)
    actions.convert(entry=entry, request=request, by=cast.comms, at=NOW)
    if end == "withdraw":
        actions.withdraw(request=request, by=cast.teacher, at=NOW)
    else:
        sign(
            request,
            cast.line_manager,
            outcome="reject",
            reason="It is not worth what it takes",
            reason_code="purpose",
        )
    entry.refresh_from_db()
    assert (entry.status, entry.next_check_on) == ("reported", date(2026, 11, 27))
    assert entry.steps.last().says.startswith("Official Channels ended the request")


def test_only_a_live_request_of_that_school_can_be_linked(cast: Cast) -> None:
    entry = history(cast)
    request = request_for(cast, sent)
    for person, refusal in ((cast.officer, Denied), (cast.other_head, ValidationError)):
        with pytest.raises(refusal):
            actions.convert(entry=entry, request=request, by=person, at=NOW)
    with pytest.raises((Hidden, ValidationError)):
        actions.convert(entry=entry, request=request, by=cast.outsider, at=NOW)
    actions.withdraw(request=request, by=cast.teacher, at=NOW)
    with pytest.raises(ValidationError, match="has not ended"):
        actions.convert(entry=entry, request=request, by=cast.comms, at=NOW)
    entry.refresh_from_db()
    assert entry.status == "reported"


def test_linking_in_the_browser(cast: Cast, client: Client) -> None:
    entry = history(cast)
    client.force_login(cast.comms)
    page = f"{entry.get_absolute_url()}convert/"
    assert "Nobody has sent a request for it yet" in client.get(page).content.decode()
    request = request_for(cast, sent)
    assert request.reference in client.get(page).content.decode()
    assert "Select the request that makes it official" in client.post(page, {}).content.decode()
    assert client.post(page, {"request": str(request.pk)}).status_code == 302
    again = client.post(page, {"request": str(request.pk)}, follow=True).content.decode()
    assert "already becoming official" in again


def test_renamed_it_ends_with_a_check_after_six_months(cast: Cast) -> None:
    entry = moves.rename_watched(
        entry=history(cast), new_name="@MissBell", renamed_on=TODAY, by=cast.comms, at=NOW
    )
    assert (entry.status, entry.next_check_on) == ("renamed", date(2027, 5, 20))
    codes = {day: [job.code for job in jobs_for(cast.comms, day)] for day in (
        date(2027, 5, 19), date(2027, 5, 20))}  # fmt: skip
    assert "REM-43A" not in codes[date(2027, 5, 19)]
    assert "REM-43A" in codes[date(2027, 5, 20)]
