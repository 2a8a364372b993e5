"""What is under way in the life of the channels: a closing half done, a closed account to look for, posting stopped."""

from __future__ import annotations

from datetime import date

from accounts_registry.entry.actions.registering import accept, add_existing
from accounts_registry.life import actions as life
from accounts_registry.life.closing_steps import STEPS
from accounts_registry.models import Channel
from demo.story.cast import Stage
from demo.story.moments import Strand
from demo.story.staff import MAREHAY
from platforms.models import Platform

DONE = {
    "announce": "Newsletter, and a pinned post",
    "stop_posting": "The last post says where to look",
    "archive": "Copy on the office drive",
}


def settle_some_steps(stage: Stage) -> Strand:
    """@MarehayPTA is handed over: three steps are done, one is not needed, the others are left."""
    at = yield stage.ago(3)
    channel = Channel.objects.get(account_name="@MarehayPTA")
    office = stage["Jean Porter"]
    for code, how in DONE.items():
        life.settle_step(channel=channel, code=code, by=office, at=at, how=how)
    life.settle_step(
        channel=channel, code="members", by=office, at=at, how="It has no members", waived=True
    )


def close_one(stage: Stage) -> Strand:
    """Marehay Trips was closed six weeks ago, so somebody has to look whether it is still gone."""
    office, head = stage["Jean Porter"], stage["Kay Moss"]
    at = yield stage.ago(60)
    channel = add_existing(
        school=stage.schools[MAREHAY],
        platform=Platform.objects.get(code="facebook"),
        account_name="Marehay Trips",
        master_post="SBO",
        poster_posts=("SBO",),
        date_opened=date(2019, 5, 6),
        url="https://www.facebook.com/MarehayTrips",
        by=office,
        at=at,
    )
    at = yield stage.ago(58)
    accept(
        channel=channel,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=True,
        by=head,
        at=at,
    )
    at = yield stage.ago(50)
    channel = life.start_closing(
        channel=channel,
        planned_closing=stage.ago(40).date(),
        reason="low_value",
        note="Parents read the newsletter instead",
        ending="deleted",
        park_name=True,
        followers=40,
        tell=["followers", "parents"],
        by=head,
        at=at,
    )
    at = yield stage.ago(41)
    for code in STEPS:
        life.settle_step(channel=channel, code=code, by=office, at=at)
    at = yield stage.ago(40)
    life.close(channel=channel, date_closed=at.date(), by=office, at=at)


def stop_posting(stage: Stage) -> Strand:
    """The paused channel: the office has made sure that nobody posts."""
    at = yield stage.ago(8)
    channel = Channel.objects.get(account_name="southfieldscience.bsky.social")
    life.confirm_frozen(channel=channel, by=stage["Tom Okafor"], at=at)
