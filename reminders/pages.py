"""What the pages about cover show: the gaps in words, and each week day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from access.check import can, schools_where, trusts_where
from access.roles import Permission
from accounts_registry.api import WATCHED, Away, Gap, counts, gaps
from accounts_registry.models import Channel, Cover
from people.api import span
from people.models import Absence, User
from reminders.cover_finders import short_of
from reminders.scope import parts_of
from schools.api import Country, is_bank_holiday, is_known, policy_settings
from workflow.promised import promised

WEEK = 7


class Day(NamedTuple):
    day: date
    note: str


class Cell(NamedTuple):
    """How many moderators a channel has on a day."""

    day: Day
    count: int  # type: ignore[assignment]  # hides the tuple's own, unused
    is_short: bool


class ChannelWeek(NamedTuple):
    channel: Channel
    cells: list[Cell]


class Week(NamedTuple):
    start: date
    days: list[Day]
    rows: list[ChannelWeek]

    def meets(self, found: Iterable[Gap]) -> bool:
        """Whether one of these gaps has a day in this week."""
        return any(gap.start <= self.days[-1].day and gap.end >= self.start for gap in found)


class GapLine(NamedTuple):
    """A gap as a person reads it, with what can be done about it."""

    gap: Gap
    channel: Channel
    away: list[User]
    asked: list[Cover]
    may_ask: bool

    @property
    def when(self) -> str:
        return span(self.gap.start, self.gap.end)

    @property
    def short(self) -> str:
        return short_of(self.gap)

    @property
    def query(self) -> str:
        return f"?from={self.gap.start}&to={self.gap.end}"


@dataclass(frozen=True)
class CoverPage:
    last: date
    lines: list[GapLine]
    standing: list[GapLine]
    weeks: list[Week]
    quiet: list[Week]
    anybody_away: bool
    how_many: int


def watched(user: User, on: date, *, school_id: str = "") -> Any:
    """The channels whose cover this person looks at: those of their schools, and of the trust where that is theirs."""
    schools = schools_where(user, Permission.COVER_SEE, on)
    trusts = trusts_where(user, Permission.COVER_SEE, on)
    chosen = Channel.objects.visible_to(user, on=on).filter(
        status__in=WATCHED, moderation_required=True
    )
    if school_id:
        return chosen.filter(school_id__in=[pk for pk in schools if str(pk) == school_id])
    return chosen.filter(Q(school_id__in=schools) | Q(school=None, trust_id__in=trusts))


def horizon(user: User, on: date) -> date:
    """The last day that is looked at: as many days ahead as the trust says."""
    days = policy_settings.value("cover_horizon_days", trust=user.trust) if user.trust else 42
    return on + timedelta(days=days)


def cover_page(user: User, on: date, *, school_id: str = "") -> CoverPage:
    last = horizon(user, on)
    chosen = watched(user, on, school_id=school_id)
    channels = list(
        Channel.objects.filter(pk__in=chosen.values("pk"))
        .select_related("platform", "school", "trust")
        .order_by("account_name")
    )
    ids = Channel.objects.filter(pk__in=[channel.pk for channel in channels])
    found = gaps(first=on, last=last, channels=ids)
    lines = lines_of(found, channels, user, on)
    caused = [gap for gap in found if gap.away]
    weeks = weeks_of(channels, ids, caused, on, last)
    return CoverPage(
        last=last,
        lines=[line for line in lines if line.gap.away],
        standing=[line for line in lines if not line.gap.away],
        weeks=[week for week in weeks if week.meets(caused)],
        quiet=[week for week in weeks if not week.meets(caused)],
        anybody_away=bool(caused) or _anybody_away(user, on, last),
        how_many=len(channels),
    )


def _anybody_away(user: User, on: date, last: date) -> bool:
    return Absence.objects.visible_to(user, on=on).between(on, last).exists()


def lines_of(
    found: Iterable[Gap], channels: Iterable[Channel], user: User, on: date
) -> list[GapLine]:
    """The gaps with the names of those away and of those asked: two queries for all."""
    found = list(found)
    by_pk = {channel.pk: channel for channel in channels}
    people = User.objects.in_bulk({pk for gap in found for pk in gap.away})
    covers = list(
        Cover.objects.filter(
            channel__in={gap.channel_id for gap in found}, status=Cover.Status.PROPOSED
        ).select_related("person")
    )
    may: dict[UUID, bool] = {}
    lines = []
    for gap in found:
        channel = by_pk[gap.channel_id]
        if channel.pk not in may:
            may[channel.pk] = can(user, Permission.COVER_ARRANGE, channel, on)
        asked = [cover for cover in covers if cover.channel_id == channel.pk and _meet(cover, gap)]
        away = sorted((people[pk] for pk in gap.away), key=lambda person: person.full_name)
        lines.append(GapLine(gap, channel, away, asked, may[channel.pk]))
    return lines


def _meet(cover: Cover, gap: Gap) -> bool:
    return cover.start_date <= gap.end and cover.end_date >= gap.start


def weeks_of(
    channels: list[Channel], ids: Any, found: list[Gap], on: date, last: date
) -> list[Week]:
    """Monday to Sunday, from this week on. Days that have passed count as they were."""
    first = on - timedelta(days=on.weekday())
    last = last + timedelta(days=WEEK - 1 - last.weekday())
    numbers = counts(first=first, last=last, channels=ids)
    needed = {gap.channel_id: gap.needed for gap in found}
    # A channel that nobody's time away leaves short is not drawn.
    drawn = [channel for channel in channels if channel.pk in needed]
    weeks = []
    countries = {(channel.school or channel.trust).country for channel in drawn}
    for offset in range(0, (last - first).days + 1, WEEK):
        days = [_day(first + timedelta(days=offset + number), countries) for number in range(WEEK)]
        rows = [
            ChannelWeek(
                channel,
                [
                    Cell(day, number, number < needed[channel.pk] and day.day >= on)
                    for day, number in zip(
                        days, numbers[channel.pk][offset : offset + WEEK], strict=True
                    )
                ],
            )
            for channel in drawn
        ]
        weeks.append(Week(days[0].day, days, rows))
    return weeks


def _day(day: date, countries: set[str]) -> Day:
    """A day with whose bank holiday it is, where the channels drawn have several countries."""
    closed = {country for country in countries if is_bank_holiday(day, country)}
    if closed and closed == countries:
        return Day(day, "Bank holiday")
    names = " and ".join(Country(country).label for country in sorted(closed))
    if names:
        return Day(day, f"Bank holiday in {names}")
    return Day(day, "" if is_known(day) else "Bank holidays not known")


def effect(person: User, start: date, end: date, *, on: date) -> list[GapLine]:
    """The gaps that this time away, not booked yet, would cause."""
    return _gaps_with(person, start, end, on=on, also_away=[(person.pk, start, end)])


def effect_of(absence: Absence, *, on: date, user: User) -> list[GapLine]:
    """The gaps that booked time away causes now, as this person may see to them."""
    return _gaps_with(absence.person, absence.start_date, absence.end_date, on=on, user=user)


def _gaps_with(
    person: User,
    start: date,
    end: date,
    *,
    on: date,
    also_away: Iterable[Away] = (),
    user: User | None = None,
) -> list[GapLine]:
    mine = Channel.objects.filter(pk__in=parts_of(person), trust_id=promised(person.trust_id))
    found = [
        gap
        for gap in gaps(first=max(start, on), last=max(end, on), channels=mine, also_away=also_away)
        if person.pk in gap.away
    ]
    channels = mine.filter(pk__in={gap.channel_id for gap in found}).select_related(
        "platform", "school", "trust"
    )
    return lines_of(found, channels, user or person, on)


def gaps_of_channel(channel: Channel, user: User, on: date) -> list[Gap]:
    """The gaps of one channel that cover can fill, the earliest first."""
    return gaps(first=on, last=horizon(user, on), channels=Channel.objects.filter(pk=channel.pk))


def cause_of(gap: Gap) -> Absence | None:
    """The time away that opens this gap, so that the cover ends when it is cancelled."""
    return Absence.objects.between(gap.start, gap.end).filter(person__in=gap.away).first()


def headed(cover: Cover) -> dict[str, str]:
    """When a question about cover is for, and the heading of its page."""
    when, name = span(cover.start_date, cover.end_date), cover.channel.account_name
    headings: dict[str, str] = {
        Cover.Status.PROPOSED: f"Can you cover {when}?",
        Cover.Status.ACCEPTED: f"You cover {name} {when}",
        Cover.Status.DECLINED: f"You cannot cover {name} {when}",
        Cover.Status.ENDED: f"Cover for {name} is no longer needed",
    }
    return {"when": when, "heading": headings[cover.status]}
