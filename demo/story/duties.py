"""Policies, most of them past their review date as most schools' are, and who has read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from demo.story.cast import TRAINED, Stage
from demo.story.moments import Strand
from demo.story.staff import TRUST
from people.models import User
from policies.actions import add_policy, confirm, publish_version
from policies.models import Policy, PolicyVersion

USE_OF_SOCIAL_MEDIA = """1 What this is for
1.1 Our channels tell families and the public about our schools, and help pupils learn.
1.2 An account is official only when the school holds its master administration, has editorial oversight of it, and keeps its administrators to those who need to be.
2 Before you open a channel
2.1 Ask first. Your line manager, the communications manager and the headteacher each decide.
2.2 Name at least 2 administrators and 2 moderators, and say how the channel will end.
3 Running a channel
3.1 Post only what you would put on the front page of the school's website.
3.2 Check comments every school day. Ask for cover before you are away.
3.3 Get consent before a pupil can be recognised.
4 When something goes wrong
4.1 Tell the designated safeguarding lead about any contact from a pupil to your own account.
4.2 Do not reply, delete or investigate."""
USE_BEFORE = """1 What this is for
1.1 Our channels tell families and the public about our schools, and help pupils learn.
2 Before you open a channel
2.1 Ask first. Your line manager, the communications manager and the headteacher each decide.
3 Running a channel
3.1 Post only what you would put on the front page of the school's website."""
YOUR_OWN_ACCOUNTS = """1 Your own accounts
1.1 Keep your own accounts private, and look at their settings every term.
1.2 Do not accept pupils as friends or followers.
1.3 Say that your views are your own.
2 At work
2.1 Use your own accounts in your own time."""
PHOTOS = """1 Photos and videos of pupils
1.1 Ask for consent in writing, and check the list before you post.
1.2 Choose pictures in which nobody can be recognised where you can."""

CHANGE = """Cover must be asked for before you are away.
Contact from a pupil goes to the designated safeguarding lead.
A channel needs 2 administrators and 2 moderators."""
OWN_CHANGE = "Your own accounts are private, and you look at their settings every term."


@dataclass(frozen=True)
class Text:
    """The words of one version of a policy, and what it changed."""

    number: str
    words: str
    change: str


BEFORE = Text("2", USE_BEFORE, "Ask before you open a channel.")
NOW = Text("3", USE_OF_SOCIAL_MEDIA, CHANGE)
NOT_YET = {"Lena Fox", "Sam Hill", "Ken Ames", "Uma Trent", "Noor Aziz"}
OWN_NOT_YET = {
    "Eve Stuart",
    "Ellis Park",
    "Jean Porter",
    "Tess Quinn",
    "Gwen Tully",
    "Hugh Penn",
    "Nell Reed",
}


def set_duties(stage: Stage) -> Strand:
    """Three policies of the trust: one past its review date, two that some people have still to confirm."""
    began = yield stage.began
    governs = add(
        stage,
        "Use of social media by staff",
        "Communications manager",
        began,
        governs_channels=True,
    )
    own = add(stage, "Your own social media accounts", "HR manager", began)
    photos = add(
        stage,
        "Photos and videos of pupils",
        "Data protection officer",
        began,
        requires_acknowledgement=False,
    )
    before = issue(stage, governs, BEFORE, 430, began)
    issue(stage, photos, Text("1", PHOTOS, "Written down for the first time."), 800, began, -75)
    at = yield stage.ago(99)
    for name in TRAINED:
        confirm(version=before, by=stage[name], at=at)
    at = yield stage.ago(24)
    governs_now = issue(stage, governs, NOW, 24, at, 340)
    for days in (22, 21, 20):
        at = yield stage.ago(days)
        for person in those_of(stage, NOT_YET):
            if len(person.family_name) % 3 == days % 3:
                confirm(version=governs_now, by=person, at=at)
    at = yield stage.ago(8)
    own_now = issue(stage, own, Text("2", YOUR_OWN_ACCOUNTS, OWN_CHANGE), 8, at, 357)
    at = yield stage.ago(2)
    for person in those_of(stage, OWN_NOT_YET):
        confirm(version=own_now, by=person, at=at)


def those_of(stage: Stage, but: set[str]) -> list[User]:
    """Everybody of the demo trust without these."""
    return [
        person
        for person in stage.people.values()
        if person.trust_id == stage.trust.pk and person.full_name not in but
    ]


def add(stage: Stage, title: str, owner: str, at: datetime, **more: Any) -> Policy:
    return add_policy(
        trust=stage.trust,
        title=title,
        owner_post=stage.post(owner, TRUST),
        by=stage["Ravi Shah"],
        at=at,
        **more,
    )


def issue(
    stage: Stage, policy: Policy, text: Text, days_ago: int, at: datetime, review: int = 0
) -> PolicyVersion:
    """A version as the trust's board approved it, with the day of its review counted from today."""
    return publish_version(
        policy=policy,
        number=text.number,
        text=text.words,
        change_summary=text.change,
        approved_by_body="Trust board",
        approved_on=stage.ago(days_ago + 9).date(),
        minute_reference="0333.12",
        issued_on=stage.ago(days_ago).date(),
        next_review_date=stage.day(review) if review else None,
        by=stage["Ravi Shah"],
        at=at,
    )
