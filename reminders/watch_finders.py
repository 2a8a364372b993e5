"""What the rules about accounts that are not ours find: notices without an answer, and accounts to look at again."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from people.api import day
from reminders.due import DueReminder, Words
from reminders.scope import Place, Scope
from watch_list.models import WatchedAccount


def notices_unanswered(scope: Scope) -> list[DueReminder]:
    """REM-43: notices that nobody has answered, by school days since they were sent."""
    rows = _of(scope).filter(status=WatchedAccount.Status.NOTICE_SENT, responded_on=None)
    return [_unanswered(row, scope) for row in rows]


def _unanswered(row: WatchedAccount, scope: Scope) -> DueReminder:
    calendar = scope.calendar(row.school_id)
    sent = row.notice_sent_on or scope.on
    return DueReminder(
        "watch_list.watchedaccount",
        row.pk,
        row.answer_by or calendar.add(sent, 10),
        Words(
            f"No answer to the notice: {row.account_name}",
            f"{row.platform_name}, sent {day(sent)}",
            row.get_absolute_url(),
        ),
        _people(row, scope),
        school_days=calendar.between(sent, scope.on),
        reference=row.reference,
    )


def checks_due(scope: Scope) -> list[DueReminder]:
    """REM-43A: accounts whose next look has come. One that waits for an answer is chased by REM-43."""
    waiting = Q(status=WatchedAccount.Status.NOTICE_SENT, responded_on=None)
    rows = _of(scope).exclude(waiting).filter(next_check_on__lte=scope.on)
    return [
        DueReminder(
            "watch_list.watchedaccount",
            row.pk,
            row.next_check_on,
            Words(
                f"{_verb(row)}: {row.account_name}",
                f"{row.platform_name}, uses the name of {row.school.name}",
                row.get_absolute_url(),
            ),
            _people(row, scope),
            reference=row.reference,
        )
        for row in rows
        if row.next_check_on
    ]


def _verb(row: WatchedAccount) -> str:
    if row.status == WatchedAccount.Status.REPORTED:
        return "Decide about an account that is not ours"
    if row.status == WatchedAccount.Status.NOTICE_SENT:
        return "Look at the answer"
    return "Look again at"


def _of(scope: Scope) -> Any:
    """Those that could concern the person looked at, else those of the trusts."""
    rows = WatchedAccount.objects.filter(trust_id__in=scope.trust_pks)
    if scope.person is not None:
        rows = rows.listed_for(scope.person, on=scope.on)
    return rows.select_related("platform", "school")


def _people(row: WatchedAccount, scope: Scope) -> dict[str, tuple[Any, ...]]:
    """The communications manager and the headteacher, but never whoever holds the account."""
    place: Place = {"school_id": row.school_id, "trust_id": row.trust_id}
    return {
        who: tuple(pk for pk in scope.holders(role, **place) if pk != row.holder_id)
        for who, role in (("comms", "COMMS"), ("head", "HEAD"))
    }
