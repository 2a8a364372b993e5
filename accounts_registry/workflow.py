"""The moves of a channel (requirements 4.2.2). What is not in this table cannot happen."""

from __future__ import annotations

from access.roles import Permission
from audit.events import Event
from workflow.moves import Move, Table

CHANNEL_MOVES = Table(
    "A channel is planned when its request is approved, opens when its opening checks are done, and is closed, never deleted.",
    (
        Move(
            "open",
            ("planned",),
            ("open",),
            Permission.CHANNEL_OPEN,
            Event.CHANNEL_OPENED,
            "Whoever holds its master administration, the office manager or the communications manager opens it.",
            "The author of the request and the headteacher",
            "This channel has already been opened.",
        ),
        Move(
            "cancel",
            ("planned",),
            ("cancelled",),
            Permission.CHANNEL_CANCEL,
            Event.CHANNEL_CANCELLED,
            "The headteacher says that a planned channel will not go ahead. Its account name is free again.",
            "Nobody",
            "This channel has been opened, so it can no longer be cancelled.",
        ),
        Move(
            "undo_import",
            ("open", "closed"),
            ("cancelled",),
            Permission.CHANNEL_ADD,
            Event.CHANNEL_IMPORT_UNDONE,
            "An import is undone within its seven days: a channel it added, and nobody has touched since, leaves the register.",
            "Nobody",
            "This channel has changed since it was imported, so the undo leaves it alone.",
        ),
        Move(
            "suspend",
            ("open",),
            ("suspended",),
            Permission.CHANNEL_PAUSE,
            Event.CHANNEL_SUSPENDED,
            "The headteacher or the communications manager pauses it: nobody posts until it is taken up again.",
            "Everybody who runs it, and the headteacher",
            "This channel is not open any more, so it cannot be paused.",
        ),
        Move(
            "resume",
            ("suspended",),
            ("open",),
            Permission.CHANNEL_PAUSE,
            Event.CHANNEL_RESUMED,
            "What was wrong is put right, and the channel is taken up again.",
            "Everybody who runs it, and the headteacher",
            "This channel is not paused any more.",
        ),
        Move(
            "start_closing",
            ("open", "suspended"),
            ("closing",),
            Permission.CHANNEL_CLOSE,
            Event.CHANNEL_CLOSING,
            "The headteacher or the communications manager says that it will close, and when.",
            "Everybody who runs it, and the headteacher",
            "This channel is already closing or closed.",
        ),
        Move(
            "close",
            ("closing",),
            ("closed",),
            Permission.CHANNEL_CHANGE,
            Event.CHANNEL_CLOSED,
            "The account is gone. Its row stays on the register with the day it closed.",
            "Nobody",
            "This channel has already been closed.",
        ),
    ),
)

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
