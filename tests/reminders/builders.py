"""A channel with the people who run it, for tests about cover and reminders."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from accounts_registry.life import opening_checks
from accounts_registry.models import Channel, ChannelPerson
from people.models import Post, User
from platforms.models import Platform
from schools.models import School
from tests.factories import LONG_AGO

_count = itertools.count(1)


def make_channel(
    school: School | None, *moderators: User | Post, master: Post | None = None, **fields: Any
) -> Channel:
    """An open channel that needs moderators. People are named; a post stands for whoever holds it."""
    platform, _ = Platform.objects.get_or_create(code="facebook", defaults={"name": "Facebook"})
    number = next(_count)
    owner = fields.pop("trust", None) or (school.trust if school else None)
    defaults = {
        "account_name": f"Channel {number}",
        "status": "open",
        "date_opened": LONG_AGO,
        **dict.fromkeys(opening_checks.TESTS, True),
        # It may still lack what it lacks: only the tests of REM-13 are about that.
        "gaps_due": date(2099, 1, 1),
    }
    channel = Channel.objects.create(
        reference=f"CH{8000 + number}",
        trust=owner,
        school=school,
        platform=platform,
        **{**defaults, **fields},
    )
    for somebody in moderators:
        add(channel, "moderator", somebody)
    if master:
        add(channel, "master", master)
    return channel


def add(
    channel: Channel,
    part: str,
    somebody: User | Post,
    start: date = LONG_AGO,
    end: date | None = None,
) -> ChannelPerson:
    named = {"post": somebody} if isinstance(somebody, Post) else {"person": somebody}
    return ChannelPerson.objects.create(
        channel=channel, part=part, start_date=start, end_date=end, **named
    )
