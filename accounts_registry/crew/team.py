"""The page of who runs a channel: today, later and before, each with whether they count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from access.check import can
from access.roles import Permission
from accounts_registry.crew import crew_lines, objections, shortfall
from accounts_registry.crew.crew_lines import PARTS, CrewLine
from accounts_registry.models import Channel, ChannelPerson
from accounts_registry.record.labels import day
from accounts_registry.record.statuses import LIVE
from people.models import Holding, Training, User
from workflow.promised import promised


@dataclass(frozen=True)
class Member:
    """One part: the row, who it is today, and what keeps them from counting, as sentences."""

    row: ChannelPerson
    who: str
    post: str
    is_vacant: bool
    trained: str
    confirmed: str
    remarks: list[str]

    @property
    def label(self) -> str:
        return str(self.row.get_part_display())


@dataclass(frozen=True)
class Team:
    """Everybody of one channel, by when."""

    standing: str
    now: list[Member]
    later: list[Member]
    before: list[Member]
    may: dict[str, bool]

    @property
    def is_empty(self) -> bool:
        return not (self.now or self.later)


def of(channel: Channel, user: Any, *, on: date) -> Team:
    lines = crew_lines.lines([channel.pk], on=min(on, channel.date_closed or on))
    rows = list(
        channel.people.select_related("person", "post", "suspended_by").order_by("start_date")
    )
    by_row: dict[UUID | None, list[CrewLine]] = {}
    for line in lines:
        by_row.setdefault(line.row_id, []).append(line)
    trained = _trained({line.person_id for line in lines if line.person_id}, on)
    titles = _titles({row.person_id for row in rows if row.person_id}, on)
    now = [row for row in rows if row.pk in by_row]
    now.sort(key=lambda row: (PARTS.index(row.part), row.order))
    may = _may(channel, user, on)
    return Team(
        standing=shortfall.standing(channel, lines),
        now=[_member(row, by_row[row.pk], trained, titles, channel, may) for row in now],
        later=[_plain(row, titles) for row in rows if row.start_date > on],
        before=[
            _plain(row, titles) for row in reversed(rows) if row.end_date and row.end_date < on
        ],
        may=may,
    )


def _may(channel: Channel, user: User, on: date) -> dict[str, bool]:
    is_live = channel.status in LIVE
    return {
        "change": is_live and can(user, Permission.CHANNEL_CHANGE, channel, on),
        "confirm": is_live and can(user, Permission.MODERATOR_CONFIRM, channel, on),
        "withdraw": is_live and can(user, Permission.ACCESS_WITHDRAW, channel, on),
    }


def _member(
    row: ChannelPerson,
    lines: list[CrewLine],
    trained: Mapping[UUID, date],
    titles: Mapping[UUID, str],
    channel: Channel,
    may: Mapping[str, bool],
) -> Member:
    people = [line for line in lines if line.person_id]
    names = ", ".join(line.name for line in people)
    return Member(
        row=row,
        who=names or f"{row.post}",
        post=str(row.post) if row.post else titles.get(promised(row.person_id), ""),
        is_vacant=not people,
        trained=", ".join(_trained_on(line, trained) for line in people),
        confirmed=", ".join("Not yet" if line.unconfirmed else "Yes" for line in people),
        remarks=list(_remarks(row, people, channel, may)),
    )


def _trained_on(line: CrewLine, trained: Mapping[UUID, date]) -> str:
    found = trained.get(line.person_id) if line.person_id else None
    if found is None:
        return "Not yet"
    return day(found) if line.trained else f"{day(found)}, run out"


def _remarks(
    row: ChannelPerson, people: Iterable[CrewLine], channel: Channel, may: Mapping[str, bool]
) -> Iterable[str]:
    people = list(people)
    if not people:
        yield "Vacant: nobody holds this post"
    if any(not line.present for line in people):
        yield "Does not work here now"
    if row.is_suspended:
        by = f" by {row.suspended_by}" if row.suspended_by else ""
        yield (
            f"Access withdrawn{by} on {day(row.suspended_on)}"
            if row.suspended_on
            else "Access withdrawn"
        )
        if may["withdraw"] and row.suspension_reason:
            yield f"Why: {row.suspension_reason}"
    if row.part == "moderator" and row.designated_on is None:
        yield f"To be confirmed by the {objections.designator_name(channel)}"
    if row.end_date:
        yield f"Until {day(row.end_date)}"


def _plain(row: ChannelPerson, titles: Mapping[UUID, str]) -> Member:
    post = str(row.post) if row.post else titles.get(promised(row.person_id), "")
    return Member(row, row.who, post, False, "", "", [])


def _trained(people: set[UUID], on: date) -> dict[UUID, date]:
    """The latest course on running a channel of each."""
    done = Training.objects.filter(person__in=people, course="operator", completed_on__lte=on)
    return dict(done.order_by("completed_on").values_list("person_id", "completed_on"))


def _titles(people: set[UUID], on: date) -> dict[UUID, str]:
    held = Holding.objects.on(on).filter(person__in=people).order_by("start_date")
    return dict(held.values_list("person_id", "post__title"))
