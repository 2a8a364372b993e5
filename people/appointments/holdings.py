"""Everything that somebody holds on the word of one appointment, and whose the place was before."""

from __future__ import annotations

from django.utils.timezone import localdate

from people.appointments.models import Appointment
from people.appointments.statuses import Kind, Status
from people.roles.models import RoleAssignment, RoleQuerySet
from workflow.promised import promised


def rows_of(appointment: Appointment) -> RoleQuerySet:
    """What began by it, the newest first: the role, and the role again after a replacement was off."""
    return RoleAssignment.objects.on_the_word_of(promised(appointment.assignment))


def newest_of(row: RoleAssignment) -> RoleAssignment:
    """The newest row that somebody has on the word by which they had this one."""
    return RoleAssignment.objects.on_the_word_of(row).first() or row


def begun_by(row: RoleAssignment) -> Appointment | None:
    """The appointment on whose word somebody has this; none where it is older than appointments."""
    if row.given_at is None:
        return None
    begins = Appointment.objects.filter(
        kind=Kind.BEGIN, assignment__in=RoleAssignment.objects.on_the_word_of(row)
    )
    return begins.select_related("assignment", "replaces__person").first()


def taken_out(appointment: Appointment) -> list[Appointment]:
    """It, and those before it that are off themselves: whoever was there before all of these has the role again."""
    found = [appointment]
    while (before := found[-1].replaces) and (earlier := begun_by(before)) and _is_off(earlier):
        found.append(earlier)
    return found


def _is_off(appointment: Appointment) -> bool:
    """Taken back, or laid down before it began."""
    row = promised(appointment.assignment)
    if appointment.status == Status.LAID_DOWN:
        return bool(row.suspended_at) and localdate(row.suspended_at) < row.start_date
    return bool(appointment.status == Status.TAKEN_BACK)
