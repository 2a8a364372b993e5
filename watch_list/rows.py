"""Parts of the verbs of the watch list: entries locked, numbered, and what happened written down."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts_registry.models import Numbering
from people.models import User
from schools.models import School, Trust
from watch_list import watching
from watch_list.models import WatchedAccount, WatchStep


def locked_entry(entry: WatchedAccount) -> WatchedAccount:
    return (
        WatchedAccount.objects.select_for_update(of=("self",))
        .select_related("school", "platform", "holder")
        .get(pk=entry.pk)
    )


def one_at_a_time(school: School) -> None:
    """Whoever reports in this trust waits: two reports of one new account make one entry."""
    Trust.objects.select_for_update(no_key=True).get(pk=school.trust_id)


def next_reference() -> str:
    """WA0001 and so on: the row is locked, so that two at once get two."""
    Numbering.objects.get_or_create(code="WA")
    numbering = Numbering.objects.select_for_update().get(code="WA")
    numbering.last += 1
    numbering.save(update_fields=["last"])
    return str(numbering)


def note_step(
    entry: WatchedAccount,
    step: str,
    *,
    by: User,
    at: datetime,
    on: date | None = None,
    text: str = "",
    contact: str = "",
) -> WatchStep:
    return WatchStep.objects.create(
        account=entry,
        step=step,
        on=on or localdate(at),
        at=at,
        by=by,
        text=text.strip(),
        contact=contact,
    )


def check_day(next_check_on: date, on: date) -> date:
    if problem := watching.check_problem(next_check_on, on=on):
        raise ValidationError({"next_check_on": problem})
    return next_check_on


def not_in_the_future(field: str, called: str, day: date, on: date) -> None:
    if day > on:
        raise ValidationError({field: f"{called} must be today or in the past"})
