"""What has been looked at, what is due, and what is expected of every school."""

from __future__ import annotations

from typing import Any

from accounts_registry.actions import attesting, evaluating, reviews, upkeep
from accounts_registry.actions.channels import change_details
from accounts_registry.models import Channel
from accounts_registry.privacy import LINES
from portal.demo.story.cast import Stage
from portal.demo.story.people import MAREHAY, SOUTHFIELD
from schools.actions import change_setting

LOOKED_AT = {
    "History@SSchool": "Dana Reid",
    "Southfield School": "Tom Okafor",
    "@southfield.library": "Ines Moor",
    "@SouthfieldSchool": "Tom Okafor",
    "southfieldscience.bsky.social": "Nell Reed",
    "@MarehayMusic": "Ben Lacey",
    "@MarehayPTA": "Ellis Park",
}
POSTED = {
    "Southfield School": 2,
    "Marehay Primary": 5,
    "@southfield.library": 21,
    "@MarehayMusic": 12,
    "History@SSchool": 33,
    "@SouthfieldSchool": 9,
}


def review_the_channels(stage: Stage) -> None:
    expect(stage)
    look_at_settings(stage)
    look_at_posts(stage)
    hold_against_aims(stage)
    confirm_the_register(stage)


def named(stage: Stage, name: str) -> Channel:
    """The first to have had this name: what was there before the portal."""
    return Channel.objects.filter(account_name=name, trust=stage.trust).earliest("reference")


def expect(stage: Stage) -> None:
    """A whole-school account on X is expected; the account of a department does not count, and a primary is let off."""
    southfield, marehay = stage.schools[SOUTHFIELD], stage.schools[MAREHAY]
    on_x = [{"platform": "x", "scope": "school", "days": 14}]
    month, before = str(stage.day(-10).month), str(stage.day(-60).month)
    answers: tuple[tuple[str, Any, dict[str, Any]], ...] = (
        ("required_platforms", on_x, {"trust": stage.trust}),
        ("required_platforms", [], {"school": marehay}),
        ("register_attestation_month", month, {"school": marehay}),
        ("register_attestation_month", before, {"school": southfield}),
    )
    for key, value, whose in answers:
        change_setting(
            key=key,
            value=value,
            reason="As the trust board agreed",
            by=stage.system,
            at=stage.ago(40),
            **whose,
        )
    for channel in Channel.objects.filter(school=southfield, platform__code="x", status="open"):
        change_details(
            channel=channel,
            scope=Channel.Scope.DEPARTMENT,
            by=stage["Tom Okafor"],
            at=stage.ago(11),
        )


def look_at_settings(stage: Stage) -> None:
    """Most are as they should be; one is asked for again, one has a setting that waits for a second signature."""
    as_it_should_be = {line.code: "meets" for line in LINES}
    for name, who in LOOKED_AT.items():
        reviews.record_privacy_review(
            channel=named(stage, name),
            results=as_it_should_be,
            devices_locked=True,
            admin_list_checked=True,
            pupil_images="no",
            by=stage[who],
            at=stage.ago(50),
        )
    reviews.ask_for_review(
        channel=named(stage, "@southfield.library"),
        trigger="handover",
        by=stage["Priya Nair"],
        at=stage.ago(8),
    )
    reviews.record_privacy_review(
        channel=named(stage, "Marehay Primary"),
        results={**as_it_should_be, "message": "fails"},
        notes={"message": "Anybody can send the page a message, and one person reads them"},
        devices_locked=True,
        admin_list_checked=True,
        pupil_images="yes",
        by=stage["Ravi Shah"],
        at=stage.ago(4),
    )


def look_at_posts(stage: Stage) -> None:
    for name, days in POSTED.items():
        upkeep.record_last_post(
            channel=named(stage, name),
            last_post_on=stage.day(-days),
            by=stage["Ravi Shah"],
            at=stage.ago(1),
        )


def hold_against_aims(stage: Stage) -> None:
    evaluating.evaluate(
        channel=named(stage, "@southfield.library"),
        results=["A few families follow it. The library's newsletter reaches many more."],
        aims_met="partly",
        recommendation="change",
        by=stage["Ines Moor"],
        at=stage.ago(6),
    )


def confirm_the_register(stage: Stage) -> None:
    """One register has both signatures; of the primary's the headteacher's is left."""
    southfield = {"school": stage.schools[SOUTHFIELD], "everything_right": True, "corrections": {}}
    attesting.confirm_register(
        **southfield,
        notice_compared=True,
        website_compared=True,
        by=stage["Tom Okafor"],
        at=stage.ago(40),
    )
    attesting.sign_register(**southfield, by=stage["Priya Nair"], at=stage.ago(38))
    attesting.confirm_register(
        school=stage.schools[MAREHAY],
        everything_right=False,
        corrections={named(stage, "@MarehayPTA").reference: "It closes, so take its link away"},
        notice_compared=True,
        website_compared=True,
        by=stage["Jean Porter"],
        at=stage.ago(5),
    )
