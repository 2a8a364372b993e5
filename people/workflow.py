"""The moves of a change to somebody's way in."""

from __future__ import annotations

from access.roles import Permission
from audit.events import Event
from workflow.moves import Move, Table

WAY_IN_MOVES = Table(
    "How somebody signs in who can open concerns, sign or change who may, is changed by two people after 48 hours.",
    (
        Move(
            "confirm",
            ("proposed",),
            ("waiting",),
            Permission.WAY_IN_CONFIRM,
            Event.WAY_IN_CONFIRMED,
            "A headteacher, chief executive or chair, who manages no people and did not propose it, confirms it; 48 "
            "hours with a whole school day begin.",
            "The person, at the address they have, the proposer, and who holds a head or safeguarding role there",
            "This no longer waits to be confirmed.",
        ),
        Move(
            "run_unconfirmed",
            ("proposed",),
            ("waiting",),
            Permission.WAY_IN_CONFIRM,
            Event.WAY_IN_CONFIRMED,
            "Proposed on the server where nobody fits to confirm it: the 48 hours begin at once.",
            "The person, and who holds a head or safeguarding role there",
        ),
        Move(
            "stop",
            ("proposed", "waiting"),
            ("stopped",),
            Permission.WAY_IN_STOP,
            Event.WAY_IN_STOPPED,
            "The person, or somebody who was told of it, stops it.",
            "Everybody who was told of it",
            "This has ended already: there is nothing to stop.",
        ),
        Move(
            "withdraw",
            ("proposed", "waiting"),
            ("withdrawn",),
            Permission.WAY_IN_WITHDRAW,
            Event.WAY_IN_WITHDRAWN,
            "Whoever keeps the list of people takes it back.",
            "Everybody who was told of it",
            "This has ended already: there is nothing to withdraw.",
        ),
        Move(
            "take_effect",
            ("waiting",),
            ("done",),
            Permission.WAY_IN_CONFIRM,
            Event.WAY_IN_DONE,
            "Nobody stopped it: the portal changes how the person signs in, and ends their sign-ins.",
            "Everybody who was told of it, and the person at the new address",
        ),
        Move(
            "lapse",
            ("proposed", "waiting"),
            ("lapsed",),
            Permission.WAY_IN_CONFIRM,
            Event.WAY_IN_LAPSED,
            "Nobody confirmed it within 7 days, the person was marked as having left at any time, or the address was taken meanwhile.",
            "Everybody who was told of it",
        ),
    ),
)
