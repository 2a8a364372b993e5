"""The letters that remind: an urgent one about a single thing, or the day's digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from accounts_registry.api import TO_CHANGE, privacy
from accounts_registry.models import PrivacyReview
from notifications.models import Message
from notifications.post import tell
from people.models import User
from reminders.models import Reminder

URGENT = "reminder_urgent"
# The urgent letters: for each rule its kind, its words and why somebody got it.
COVER = (URGENT, "urgent", "you run this channel or look after those who do.")
LETTERS = {
    "REM-17A": (TO_CHANGE, "login_details", "you look after the login details of this channel."),
}
# What is said when one thing of this rule is all there is to say (letter 11).
ALONE = {"REM-16": "review"}


def remind(person: User, rows: Sequence[Reminder], *, on: date, at: datetime) -> Message | None:
    """One letter about these; None when this person has had today's digest."""
    return urgent(person, rows[0], at=at) if rows[0].urgent else digest(person, rows, on=on, at=at)


def urgent(person: User, row: Reminder, *, at: datetime) -> Message | None:
    """Letter 12: a cover gap cannot wait for the morning; nor can login details that a leaver knows."""
    kind, template, why = LETTERS.get(row.code, COVER)
    return tell(
        person,
        kind=kind,
        key=row.key,
        subject=row.text,
        template=f"reminders/emails/{template}",
        context={"row": row},
        link=row.link,
        at=at,
        reference=row.reference,
        why=why,
        needs_action=True,
        urgent=True,
    )


def digest(person: User, rows: Sequence[Reminder], *, on: date, at: datetime) -> Message | None:
    """Everything that is not urgent, what is overdue first. One thing alone is linked to directly."""
    only = rows[0] if len(rows) == 1 else None
    template = ALONE.get(only.code, "digest") if only else "digest"
    return tell(
        person,
        kind="reminder_digest",
        key=f"digest:{on}",
        subject=only.text if only else subject_of(rows, on),
        template=f"reminders/emails/{template}",
        context={
            **(last_time(only) if only and template == "review" else {}),
            "only": only,
            "overdue": [row for row in rows if row.due_on < on],
            "ahead": [row for row in rows if row.due_on >= on],
        },
        link=only.link if only else "/",
        at=at,
        reference=only.reference if only else "",
        why="these are waiting for you. Each reminder stops when the thing is done.",
    )


def last_time(row: Reminder) -> dict[str, Any]:
    """What was found when the settings were looked at last."""
    last = PrivacyReview.objects.filter(channel_id=row.target_id).select_related("channel").first()
    return {
        "last": last,
        "items": privacy.shown(last.items) if last else [],
        "lines": privacy.LINES,
    }


def subject_of(rows: Sequence[Reminder], on: date) -> str:
    """3 things need you, 1 overdue."""
    late = sum(row.due_on < on for row in rows)
    if late == len(rows):
        return f"{late} things are overdue"
    return f"{len(rows)} things need you" + (f", {late} overdue" if late else "")
