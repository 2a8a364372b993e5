"""Entries of the watch list for tests, made as people make them."""

from __future__ import annotations

from typing import Any

from platforms.models import Platform
from tests.factories import NOW
from watch_list.actions import watch
from watch_list.models import WatchedAccount


def add(cast: Any, by: Any = None, at: Any = NOW, **changes: Any) -> WatchedAccount:
    """A teacher's own account that bears the school's name."""
    row = {
        "school": cast.school,
        "account": "https://x.com/MissBellHistory",
        "called": "Miss Bell History @ Ashdown",
        "platform": Platform.objects.get(code="x"),
        "kind": "quasi_school",
        "holder": cast.teacher,
    }
    return watch.add_watched(by=by or cast.comms, at=at, **{**row, **changes})


def friends(cast: Any, **changes: Any) -> WatchedAccount:
    """An account that the parents' association runs, and that the school knows about."""
    row = {
        "account": "https://www.facebook.com/FriendsOfAshdown",
        "called": "Friends of Ashdown",
        "platform": Platform.objects.get(code="facebook"),
        "kind": "run_by_others",
        "organisation": "the Friends of Ashdown",
        "holder": None,
    }
    return add(cast, **{**row, **changes})
