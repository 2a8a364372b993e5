"""The whole story, in the order it happened."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts_registry.actions.guarding import note_flags
from portal.demo.story.calendar import monday_of
from portal.demo.story.cast import Stage, set_the_stage
from portal.demo.story.channels import complete_the_channels
from portal.demo.story.concerns import report_the_concerns
from portal.demo.story.duties import set_duties
from portal.demo.story.files import publish_the_lists, take_some_files
from portal.demo.story.identity import tell_the_accounts_apart
from portal.demo.story.imports import import_sheets
from portal.demo.story.life import live_their_lives
from portal.demo.story.lists import keep_lists
from portal.demo.story.register import fill_the_register
from portal.demo.story.requests import make_the_requests
from portal.demo.story.reviews import review_the_channels
from portal.demo.story.watch import watch_the_others
from reminders.actions import book_away


@transaction.atomic
def tell(on: date, at: datetime) -> Stage:
    """Load the demo trust as of that day, through the actions people use."""
    stage = set_the_stage(on, at)
    set_duties(stage)
    fill_the_register(stage)
    review_the_channels(stage)
    import_sheets(stage)
    publish_the_lists(stage)
    tell_the_accounts_apart(stage)
    keep_lists(stage)
    live_their_lives(stage)
    complete_the_channels(stage)
    make_the_requests(stage)
    report_the_concerns(stage)
    watch_the_others(stage)
    go_away(stage)
    take_some_files(stage)
    note_flags(on=on)
    return stage


def go_away(stage: Stage) -> None:
    """A moderator is away next week, so History@SSchool has one moderator too few."""
    monday = monday_of(stage.on) + timedelta(days=7)
    book_away(
        person=stage["Dana Reid"],
        start_date=monday,
        end_date=monday + timedelta(days=4),
        by=stage["Dana Reid"],
        at=stage.ago(0, 8),
    )
