"""Channels for tests, made as people make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts_registry.entry.actions import registering
from accounts_registry.life import actions as life
from accounts_registry.life import opening_checks
from accounts_registry.life.closing_steps import STEPS
from accounts_registry.models import Channel
from people.models import Post
from platforms.models import Platform
from tests.factories import LONG_AGO, NOW, make_confirmed, make_policy, make_trained


def platform(code: str) -> Platform:
    return Platform.objects.get(code=code)


def add(cast: Any, by: Any = None, at: Any = NOW, **changes: Any) -> Channel:
    """The first row of Appendix 1 at the first school, with these changes."""
    row = {
        "school": cast.school,
        "platform": platform("x"),
        "account_name": "History@SSchool",
        "master_post": "Business Manager",
        "poster_posts": ["HoD (Humanities)"],
        "date_opened": date(2018, 5, 16),
    }
    return registering.add_existing(by=by or cast.office, at=at, **{**row, **changes})


def ready(cast: Any, **changes: Any) -> Channel:
    """An open channel that lacks nobody: two administrators, two moderators, all of them ready."""
    version = make_policy(cast.trust)
    people = (cast.office, cast.teacher, cast.line_manager)
    make_confirmed(version, *people)
    make_trained(*people)
    fields = {
        "account_name": "@AshdownArt",
        "handle": "AshdownArt",
        "identity": "x:ashdownart",
        "url": "https://x.com/ashdownart",
        "status": "open",
        "date_opened": date(2024, 1, 8),
        "approved_on": date(2024, 1, 2),
        "next_review_on": date(2027, 1, 8),
        **dict.fromkeys(opening_checks.TESTS, True),
    }
    channel = Channel.objects.create(
        reference="CH9001",
        trust=cast.trust,
        school=cast.school,
        platform=platform("x"),
        **{**fields, **changes},
    )
    master = Post.objects.get(title="Business manager", school=cast.school)
    channel.people.create(part="master", post=master, start_date=LONG_AGO)
    for part in ("administrator", "moderator"):
        for person in (cast.teacher, cast.line_manager):
            channel.people.create(part=part, person=person, start_date=LONG_AGO)
    return channel


def close_steps(channel: Channel, by: Any, at: Any = NOW) -> None:
    """Tick every step of the closing that is left."""
    for code in STEPS:
        life.settle_step(channel=channel, code=code, by=by, at=at, how="Done by the office")
