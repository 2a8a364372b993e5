"""Policies, most of them past their review date as most schools' are, and who has read them."""

from __future__ import annotations

from policies.actions import add_policy, confirm, publish_version
from policies.models import PolicyVersion
from portal.demo.story.cast import Stage
from portal.demo.story.people import TRUST

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
YOUR_OWN_ACCOUNTS = """1 Your own accounts
1.1 Keep your own accounts private, and look at their settings every term.
1.2 Do not accept pupils as friends or followers.
1.3 Say that your views are your own.
2 At work
2.1 Use your own accounts in your own time."""
PHOTOS = """1 Photos and videos of pupils
1.1 Ask for consent in writing, and check the list before you post.
1.2 Choose pictures in which nobody can be recognised where you can."""

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


def set_duties(stage: Stage) -> None:
    """Three policies of the trust: one past its review date, two that some people have still to confirm."""
    governs = publish(
        stage,
        "Use of social media by staff",
        USE_OF_SOCIAL_MEDIA,
        "3",
        "Communications manager",
        -24,
        340,
        governs=True,
    )
    own = publish(
        stage, "Your own social media accounts", YOUR_OWN_ACCOUNTS, "2", "HR manager", -8, 357
    )
    publish(
        stage,
        "Photos and videos of pupils",
        PHOTOS,
        "1",
        "Data protection officer",
        -800,
        -75,
        asks=False,
    )
    for person in stage.people.values():
        if person.trust_id == stage.trust.pk:
            if person.full_name not in NOT_YET:
                confirm(version=governs, by=person, at=stage.ago(22 - len(person.family_name)))
            if person.full_name not in OWN_NOT_YET:
                confirm(version=own, by=person, at=stage.ago(2))


def publish(
    stage: Stage,
    title: str,
    text: str,
    number: str,
    owner: str,
    issued: int,
    review: int,
    *,
    governs: bool = False,
    asks: bool = True,
) -> PolicyVersion:
    """One policy with its version in force, as the trust's board approved it."""
    by = stage["Ravi Shah"]
    policy = add_policy(
        trust=stage.trust,
        title=title,
        owner_post=stage.post(owner, TRUST),
        governs_channels=governs,
        requires_acknowledgement=asks,
        by=by,
        at=stage.at,
    )
    return publish_version(
        policy=policy,
        number=number,
        text=text,
        change_summary="Cover must be asked for before you are away.\nContact from a pupil goes to the designated safeguarding lead.\nA channel needs 2 administrators and 2 moderators.",
        approved_by_body="Trust board",
        approved_on=stage.day(issued - 9),
        minute_reference="0333.12",
        issued_on=stage.day(issued),
        next_review_date=stage.day(review),
        by=by,
        at=stage.at,
    )
