"""The log of reports made to have a suspected fake taken down, and what came of them."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.models import User
from watch_list.models import TakedownReport, WatchedAccount, WatchStep
from watch_list.rows import locked_entry, not_in_the_future, note_step
from workflow.moves import WrongState


@transaction.atomic
def log_takedown(
    *,
    entry: WatchedAccount,
    to: str,
    made_on: date,
    their_reference: str = "",
    said: str = "",
    by: User,
    at: datetime,
) -> TakedownReport:
    """Write down that this account was reported, to whom, and under which reference. The same report twice is one."""
    on = localdate(at)
    entry = locked_entry(entry)
    check(by, Permission.WATCH_KEEP, entry, on)
    not_in_the_future("made_on", "Date of the report", made_on, on)
    row, is_new = TakedownReport.objects.get_or_create(
        account=entry,
        to=to,
        made_on=made_on,
        their_reference=their_reference.strip(),
        defaults={"made_by": by, "said": said.strip()},
    )
    if is_new:
        trail.record(Event.TAKEDOWN_REPORTED, by=by, at=at, record=entry, data={"to": to})
        words = f"To: {row.get_to_display()}"
        if row.their_reference:
            words += f", reference {row.their_reference}"
        note_step(entry, WatchStep.Step.TAKEDOWN, by=by, at=at, on=made_on, text=words)
    return row


@transaction.atomic
def answer_takedown(
    *, report: TakedownReport, answer: str, answered_on: date, by: User, at: datetime
) -> TakedownReport:
    """What they answered. An answer is not changed afterwards."""
    on = localdate(at)
    entry = locked_entry(report.account)
    check(by, Permission.WATCH_KEEP, entry, on)
    row = entry.takedown_reports.select_for_update().get(pk=report.pk)
    if row.answered_on is not None:
        raise WrongState("The answer to this report has been recorded already.", entry)
    not_in_the_future("answered_on", "Date of the answer", answered_on, on)
    if answered_on < row.made_on:
        raise ValidationError(
            {"answered_on": "Date of the answer must be the same as or after the report"}
        )
    row.answer, row.answered_on = answer.strip(), answered_on
    row.save(update_fields=["answer", "answered_on"])
    trail.record(Event.TAKEDOWN_ANSWERED, by=by, at=at, record=entry)
    text = f"{row.get_to_display()}: {row.answer}"
    note_step(entry, WatchStep.Step.TAKEDOWN_ANSWER, by=by, at=at, on=answered_on, text=text)
    return row
