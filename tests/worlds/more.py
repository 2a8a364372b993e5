"""What is added in one trust while the other looks on."""

from __future__ import annotations

from datetime import timedelta

from people import actions as people
from people.appointments import actions as appointments
from tests.accounts_registry import world
from tests.accounts_registry.builders import add
from tests.approvals import stage
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_away, make_person
from tests.register_imports import sheets
from tests.reminders.builders import make_channel
from tests.reports.making import made
from tests.watch_list import watching
from tests.worlds import concerns
from tests.worlds.base import letter
from tests.worlds.steady import keys_from


def grow(cast: Cast) -> None:
    """More of everything: channels, requests, people, appointments, absences, sheets, watch list, files, concerns."""
    with keys_from(f"more of {cast.trust.short_name}"):
        master = cast.office.holdings.get().post
        world.official(cast, "x", "@MoreOfIt")
        add(cast, account_name="@MoreMusic")
        make_channel(cast.school, cast.teacher, account_name="More daily")
        stage.sent(cast, account_name="@MoreArt", master_post=master)
        watching.add(cast, account="https://x.com/MoreOfMissBell")
        watching.friends(cast, account="https://www.facebook.com/FriendsOfMore")
        sheets.upload(cast, f"{sheets.HEADINGS}X,@MoreNew,Headteacher,Office,3/9/19,,\n")
        made(cast, "register_csv")
        more_people(cast)
        for about in ("the office manager", "the headteacher", "pupils alone"):
            concerns.tell(cast, concerns.PLOTS[about])


def more_people(cast: Cast) -> None:
    new = make_person("Another Newcomer", "DHT", trust=cast.trust, school=cast.school, post="Cook")
    appointments.propose(
        person=new,
        role="DDSL",
        trust=cast.trust,
        school=cast.school,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    gone = make_person("Held Back", trust=cast.trust, school=cast.school)
    people.suspend_person(person=gone, by=cast.head, at=NOW)
    make_away(cast.head, TODAY, TODAY + timedelta(days=5))
    letter(new, "more", "failed")
