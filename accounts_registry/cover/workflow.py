"""The moves of a question to stand in as a moderator. What is not in this table cannot happen."""

from __future__ import annotations

from access.roles import Permission
from audit.events import Event
from workflow.moves import Move, Table

COVER_MOVES = Table(
    "Somebody is asked to moderate a channel while somebody else is away. Only cover they agree to counts.",
    (
        Move(
            "accept",
            ("proposed",),
            ("accepted",),
            Permission.COVER_ANSWER,
            Event.COVER_ACCEPTED,
            "The person who was asked agrees. From then on they count as a moderator on those days.",
            "Whoever asked, and the person who is away",
            "This question has been answered or taken back since you opened the page.",
        ),
        Move(
            "decline",
            ("proposed",),
            ("declined",),
            Permission.COVER_ANSWER,
            Event.COVER_DECLINED,
            "The person who was asked cannot do it. Somebody else can be asked.",
            "Whoever asked, and the person who is away",
            "This question has been answered or taken back since you opened the page.",
        ),
        Move(
            "end",
            ("proposed", "accepted"),
            ("ended",),
            Permission.COVER_ARRANGE,
            Event.COVER_ENDED,
            "The cover is no longer needed, for example because the time away was cancelled.",
            "The person who was asked",
            "This cover has already ended.",
        ),
    ),
)
