"""Every status code with its word on screen and its tag: one table for pages, PDFs and e-mails.

A tag is one of ok, attention, late, wait, draft, closed, act or plain (a word without a colour).
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Status(NamedTuple):
    word: str
    tag: str


STATUSES: dict[tuple[str, str], Status] = {
    (kind, code): Status(word, tag)
    for kind, rows in {
        "channel": (
            ("planned", "Not live yet", "wait"),
            ("open", "Open", "ok"),
            ("suspended", "Paused", "draft"),
            ("closing", "Closing", "attention"),
            ("closed", "Closed", "closed"),
            ("cancelled", "Not going ahead", "closed"),
        ),
        "official": (
            ("official", "Official", "ok"),
            ("being_checked", "Being checked", "attention"),
            ("not_confirmed", "Not yet confirmed", "attention"),
            ("not_official", "Not official", "late"),
            ("not_live", "Not live yet", "wait"),
            ("paused", "Paused", "draft"),
            ("closed", "Closed", "closed"),
            ("not_ours", "Not ours any more", "late"),
            ("run_by_others", "Run by others", "closed"),
        ),
        "watchedaccount": (
            ("reported", "To deal with", "attention"),
            ("notice_sent", "Notice sent", "wait"),
            ("converting", "Becoming official", "wait"),
            ("converted", "Now official", "ok"),
            ("renamed", "Renamed", "closed"),
            ("removed", "Gone", "closed"),
            ("tolerated", "Left alone", "draft"),
            ("escalated", "Passed on", "attention"),
        ),
        "request": (
            ("draft", "Draft", "draft"),
            ("awaiting_line_manager", "With line manager", "wait"),
            ("awaiting_comms", "With communications manager", "wait"),
            ("awaiting_leadership", "With leadership team", "wait"),
            ("awaiting_head", "With headteacher", "wait"),
            ("returned", "Changes needed", "attention"),
            ("approved_with_conditions", "Approved with conditions", "ok"),
            ("approved", "Approved", "ok"),
            ("opened", "Live", "ok"),
            ("rejected", "Not approved", "late"),
            ("withdrawn", "Withdrawn", "closed"),
            ("lapsed", "Out of time", "closed"),
        ),
        "task": (
            ("not_started", "Not started", "draft"),
            ("in_progress", "In progress", "wait"),
            ("cannot_start", "Cannot start yet", "plain"),
            ("completed", "Completed", "plain"),
            ("problem", "There is a problem", "late"),
        ),
        "incident": (
            ("reported", "New", "late"),
            ("acknowledged", "Seen", "wait"),
            ("in_progress", "Being dealt with", "wait"),
            ("awaiting_external", "Waiting for someone else", "draft"),
            ("outcome_recorded", "Outcome recorded", "wait"),
            ("closed", "Closed", "closed"),
            ("duplicate", "Same as another", "closed"),
        ),
        "policy": (
            ("in_force", "In force", "ok"),
            ("review_due", "Review due", "attention"),
            ("review_overdue", "Review overdue", "attention"),
            ("replaced", "Replaced", "closed"),
            ("draft", "Draft", "draft"),
        ),
        "version": (
            ("published", "In force", "ok"),
            ("superseded", "Replaced", "closed"),
        ),
        "confirmation": (
            ("not_yet", "Not yet", "attention"),
            ("confirmed", "Confirmed", "plain"),
            ("out_of_date", "Out of date", "attention"),
        ),
        "cover": (
            ("proposed", "Asked", "wait"),
            ("accepted", "Agreed", "ok"),
            ("declined", "Declined", "late"),
            ("ended", "No longer needed", "closed"),
        ),
        "condition": (
            ("open", "To do", "attention"),
            ("met", "Met", "plain"),
            ("waived", "No longer asked for", "plain"),
        ),
        "measure": (("ok", "OK", "ok"), ("watch", "Watch", "attention"), ("act", "Act", "act")),
        "health": (
            ("ok", "Working", "ok"),
            ("attention", "Look at this", "attention"),
            ("failing", "Not working", "late"),
        ),
        "row": (
            ("ready", "Ready", "plain"),
            ("update", "Will update", "wait"),
            ("fix", "Needs fixing", "late"),
        ),
        "appointment": (
            ("proposed", "To confirm", "wait"),
            ("waiting", "Confirmed, not yet in effect", "wait"),
            ("objected", "Holder objects", "attention"),
            ("done", "In effect", "ok"),
            ("suspended", "Held back", "attention"),
            ("declined", "Not confirmed", "closed"),
            ("withdrawn", "Withdrawn", "closed"),
            ("stopped", "Stopped", "closed"),
            ("taken_back", "Taken back", "closed"),
            ("lapsed", "Out of time", "closed"),
            ("laid_down", "Laid down", "closed"),
        ),
        "line": (
            ("proposed", "To confirm", "wait"),
            ("confirmed", "Confirmed", "ok"),
            ("declined", "Not confirmed", "closed"),
            ("replaced", "Replaced", "closed"),
        ),
        "wayin": (
            ("proposed", "To be confirmed", "attention"),
            ("waiting", "Confirmed, can be stopped", "wait"),
            ("done", "Done", "ok"),
            ("stopped", "Stopped", "closed"),
            ("withdrawn", "Withdrawn", "closed"),
            ("lapsed", "Out of time", "closed"),
        ),
        "person": (
            ("active", "Active", "plain"),
            ("away", "Away", "wait"),
            ("leaving", "Leaving", "attention"),
            ("left", "Left", "closed"),
        ),
    }.items()
    for code, word, tag in rows
}


def kind_of(record: Any) -> str:
    """The kind under which a record's status is listed: its `status_kind`, else its model's name."""
    return str(getattr(record, "status_kind", None) or record._meta.model_name)


def status_of(record: Any) -> Status:
    """The word and the tag of a record's own status."""
    return STATUSES[kind_of(record), str(record.status)]


def word(kind: str, code: str) -> str:
    """The word on screen for a code of this kind."""
    return STATUSES[kind, code].word
