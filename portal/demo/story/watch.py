"""Accounts that are not ours: a parents' association, a teacher's own account with a notice out, a suspected fake."""

from __future__ import annotations

from accounts_registry import watching
from accounts_registry.actions import takedown, watch, watch_moves
from accounts_registry.models import Platform, WatchedAccount
from incidents.actions import report_fake
from incidents.worries import WORRIES
from portal.demo.story.cast import Stage
from portal.demo.story.people import MAREHAY, SOUTHFIELD

FAKE = "https://www.facebook.com/SouthfieldSchoo1"


def watch_the_others(stage: Stage) -> None:
    know_the_friends(stage)
    send_a_notice(stage)
    report_a_fake(stage)


def know_the_friends(stage: Stage) -> WatchedAccount:
    return watch.add_watched(
        school=stage.schools[MAREHAY],
        account="https://www.facebook.com/FriendsOfMarehay",
        called="Friends of Marehay",
        platform=Platform.objects.get(code="facebook"),
        kind="run_by_others",
        organisation="the Friends of Marehay",
        note="The parents' association told us about it at its meeting in September.",
        by=stage["Jean Porter"],
        at=stage.ago(40),
    )


def send_a_notice(stage: Stage) -> WatchedAccount:
    """Some days ago, so that its answer is not due yet."""
    at = stage.ago(8)
    entry = watch.add_watched(
        school=stage.schools[SOUTHFIELD],
        account="https://x.com/MissStuartHist",
        called="Miss Stuart History @ Southfield",
        platform=Platform.objects.get(code="x"),
        kind="quasi_school",
        holder=stage["Eve Stuart"],
        first_opened_on=stage.day(-800),
        note="Its password is known to her alone, and its recovery email is her own.",
        by=stage["Ravi Shah"],
        at=at,
    )
    return watch_moves.send_notice(
        entry=entry,
        text=watching.notice_for(entry, at.date()),
        by=stage["Ravi Shah"],
        at=at,
    )


def report_a_fake(stage: Stage) -> WatchedAccount:
    """A parent used the public page; it was looked at, reported to the platform and passed on."""
    report_fake(
        school=stage.schools[SOUTHFIELD],
        account=FAKE,
        worry="money",
        contact="parent@home.example",
        by=stage.system,
        at=stage.ago(2),
    )
    entry = WatchedAccount.objects.get(found_by=stage.system)
    ravi, at = stage["Ravi Shah"], stage.ago(1)
    watch.change_watched(
        entry=entry,
        evidence=f"{WORRIES['money']}: a post of yesterday asks parents to pay for a trip by bank transfer.",
        evidence_kept="The office's folder for communications",
        by=ravi,
        at=at,
    )
    takedown.log_takedown(
        entry=entry,
        to="platform",
        made_on=at.date(),
        their_reference="4471-2206",
        said="It pretends to be the school and asks for money",
        by=ravi,
        at=at,
    )
    return watch_moves.escalate(
        entry=entry,
        reason="To the platform, because it asks parents for money",
        next_check_on=stage.day(4),
        by=ravi,
        at=at,
    )
