"""What has happened to a channel, as sentences with who and when (page C7).

Each source is a function of the channel. A module that knows something more writes one and adds it to
`SOURCES`. Nothing about a concern is a source, ever."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localdate

from accounts_registry.history.moment import Moment, Source
from accounts_registry.history.sentences import states
from accounts_registry.models import Channel, ChannelPerson
from accounts_registry.record.labels import day
from people.models import User

KINDS = {
    "people": "People",
    "settings": "Settings",
    "approvals": "Approvals",
    "reviews": "Reviews",
}


def of(channel: Channel, *, with_custody: bool, kind: str = "") -> list[Moment]:
    """Newest first, of one kind or of all."""
    found = [
        moment if with_custody or not moment.discreet else _discreet(moment)
        for source in SOURCES
        for moment in source(channel)
        if not kind or moment.kind == kind
    ]
    found.sort(key=lambda moment: moment.order)
    return found[::-1]


def _discreet(moment: Moment) -> Moment:
    return Moment(moment.discreet, moment.on, moment.kind, moment.by, moment.at)


CAPACITIES = {
    "master": "master administrator",
    "administrator": "administrator",
    "moderator": "moderator",
    "poster": "approved poster",
    "overseer": "editorial overseer",
    "vetter": "checker of contributors",
}


def milestones(channel: Channel) -> Iterator[Moment]:
    if channel.approved_on:
        yield Moment(
            f"Approved, request {channel.approval_reference}", channel.approved_on, "approvals"
        )
    if channel.date_opened:
        early = ", before it was approved" if channel.retrospective else ""
        yield Moment(f"Opened{early}", channel.date_opened, "settings")
    if channel.date_closed:
        yield Moment("Closed", channel.date_closed, "settings")


def comings_and_goings(channel: Channel) -> Iterator[Moment]:
    rows = channel.people.select_related(
        "person", "post", "authorised_by", "ended_by", "designated_by", "suspended_by"
    )
    for row in rows:
        yield from _of_one(row, CAPACITIES[row.part])


def _of_one(row: ChannelPerson, part: str) -> Iterator[Moment]:
    who = row.who
    yield Moment(
        f"{who} began as {part}",
        row.start_date,
        "people",
        _name(row.authorised_by),
        text=row.start_reason,
    )
    if row.designated_on:
        yield Moment(
            f"{who} was confirmed as {part}", row.designated_on, "people", _name(row.designated_by)
        )
    if row.suspended_on:
        yield Moment(
            f"Access of {who} was withdrawn", row.suspended_on, "people", _name(row.suspended_by)
        )
    if row.restored_on:
        yield Moment(f"{who} was given access again", row.restored_on, "people")
    if row.end_date:
        yield Moment(
            f"{who} ended as {part}",
            row.end_date,
            "people",
            _name(row.ended_by),
            text=row.end_reason,
        )
    if row.access_removed_on:
        yield Moment(f"The platform lets {who} in no more", row.access_removed_on, "people")


def _name(person: User | None) -> str:
    return person.full_name if person else ""


def official_checks(channel: Channel) -> Iterator[Moment]:
    for check in channel.checks.select_related("by"):
        answer = "Yes" if check.met else "No"
        yield Moment(
            f"{check.by.full_name} answered “{check.get_test_display()}”: {answer}",
            localdate(check.at),
            "reviews",
            check.by.full_name,
            check.at,
            check.how,
        )


def risk_assessments(channel: Channel) -> Iterator[Moment]:
    for one in channel.risk_assessments.select_related("assessor", "approved_by"):
        name = f"version {one.version} of the risk assessment"
        who = one.assessor.full_name
        if one.sent_at:
            yield Moment(
                f"{who} sent {name} to be approved",
                localdate(one.sent_at),
                "reviews",
                who,
                one.sent_at,
            )
        if one.approved_on:
            by = _name(one.approved_by)
            says = f"{by} approved {name}" if by else f"{name.capitalize()} was approved"
            yield Moment(says, one.approved_on, "approvals", by)


def house_rules(channel: Channel) -> Iterator[Moment]:
    for one in channel.house_rules.select_related("by"):
        published = f", published on {day(one.published_on)}" if one.published_on else ""
        yield Moment(
            f"{one.by.full_name} wrote version {one.version} of the house rules{published}",
            localdate(one.at),
            "settings",
            one.by.full_name,
            one.at,
        )


def contributors(channel: Channel) -> Iterator[Moment]:
    """By the name they show on the channel: pupils by their initials."""
    for one in channel.vettings.select_related("vetted_by"):
        yield Moment(
            f"{one.vetted_by.full_name} checked the contributor {one.display_name}: {one.get_result_display().lower()}",
            localdate(one.at),
            "people",
            one.vetted_by.full_name,
            one.at,
        )


def reviews(channel: Channel) -> Iterator[Moment]:
    """Looks at the settings, and what came of the aims; what was found stands on their own pages."""
    for review in channel.privacyreviews.select_related("by", "countersigned_by"):
        left = f", {review.open_exceptions} not as it should be" if review.open_exceptions else ""
        who = review.by.full_name
        yield Moment(
            f"{who} checked the privacy settings{left}", review.done_on, "reviews", who, review.at
        )
    for one in channel.evaluations.select_related("by"):
        who = one.by.full_name
        says = f"{who} held it against its aims: {one.get_aims_met_display().lower()}"
        yield Moment(says, one.done_on, "reviews", who, one.at)


SOURCES: tuple[Source, ...] = (
    states,
    milestones,
    comings_and_goings,
    official_checks,
    risk_assessments,
    reviews,
    house_rules,
    contributors,
)
