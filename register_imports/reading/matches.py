"""Rows beside the register: what is new, what is there and would change, and what may not be.

Accounts are found by their identity, never by a name that merely looks alike; only a row without an
identity (a page's name and no link) is found by that exact name at its school. A fixed number of
questions, however many rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from access.check import schools_where, trusts_where
from access.roles import Permission
from accounts_registry.api import ownership as questions
from accounts_registry.models import LIVE, Channel
from people.api import day
from people.models import User
from register_imports.reading.known import (
    PARTS,
    Known,
    holder_of,
    look_up,
    post_called,
    titles_of,
)
from register_imports.reading.outcomes import WRITTEN, RowOutcome
from register_imports.reading.row import SheetRow, same_account
from schools.models import Trust

PIECE = 500


@dataclass(frozen=True)
class Leave:
    """Where somebody may add rows, change them and add posts; the portal itself may everywhere."""

    everywhere: bool
    adds: Set[Any]
    changes: Set[Any]
    posts: Set[Any]

    @classmethod
    def of(cls, by: User, on: date) -> Leave:
        if by.is_system:
            return cls(True, frozenset(), frozenset(), frozenset())
        return cls(
            False,
            *(
                schools_where(by, permission, on) | trusts_where(by, permission, on)
                for permission in (
                    Permission.CHANNEL_ADD,
                    Permission.CHANNEL_CHANGE,
                    Permission.PEOPLE_MANAGE,
                )
            ),
        )

    def may(self, where: Set[Any], key: Any) -> bool:
        return self.everywhere or key in where


def match(
    rows: Sequence[SheetRow], *, trust: Trust, leave: Leave, on: date, locked: bool = False
) -> Known:
    """Set beside each row what would become of it. `locked` holds the channels for a change."""
    asked = [row for row in rows if row.outcome == RowOutcome.READY]
    known = look_up(asked, trust, on, locked=locked)
    for row in asked:
        _match(row, known, trust, leave)
    return known


def in_pieces(rows: Sequence[SheetRow]) -> Iterable[Sequence[SheetRow]]:
    for start in range(0, len(rows), PIECE):
        yield rows[start : start + PIECE]


def _match(row: SheetRow, known: Known, trust: Trust, leave: Leave) -> None:
    channel = _channel_of(row, known, trust)
    if row.outcome == RowOutcome.FIX:
        return
    if channel is None:
        _judge_new(row, known, trust, leave)
    elif (earlier := known.named_by.setdefault(channel.pk, row.number)) != row.number:
        # By its reference, its link or its name: one row for each channel.
        row.problems.append(same_account(row.account_column, earlier, row.number))
        row.outcome = RowOutcome.FIX
    else:
        row.channel = channel
        row.place = row.place or channel.school or channel.trust
        _judge_known(row, channel, known, trust, leave)
    if row.outcome in WRITTEN:
        _judge_posts(row, known, leave)
        _ask_about_names(row, known)


def _channel_of(row: SheetRow, known: Known, trust: Trust) -> Channel | None:
    if row.reference:
        found = known.by_reference.get(row.reference)
        if found is None:
            row.complain("reference", "is not on your register")
        return found
    holders = known.by_identity.get(row.resolved.identity, [])
    for channel in holders:
        if channel.trust_id != trust.pk:
            row.complain(row.account_column, questions.ELSEWHERE, says_cell=False)
            return None
    own = [channel for channel in holders if channel.trust_id == trust.pk]
    if own:
        return _best(row, own)
    return _named_the_same(row, known)


def _named_the_same(row: SheetRow, known: Known) -> Channel | None:
    if row.place is None or row.platform is None or not row.account_name:
        return None
    key = (
        row.place.pk,
        row.platform.pk,
        row.platform_other.casefold(),
        row.account_name.casefold(),
    )
    found = known.by_name.get(key, [])
    if row.resolved.identity:
        # A row with an identity is another account than one that has a different one.
        found = [channel for channel in found if not channel.identity]
    live = [channel for channel in found if channel.status in LIVE]
    if len(live) > 1:
        row.complain("account", f"is the name of {len(live)} channels. Add its link")
        return None
    return _best(row, found) if found else None


def _best(row: SheetRow, found: Sequence[Channel]) -> Channel:
    """A row that says when it was closed is the closed one, if there is one that closed then."""
    if row.closed:
        closed = [channel for channel in found if channel.date_closed]
        same = [channel for channel in closed if channel.date_closed == row.closed]
        if same or closed:
            return (same or closed)[0]
    return next((channel for channel in found if channel.status in LIVE), found[0])


def _judge_new(row: SheetRow, known: Known, trust: Trust, leave: Leave) -> None:
    if not row.closed and (problem := _held(row, known, trust)):
        row.complain(row.account_column, problem, says_cell=False)
    elif not leave.may(leave.adds, row.place.pk):
        row.complain("school", f"you cannot add to the register of {row.place}", says_cell=False)


def _held(row: SheetRow, known: Known, trust: Trust) -> str:
    """The account is another channel's: live under another name, or kept by one that is closed."""
    holder = holder_of(row, known)
    if holder is None or row.platform is None:
        return ""
    return questions.held_sentence(
        holder, platform=row.platform, handle=row.resolved.handle, trust_id=trust.pk
    )


def _judge_known(row: SheetRow, channel: Channel, known: Known, trust: Trust, leave: Leave) -> None:
    here = channel.school_id or channel.trust_id
    if row.place.pk != here:
        row.complain(
            row.account_column,
            f"is on the register of {channel.school or channel.trust} already",
        )
    elif not leave.may(leave.changes, here):
        row.complain("school", f"you cannot change the register of {row.place}", says_cell=False)
    elif problem := _kept_by(row, channel, trust):
        row.complain(row.account_column, problem, says_cell=False)
    elif problem := _state_problem(row, channel):
        row.complain("closed", problem, says_cell=False)
    elif _is_another_account(row, channel):
        row.complain(
            row.account_column,
            f"is not the account of {channel.reference}. Change it on that channel’s page",
        )
    elif _closes_before_it_opens(row, channel):
        row.complain("opened", f"is after {channel.reference} was closed")
    elif _takes_an_account(row, channel) and (problem := _held(row, known, trust)):
        row.complain(row.account_column, problem, says_cell=False)
    else:
        row.changes = _changes(row, channel, known)
        row.outcome = RowOutcome.UPDATE if row.changes else RowOutcome.UNCHANGED


def _kept_by(row: SheetRow, channel: Channel, trust: Trust) -> str:
    """A closed channel keeps its account from being registered anew until it is released there."""
    if not channel.handle_parked or row.closed or row.reference or row.platform is None:
        return ""
    return questions.held_sentence(
        channel, platform=row.platform, handle=row.resolved.handle, trust_id=trust.pk
    )


def _is_another_account(row: SheetRow, channel: Channel) -> bool:
    """Not the one of this channel: neither by its name, nor by what the platform itself calls it."""
    if not channel.identity or row.resolved.identity in ("", channel.identity):
        return False
    return not channel.permanent_id or row.resolved.permanent_id != channel.permanent_id


def _takes_an_account(row: SheetRow, channel: Channel) -> bool:
    """A live channel whose account was not known, and is by this row."""
    return channel.status in LIVE and bool(row.resolved.identity) and not channel.identity


def _state_problem(row: SheetRow, channel: Channel) -> str:
    """A life is not changed by a sheet: opening and closing have their own pages."""
    if channel.status == Channel.Status.PLANNED:
        return f"{channel.reference} is planned and not open yet. Open it on its own page"
    if row.closed and not channel.date_closed:
        return f"{channel.reference} is open on the register. Close it on its own page"
    if channel.status == Channel.Status.CLOSED and not row.closed:
        return (
            f"{channel.reference} was closed on {day(channel.date_closed)}. "
            "Add it on its own page if it is open again"
            if channel.date_closed
            else ""
        )
    return ""


def _closes_before_it_opens(row: SheetRow, channel: Channel) -> bool:
    opened, closed = row.opened or channel.date_opened, row.closed or channel.date_closed
    return bool(opened and closed and closed < opened)


def _changes(row: SheetRow, channel: Channel, known: Known) -> dict[str, tuple[str, str]]:
    """What the row says that the register does not; an empty cell takes nothing away."""
    found: dict[str, tuple[str, str]] = {}
    name = row.account_name
    if name and row.is_named and name.casefold() != channel.account_name.casefold():
        found["account"] = (channel.account_name, name)
    if row.resolved.identity and not channel.identity:
        found["url"] = (channel.url or "none", row.resolved.url or row.resolved.handle)
    for code, field_name in (("opened", "date_opened"), ("closed", "date_closed")):
        said, is_now = getattr(row, code), getattr(channel, field_name)
        if said and said != is_now:
            found[code] = (day(is_now) if is_now else "not recorded", day(said))
    for part, (attribute, column) in PARTS.items():
        said, now = getattr(row, attribute), titles_of(known, channel, part)
        if said and {title.casefold() for title in said} != {title.casefold() for title in now}:
            found[column] = (", ".join(now) or "not recorded", ", ".join(said))
    return found


def _judge_posts(row: SheetRow, known: Known, leave: Leave) -> None:
    """Not everybody who keeps the register may add a post; then it must be one that is there."""
    if leave.may(leave.posts, row.place.pk):
        return
    for column, titles in _new_titles(row):
        names = known.colleagues.in_cell(titles, said=row.says_titles(column))
        for title in set(titles) - set(names):
            if post_called(known, row.place, title) is None:
                row.complain(
                    column,
                    f"{row.place} has no post called {title}. Ask the office manager to add it",
                    says_cell=False,
                )


def _new_titles(row: SheetRow) -> list[tuple[str, list[str]]]:
    """The two cells with posts, where the row says another than the register does."""
    cells = (("master", row.masters), ("posters", row.posters))
    return [one for one in cells if row.channel is None or one[0] in row.changes]


def _ask_about_names(row: SheetRow, known: Known) -> None:
    """A name never becomes a post by itself: the post that its owner holds stands there to be kept or changed."""
    for column, titles in _new_titles(row):
        if names := known.colleagues.in_cell(titles, said=row.says_titles(column)):
            posts = ", ".join(known.colleagues.posts_instead(titles, row.place))
            asked = row.typed.get(column, "") if known.colleagues.may_be_titles(names) else ""
            row.complain(column, _asked(names, posts), meant=posts, asked=asked, says_cell=False)


def _asked(names: Sequence[str], posts: str) -> str:
    said = " and ".join(f"“{name}”" for name in names)
    says = f"{said} {'reads like a name' if len(names) == 1 else 'read like names'}, and the register prints posts"
    if posts:
        return f"{says}. Is it {posts}? Save that, or enter another post"
    return f"{says}. Enter the post they hold, or leave it empty"
