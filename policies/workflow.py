"""The moves of a policy's versions. Passing its review date moves nothing: it still applies (4.4)."""

from __future__ import annotations

from access.roles import Permission
from audit.events import Event
from workflow.moves import Move, Table

VERSION_MOVES = Table(
    "Versions of a policy",
    (
        Move(
            "replace",
            ("published",),
            ("superseded",),
            Permission.POLICY_PUBLISH,
            Event.POLICY_REPLACED,
            "A newer version takes its place.",
            told="Everybody who must confirm it, on Home",
            too_late="Somebody else has published a version of this policy. Check it and try again.",
        ),
    ),
)
