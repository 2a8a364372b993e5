"""The rules that hold while a channel is live (4.2.6), what a leaver leaves behind (S14), and gaps of existing rows (C3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts_registry.entry.actions import registering
from accounts_registry.life import opening_checks
from accounts_registry.life.actions import guarding
from accounts_registry.models import Channel, GuardFlag
from accounts_registry.needs import standing_rules
from accounts_registry.page import overview
from accounts_registry.tasks import watch_channels
from people.actions import set_leaving_date
from people.models import Holding, Post
from schools.models import SchoolDate
from tests.accounts_registry.builders import add, ready
from tests.cast import Cast
from tests.factories import LONG_AGO, NOW, TODAY, make_away, make_person


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return ready(cast)


def flags(channel: Channel, on: date = TODAY) -> dict[str, str]:
    found = standing_rules.of(Channel.objects.filter(pk=channel.pk), on=on)
    return dict(found.get(channel.pk, []))


def proposals(channel: Channel, on: date = TODAY) -> dict[Any, str]:
    return standing_rules.proposals(
        Channel.objects.filter(pk=channel.pk), on=on, trust_ids=[channel.trust_id]
    )


def change(channel: Channel, **fields: Any) -> None:
    Channel.objects.filter(pk=channel.pk).update(**fields)


def test_a_channel_that_keeps_every_rule_has_no_flag(channel: Channel) -> None:
    assert flags(channel) == {}
    assert proposals(channel) == {}


@pytest.mark.parametrize(
    ("fields", "code", "says"),
    [
        ({"planned_closing": date(2026, 11, 1)}, "closing_passed", "1 November 2026"),
        ({"risk_review_due": date(2026, 11, 1)}, "risk_review", "1 November 2026"),
        ({"privacy_review_due": date(2026, 11, 1)}, "privacy_review", "1 November 2026"),
        ({"admins_limited": False}, "not_official", "3 tests"),
    ],
)
def test_each_date_and_test(channel: Channel, fields: dict[str, Any], code: str, says: str) -> None:
    change(channel, **fields)
    found = flags(channel)
    assert list(found) == [code] and says in found[code]
    change(channel, status="closed", date_closed=TODAY)
    assert flags(channel) == {}


def test_what_is_due_today_is_not_late(channel: Channel) -> None:
    change(channel, planned_closing=TODAY, risk_review_due=TODAY, privacy_review_due=TODAY)
    assert flags(channel) == {}


def test_too_few_people(channel: Channel, cast: Cast) -> None:
    channel.people.filter(person=cast.teacher).delete()
    assert flags(channel) == {"moderators": "moderators 1 of 2"}
    channel.people.filter(part="master").delete()
    found = flags(channel)
    assert {"administrators", "moderators", "no_master"} <= set(found)


def test_a_moderator_is_not_missed_where_none_is_needed(channel: Channel) -> None:
    channel.people.filter(part="moderator").delete()
    change(channel, moderation_required=False)
    assert flags(channel) == {}


def test_somebody_whose_training_ran_out_is_flagged(channel: Channel, cast: Cast) -> None:
    cast.teacher.training.all().delete()
    assert flags(channel) == {
        "moderators": "moderators 1 of 2",
        "not_ready": "1 of those who run it cannot count: confirmation or training",
    }


def test_pupils_may_write_only_where_two_staff_have_access(channel: Channel, cast: Cast) -> None:
    change(channel, pupil_communication_allowed=True)
    assert flags(channel) == {}
    for person in (cast.office, cast.line_manager):
        person.category = "volunteer"
        person.save()
    assert "1 of 2 staff" in flags(channel)["pupil_contact"]


def test_time_away_is_no_flag(channel: Channel, cast: Cast) -> None:
    make_away(cast.teacher, TODAY, TODAY)
    assert flags(channel) == {}


def test_an_existing_channel_has_until_its_gaps_are_due(cast: Cast) -> None:
    row = add(cast)
    assert flags(row) == {}
    assert "administrators" in flags(row, row.gaps_due + timedelta(days=1))


def test_a_paused_channel_needs_nobody(channel: Channel) -> None:
    channel.people.all().delete()
    change(channel, status="suspended")
    assert flags(channel) == {}
    assert proposals(channel) == {}


# ---- When to propose a pause -------------------------------------------------------------------


def test_nobody_can_moderate_today(channel: Channel, cast: Cast) -> None:
    make_away(cast.teacher, TODAY, TODAY)
    assert proposals(channel) == {}
    make_away(cast.line_manager, TODAY, TODAY + timedelta(days=3))
    assert proposals(channel) == {channel.pk: "nobody can moderate it today"}
    assert proposals(channel, TODAY + timedelta(days=1)) == {}


def test_the_master_administration_stands_empty_for_more_than_5_school_days(
    channel: Channel, cast: Cast
) -> None:
    post = Post.objects.get(title="Business manager", school=cast.school)
    # The last day of its holder is Friday 20 November: empty from the 21st, whose first school day is the 23rd.
    Holding.objects.filter(post=post).update(end_date=TODAY)
    assert standing_rules.vacant_since([channel.pk], on=TODAY) == {channel.pk: date(2026, 11, 21)}
    assert proposals(channel, date(2026, 11, 27)) == {}
    assert "since 21 November 2026" in proposals(channel, date(2026, 11, 30))[channel.pk]
    Holding.objects.create(post=post, person=cast.colleague, start_date=date(2026, 11, 28))
    assert proposals(channel, date(2026, 11, 30)) == {}


def test_a_leaver_empties_a_post_as_well(channel: Channel, cast: Cast) -> None:
    cast.office.leaving_date = TODAY
    cast.office.save()
    assert standing_rules.vacant_since([channel.pk], on=date(2026, 12, 4)) == {
        channel.pk: date(2026, 11, 21)
    }


# ---- S14: a leaver's last day ------------------------------------------------------------------


def test_s14_posts_stand_vacant_and_counts_fall_the_day_after_the_last(
    channel: Channel, cast: Cast, client: Client
) -> None:
    boyd = make_person("Anna Boyd", trust=cast.trust, school=cast.school, post="HoD (Humanities)")
    post = Post.objects.get(title="HoD (Humanities)")
    channel.people.create(part="poster", post=post, start_date=LONG_AGO)
    channel.people.filter(part="moderator", person=cast.teacher).update(person=boyd)
    make_ready(cast, boyd)
    last = date(2026, 12, 31)
    set_leaving_date(person=boyd, leaving_date=last, by=cast.office, at=NOW)
    assert flags(channel, last) == {}
    after = flags(channel, last + timedelta(days=1))
    assert after["moderators"] == "moderators 1 of 2"
    before, then = (
        overview.of(channel, cast.head, on=day) for day in (last, last + timedelta(days=1))
    )
    assert shown(before, "Approved to post") == ["Anna Boyd"]
    assert shown(then, "Approved to post") == ["HoD (Humanities) (nobody holds this post)"]
    assert "moderators 1 of 2" in [need.text for need in then.needs]


def make_ready(cast: Cast, person: Any) -> None:
    from policies.models import PolicyVersion
    from tests.factories import make_confirmed, make_trained

    person.line_manager = cast.head
    make_trained(person)
    make_confirmed(PolicyVersion.objects.get(), person)


def shown(page: overview.Overview, label: str) -> list[str]:
    return next(part.people for part in page.parts if part.label == label)


# ---- The clock's own rows ----------------------------------------------------------------------


def test_flags_are_written_once_and_end_when_the_rule_is_kept(channel: Channel, cast: Cast) -> None:
    change(channel, admins_limited=False)
    assert guarding.note_flags(on=TODAY) == 1
    assert guarding.note_flags(on=TODAY + timedelta(days=1)) == 1
    flag = GuardFlag.objects.get()
    assert (flag.code, flag.since, flag.ended_on) == ("not_official", TODAY, None)
    change(channel, admins_limited=True)
    assert guarding.note_flags(on=TODAY + timedelta(days=5)) == 0
    flag.refresh_from_db()
    assert flag.ended_on == TODAY + timedelta(days=5)
    change(channel, admins_limited=False)
    guarding.note_flags(on=TODAY + timedelta(days=9))
    assert GuardFlag.objects.count() == 2


def test_the_night_runs_from_the_schedule(channel: Channel) -> None:
    from portal.schedule import ROWS

    assert any(row.task == "accounts_registry.tasks.watch_channels" for row in ROWS)
    change(channel, admins_limited=False)
    assert watch_channels() >= 1


def test_twenty_channels_ask_as_much_as_two(cast: Cast) -> None:
    def ask(number: int) -> int:
        for _ in range(number - Channel.objects.count()):
            row = ready(cast) if not Channel.objects.exists() else copy(cast)
            row.people.filter(part="master").delete()
        with CaptureQueriesContext(connection) as seen:
            assert len(standing_rules.of(Channel.objects.all(), on=TODAY)) == number
            standing_rules.proposals(Channel.objects.all(), on=TODAY, trust_ids=[cast.trust.pk])
        return len(seen)

    assert ask(2) == ask(20)


def copy(cast: Cast) -> Channel:
    number = Channel.objects.count()
    row = Channel.objects.create(
        reference=f"CH8{number:03}",
        trust=cast.trust,
        school=cast.school,
        platform=Channel.objects.first().platform,
        account_name=f"@copy{number}",
        identity=f"x:copy{number}",
        status="open",
        **dict.fromkeys(opening_checks.TESTS, True),
    )
    post = Post.objects.get(title="Business manager", school=cast.school)
    row.people.create(part="master", post=post, start_date=LONG_AGO)
    return row


def test_the_page_of_broken_rules(channel: Channel, cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    assert "Every channel keeps to the rules" in client.get("/channels/flags/").content.decode()
    change(channel, admins_limited=False, account_name="@Art<b>")
    guarding.note_flags(on=TODAY)
    assert "1 channel breaks a rule" in client.get("/").content.decode()
    page = client.get("/channels/flags/").content.decode()
    assert "no longer meets the 3 tests" in page and "@Art&lt;b&gt;" in page
    client.force_login(cast.outsider)
    assert "3 tests" not in client.get("/channels/flags/").content.decode()


# ---- C3: what an existing row lacks is a gap, never a bar --------------------------------------


def test_what_an_existing_row_lacks_is_due_in_30_school_days(cast: Cast, client: Client) -> None:
    spring = {"start_date": date(2027, 1, 5), "end_date": date(2027, 2, 12)}
    SchoolDate.objects.create(school=cast.school, kind="term", **spring)
    row = add(cast, date_opened=None)
    assert row.status == "open"
    # 30 school days after Friday 20 November 2026, over Christmas.
    assert row.gaps_due == date(2027, 1, 18)
    texts = [line.text for line in opening_checks.gaps(row, on=TODAY)]
    assert {"Enter the day it opened", "Say where the login details are kept"} <= set(texts)
    client.force_login(cast.office)
    page = client.get(f"/channels/{row.reference.lower()}/gaps/").content.decode()
    assert all(line.link in page for line in opening_checks.gaps(row, on=TODAY))
    client.force_login(cast.head)
    page = client.get(f"/channels/{row.reference.lower()}/gaps/").content.decode()
    assert "Enter the day it opened" in page and "/details/" not in page
    assert "due on 18 January 2027" in client.get("/channels/missing/").content.decode()
    client.force_login(cast.teacher)
    assert client.get("/channels/missing/").status_code == 403
    assert client.get(f"/channels/{row.reference.lower()}/gaps/").status_code == 403
    client.force_login(cast.outsider)
    assert client.get(f"/channels/{row.reference.lower()}/gaps/").status_code == 404
    assert row.account_name not in client.get("/channels/missing/").content.decode()


def test_the_office_mends_the_checks_of_a_row_that_is_there_already(
    cast: Cast, client: Client
) -> None:
    row = add(cast)
    client.force_login(cast.office)
    address = f"/channels/{row.reference.lower()}/opening/"
    assert "What this channel lacks" in client.get(address).content.decode()
    client.post(address, {"credentials_location": "School safe", "logo_used": "no"})
    row.refresh_from_db()
    assert (row.credentials_location, row.logo_used, row.status) == ("School safe", False, "open")


def test_gaps_are_settled_at_night_once_nothing_is_missing(cast: Cast) -> None:
    row = ready(
        cast,
        legacy_import=True,
        accepted_at=datetime(2026, 11, 1, tzinfo=NOW.tzinfo),
        gaps_due=date(2027, 1, 8),
        credentials_location="School safe",
        credentials_post=Post.objects.get(title="Business manager", school=cast.school),
        recovery_email="social@school.example",
        two_factor="on",
        privacy_settings_checked_on=TODAY,
        profile_states_role=True,
        logo_used=False,
        moderation_mode="after",
        min_age=13,
        no_link_reason="Not linked",
        privacy_notice_listed_on=TODAY,
    )
    assert [line.text for line in opening_checks.gaps(row, on=TODAY)] == [
        "Show the notice for parents on the profile"
    ]
    assert guarding.settle_gaps(on=TODAY, at=NOW) == 0
    change(row, parents_notice_shown=True)
    assert guarding.settle_gaps(on=TODAY, at=NOW) == 1
    row.refresh_from_db()
    assert row.gaps_due is None
    assert guarding.settle_gaps(on=TODAY, at=NOW) == 0


def test_answers_of_the_head_after_the_day_give_new_time(cast: Cast) -> None:
    row = add(cast)
    late = datetime(2027, 3, 1, 9, tzinfo=NOW.tzinfo)
    tests = dict.fromkeys(opening_checks.TESTS, True)
    row = registering.accept(channel=row, by=cast.head, at=late, **tests)
    assert row.gaps_due > date(2027, 4, 1)
