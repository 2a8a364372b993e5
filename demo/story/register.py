"""The channels that were there before the portal: the register's own first rows, and what has become of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts_registry.crew.actions.crew import add_person
from accounts_registry.entry.actions.channels import change_details
from accounts_registry.entry.actions.registering import accept, add_existing
from accounts_registry.life import actions as life
from accounts_registry.models import Channel
from demo.story.cast import Stage
from demo.story.moments import Strand
from demo.story.staff import MAREHAY, SOUTHFIELD
from platforms.models import Platform


@dataclass(frozen=True)
class Old:
    """A row of the office's sheet, and what the head has said about it since: the three tests, or nothing yet."""

    school: str
    platform: str
    account: str
    master: str
    posters: tuple[str, ...]
    opened: date
    closed_days_ago: int = 0
    tests: tuple[bool, bool, bool] | None = (True, True, True)
    administrators: tuple[str, ...] = ()
    moderators: tuple[str, ...] = ()
    review: int = 200
    url: str = ""
    then: str = ""


OLD: tuple[Old, ...] = (
    Old(
        SOUTHFIELD,
        "x",
        "History@SSchool",
        "Business Manager",
        ("HoD (Humanities)",),
        date(2018, 5, 16),
        administrators=("Dana Reid",),
        moderators=("Dana Reid", "Eve Stuart"),
        review=40,
        url="https://x.com/HistorySSchool",
    ),
    Old(
        MAREHAY,
        "facebook",
        "Marehay Primary",
        "Headteacher",
        ("DHT", "SBO"),
        date(2023, 1, 16),
        administrators=("Jean Porter",),
        moderators=("Ellis Park", "Jean Porter"),
        review=-6,
        url="https://www.facebook.com/MarehayPrimary",
    ),
    Old(
        SOUTHFIELD,
        "facebook",
        "Southfield School",
        "Headteacher",
        ("Business Manager",),
        date(2017, 9, 4),
        administrators=("Tom Okafor",),
        moderators=("Tom Okafor", "Nell Reed"),
        review=90,
        url="https://www.facebook.com/SouthfieldSchool",
    ),
    Old(
        SOUTHFIELD,
        "instagram",
        "@southfield.library",
        "Network Manager",
        ("Librarian",),
        date(2021, 3, 1),
        administrators=("Ines Moor",),
        moderators=("Ines Moor", "Nell Reed"),
        review=150,
        url="https://www.instagram.com/southfield.library/",
    ),
    Old(
        SOUTHFIELD,
        "youtube",
        "@SouthfieldSchool",
        "Network Manager",
        ("Network Manager",),
        date(2019, 11, 12),
        tests=(True, False, True),
        administrators=("Tom Okafor",),
        moderators=("Tom Okafor", "Nell Reed"),
        review=130,
        url="https://www.youtube.com/@SouthfieldSchool",
    ),
    Old(
        SOUTHFIELD,
        "x",
        "@SouthfieldArt",
        "HoD (Art)",
        ("HoD (Art)",),
        date(2020, 2, 3),
        tests=None,
        review=300,
        url="https://x.com/SouthfieldArt",
    ),
    Old(
        SOUTHFIELD,
        "x",
        "@SouthfieldTrips",
        "Business Manager",
        ("Business Manager",),
        date(2016, 6, 20),
        closed_days_ago=120,
    ),
    Old(
        MAREHAY,
        "youtube",
        "@MarehayMusic",
        "SBO",
        ("Teacher of music",),
        date(2022, 9, 5),
        administrators=("Ben Lacey",),
        moderators=("Ben Lacey", "Ellis Park"),
        review=120,
        url="https://www.youtube.com/@MarehayMusic",
    ),
    Old(
        SOUTHFIELD,
        "bluesky",
        "southfieldscience.bsky.social",
        "Network Manager",
        ("Network Manager",),
        date(2024, 2, 5),
        administrators=("Tom Okafor",),
        moderators=("Tom Okafor", "Nell Reed"),
        review=210,
        then="paused",
    ),
    Old(
        MAREHAY,
        "x",
        "@MarehayPTA",
        "SBO",
        ("SBO",),
        date(2019, 10, 7),
        administrators=("Ellis Park",),
        moderators=("Ellis Park", "Ben Lacey"),
        review=260,
        then="closing",
    ),
    Old(
        MAREHAY,
        "instagram",
        "@marehay.forest",
        "Headteacher",
        ("Class teacher",),
        date(2024, 4, 15),
        tests=None,
        review=100,
        url="https://www.instagram.com/marehay.forest/",
    ),
)


def enter(stage: Stage, old: Old) -> Strand:
    """One row, added by the office as the sheet has it, then accepted by its head where that has happened."""
    head = stage["Priya Nair" if old.school == SOUTHFIELD else "Kay Moss"]
    at = yield stage.ago(12 if old.tests is None else 60)
    channel = add(stage, old, at)
    if old.tests:
        held, oversight, limited = old.tests
        at = yield stage.ago(55)
        accept(
            channel=channel,
            master_privileges_held=held,
            editorial_oversight=oversight,
            admins_limited=limited,
            by=head,
            at=at,
        )
    if old.then == "paused":
        at = yield stage.ago(9)
        life.pause(
            channel=channel,
            cause="moderators",
            reason="The teacher who ran it has moved to another school",
            by=head,
            at=at,
        )
    elif old.then == "closing":
        at = yield stage.ago(6)
        life.start_closing(
            channel=channel,
            planned_closing=stage.day(24),
            reason="replaced",
            note="The parents' association now runs its own account",
            ending="handed_over",
            handed_to="Marehay parents' association",
            followers=210,
            tell=["followers", "parents", "website"],
            by=head,
            at=at,
        )


def add(stage: Stage, old: Old, at: datetime) -> Channel:
    """The row with those who run it, and the day on which it is to be looked at again."""
    office = stage["Tom Okafor" if old.school == SOUTHFIELD else "Jean Porter"]
    channel = add_existing(
        school=stage.schools[old.school],
        platform=Platform.objects.get(code=old.platform),
        account_name=old.account,
        master_post=old.master,
        poster_posts=old.posters,
        date_opened=old.opened,
        date_closed=stage.ago(old.closed_days_ago).date() if old.closed_days_ago else None,
        url=old.url,
        by=office,
        at=at,
    )
    for part, names in (("administrator", old.administrators), ("moderator", old.moderators)):
        for name in names:
            add_person(
                channel=channel,
                part=part,
                person=stage[name],
                start_date=at.date(),
                by=office,
                at=at,
            )
    change_details(channel=channel, next_review_on=stage.day(old.review), by=office, at=at)
    return channel
