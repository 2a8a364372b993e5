"""What has happened to a channel, as sentences with who and when (C7).

Each source is a function of the channel. A module that knows something more writes one and adds it to
`SOURCES`. Nothing about a concern is a source, ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from accounts_registry.models import Channel, ChannelPerson, ChannelState, OfficialCheck, Platform
from accounts_registry.words import CUSTODY, SILENT, called, day, said
from people.models import Post
from schools.models import School, Trust

KINDS = {
    "people": "People",
    "settings": "Settings",
    "approvals": "Approvals",
    "reviews": "Reviews",
}
LONGEST = 300


@dataclass(frozen=True)
class Moment:
    """One thing that happened. `at` where the time is known, else the day alone.

    `discreet` is the sentence for those who may not know where a login is kept.
    """

    says: str
    on: date
    kind: str
    by: str = ""
    at: datetime | None = None
    text: str = ""
    discreet: str = ""

    @property
    def order(self) -> tuple[date, datetime]:
        return self.on, self.at or datetime.combine(self.on, time.min, get_current_timezone())


Source = Callable[[Channel], Iterable[Moment]]


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


# ---- What the register itself said, state by state ------------------------------------------

MOVES = {
    ("planned", "open"): "opened it",
    ("planned", "cancelled"): "said that it will not go ahead",
    ("open", "suspended"): "paused it",
    ("suspended", "open"): "opened it again",
    ("open", "closing"): "started closing it",
    ("suspended", "closing"): "started closing it",
    ("closing", "open"): "stopped closing it",
    ("closing", "closed"): "closed it",
    ("closed", "open"): "took back that it was closed",
}


def states(channel: Channel) -> Iterator[Moment]:
    """Every fact that somebody changed, from the differences between one state and the next."""
    rows = list(channel.states.select_related("by").order_by("id"))
    known = _names_behind_keys(rows)
    answered = set(channel.checks.values_list("at", flat=True))
    before: Mapping[str, Any] = {}
    for number, state in enumerate(rows):
        if number == 0:
            yield _moment(state, "put it on the register", "approvals")
        else:
            yield from _changes(state, before, known, tests_told=state.at in answered)
        before = state.facts


def _changes(
    state: ChannelState,
    before: Mapping[str, Any],
    known: Mapping[str, str],
    *,
    tests_told: bool,
) -> Iterator[Moment]:
    for name in state.changed:
        then, now = before.get(name), state.facts.get(name)
        if name == "status":
            did = MOVES.get((str(then), str(now))) or _difference(name, then, now, known)
            yield _moment(state, did, "settings", text=state.reason)
        elif name == "accepted_at" and now:
            yield _moment(state, "accepted it onto the register", "approvals")
        elif name in SILENT or (tests_told and name in TESTS):
            continue
        else:
            did = _difference(name, then, now, known)
            less = f"changed the {called(name).words}" if name in CUSTODY else ""
            yield _moment(state, did, called(name).group, discreet=less)


TESTS = frozenset({*OfficialCheck.Test.values, "tests_checked_on"})


def _difference(name: str, then: Any, now: Any, known: Mapping[str, str]) -> str:
    words = called(name).words
    old, new = _short(said(name, then, known)), _short(said(name, now, known))
    if not new:
        return f"removed the {words}, which was {old}" if old else f"removed the {words}"
    return f"changed the {words} from {old} to {new}" if old else f"set the {words} to {new}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _moment(
    state: ChannelState, did: str, kind: str, *, text: str = "", discreet: str = ""
) -> Moment:
    who = state.by.full_name
    return Moment(
        f"{who} {did}",
        localdate(state.at),
        kind,
        who,
        state.at,
        text,
        f"{who} {discreet}" if discreet else "",
    )


def _names_behind_keys(rows: Iterable[ChannelState]) -> dict[str, str]:
    """The posts, schools, platforms and trusts that any of these states names."""
    columns = {
        "credentials_post_id": Post,
        "school_id": School,
        "platform_id": Platform,
        "trust_id": Trust,
    }
    known: dict[str, str] = {}
    for column, model in columns.items():
        keys = {row.facts[column] for row in rows if row.facts.get(column)}
        if len(keys) > 1 or column == "credentials_post_id" and keys:
            known |= {str(one.pk): str(one) for one in model._default_manager.filter(pk__in=keys)}
    return known


# ---- What stands in rows of its own ---------------------------------------------------------

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


def _name(person: Any) -> str:
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
