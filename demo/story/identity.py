"""Which accounts the channels are: one was renamed, one is lost, one has its permanent id; two ages are checked."""

from __future__ import annotations

from accounts_registry.accounts.actions.ids import confirm_handle, confirm_permanent_id
from accounts_registry.accounts.actions.names import (
    end_account,
    keep_permanent_id,
    rename_account,
)
from accounts_registry.models import Channel
from demo.story.cast import Stage
from demo.story.moments import Strand
from platforms.actions import change_platform
from platforms.models import Platform

YOUTUBE_ID = "UCsouthfieldschooldemo01"


def rename_the_library(stage: Stage) -> Strand:
    at = yield stage.ago(30)
    rename_account(
        channel=Channel.objects.get(identity="instagram:southfield.library"),
        account_name="@southfield.reads",
        changed_on=stage.ago(31).date(),
        by=stage["Tom Okafor"],
        at=at,
    )
    at = yield stage.ago(29)
    channel = Channel.objects.get(identity="instagram:southfield.reads")
    confirm_handle(channel=channel, identity=channel.identity, by=stage["Priya Nair"], at=at)


def lose_science(stage: Stage) -> Strand:
    at = yield stage.ago(5)
    end_account(
        channel=Channel.objects.get(identity="bluesky:southfieldscience.bsky.social"),
        until=stage.ago(9).date(),
        reason="lost",
        note="Nobody at the school could sign in, and somebody else posts there now",
        by=stage["Tom Okafor"],
        at=at,
    )


def keep_an_id(stage: Stage) -> Strand:
    at = yield stage.ago(40)
    keep_permanent_id(
        channel=Channel.objects.get(identity="youtube:southfieldschool"),
        permanent_id=YOUTUBE_ID,
        by=stage["Tom Okafor"],
        at=at,
    )
    at = yield stage.ago(38)
    confirm_permanent_id(
        channel=Channel.objects.get(identity="youtube:southfieldschool"),
        permanent_id=YOUTUBE_ID,
        by=stage["Priya Nair"],
        at=at,
    )


def check_some_ages(stage: Stage) -> Strand:
    """Of X more than a year ago, so that it is due again."""
    for code, checked, recorded in (("x", 400, 60), ("instagram", 20, 20)):
        at = yield stage.ago(recorded)
        change_platform(
            platform=Platform.objects.get(code=code),
            age_checked_on=stage.ago(checked).date(),
            by=stage["Tess Quinn"],
            at=at,
        )
