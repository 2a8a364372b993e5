"""Whatever speaks against a verb of the register stands in the room of that verb."""

from __future__ import annotations

import pytest

from access import check
from access.roles import Permission

ROOMS = {
    Permission.CHANNEL_ACCEPT_FOR_TRUST: "entry",
    Permission.MODERATOR_CONFIRM: "crew",
    Permission.CHANNEL_DECIDE_CHANGE: "proposals",
    Permission.CHANNEL_RISK_APPROVE: "reviews",
}


@pytest.mark.parametrize(("permission", "room"), ROOMS.items())
def test_an_objection_stands_in_the_room_of_its_verb(permission: Permission, room: str) -> None:
    ours = [
        rule.__module__
        for rule in check._objections[permission]
        if rule.__module__.startswith("accounts_registry.")
    ]
    assert ours == [f"accounts_registry.{room}.objections"]
