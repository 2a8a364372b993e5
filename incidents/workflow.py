"""The moves of a concern (requirements 4.3.2). Nobody can withdraw or delete one."""

from __future__ import annotations

from access.roles import Permission
from audit.events import Event
from incidents.concern.statuses import ConcernStatus
from workflow.moves import Move, Table

CONCERN_MOVES = Table(
    "A concern goes to the person its route names, is seen, dealt with and closed. It is never withdrawn.",
    (
        Move(
            "acknowledge",
            (ConcernStatus.REPORTED,),
            (ConcernStatus.ACKNOWLEDGED,),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_SEEN,
            "Whoever it went to marks it as seen, and the clock stops.",
            "The reporter, that it was received",
            "Someone else has already marked this concern as seen.",
        ),
        Move(
            "start",
            (ConcernStatus.ACKNOWLEDGED,),
            (ConcernStatus.IN_PROGRESS,),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_TRIAGED,
            "The handler writes the first line of the chronology, or begins dealing with it.",
            too_late="This concern is already being dealt with.",
        ),
        Move(
            "await_external",
            (ConcernStatus.IN_PROGRESS,),
            (ConcernStatus.AWAITING_EXTERNAL,),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_WAITING,
            "A body outside the school asks the school to wait.",
            too_late="This concern has changed since you opened the page.",
        ),
        Move(
            "resume",
            (ConcernStatus.AWAITING_EXTERNAL,),
            (ConcernStatus.IN_PROGRESS,),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_RESUMED,
            "The body outside has said that the school may go on.",
            too_late="This concern is no longer waiting for someone else.",
        ),
        Move(
            "record_outcome",
            (ConcernStatus.IN_PROGRESS,),
            (ConcernStatus.OUTCOME_RECORDED,),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_OUTCOME,
            "The handler records how it ended.",
            too_late="The outcome cannot be recorded now. Check what has changed.",
        ),
        Move(
            "close",
            (ConcernStatus.OUTCOME_RECORDED,),
            (ConcernStatus.CLOSED,),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_CLOSED,
            "The handler closes the concern, with its reference in the school's safeguarding records.",
            "The reporter, that it has been concluded",
            "This concern cannot be closed now. Check what has changed.",
        ),
        Move(
            "reopen",
            (ConcernStatus.CLOSED,),
            (ConcernStatus.IN_PROGRESS,),
            Permission.CONCERN_HANDLE,
            Event.CONCERN_REOPENED,
            "Something new has come up.",
            too_late="This concern is already open.",
        ),
    ),
)
