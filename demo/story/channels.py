"""What the register has come to know of its channels: one known in full, the others as far as people got."""

from __future__ import annotations

from datetime import datetime

from accounts_registry.crew.actions.crew import add_person as give_part
from accounts_registry.crew.actions.crew import remove_person
from accounts_registry.crew.actions.rights import confirm_moderator
from accounts_registry.entry.actions.channels import change_details
from accounts_registry.models import Channel
from accounts_registry.reviews import risks
from accounts_registry.reviews.actions.checks import answer_checks
from accounts_registry.reviews.actions.house_rules import change_house_rules
from accounts_registry.reviews.actions.risk import (
    approve_channel_risk,
    confirm_risk,
    send_risk,
    write_risk_assessment,
)
from accounts_registry.reviews.default_texts import beginning
from demo.story.cast import Stage
from demo.story.moments import Strand
from demo.story.staff import SOUTHFIELD

FAMILIES = [{"group": "families"}, {"group": "public"}]


def fill_in_history(stage: Stage) -> Strand:
    """History@SSchool, on which everything is written down."""
    office = stage["Tom Okafor"]
    at = yield stage.ago(50)
    channel = stage.channel("History@SSchool")
    say_what_it_is_for(stage, channel, at)
    at = yield stage.ago(48)
    change_details(
        channel=channel,
        credentials_location="School safe, office manager",
        credentials_post=stage.post("Business Manager", SOUTHFIELD),
        recovery_email="social@northmoor.example",
        two_factor="on",
        credentials_verified_on=stage.ago(56).date(),
        website_link_url="https://www.northmoor.example/follow-us",
        by=office,
        at=at,
    )
    at = yield stage.ago(46)
    write_the_rules(stage, channel, at)
    at = yield stage.ago(45)
    answer_the_tests(stage, channel, at)
    at = yield stage.ago(44)
    for line in channel.people.filter(part="moderator"):
        confirm_moderator(channel_person=line, by=stage["Ravi Shah"], at=at)
    at = yield stage.ago(40)
    assess_the_risks(stage, channel, at)
    head = stage["Priya Nair"]
    at = yield stage.ago(38)
    approve_channel_risk(channel=channel, by=head, at=at)
    at = yield stage.ago(30)
    change_details(channel=channel, pupil_images="not_identifiable", by=head, at=at)


def say_what_it_is_for(stage: Stage, channel: Channel, at: datetime) -> None:
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
        by=stage["Tom Okafor"],
        at=at,
    )


def answer_the_tests(stage: Stage, channel: Channel, at: datetime) -> None:
    answer_checks(
        channel=channel,
        answers=dict.fromkeys(
            ("master_privileges_held", "editorial_oversight", "admins_limited"), True
        ),
        how={
            "master_privileges_held": "Signed in with the account of the business manager and looked",
            "editorial_oversight": "Every post is read by the head of humanities first",
            "admins_limited": "2 administrators, both needed",
        },
        checked_on=at.date(),
        by=stage["Tom Okafor"],
        at=at,
    )


def write_the_rules(stage: Stage, channel: Channel, at: datetime) -> None:
    change_house_rules(
        channel=channel,
        text=beginning(channel),
        public_url="https://www.northmoor.example/house-rules",
        published_on=at.date(),
        by=stage["Tom Okafor"],
        at=at,
    )


def assess_the_risks(stage: Stage, channel: Channel, at: datetime) -> None:
    office = stage["Tom Okafor"]
    for heading in risks.HEADINGS:
        write_risk_assessment(
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
        dsl_consulted_on=stage.ago(48).date(),
        dpia_needed="no",
        dpia_reference="",
        by=office,
        at=at,
    )
    send_risk(channel=channel, by=office, at=at)


def fill_in_the_school_page(stage: Stage) -> Strand:
    """The school's own page: somebody came, somebody went, and the rest is still to be done."""
    office = stage["Tom Okafor"]
    at = yield stage.ago(40)
    channel = stage.channel("Southfield School")
    line = give_part(
        channel=channel,
        part="poster",
        person=stage["Dana Reid"],
        start_date=at.date(),
        by=office,
        at=at,
    )
    at = yield stage.ago(20)
    change_details(
        channel=channel,
        audience=FAMILIES,
        interaction=["view", "comment"],
        purpose=["communication"],
        credentials_location="Password manager of the trust",
        by=office,
        at=at,
    )
    at = yield stage.ago(10)
    remove_person(
        channel_person=line,
        end_date=at.date(),
        end_reason="Posts on the history account now",
        by=office,
        at=at,
    )
