"""What has been looked at, what is due, and what is expected of every school."""

from __future__ import annotations

from typing import Any

from accounts_registry.entry.actions.channels import change_details
from accounts_registry.models import Channel
from accounts_registry.reviews.actions import attesting, evaluating, reviews, upkeep
from accounts_registry.reviews.privacy import LINES
from demo.story.cast import Stage
from demo.story.moments import Strand
from demo.story.staff import MAREHAY, SOUTHFIELD
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
LIBRARY = "@southfield.reads"  # its name since it was renamed
POSTED = {
    "Southfield School": 2,
    "Marehay Primary": 5,
    LIBRARY: 21,
    "@MarehayMusic": 12,
    "History@SSchool": 33,
    "@SouthfieldSchool": 9,
}


def expect(stage: Stage) -> Strand:
    """A whole-school account on X is expected; a primary is let off."""
    at = yield stage.ago(40)
    southfield, marehay = stage.schools[SOUTHFIELD], stage.schools[MAREHAY]
    on_x = [{"platform": "x", "scope": "school", "days": 14}]
    # Each register is confirmed in the month in which the story has its office confirm it.
    answers: tuple[tuple[str, Any, dict[str, Any]], ...] = (
        ("required_platforms", on_x, {"trust": stage.trust}),
        ("required_platforms", [], {"school": marehay}),
        ("register_attestation_month", str(stage.ago(5).month), {"school": marehay}),
        ("register_attestation_month", str(at.month), {"school": southfield}),
    )
    for key, value, whose in answers:
        change_setting(
            key=key,
            value=value,
            reason="As the trust board agreed",
            by=stage.system,
            at=at,
            **whose,
        )


def say_whose_they_are(stage: Stage) -> Strand:
    """The accounts on X belong to departments, which does not count as the school's own."""
    at = yield stage.ago(11)
    southfield = stage.schools[SOUTHFIELD]
    for channel in Channel.objects.filter(
        school=southfield, platform__code="x", status=Channel.Status.OPEN
    ):
        change_details(
            channel=channel, scope=Channel.Scope.DEPARTMENT, by=stage["Tom Okafor"], at=at
        )


def look_at_settings(stage: Stage) -> Strand:
    """Most are as they should be; one is asked for again, one has a setting that waits for a second signature."""
    as_it_should_be = {line.code: "meets" for line in LINES}
    at = yield stage.ago(50)
    for name, who in LOOKED_AT.items():
        reviews.record_privacy_settings(
            channel=stage.channel(name),
            results=as_it_should_be,
            devices_locked=True,
            admin_list_checked=True,
            pupil_images="no",
            by=stage[who],
            at=at,
        )
    at = yield stage.ago(8)
    reviews.ask_for_review(
        channel=stage.channel(LIBRARY), trigger="handover", by=stage["Priya Nair"], at=at
    )
    at = yield stage.ago(4)
    reviews.record_privacy_settings(
        channel=stage.channel("Marehay Primary"),
        results={**as_it_should_be, "message": "fails"},
        notes={"message": "Anybody can send the page a message, and one person reads them"},
        devices_locked=True,
        admin_list_checked=True,
        pupil_images="yes",
        by=stage["Ravi Shah"],
        at=at,
    )


def look_at_posts(stage: Stage) -> Strand:
    at = yield stage.ago(1)
    for name, days in POSTED.items():
        upkeep.record_last_post(
            channel=stage.channel(name),
            last_post_on=stage.ago(days).date(),
            by=stage["Ravi Shah"],
            at=at,
        )


def hold_against_aims(stage: Stage) -> Strand:
    at = yield stage.ago(6)
    evaluating.evaluate(
        channel=stage.channel(LIBRARY),
        results=["A few families follow it. The library's newsletter reaches many more."],
        aims_met="partly",
        recommendation="change",
        by=stage["Ines Moor"],
        at=at,
    )


def confirm_southfield(stage: Stage) -> Strand:
    """This register has both signatures."""
    southfield = stage.schools[SOUTHFIELD]
    at = yield stage.ago(40)
    attesting.confirm_register(
        school=southfield,
        everything_right=True,
        corrections={},
        notice_compared=True,
        website_compared=True,
        by=stage["Tom Okafor"],
        at=at,
    )
    at = yield stage.ago(38)
    attesting.attest_register(
        school=southfield, everything_right=True, corrections={}, by=stage["Priya Nair"], at=at
    )


def confirm_marehay(stage: Stage) -> Strand:
    """Of the primary's register the headteacher's signature is left."""
    at = yield stage.ago(5)
    attesting.confirm_register(
        school=stage.schools[MAREHAY],
        everything_right=False,
        corrections={stage.channel("@MarehayPTA").reference: "It closes, so take its link away"},
        notice_compared=True,
        website_compared=True,
        by=stage["Jean Porter"],
        at=at,
    )
