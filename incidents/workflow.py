"""The moves of a concern (requirements 4.3.2). Nobody can withdraw or delete one."""

from __future__ import annotations

from access.roles import Permission
from audit.events import Event
from workflow.moves import Move, Table

HANDLED = ("acknowledged", "in_progress", "awaiting_external")
OPEN = ("reported", *HANDLED, "outcome_recorded")

CONCERN_MOVES = Table(
    "A concern goes to the person its route names, is seen, dealt with and closed. It is never withdrawn.",
    (
        Move(
            "acknowledge",
            ("reported",),
            ("acknowledged",),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_SEEN,
            "Whoever it went to marks it as seen, and the clock stops.",
            "The reporter, that it was received",
            "Someone else has already marked this concern as seen.",
        ),
        Move(
            "start",
            ("acknowledged",),
            ("in_progress",),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_TRIAGED,
            "The handler writes the first line of the chronology, or begins dealing with it.",
            too_late="This concern is already being dealt with.",
        ),
        Move(
            "await_external",
            ("in_progress",),
            ("awaiting_external",),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_WAITING,
            "A body outside the school asks the school to wait.",
            too_late="This concern has changed since you opened the page.",
        ),
        Move(
            "resume",
            ("awaiting_external",),
            ("in_progress",),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_RESUMED,
            "The body outside has said that the school may go on.",
            too_late="This concern is no longer waiting for someone else.",
        ),
        Move(
            "record_outcome",
            ("in_progress",),
            ("outcome_recorded",),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_OUTCOME,
            "The handler records how it ended.",
            too_late="The outcome cannot be recorded now. Check what has changed.",
        ),
        Move(
            "close",
            ("outcome_recorded",),
            ("closed",),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_CLOSED,
            "The handler closes the concern, with its reference in the school's safeguarding records.",
            "The reporter, that it has been concluded",
            "This concern cannot be closed now. Check what has changed.",
        ),
        Move(
            "reopen",
            ("closed",),
            ("in_progress",),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_REOPENED,
            "Something new has come up.",
            too_late="This concern is already open.",
        ),
    ),
)
