"""The moves of an account that is not ours. What is not in this table cannot happen."""

from __future__ import annotations

from access.roles import Permission
from audit.events import Event
from watch_list.statuses import FAKES, STILL_THERE, WatchStatus
from workflow.moves import Move, Table

WATCH_MOVES = Table(
    "An account that uses a school's name and is not its own is written down, and then made official, renamed, closed, taken down or knowingly left alone.",
    (
        Move(
            "add",
            (),
            (WatchStatus.REPORTED,),
            Permission.WATCH_KEEP,
            Event.WATCH_ADDED,
            "Somebody finds it and puts it on the watch list, or a visitor of the public page reports it.",
            "The communications manager, when a visitor reports it",
        ),
        Move(
            "send_notice",
            (WatchStatus.REPORTED, WatchStatus.TOLERATED, WatchStatus.ESCALATED),
            (WatchStatus.NOTICE_SENT,),
            Permission.WATCH_KEEP,
            Event.WATCH_NOTICE_SENT,
            "Its holder is told in writing that the school takes no liability for it, and to convert, rename or close it within 10 school days.",
            "The holder, where it is somebody the portal knows",
            "A notice has been sent already, or this account is no longer there.",
        ),
        Move(
            "convert",
            STILL_THERE,
            (WatchStatus.CONVERTING,),
            Permission.WATCH_KEEP,
            Event.WATCH_CONVERTING,
            "Its holder has asked for it to become an official channel; the request is linked.",
            "Nobody",
            "This account is already becoming official, or it is no longer there.",
        ),
        Move(
            "converted",
            (WatchStatus.CONVERTING,),
            (WatchStatus.CONVERTED,),
            Permission.WATCH_KEEP,
            Event.WATCH_CONVERTED,
            "The channel of its request is open: from then on it is on the register, opened on its true first day.",
            "Nobody",
            "This account is not becoming official any more.",
        ),
        Move(
            "not_converted",
            (WatchStatus.CONVERTING,),
            (WatchStatus.REPORTED,),
            Permission.WATCH_KEEP,
            Event.WATCH_NOT_CONVERTED,
            "Its request was not approved, was withdrawn or ran out of time: it has to be dealt with again within 5 school days.",
            "The communications manager, as a job",
            "This account is not becoming official any more.",
        ),
        Move(
            "rename",
            (*STILL_THERE, WatchStatus.CONVERTING),
            (WatchStatus.RENAMED,),
            Permission.WATCH_KEEP,
            Event.WATCH_RENAMED,
            "It no longer uses the school's name. It is looked at once more within 6 months.",
            "Nobody",
            "This account is already recorded as renamed, gone or official.",
        ),
        Move(
            "remove",
            (*STILL_THERE, WatchStatus.CONVERTING, WatchStatus.RENAMED),
            (WatchStatus.REMOVED,),
            Permission.WATCH_KEEP,
            Event.WATCH_REMOVED,
            "It is closed or was taken down.",
            "Nobody",
            "This account is already recorded as gone or official.",
        ),
        Move(
            "tolerate",
            FAKES,
            (WatchStatus.TOLERATED,),
            Permission.WATCH_TOLERATE,
            Event.WATCH_TOLERATED,
            "The headteacher leaves it alone and says why. It is looked at again within 6 months.",
            "Nobody",
            "This account has been dealt with in another way meanwhile.",
        ),
        Move(
            "escalate",
            (WatchStatus.REPORTED, WatchStatus.NOTICE_SENT, WatchStatus.TOLERATED),
            (WatchStatus.ESCALATED,),
            Permission.WATCH_KEEP,
            Event.WATCH_ESCALATED,
            "It is passed on: to the platform, the police or for legal advice.",
            "Nobody",
            "This account has been passed on already, or it is no longer there.",
        ),
        Move(
            "find_again",
            (WatchStatus.RENAMED, WatchStatus.REMOVED, WatchStatus.TOLERATED),
            (WatchStatus.REPORTED,),
            Permission.WATCH_KEEP,
            Event.WATCH_FOUND_AGAIN,
            "It is there again, or it is worse than it was when it was left alone.",
            "The communications manager, when a visitor reports it",
            "This account is waiting to be dealt with already.",
        ),
    ),
)
