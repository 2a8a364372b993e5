"""The rows of the catalogue about reviews: part of `reminders/rules.py`, which says what leads are."""

from __future__ import annotations

from reminders import login_finders, register_finders, review_finders
from reminders.due import KNOWN, NEVER, Chase, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "REM-16",
        "Privacy settings to check",
        "An account's privacy settings are due to be looked at, about once a term: those who run it hear 14 and 7 days "
        "before, on the day, and weekly. The communications manager hears 10 school days after, the headteacher 20.",
        "the check is recorded",
        (
            Chase("team", (-14, -7, 0), every=7),
            Chase("comms", (10,)),
            Chase("head", (20,)),
        ),
        review_finders.privacy_reviews,
    ),
    Rule(
        "REM-16A",
        "Photos of pupils to change",
        "A check found photos that show a pupil's face close up: those who run the channel have it on their home page "
        "at once, and hear on the day it is due and weekly.",
        "somebody says that the photos are dealt with",
        (Chase("team", (0,), every=7, home=KNOWN),),
        review_finders.pupil_images,
    ),
    Rule(
        "REM-16B",
        "Settings to countersign",
        "A check found settings that are not as they should be: the communications manager, or the headteacher where "
        "the communications manager did the check, has it on their home page and hears every 5 school days.",
        "somebody countersigns",
        (Chase("comms", (5,), every=5, home=0),),
        review_finders.to_countersign,
        school_days=True,
    ),
    Rule(
        "REM-17",
        "Login details to confirm",
        "Nobody has confirmed where a channel's login details are for as long as the trust allows: whoever looks after "
        "them and the master administration hear 14 days before, on the day, and weekly. The communications manager "
        "and the network manager hear 10 school days after.",
        "somebody confirms them or changes them",
        (Chase("team", (-14, 0), every=7), Chase("comms", (10,))),
        login_finders.login_details,
    ),
    Rule(
        "REM-17A",
        "Login details to change",
        "Somebody who could sign in to a channel no longer should, because their part, their post or their role has ended "
        "or they have left: whoever looks after its login details hears within the hour, and weekly.",
        "somebody records that they were changed",
        (Chase("team", (0,), every=7, home=KNOWN),),
        login_finders.login_details_to_change,
        urgent=True,
    ),
    Rule(
        "REM-18A",
        "Register to confirm",
        "Once a year the office confirms its register and the headteacher signs it: each hears 14 days before it is "
        "due and on the day, when it is their turn. The headteacher hears 10 school days after where the office is late.",
        "both have signed",
        (
            Chase("office", (-14, 0), every=7, home=-30),
            Chase("signer", (-14, 0), every=7, home=KNOWN),
            Chase("head", (10,)),
        ),
        register_finders.register_signatures,
    ),
    Rule(
        "REM-21",
        "Channel to evaluate",
        "Once a year a channel is held against its own aims: whoever asked for it and its master administration hear "
        "14 days before, on the day and 10 school days after. The communications manager hears 10 school days after.",
        "the evaluation is recorded",
        (
            Chase("team", (-14, 0)),
            Chase("author", (-14, 0)),
            Chase("late", (10,), home=NEVER),
            Chase("comms", (10,)),
        ),
        review_finders.evaluations,
    ),
    Rule(
        "REM-21A",
        "Headteacher's view of an evaluation",
        "A channel does not meet its aims, or its team says that it should close: the headteacher has it on their home "
        "page and hears every 5 school days.",
        "the headteacher adds a view",
        (Chase("head", (5,), every=5, home=0),),
        review_finders.head_views,
        school_days=True,
    ),
    Rule(
        "REM-22",
        "No recent post",
        "A channel has had no post for as long as the trust allows: those approved to post and its master "
        "administration hear on that day, and 14 and 30 days after. The headteacher hears 30 days after, to keep or "
        "close it.",
        "a newer post is recorded, or the channel is paused or closing",
        (Chase("team", (0, 14, 30)), Chase("head", (30,))),
        review_finders.last_posts,
    ),
    Rule(
        "REM-23",
        "Risk assessment to read again",
        "A risk assessment is due to be looked at again: whoever asked for the channel and the headteacher hear 30 and "
        "14 days before, on the day, and weekly. The chief executive hears 20 school days after.",
        "the headteacher approves it again",
        (
            Chase("team", (-30, -14, 0), every=7),
            Chase("author", (-30, -14, 0), every=7),
            Chase("ceo", (20,)),
        ),
        review_finders.risk_reviews,
    ),
    Rule(
        "REM-39",
        "Expected platform",
        "A platform that the trust expects of every school is missing, not linked from the website, or has no recent "
        "post: the headteacher and the communications manager hear when it is found, and every 30 days. The chief "
        "executive hears after 91 days.",
        "the school has what is expected",
        (
            Chase("head", (0,), every=30),
            # Of many schools: their place is the page of gaps, not a line each on Home.
            Chase("comms", (0,), every=30, home=NEVER),
            Chase("ceo", (91,), home=NEVER),
        ),
        register_finders.expected_platforms,
    ),
    Rule(
        "REM-40",
        "Register to compare",
        "In the month in which a register is confirmed it is compared with the privacy notice and the website: the "
        "data protection officer and the office hear on its first day, and after 10 and 20 school days. The "
        "headteacher hears after 20.",
        "the office confirms the register, with the comparison",
        (
            Chase("dpo", (0, 10, 20)),
            Chase("office", (0, 10, 20), home=NEVER),
            Chase("head", (20,), home=NEVER),
        ),
        register_finders.comparisons,
        school_days=True,
    ),
    Rule(
        "REM-48",
        "Platform changed its settings",
        "The portal administrator says that a platform changed its settings: the administrators of every channel on it "
        "hear at once and after 10 school days. The communications manager hears after 10.",
        "the settings of the channel are checked",
        (Chase("team", (KNOWN, 10)), Chase("comms", (10,))),
        review_finders.platform_changes,
        school_days=True,
    ),
)
