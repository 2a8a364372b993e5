"""The moves of a request (requirements 4.1.2): from a draft through its signatures to a live channel."""

from __future__ import annotations

from access.roles import Permission
from audit.events import Event
from workflow.moves import Move, Table

AWAITING = ("awaiting_line_manager", "awaiting_comms", "awaiting_leadership", "awaiting_head")
STAGES = ("line_manager", "comms", "leadership", "head")

REQUEST_MOVES = Table(
    "A request for a channel is written by its author, signed in turn, and ends on the register.",
    (
        Move(
            "send",
            ("draft",),
            AWAITING,
            Permission.REQUEST_SEND,
            Event.REQUEST_SENT,
            "The author sends the request; its answers are kept as revision 1.",
            "The first signer, the communications manager (a copy), the people named, and the DSL where pupils are meant",
            "You have already sent this request.",
        ),
        Move(
            "resend",
            ("returned",),
            AWAITING,
            Permission.REQUEST_SEND,
            Event.REQUEST_SENT,
            "The author sends the changed request again; a material change starts the signatures afresh.",
            "The signer whose turn it is",
            "You have already sent this request again.",
        ),
        Move(
            "sign_line_manager",
            ("awaiting_line_manager",),
            AWAITING[1:],
            Permission.REQUEST_DECIDE,
            Event.REQUEST_SIGNED,
            "The line manager signs for what the channel is for and what it will post.",
            "The next signer and the author",
        ),
        Move(
            "sign_comms",
            ("awaiting_comms",),
            AWAITING[2:],
            Permission.REQUEST_DECIDE,
            Event.REQUEST_SIGNED,
            "The communications manager signs, with an answer about the school's name and mark.",
            "The next signer and the author",
        ),
        Move(
            "sign_leadership",
            ("awaiting_leadership",),
            AWAITING[3:],
            Permission.REQUEST_DECIDE,
            Event.REQUEST_SIGNED,
            "A member of the leadership team records its view, where a trust asks for one.",
            "The next signer and the author",
        ),
        Move(
            "approve",
            ("awaiting_head",),
            ("approved",),
            Permission.REQUEST_DECIDE,
            Event.REQUEST_APPROVED,
            "The headteacher gives the final signature; the channel goes on the register as planned.",
            "The author, the line manager, the people who will run it, the office and the communications manager",
        ),
        Move(
            "approve_with_conditions",
            ("awaiting_head",),
            ("approved_with_conditions",),
            Permission.REQUEST_DECIDE,
            Event.REQUEST_CONDITIONED,
            "The headteacher says yes, with work to be done first; there is no channel yet.",
            "The author and whoever must meet a condition",
        ),
        Move(
            "conditions_met",
            ("approved_with_conditions",),
            ("approved",),
            Permission.REQUEST_CONFIRM_CONDITION,
            Event.REQUEST_APPROVED,
            "The last condition is met or no longer asked for; the channel goes on the register as planned.",
            "The author, the line manager, the people who will run it, the office and the communications manager",
        ),
        Move(
            "send_back",
            AWAITING,
            ("returned",),
            Permission.REQUEST_DECIDE,
            Event.REQUEST_RETURNED,
            "A signer sends the request back and says what needs to change.",
            "The author",
        ),
        Move(
            "reject",
            AWAITING,
            ("rejected",),
            Permission.REQUEST_DECIDE,
            Event.REQUEST_REJECTED,
            "A signer does not approve the request and gives the reason. The request ends.",
            "The author and those who signed before",
        ),
        Move(
            "withdraw",
            ("draft", *AWAITING, "returned", "approved_with_conditions", "approved"),
            ("withdrawn",),
            Permission.REQUEST_WITHDRAW,
            Event.REQUEST_WITHDRAWN,
            "The author withdraws the request; a planned channel does not go ahead.",
            "The signer it was waiting for; after approval those who heard of the approval",
            "This request has already ended.",
        ),
        Move(
            "opened",
            ("approved",),
            ("opened",),
            Permission.CHANNEL_OPEN,
            Event.REQUEST_OPENED,
            "Whoever looks after the account records the day it opened; the request is finished.",
            "The author",
            "This channel is already open, or its request has ended.",
        ),
        Move(
            "opened_early",
            ("approved",),
            ("opened",),
            Permission.CHANNEL_OPEN_EARLY,
            Event.REQUEST_OPENED,
            "The headteacher records that the channel was live before it was approved; the request is finished.",
            "The author, and those who deal with accounts run without approval",
            "This channel is already open, or its request has ended.",
        ),
    ),
)
SIGN = {
    "line_manager": REQUEST_MOVES.sign_line_manager,
    "comms": REQUEST_MOVES.sign_comms,
    "leadership": REQUEST_MOVES.sign_leadership,
}
