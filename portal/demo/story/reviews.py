"""What has been looked at, what is due, and what is expected of every school."""

from __future__ import annotations

from accounts_registry.actions import attesting, checks, evaluating, reviews
from accounts_registry.actions.channels import change_details
from accounts_registry.models import Channel
from accounts_registry.privacy import LINES
from portal.demo.story.cast import Stage
from portal.demo.story.people import SOUTHFIELD
from schools.actions import change_setting

POSTED = {
    "Southfield School": 2,
    "Marehay Primary": 5,
    "@southfield.library": 21,
    "@MarehayMusic": 12,
    "History@SSchool": 33,
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
    """Every school is expected on two platforms; the account of a department does not count."""
    answers = {
        "required_platforms": [
            {"platform": "facebook", "scope": "school", "days": 30},
            {"platform": "x", "scope": "school", "days": 14},
        ],
        "register_attestation_month": str(stage.day(-10).month),
    }
    for key, value in answers.items():
        change_setting(
            key=key,
            value=value,
            reason="As the trust board agreed",
            trust=stage.trust,
            by=stage.system,
            at=stage.ago(40),
        )
    for name in ("History@SSchool", "@SouthfieldArt"):
        change_details(
            channel=named(stage, name),
            scope=Channel.Scope.DEPARTMENT,
            by=stage["Tom Okafor"],
            at=stage.ago(11),
        )


def look_at_settings(stage: Stage) -> None:
    """One channel as it should be and asked for again, one with a setting that waits for a second signature."""
    as_it_should_be = {line.code: "meets" for line in LINES}
    southfield, marehay = named(stage, "Southfield School"), named(stage, "Marehay Primary")
    reviews.record_privacy_review(
        channel=southfield,
        results=as_it_should_be,
        devices_locked=True,
        admin_list_checked=True,
        pupil_images="no",
        by=stage["Tom Okafor"],
        at=stage.ago(50),
    )
    reviews.ask_for_review(
        channel=southfield, trigger="handover", by=stage["Priya Nair"], at=stage.ago(8)
    )
    reviews.record_privacy_review(
        channel=marehay,
        results={**as_it_should_be, "message": "fails"},
        notes={"message": "Anybody can send the page a message, and one person reads them"},
        devices_locked=True,
        admin_list_checked=True,
        pupil_images="yes",
        by=stage["Jean Porter"],
        at=stage.ago(4),
    )


def look_at_posts(stage: Stage) -> None:
    for name, days in POSTED.items():
        channel = named(stage, name)
        checks.record_last_post(
            channel=channel, last_post_on=stage.day(-days), by=stage["Ravi Shah"], at=stage.ago(1)
        )


def hold_against_aims(stage: Stage) -> None:
    evaluating.evaluate(
        channel=named(stage, "@southfield.library"),
        results=["A few families follow it. The library's newsletter reaches many more."],
        aims_met="partly",
        recommendation="close",
        by=stage["Ines Moor"],
        at=stage.ago(6),
    )


def confirm_the_register(stage: Stage) -> None:
    """The office has confirmed its register; the headteacher's signature is left."""
    attesting.confirm_register(
        school=stage.schools[SOUTHFIELD],
        everything_right=False,
        corrections={named(stage, "@SouthfieldArt").reference: "The head of art has left"},
        notice_compared=True,
        website_compared=True,
        by=stage["Tom Okafor"],
        at=stage.ago(5),
    )
