"""The whole story, in the order it happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from accounts_registry.life.actions.guarding import note_flags
from demo.story import (
    appointments,
    channels,
    concerns,
    duties,
    files,
    identity,
    imports,
    life,
    lists,
    register,
    requests,
    reviews,
    watch,
)
from demo.story.calendar import monday_of
from demo.story.cast import Stage, set_the_stage
from demo.story.moments import DAY, Strand, tell_in_order
from reminders.actions import book_away


@transaction.atomic
def tell(on: date, at: datetime) -> Stage:
    """Load the demo trust as of that day, through the actions people use."""
    stage = set_the_stage(on, at)
    tell_in_order(strands(stage), now=at)
    note_flags(on=on)
    return stage


def strands(stage: Stage) -> Iterator[Strand]:
    """What happens beside each other; of two that go on at one moment the first here goes first."""
    yield duties.set_duties(stage)
    yield from (register.enter(stage, old) for old in register.OLD)
    for begin in (
        reviews.expect,
        reviews.look_at_settings,
        reviews.say_whose_they_are,
        reviews.look_at_posts,
        reviews.hold_against_aims,
        reviews.confirm_southfield,
        reviews.confirm_marehay,
        imports.import_a_sheet,
        imports.leave_a_sheet,
        files.publish_the_lists,
        identity.rename_the_library,
        identity.lose_science,
        identity.keep_an_id,
        identity.check_some_ages,
        lists.keep_lists,
        life.settle_some_steps,
        life.close_one,
        life.stop_posting,
        channels.fill_in_history,
        channels.fill_in_the_school_page,
    ):
        yield begin(stage)
    yield from (requests.walk(stage, case) for case in requests.CASES)
    for begin in (
        concerns.report_something_new,
        concerns.report_a_fake_account,
        concerns.deal_with_a_concern,
        concerns.close_a_concern,
        watch.know_the_friends,
        watch.send_a_notice,
        watch.report_a_fake,
        appointments.propose_a_deputy,
        go_away,
        files.take_some_files,
    ):
        yield begin(stage)


def go_away(stage: Stage) -> Strand:
    """A moderator is away for a week soon, so History@SSchool has one moderator too few.

    From the first Monday that is not within three days: only then has the headteacher to see to it.
    """
    at = yield stage.ago(0, 8)
    monday = monday_of(stage.day(3)) + 7 * DAY
    book_away(
        person=stage["Dana Reid"],
        start_date=monday,
        end_date=monday + 4 * DAY,
        by=stage["Dana Reid"],
        at=at,
    )
