"""What the rules about people find: changes to a way in to confirm, roles that pass to somebody else."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localdate

from incidents.hand_over.models import HandOverQuestion
from people.way_in.models import Status, WayInChange
from reminders.due import Due, Words
from reminders.scope import Scope


def ways_in_to_confirm(scope: Scope) -> list[Due]:
    """REM-49: changes to how somebody signs in that nobody has confirmed yet."""
    rows = WayInChange.objects.filter(
        status=Status.PROPOSED, person__trust_id__in=scope.trust_pks
    ).select_related("person", "proposed_by")
    if scope.person:
        rows = rows.filter(witnesses__person=scope.person, witnesses__may_confirm=True)
    return [_to_confirm(row) for row in rows.prefetch_related("witnesses")]


def _to_confirm(row: WayInChange) -> Due:
    return Due(
        "people.wayinchange",
        row.pk,
        localdate(row.proposed_at) + timedelta(days=1),
        Words(
            f"Confirm how {row.person.full_name} signs in",
            f"{row.proposed_by.full_name} proposed a change",
            row.get_absolute_url(),
        ),
        {"confirmer": tuple(one.person_id for one in row.witnesses.all() if one.may_confirm)},
    )


def hand_overs(scope: Scope) -> list[Due]:
    """REM-51: whoever is asked what they hand over and has not answered. Told from roles alone."""
    rows = HandOverQuestion.objects.waiting().filter(hand_over__trust_id__in=scope.trust_pks)
    if scope.person:
        rows = rows.filter(person=scope.person)
    found = rows.select_related(
        "hand_over__ending__person",
        "hand_over__beginning__person",
        "hand_over__school",
        "hand_over__trust",
    )
    return [_to_hand_over(row) for row in found if row.hand_over.stands(scope.on)]


def _to_hand_over(row: HandOverQuestion) -> Due:
    passing = row.hand_over
    return Due(
        "incidents.handoverquestion",
        row.pk,
        row.asked_on,
        Words(
            "Say whether you have concerns to hand over",
            f"{passing.successor.full_name} becomes {passing.name} of {passing.place}",
            passing.get_absolute_url(),
        ),
        {"asked": (row.person_id,)},
    )
