"""Which accounts the channels are: one was renamed, one is lost, one has its permanent id; two ages are checked."""

from __future__ import annotations

from accounts_registry.actions.handles import end_account, keep_permanent_id, rename_account
from accounts_registry.actions.platforms import change_platform
from accounts_registry.models import Channel, Platform
from portal.demo.story.cast import Stage


def tell_the_accounts_apart(stage: Stage) -> None:
    library = Channel.objects.get(identity="instagram:southfield.library")
    rename_account(
        channel=library,
        account_name="@southfield.reads",
        changed_on=stage.day(-31),
        by=stage["Tom Okafor"],
        at=stage.ago(30),
    )
    science = Channel.objects.get(identity="bluesky:southfieldscience.bsky.social")
    end_account(
        channel=science,
        until=stage.day(-9),
        reason="lost",
        note="Nobody at the school could sign in, and somebody else posts there now",
        by=stage["Tom Okafor"],
        at=stage.ago(5),
    )
    keep_permanent_id(
        channel=Channel.objects.get(identity="youtube:southfieldschool"),
        permanent_id="UCsouthfieldschooldemo01",
        by=stage["Tom Okafor"],
        at=stage.ago(40),
    )
    for code, days in (("instagram", 20), ("x", 400)):
        change_platform(
            platform=Platform.objects.get(code=code),
            age_checked_on=stage.day(-days),
            by=stage["Tess Quinn"],
            at=stage.ago(min(days, 60)),
        )
