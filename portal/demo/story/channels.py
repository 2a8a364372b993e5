"""What the register has come to know of its channels: one known in full, the others as far as people got."""

from __future__ import annotations

from typing import Any

from accounts_registry import risks
from accounts_registry.actions.channels import change_details
from accounts_registry.actions.checks import record_checks
from accounts_registry.actions.crew import add_person as give_part
from accounts_registry.actions.crew import end_person
from accounts_registry.actions.rights import confirm_moderator
from accounts_registry.actions.risk import (
    approve_channel_risk,
    confirm_risk,
    send_risk,
    write_risk,
)
from accounts_registry.actions.rules import write_house_rules
from accounts_registry.house_rules import beginning
from accounts_registry.models import Channel
from portal.demo.story.cast import Stage
from portal.demo.story.people import SOUTHFIELD

FAMILIES = [{"group": "families"}, {"group": "public"}]


def complete_the_channels(stage: Stage) -> None:
    fill_in_history(stage)
    fill_in_the_school_page(stage)


def called(stage: Stage, name: str) -> Channel:
    return Channel.objects.get(account_name=name, trust=stage.trust)


def fill_in_history(stage: Stage) -> None:
    """History@SSchool, on which everything is written down."""
    channel, office = called(stage, "History@SSchool"), stage["Tom Okafor"]
    when: dict[str, Any] = {"by": office, "at": stage.ago(50)}
    change_details(
        channel=channel,
        purpose=["learning", "communication"],
        objective="educational",
        aims="Show families what pupils learn in history, and bring visitors to the yearly exhibition",
        audience=FAMILIES,
        contributors=[{"group": "staff"}],
        interaction=["view", "react", "comment"],
        membership="public",
        department="Humanities",
        moderation_mode="after",
        moderation_team="Humanities",
        pupil_images="none",
        profile_states_role=True,
        parents_notice_shown=True,
        **when,
    )
    change_details(
        channel=channel,
        credentials_location="School safe, office manager",
        credentials_post=stage.post("Business Manager", SOUTHFIELD),
        recovery_email="social@northmoor.example",
        two_factor="on",
        credentials_verified_on=stage.day(-56),
        website_link_url="https://www.northmoor.example/follow-us",
        privacy_notice_listed_on=stage.day(-55),
        privacy_notice_version="3",
        by=office,
        at=stage.ago(48),
    )
    change_details(
        channel=channel, pupil_images="not_identifiable", by=stage["Priya Nair"], at=stage.ago(30)
    )
    answer_the_tests(stage, channel)
    write_the_rules(stage, channel)
    assess_the_risks(stage, channel)
    for line in channel.people.filter(part="moderator"):
        confirm_moderator(channel_person=line, by=stage["Ravi Shah"], at=stage.ago(44))


def answer_the_tests(stage: Stage, channel: Channel) -> None:
    record_checks(
        channel=channel,
        answers=dict.fromkeys(
            ("master_privileges_held", "editorial_oversight", "admins_limited"), True
        ),
        how={
            "master_privileges_held": "Signed in with the account of the business manager and looked",
            "editorial_oversight": "Every post is read by the head of humanities first",
            "admins_limited": "2 administrators, both needed",
        },
        checked_on=stage.day(-50),
        by=stage["Tom Okafor"],
        at=stage.ago(45),
    )


def write_the_rules(stage: Stage, channel: Channel) -> None:
    write_house_rules(
        channel=channel,
        text=beginning(channel),
        public_url="https://www.northmoor.example/house-rules",
        published_on=stage.day(-54),
        by=stage["Tom Okafor"],
        at=stage.ago(46),
    )


def assess_the_risks(stage: Stage, channel: Channel) -> None:
    office, at = stage["Tom Okafor"], stage.ago(40)
    for heading in risks.HEADINGS:
        write_risk(
            channel=channel,
            heading=heading,
            risk="A comment or a photo that should not be there stays up over a weekend",
            likelihood=3,
            impact=3,
            control="Comments are read every school day, and 2 people can take a post down from home",
            left=1,
            by=office,
            at=at,
        )
    confirm_risk(
        channel=channel,
        policy_confirmations=list(risks.POLICIES),
        good_practice_confirmed=True,
        dsl_consulted_on=stage.day(-48),
        dpia_needed="no",
        dpia_reference="",
        by=office,
        at=at,
    )
    send_risk(channel=channel, by=office, at=at)
    approve_channel_risk(channel=channel, by=stage["Priya Nair"], at=stage.ago(38))


def fill_in_the_school_page(stage: Stage) -> None:
    """The school's own page: somebody came, somebody went, and the rest is still to be done."""
    channel, office = called(stage, "Southfield School"), stage["Tom Okafor"]
    channel_line = give_part(
        channel=channel,
        part="poster",
        person=stage["Dana Reid"],
        start_date=stage.day(-40),
        by=office,
        at=stage.ago(40),
    )
    end_person(
        channel_person=channel_line,
        end_date=stage.day(-10),
        end_reason="Posts on the history account now",
        by=office,
        at=stage.ago(10),
    )
    change_details(
        channel=channel,
        audience=FAMILIES,
        interaction=["view", "comment"],
        purpose=["communication"],
        credentials_location="Password manager of the trust",
        by=office,
        at=stage.ago(20),
    )
