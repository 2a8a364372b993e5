"""Which changes of an approved channel are a step towards pupils or to openness, and so wait for the headteacher."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from access.check import can
from access.roles import Permission
from accounts_registry.models import LIVE, Channel
from accounts_registry.page import edits
from accounts_registry.record.labels import PUPIL_GROUPS
from people.models import User

WRITES = frozenset({"comment", "message", "upload"})
PART_OF_A_SCHOOL = ("class", "club", "year", "department")
# From the narrowest to the widest, equals side by side; what has been left empty again counts as widest.
WIDTH: dict[str, tuple[tuple[str, ...], ...]] = {
    "openness": (("closed",), ("open",)),
    "membership": (("known",), ("approved",), ("public",)),
    "pupil_images": (("none",), ("not_identifiable",), ("with_consent",)),
    "scope": (PART_OF_A_SCHOOL, ("school",), ("trust",)),
    "hosting": (("school",), ("contractor",), ("third_party",)),
    "moderation_mode": (("off",), ("before",), ("after",)),
}


def waits(channel: Channel, by: User, on: date) -> bool:
    """Whether what this person widens waits: the channel is approved, and they are not who approves it."""
    is_approved = channel.is_accepted and channel.status in LIVE
    return is_approved and not can(by, Permission.CHANNEL_DECIDE_CHANGE, channel, on)


def steps(before: Channel, after: Mapping[str, Any]) -> list[str]:
    """Of these new values by column, those that are a step."""
    return sorted(name for name, value in after.items() if _is_step(before, name, value))


def _is_step(before: Channel, name: str, value: Any) -> bool:
    was = getattr(before, name)
    if name not in STEPS or was == value:
        return False
    towards_pupils, to_openness = STEPS[name]
    if towards_pupils(name, was, value):
        return True
    return to_openness(name, was, value) and not _is_first(before, name, was)


def _is_first(channel: Channel, name: str, was: Any) -> bool:
    """Whether this was never recorded: then saying it is no change of what was approved."""
    return was in (None, "", []) and edits.last_change(channel, name) is None


def _more_pupils(name: str, was: Any, now: Any) -> bool:
    """A group of pupils more, or younger ones."""
    before, after = _ages(was), _ages(now)
    return any(
        group not in before or (age or 0) < (before[group] or 0) for group, age in after.items()
    )


def _ages(lines: Iterable[Mapping[str, Any]]) -> dict[str, int | None]:
    pupils = [one for one in lines or () if one.get("group") in PUPIL_GROUPS]
    return {one["group"]: one.get("age_from") for one in pupils}


def _anybody(name: str, was: Any, now: Any) -> bool:
    return "public" in _groups(now) - _groups(was)


def _groups(lines: Any) -> set[str]:
    return {one.get("group", "") for one in lines or ()}


def _writes_more(name: str, was: Any, now: Any) -> bool:
    return bool((set(now or ()) - set(was or ())) & WRITES)


def _is_wider(name: str, was: Any, now: Any) -> bool:
    order = WIDTH[name]
    return _rank(now, order, len(order)) > _rank(was, order, -1)


def _rank(value: Any, order: tuple[tuple[str, ...], ...], empty: int) -> int:
    return next((rank for rank, equals in enumerate(order) if value in equals), empty)


def _is_younger(name: str, was: Any, now: Any) -> bool:
    return now is not None and (was is None or now < was)


def _turned_on(name: str, was: Any, now: Any) -> bool:
    return bool(now) and not was


def _turned_off(name: str, was: Any, now: Any) -> bool:
    return now is False and was is not False


def _others_add(name: str, was: Any, now: Any) -> bool:
    """Somebody besides the staff can add posts or files, who could not before."""
    return bool(_groups(now) - _groups(was) - {"staff"})


def _is_another(name: str, was: Any, now: Any) -> bool:
    return bool(now)


def _changes(name: str, was: Any, now: Any) -> bool:
    return True


def _never(name: str, was: Any, now: Any) -> bool:
    return False


Test = Callable[[str, Any, Any], bool]
# Column: what is a step towards pupils, and what is one to openness, which a first answer is not.
STEPS: dict[str, tuple[Test, Test]] = {
    "aims": (_never, _changes),
    "audience": (_more_pupils, _anybody),
    "contributors": (_more_pupils, _others_add),
    "pupils_under_16": (_turned_on, _never),
    "pupil_communication_allowed": (_turned_on, _never),
    "pupil_images": (_is_wider, _never),
    "min_age": (_never, _is_younger),
    "openness": (_never, _is_wider),
    "membership": (_never, _is_wider),
    "interaction": (_never, _writes_more),
    "scope": (_never, _is_wider),
    "hosting": (_never, _is_wider),
    "host_name": (_never, _is_another),
    "moderation_required": (_never, _turned_off),
    "moderation_mode": (_never, _is_wider),
}
