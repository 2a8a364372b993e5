"""Accounts that are not ours: a parents' association, a teacher's own account with a notice out, a suspected fake."""

from __future__ import annotations

from datetime import datetime

from demo.story.cast import Stage
from demo.story.moments import Strand, in_words
from demo.story.staff import MAREHAY, SOUTHFIELD
from incidents.actions import report_fake
from incidents.report.public_options import WORRIES
from platforms.models import Platform
from watch_list import watching
from watch_list.actions import moves, takedown, watch
from watch_list.models import WatchedAccount

FAKE = "https://www.facebook.com/SouthfieldSchoo1"


def know_the_friends(stage: Stage) -> Strand:
    at = yield stage.ago(40)
    watch.add_watched(
        school=stage.schools[MAREHAY],
        account="https://www.facebook.com/FriendsOfMarehay",
        called="Friends of Marehay",
        platform=Platform.objects.get(code="facebook"),
        kind="run_by_others",
        organisation="the Friends of Marehay",
        note=f"The parents' association told us about it at its meeting on {in_words(stage.ago(44).date())}.",
        by=stage["Jean Porter"],
        at=at,
    )


def send_a_notice(stage: Stage) -> Strand:
    """Some days ago, so that its answer is not due yet."""
    at = yield stage.ago(8)
    entry = watch.add_watched(
        school=stage.schools[SOUTHFIELD],
        account="https://x.com/MissStuartHist",
        called="Miss Stuart History @ Southfield",
        platform=Platform.objects.get(code="x"),
        kind="quasi_school",
        holder=stage["Eve Stuart"],
        first_opened_on=stage.ago(800).date(),
        note="Its password is known to her alone, and its recovery email is her own.",
        by=stage["Ravi Shah"],
        at=at,
    )
    moves.send_notice(
        entry=entry,
        text=watching.notice_for(entry, at.date()),
        by=stage["Ravi Shah"],
        at=at,
    )


def report_a_fake(stage: Stage) -> Strand:
    """A parent used the public page; it was looked at, reported to the platform and passed on."""
    at = reported = yield stage.ago(2)
    report_fake(
        school=stage.schools[SOUTHFIELD],
        account=FAKE,
        worry="money",
        contact="parent@home.example",
        by=stage.system,
        at=at,
    )
    at = yield stage.ago(1)
    entry = WatchedAccount.objects.get(found_by=stage.system)
    watch.change_watched(
        entry=entry,
        evidence=f"{WORRIES['money']}: a post of {in_words(reported.date())} asks parents to pay for a trip by bank transfer.",
        evidence_kept="The office's folder for communications",
        by=stage["Ravi Shah"],
        at=at,
    )
    pass_it_on(stage, entry, at)


def pass_it_on(stage: Stage, entry: WatchedAccount, at: datetime) -> None:
    takedown.log_takedown(
        entry=entry,
        to="platform",
        made_on=at.date(),
        their_reference="4471-2206",
        said="It pretends to be the school and asks for money",
        by=stage["Ravi Shah"],
        at=at,
    )
    moves.escalate(
        entry=entry,
        reason="To the platform, because it asks parents for money",
        next_check_on=stage.day(4),
        by=stage["Ravi Shah"],
        at=at,
    )
