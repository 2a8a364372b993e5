"""A channel needs the same things whoever asks: its page, the list, a filter, a download, the statement, the agenda."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from accounts_registry.api import JOBS
from accounts_registry.history import as_at
from accounts_registry.listing.actions import nudges
from accounts_registry.listing.filters import CODES, NEEDS, selected
from accounts_registry.listing.page import everything, listing
from accounts_registry.listing.wanted import Wanted
from accounts_registry.models import Channel, FormerHandle, RiskAssessment
from accounts_registry.needs import due_days, reckoning, standing_rules
from accounts_registry.needs.codes import COLUMNS, KINDS, PLACE, Need
from accounts_registry.page import overview
from accounts_registry.record.statuses import IN_USE, ChannelStatus
from accounts_registry.reviews import statements
from notifications.models import Message
from tests.accounts_registry.builders import add, platform, ready
from tests.cast import Cast
from tests.factories import LONG_AGO, NOW, TODAY

Codes = dict[UUID, list[str]]
NUMBER = 30  # fewer than a page of the list


def drawn(cast: Cast, number: int, dice: random.Random) -> Channel:
    """A channel of which anything may be known or not, and anything due, past or to come."""
    status = dice.choice(
        (*IN_USE, *[ChannelStatus.OPEN] * 3, ChannelStatus.PLANNED, ChannelStatus.CLOSED)
    )
    days = [None, *(TODAY + timedelta(days=ahead) for ahead in (-400, -1, 0, 1, 90))]
    is_lost = dice.random() < 0.15
    fields: dict[str, Any] = {
        **{column: dice.choice(days) for column in COLUMNS.values()},
        "registered_on": dice.choice((TODAY, TODAY - timedelta(days=800))),
        "date_opened": dice.choice((None, TODAY - timedelta(days=900))),
        "last_post_on": dice.choice(days[:4]),
        "credentials_verified_on": dice.choice(days[:4]),
        "privacy_notice_listed_on": dice.choice(days[:4]),
        "date_closed": TODAY if status == ChannelStatus.CLOSED else None,
        "legacy_import": dice.random() < 0.5,
        "accepted_at": dice.choice((None, NOW)),
        "master_privileges_held": False if is_lost else dice.choice((None, True, True, False)),
        "editorial_oversight": dice.random() < 0.8,
        "admins_limited": dice.random() < 0.8,
        "admin_limit_reason": dice.choice(("", "Both are needed")),
        "moderation_required": dice.random() < 0.5,
        "pupil_communication_allowed": dice.random() < 0.3,
        "interaction": dice.choice(([], ["view"], ["comment"])),
        "credentials_location": dice.choice(("", "School safe")),
        "two_factor": dice.choice(("", "on", "off")),
        "house_rules_url": dice.choice(("", "https://school.example/rules")),
        "website_link_url": dice.choice(("", "https://school.example/")),
        "no_link_reason": dice.choice(("", "For staff alone")),
        "handle": "" if is_lost or dice.random() < 0.3 else f"drawn{number}",
        "scope": dice.choice(("school", "class")),
        "platform": platform(dice.choice(("x", "facebook"))),
    }
    fields["identity"] = f"x:{fields['handle']}" if fields["handle"] else ""
    fields["confirmed_identity"] = dice.choice(("", fields["identity"], "x:another"))
    fields["permanent_id"] = fields["handle"] if fields["handle"] and dice.random() < 0.3 else ""
    channel = Channel.objects.create(
        reference=f"CH7{number:03}",
        trust=cast.trust,
        school=cast.school,
        account_name=f"@drawn{number}",
        status=status,
        **fields,
    )
    for part in ("master", "administrator", "moderator"):
        if dice.random() < 0.6:
            person = dice.choice((cast.office, cast.teacher, cast.colleague))
            channel.people.create(part=part, person=person, start_date=LONG_AGO)
    if is_lost:
        lose(channel, cast)
    if dice.random() < 0.3:
        RiskAssessment.objects.create(
            channel=channel,
            version=1,
            assessor=cast.office,
            started_at=NOW,
            approved_by=cast.head,
            approved_on=TODAY,
        )
    return channel


def lose(channel: Channel, cast: Cast) -> None:
    FormerHandle.objects.create(
        channel=channel,
        platform=channel.platform,
        account_name=channel.account_name,
        handle="gone",
        identity=f"x:gone{channel.reference}",
        until=TODAY - timedelta(days=9),
        reason="lost",
        by=cast.comms,
        at=NOW,
    )


@pytest.fixture(params=[1, 2])
def drawn_ones(request: pytest.FixtureRequest, cast: Cast) -> Iterator[Codes]:
    """Channels of every kind, and what they need as reckoned."""
    dice = random.Random(request.param)
    ready(cast)  # so that some people are trained and have confirmed
    for number in range(NUMBER):
        drawn(cast, number, dice)
    needs = reckoning.of(Channel.objects.all(), on=TODAY)
    yield {pk: [need.code for need in found] for pk, found in needs.items()}


def codes(needs: Any) -> list[str]:
    return [need.code for need in needs]


def test_the_list_and_its_download_say_the_same(cast: Cast, drawn_ones: Codes) -> None:
    for wanted in (
        Wanted(),
        Wanted(status=ChannelStatus.PLANNED),
        Wanted(status=ChannelStatus.CLOSED),
    ):
        for row in listing(cast.office, wanted, on=TODAY).rows:
            assert codes(row.needs) == drawn_ones[row.fact.id], row.name
    for row in everything(cast.office, Wanted(), on=TODAY):
        assert codes(row.needs) == drawn_ones[row.fact.id], row.name


def test_the_page_says_the_same(cast: Cast, drawn_ones: Codes) -> None:
    for channel in Channel.objects.select_related("school", "trust", "platform")[:8]:
        page = overview.of(channel, cast.office, on=TODAY)
        said = codes(linked.need for linked in page.needs)
        assert sorted(said, key=PLACE.__getitem__) == drawn_ones[channel.pk], channel.reference


def test_each_filter_shows_exactly_those_that_say_it(cast: Cast, drawn_ones: Codes) -> None:
    seen = set(Channel.objects.visible_to(cast.office, on=TODAY).values_list("pk", flat=True))
    for code in NEEDS:
        if not CODES[code]:
            continue
        found = selected(cast.office, Wanted(needs=code), on=TODAY)
        wanted = {pk for pk, needs in drawn_ones.items() if set(needs) & set(CODES[code])}
        assert set(found.values_list("pk", flat=True)) == wanted & seen, code


def test_what_is_late_on_the_agenda_is_what_is_overdue(cast: Cast, drawn_ones: Codes) -> None:
    late: dict[UUID, set[str]] = {}
    for item in due_days.items(Channel.objects.all(), on=TODAY, ahead=-timedelta(days=1)):
        late.setdefault(item.channel.pk, set()).add(item.kind.code)
    for pk, needs in drawn_ones.items():
        assert late.get(pk, set()) == {code for code in needs if code in JOBS}


def test_a_broken_rule_is_a_need(cast: Cast, drawn_ones: Codes) -> None:
    found = standing_rules.of(Channel.objects.all(), on=TODAY)
    assert found
    for pk, flags in found.items():
        rules = {KINDS[code].rule for code in drawn_ones[pk]}
        assert {flag.code for flag in flags} <= rules - {""}


def test_the_statement_and_the_day_itself_say_the_same(cast: Cast, drawn_ones: Codes) -> None:
    by_reference = dict(Channel.objects.values_list("reference", "pk"))
    for row in statements.rows(cast.school, on=TODAY):
        assert codes(row.problems) == drawn_ones[by_reference[row.reference]]
    live = Channel.objects.filter(status__in=IN_USE).values_list("pk", flat=True)
    that_day = as_at.needs_on(TODAY, trust=cast.trust, only=list(live))
    assert {pk: codes(needs) for pk, needs in that_day.items()} == {
        pk: drawn_ones[pk] for pk in live
    }


def test_the_letter_says_the_same(cast: Cast) -> None:
    channel = ready(cast)
    needs = reckoning.of(Channel.objects.all(), on=TODAY)[channel.pk]
    nudges.remind_teams(channels=[channel], by=cast.head, at=NOW)
    text = Message.objects.filter(kind="channel_nudge").first().text
    assert needs and all(f"- {need.text}" in text for need in needs)


def test_every_code_of_the_table_can_be_needed(cast: Cast, drawn_ones: Codes) -> None:
    """Whatever is drawn, nothing is needed outside its statuses."""
    for pk, status in Channel.objects.values_list("pk", "status"):
        assert all(status in KINDS[code].statuses for code in drawn_ones[pk])


def test_every_need_has_its_page_its_words_and_a_filter_that_exists() -> None:
    for kind in KINDS.values():
        arguments = [] if kind.page == "register:accept" else ["ch0001"]
        assert reverse(kind.page, args=arguments)
        bare = Need(kind.code, have=1, needed=2).text
        dated = Need(kind.code, date(2026, 11, 3), 1, 2, "Bursar").text
        assert bare and dated and "{" not in bare + dated
        assert not kind.filter or kind.filter in NEEDS
        assert bool(kind.action) or kind.code == "freeze"
    assert set(COLUMNS) >= {code for code in CODES if code in KINDS and KINDS[code].column}


def test_a_lost_account_is_asked_for_nothing_that_only_its_holder_can_do(cast: Cast) -> None:
    channel = ready(cast, identity="", handle="", url="", credentials_location="Safe")
    Channel.objects.update(
        master_privileges_held=False, registered_on=LONG_AGO, last_post_on=LONG_AGO
    )
    lose(channel, cast)
    needs = codes(reckoning.of(Channel.objects.all(), on=TODAY)[channel.pk])
    assert needs[0] == "lost"
    assert not {"login", "login_never", "post", "link", "notice", "website"} & set(needs)
    assert due_days.items(Channel.objects.all(), on=TODAY, ahead=-timedelta(days=1)) == []


def test_every_number_on_home_is_the_rows_behind_it(cast: Cast, client: Client) -> None:
    ready(cast)
    add(cast, account_name="@Waits", date_opened=None)
    paused = add(cast, account_name="@Paused")
    Channel.objects.filter(pk=paused.pk).update(status="suspended")
    for person in (cast.head, cast.officer, cast.comms):
        client.force_login(person)
        home = client.get("/").context["blocks"]
        register = next(block for block in home if block.title == "The register")
        for line in register.lines:
            if "/channels/?" in line.link:
                shown = client.get(line.link).context["listing"].total
                assert line.text.startswith(f"{shown or 'No'} "), (person, line)
