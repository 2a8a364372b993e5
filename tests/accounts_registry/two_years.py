"""Two years of two trusts as people lived them, through the verbs of that day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

from accounts_registry.crew.actions import crew
from accounts_registry.entry.actions import channels, registering
from accounts_registry.entry.approved_facts import ApprovedFacts
from accounts_registry.life import actions as life
from accounts_registry.models import Channel
from accounts_registry.record.rows import keep_state
from people.models import Holding, Post
from tests.accounts_registry.builders import add, close_steps, platform
from tests.factories import hold, make_person


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=UTC)


def written(channel: Channel, by: Any, day: str, *, since: str = "", **facts: Any) -> Channel:
    """A change, or a correction that counts back to `since`, as verbs end."""
    Channel.objects.filter(pk=channel.pk).update(**facts)
    channel.refresh_from_db()
    keep_state(channel, by=by, at=at(day), on=date.fromisoformat(since) if since else None)
    return channel


def accepted(channel: Channel, by: Any, day: str, *, limited: bool = True) -> None:
    registering.accept(
        channel=channel,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=limited,
        by=by,
        at=at(day),
    )


def planned(cast: Any, account: str, service: str, day: str) -> Channel:
    return registering.plan_channel(
        school=cast.school,
        facts=ApprovedFacts(platform=platform(service), account_name=account),
        people=[
            {"part": "master", "post": Post.objects.get(title="Business manager")},
            {"part": "poster", "post": Post.objects.get(title="PE technician")},
        ],
        approval_reference="RQ0001",
        approved_on=date.fromisoformat(day),
        by=cast.head,
        at=at(day),
    )


def opened(channel: Channel, cast: Any, day: str, date_opened: str) -> None:
    """With the three tests, which the opening checks ask."""
    written(
        channel,
        cast.office,
        day,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=True,
    )
    channels.open_channel(
        channel=channel, date_opened=date.fromisoformat(date_opened), by=cast.office, at=at(day)
    )


def closed(channel: Channel, cast: Any, day: str, date_closed: str) -> None:
    close_steps(channel, cast.office, at(day))
    life.close(
        channel=channel, date_closed=date.fromisoformat(date_closed), by=cast.office, at=at(day)
    )


def live(cast: Any) -> dict[str, Channel]:
    """More than 25 events from September 2024 to August 2026, in the order they were written down."""
    there: dict[str, Channel] = {}
    history = there["history"] = add(cast, at=at("2024-09-02"))
    page = there["page"] = add(
        cast,
        by=cast.admin,
        at=at("2024-09-02"),
        school=cast.other_school,
        platform=platform("facebook"),
        account_name="Birchwood",
        master_post="Headteacher",
        poster_posts=["DHT", "SBO"],
        date_opened=date(2023, 1, 16),
    )
    accepted(history, cast.head, "2024-09-10")
    accepted(page, cast.other_head, "2024-09-20", limited=False)
    first = history.people.get(part="poster")
    crew.add_person(
        channel=history,
        part="poster",
        post=Post.objects.get(title="PE technician"),
        start_date=date(2024, 10, 1),
        by=cast.office,
        at=at("2024-10-01"),
    )
    crew.remove_person(
        channel_person=first, end_date=date(2024, 10, 14), by=cast.office, at=at("2024-10-20")
    )
    channels.change_details(
        channel=history, account_name="@AshdownHistory", by=cast.office, at=at("2024-11-05")
    )
    # The page's name had been mistyped from the beginning.
    written(page, cast.admin, "2024-11-18", since="2023-01-16", account_name="Birchwood Primary")
    art = there["art"] = planned(cast, "@AshdownArt", "instagram", "2024-12-02")
    opened(art, cast, "2025-01-06", "2025-01-02")
    life.pause(channel=history, reason="A quiet term", by=cast.comms, at=at("2025-01-20"))
    # Whether its people are ready is not what this story is about.
    with patch("accounts_registry.life.opening_checks.too_few", return_value=[]):
        life.resume(channel=history, by=cast.comms, at=at("2025-02-03"))
    music = there["music"] = add(
        cast,
        at=at("2025-02-10"),
        platform=platform("youtube"),
        account_name="@AshdownMusic",
        poster_posts=["Head of PE"],
        date_opened=None,
    )
    # When it was opened is found out later.
    channels.change_details(
        channel=music, date_opened=date(2021, 9, 1), by=cast.office, at=at("2025-03-01")
    )
    written(page, cast.other_head, "2025-03-10", admins_limited=True)
    _new_business_manager(cast)
    life.start_closing(
        channel=art,
        planned_closing=date(2025, 5, 31),
        reason="aim_met",
        by=cast.head,
        at=at("2025-05-01"),
    )
    closed(art, cast, "2025-06-02", "2025-05-30")
    # The closing was a mistake, corrected within 14 days back to its day (C11).
    art.people.update(end_date=None)
    written(art, cast.head, "2025-06-10", since="2025-05-30", status="open", date_closed=None)
    written(music, cast.admin, "2025-07-01", school=cast.other_school)
    far = cast.outsider.roles_on(date(2026, 1, 1))[0].school_ids
    written(page, cast.admin, "2025-09-01", trust=cast.other_trust, school_id=next(iter(far)))
    there["old"] = add(
        cast,
        at=at("2025-09-15"),
        account_name="@Old",
        date_opened=date(2020, 1, 1),
        date_closed=date(2023, 7, 21),
    )
    art.refresh_from_db()
    life.start_closing(
        channel=art,
        planned_closing=date(2025, 10, 31),
        reason="low_value",
        by=cast.head,
        at=at("2025-10-01"),
    )
    closed(art, cast, "2025-10-20", "2025-10-15")
    life.pause(channel=music, reason="Nobody to moderate", by=cast.comms, at=at("2025-11-01"))
    with patch("accounts_registry.life.opening_checks.too_few", return_value=[]):
        life.resume(channel=music, by=cast.comms, at=at("2026-01-05"))
    accepted(music, cast.other_head, "2026-02-02")
    _another_post_runs(history, cast)
    never = there["never"] = planned(cast, "@Never", "tiktok", "2026-03-15")
    channels.cancel_planned(channel=never, reason="Not needed", by=cast.head, at=at("2026-04-01"))
    channels.change_details(
        channel=history, account_name="@AshdownHumanities", by=cast.office, at=at("2026-05-01")
    )
    # It was open before it was approved.
    early = there["early"] = planned(cast, "@Early", "tiktok", "2026-06-01")
    opened(early, cast, "2026-06-03", "2026-05-10")
    _somebody_without_a_post_joins(early, cast)
    return there


def _new_business_manager(cast: Any) -> None:
    post = Post.objects.get(title="Business manager")
    Holding.objects.filter(post=post).update(end_date=date(2025, 3, 31))
    newer = make_person("Nadia Khan", trust=cast.trust, school=cast.school)
    Holding.objects.create(post=post, person=newer, start_date=date(2025, 4, 1))


def _another_post_runs(channel: Channel, cast: Any) -> None:
    """The network manager takes over from the business manager."""
    crew.replace_person(
        channel_person=channel.people.get(part="master", post__title="Business manager"),
        post=Post.objects.get(title="Network manager"),
        start_date=date(2026, 3, 1),
        by=cast.office,
        at=at("2026-03-01"),
    )


def _somebody_without_a_post_joins(channel: Channel, cast: Any) -> None:
    """Named as a person: the register prints the post they hold on the day."""
    crew.add_person(
        channel=channel,
        part="poster",
        person=cast.teacher,
        start_date=date(2026, 7, 1),
        by=cast.office,
        at=at("2026-07-01"),
    )
    Holding.objects.filter(person=cast.teacher).update(end_date=date(2026, 7, 31))
    later = hold(cast.teacher, "Head of art", trust=cast.trust, school=cast.school)
    later.holdings.update(start_date=date(2026, 8, 1))
