"""What the portal chases, and when: one row per rule, with a sentence for humans (requirements 6.2).

Leads are days before (-) or after (+) the day something is due. Rules marked `school_days` count
school days from the day the thing began to wait.
"""

from __future__ import annotations

from reminders import (
    cover_finders,
    finders,
    life_finders,
    people_finders,
    request_finders,
    review_rules,
    watch_finders,
)
from reminders.due import KNOWN, Chase, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "REM-01",
        "Policy review",
        "A policy comes up for review: its owner hears 90, 60, 30, 14 and 7 days before, on the day, and weekly "
        "while it is late. The trust officer hears 30 days before, the chief executive on the day, the chair of "
        "trustees 30 days after.",
        "a new version is published, or the review date moves",
        (
            Chase("owner", (-90, -60, -30, -14, -7, 0), every=7),
            Chase("officer", (-30,)),
            Chase("ceo", (0,)),
            Chase("chair", (30,)),
        ),
        finders.policy_reviews,
    ),
    Rule(
        "REM-02",
        "Policy to confirm",
        "Somebody has not confirmed a policy: they hear after 5 school days, after 10 when it is due, and then "
        "every 5 school days.",
        "they confirm it, leave, or a new version takes its place",
        (Chase("person", (5, 10), every=5, home=0),),
        finders.confirmations_due,
        school_days=True,
    ),
    Rule(
        "REM-06",
        "Decision waiting",
        "A request waits for a signature: its signer hears after 2 and 5 school days, then every 3. After 8 the "
        "headteacher hears (the chief executive when it is the headteacher who is late), after 10 the author.",
        "it is decided, sent back, withdrawn or passed to somebody else",
        (Chase("signer", (2, 5), every=3, home=0), Chase("head", (8,)), Chase("author", (10,))),
        finders.decisions_waiting,
        school_days=True,
    ),
    Rule(
        "REM-06A",
        "Agreement to help run a channel",
        "Somebody named in a request has not said whether they agree: they hear after 2 and 5 school days, then "
        "every 5.",
        "they answer, or the request ends",
        (Chase("person", (2, 5), every=5, home=0),),
        finders.agreements_waiting,
        school_days=True,
    ),
    Rule(
        "REM-07",
        "Request sent back",
        "A request was sent back for changes: its author hears after 5, 15 and 25 school days, the line manager "
        "after 25.",
        "it is sent again or withdrawn",
        (Chase("author", (5, 15, 25), home=0), Chase("line_manager", (25,))),
        request_finders.returned,
        school_days=True,
    ),
    Rule(
        "REM-08",
        "Draft left alone",
        "A draft has not been touched: its author hears 30 and 7 days before it has waited 90 days.",
        "it is changed, sent or withdrawn",
        (Chase("author", (-30, -7), home=KNOWN),),
        request_finders.drafts,
    ),
    Rule(
        "REM-09",
        "Condition to meet",
        "A condition of an approval is still open: its owner hears 10 and 5 days before it is due, on the day, and "
        "weekly. The headteacher hears on the day.",
        "it is confirmed as met or no longer asked for",
        (Chase("owner", (-10, -5, 0), every=7, home=KNOWN), Chase("head", (0,))),
        request_finders.conditions,
    ),
    Rule(
        "REM-10",
        "Approved and not live",
        "An approved channel is not live: whoever opens it hears 14 days before it was planned, on the day, and 14, "
        "45 and 55 days after. The communications manager hears after 45.",
        "it is opened, withdrawn or cancelled",
        (Chase("opener", (-14, 0, 14, 45, 55), home=KNOWN), Chase("comms", (45,))),
        request_finders.channels_to_open,
    ),
    Rule(
        "REM-11",
        "After opening",
        "Something that follows an opening is not recorded: the office and the master administration hear after 3, 7 "
        "and 10 school days and then every 5, the data protection officer about the privacy notice. The communications "
        "manager hears after 10, the headteacher after 20.",
        "the link, the website, the privacy notice and the notice for parents are recorded",
        (
            Chase("office", (3, 7, 10), every=5, home=0),
            Chase("dpo", (3, 7, 10), every=5, home=0),
            Chase("comms", (10,)),
            Chase("head", (20,)),
        ),
        life_finders.completions,
        school_days=True,
    ),
    Rule(
        "REM-12",
        "Moderators missing",
        "Time away leaves a channel with fewer moderators than it needs: its moderators and its master "
        "administration hear at once, 14, 7, 3 and 1 days before, and every day while it lasts. The communications "
        "manager hears from 7 days before, the headteacher from 3.",
        "somebody agrees to cover, the channel is paused or closed, or the time away is cancelled",
        (
            Chase("team", (KNOWN, -14, -7, -3, -1, 0), every=1),
            Chase("comms", (-7, -3, -1, 0), every=1),
            Chase("head", (-3, -1, 0), every=1),
        ),
        cover_finders.cover_gaps,
        urgent=True,
    ),
    Rule(
        "REM-12A",
        "Asked to cover",
        "Somebody was asked to cover and has not answered: it stays on their home page.",
        "they answer, or the days have passed",
        (Chase("person", home=KNOWN),),
        cover_finders.cover_questions,
    ),
    Rule(
        "REM-13",
        "A rule is broken",
        "A live channel breaks a rule that always holds, time away apart: the master administration and the "
        "communications manager hear at once and every 5 school days when people are missing. It is on the "
        "headteacher's Home at once; they hear after 10 and 20 school days.",
        "the rule is kept again, or the channel is paused or closed",
        (
            Chase("team", (0,), every=5),
            Chase("comms", (0,), every=5),
            Chase("head", (10, 20), home=0),
        ),
        life_finders.broken_rules,
        school_days=True,
    ),
    Rule(
        "REM-13A",
        "Pause proposed",
        "Nobody can moderate an open channel today, or nobody has held its master administration for more than 5 "
        "school days: the headteacher and the communications manager are asked whether to pause it.",
        "somebody is there again, or the channel is paused or closed",
        (Chase("deciders", (0,), home=0),),
        life_finders.pauses_proposed,
    ),
    Rule(
        "REM-13B",
        "Stop posting",
        "A channel was paused and nobody has confirmed that posting has stopped: everybody who runs it and the office "
        "hear when it is due and every day after. The headteacher hears the day after.",
        "somebody confirms it, or the channel is taken up again",
        (Chase("team", (0,), every=1, home=KNOWN), Chase("head", (1,))),
        life_finders.freezes,
        urgent=True,
    ),
    Rule(
        "REM-14",
        "Own time away",
        "Somebody who runs a channel will be away and it will be short: they hear when they book it, 10 and 5 days "
        "before. The communications manager hears 5 days before. Not where REM-12 already says so.",
        "enough people are there after all, or the time away is cancelled",
        (Chase("person", (KNOWN, -10, -5)), Chase("comms", (-5,))),
        cover_finders.own_time_away,
    ),
    Rule(
        "REM-18",
        "Channels to confirm",
        "Channels that were there before the portal wait for the headteacher: they hear 14 days before the 30 school "
        "days are over, on the day, and weekly.",
        "the headteacher has answered the three tests",
        (Chase("head", (-14, 0), every=7, home=KNOWN),),
        request_finders.channels_to_confirm,
    ),
    Rule(
        "REM-18G",
        "What an existing channel lacks",
        "A channel that was there before the portal still lacks something: the office hears 14 days before it is due, "
        "on the day, and 14 days after. The headteacher hears 14 days after.",
        "nothing is missing any more, or the channel is closing",
        (Chase("office", (-14, 0, 14)), Chase("head", (14,))),
        life_finders.gaps_of_existing,
    ),
    Rule(
        "REM-19",
        "Channel review or closing date",
        "A channel comes up for review or is due to close: whoever asked for it and its master administration hear "
        "60, 30, 14 and 7 days before and on the day. The communications manager hears 14 days before, the "
        "headteacher on the day.",
        "closing has begun, or the date moves",
        (Chase("team", (-60, -30, -14, -7, 0)), Chase("comms", (-14,)), Chase("head", (0,))),
        finders.channel_dates,
    ),
    Rule(
        "REM-20",
        "Steps of closing",
        "A channel is closing and its steps are not settled: the office and the master administration hear after 5 and "
        "10 school days and then every 5. The headteacher hears after 10.",
        "it is recorded as closed, or kept after all",
        (Chase("office", (5, 10), every=5, home=0), Chase("head", (10,))),
        life_finders.closings,
        school_days=True,
    ),
    Rule(
        "REM-27",
        "Report not opened",
        "Nobody has opened a report of a concern in its time: the next person of its route hears.",
        "it is opened and marked as seen",
        (Chase("handler", home=KNOWN),),
        finders.unseen_concerns,
        urgent=True,
        told_by="incidents.actions.move_on_unseen, every 15 minutes",
        about_concerns=True,
    ),
    Rule(
        "REM-38",
        "Closed channel to look for",
        "1, 3 and 12 months after a channel closed somebody looks whether it is still gone: the office hears on the "
        "day, the communications manager 14 days later.",
        "what was seen is recorded",
        (Chase("office", (0,), every=14), Chase("comms", (14,))),
        life_finders.reappearances,
    ),
    Rule(
        "REM-43",
        "Notice without an answer",
        "Whoever holds an account that uses a school's name has not answered the notice: the communications manager "
        "hears after 10 school days and after 20, the headteacher after 20.",
        "it is answered, becomes official, is renamed, is gone or is left alone",
        (Chase("comms", (10, 20), home=10), Chase("head", (20,))),
        watch_finders.notices_unanswered,
        school_days=True,
    ),
    Rule(
        "REM-43A",
        "Account to look at again",
        "An account that is not the school's is due to be looked at: the communications manager hears on the day and "
        "weekly.",
        "somebody records what they saw, or the account is official or gone",
        (Chase("comms", (0,), every=7, home=0),),
        watch_finders.checks_due,
    ),
    Rule(
        "REM-49",
        "Way in to confirm",
        "A change to how a colleague signs in waits for a second person: whoever may confirm it sees it on their home "
        "page at once, and hears after a day and after three.",
        "it is confirmed, stopped, withdrawn or 7 days old",
        (Chase("confirmer", (0, 2), home=KNOWN),),
        people_finders.ways_in_to_confirm,
    ),
    Rule(
        "REM-49A",
        "Appointment to confirm",
        "Somebody is proposed for a role that hears concerns, signs or decides who may, or for its end: whoever may "
        "confirm it sees it on their home page at once, and hears after a day and after three.",
        "it is confirmed, declined, withdrawn or 14 days old",
        (Chase("confirmer", (0, 2), every=4, home=KNOWN),),
        people_finders.appointments_to_confirm,
    ),
    Rule(
        "REM-49B",
        "End of a role to answer",
        "The holder of a role that is proposed to end sees it on their home page at once, and hears after a day.",
        "they agree or object, or it is withdrawn",
        (Chase("holder", (0,), home=KNOWN),),
        people_finders.ends_to_answer,
    ),
    Rule(
        "REM-49C",
        "Colleague to speak to",
        "Somebody with such a role has signed in for the first time: the other holders of head and safeguarding roles "
        "there are asked to speak to them, at once on their home pages, after a day, and weekly.",
        "one of them says that it is they",
        (Chase("knower", (0,), every=7, home=KNOWN),),
        people_finders.strangers_to_know,
    ),
    Rule(
        "REM-49D",
        "Phone number to enter",
        "A headteacher, safeguarding lead or deputy has signed in and given no telephone number: they see it on their "
        "home page at once, and hear after a day, and weekly.",
        "they enter one",
        (Chase("holder", (1,), every=7, home=KNOWN),),
        people_finders.numbers_to_enter,
    ),
    Rule(
        "REM-49E",
        "Line manager to confirm",
        "Another line manager is proposed for somebody: the headteacher, or above them, sees it on their home page at "
        "once, and hears after a day and weekly.",
        "it is confirmed, declined or replaced",
        (Chase("confirmer", (0,), every=7, home=KNOWN),),
        people_finders.lines_to_confirm,
    ),
    Rule(
        "REM-49F",
        "Objection to decide",
        "The holder of a role that is proposed to end objects: the chief executive, the chair, the vice-chair and the "
        "trust safeguarding lead see it on their home pages at once, and hear after a day, after three, and weekly.",
        "one of them decides, or it can no longer be",
        (Chase("decider", (0, 2), every=7, home=KNOWN),),
        people_finders.objections_to_decide,
    ),
    Rule(
        "REM-49G",
        "Own way in about to change",
        "Somebody else has proposed that a person's address, password link or second step changes: they see it on their "
        "home page at once, and can stop it there.",
        "it takes effect, or is stopped, withdrawn or 7 days old",
        (Chase("person", (), home=KNOWN),),
        people_finders.own_ways_in,
    ),
    Rule(
        "REM-49H",
        "Role held back",
        "A role is held back, and without a word it ends three weeks after it began: whoever may give it back or take it "
        "back sees it on their home page at once, and hears 7, 3 and 1 days before it ends.",
        "one of them gives it back or takes it back, its holder lays it down, or its time is over",
        (Chase("decider", (-7, -3, -1), home=KNOWN),),
        people_finders.held_back_to_decide,
    ),
    Rule(
        "REM-51",
        "Concerns to hand over",
        "A role that hears concerns passes to somebody else: whoever gives it up is asked every working day whether they "
        "have concerns to hand over, the others who hear concerns there where they are gone, and after three school days "
        "the next on the ladder. All are asked alike, whether there are concerns or not.",
        'they answer, "I have none" being an answer, or the role does not pass after all',
        (Chase("asked", (0,), every=1, home=KNOWN),),
        people_finders.hand_overs,
    ),
    *review_rules.RULES,
)
