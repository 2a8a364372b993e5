"""Eight official accounts of one school, one of each kind of link: what hostile links are held against."""

from __future__ import annotations

from typing import Any

from accounts_registry.accounts.actions import ids, names
from accounts_registry.entry.actions import registering
from accounts_registry.models import Channel
from tests.accounts_registry.builders import add, platform
from tests.factories import NOW

TESTS = ("master_privileges_held", "editorial_oversight", "admins_limited")
CHANNEL_ID = "UCsschoolsschoolsschool1"
NUMBER = "100064000000001"
ACCOUNTS = (
    ("x", "@SSchoolPE", ""),
    ("facebook", "SSchoolOfficial", NUMBER),
    ("instagram", "@sschool.art", ""),
    ("youtube", "@SSchoolChannel", CHANNEL_ID),
    ("tiktok", "@sschool.library", ""),
    ("linkedin", "https://www.linkedin.com/school/sschool-academy/", ""),
    ("wordpress", "https://sschoolhead.wordpress.com/", ""),
    ("website", "https://www.sschool.example/", ""),
)


def official(cast: Any, code: str = "x", account: str = "@SSchoolPE", **changes: Any) -> Channel:
    """An account that the office added and the head has accepted, with all three tests met."""
    url = account if "://" in account else ""
    row = {"platform": platform(code), "account_name": account, "url": url, **changes}
    return accepted(cast, add(cast, **row))


def accepted(cast: Any, channel: Channel, tests: tuple = (True, True, True)) -> Channel:
    head = cast.head if channel.school_id == cast.school.pk else cast.other_head
    answers = dict(zip(TESTS, tests, strict=True))
    return registering.accept(channel=channel, by=head, at=NOW, **answers)


def fill(cast: Any) -> list[Channel]:
    """The world of hostile.py."""
    made = []
    for code, account, permanent_id in ACCOUNTS:
        channel = official(cast, code, account)
        if permanent_id:
            names.keep_permanent_id(
                channel=channel, permanent_id=permanent_id, by=cast.office, at=NOW
            )
            ids.confirm_permanent_id(
                channel=channel, permanent_id=permanent_id, by=cast.head, at=NOW
            )
        made.append(channel)
    return made
