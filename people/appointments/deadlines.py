"""How long an appointment waits: to be confirmed, to be stopped, to be objected to."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import islice

from django.utils.timezone import get_current_timezone, localdate

from people.appointments.models import SEVEN_DAYS, Appointment, AppointmentQuerySet
from people.appointments.statuses import Status
from people.school_pages.school_days import school_days, schools_of_trust
from workflow.promised import promised

HOURS = timedelta(hours=48)
TO_CONFIRM = timedelta(days=14)
# What is held back ends by itself: the time to hold it back, and then the time to confirm it, are over.
HELD_BACK = SEVEN_DAYS + TO_CONFIRM
# School days in which the holder can object before a role of theirs ends.
TO_OBJECT = 2


def holder_has_until(appointment: Appointment, at: datetime) -> datetime:
    """The end of the second whole school day after this moment."""
    return _after_school_days(appointment, at, TO_OBJECT)


def stands_open_until(appointment: Appointment, at: datetime) -> datetime:
    """48 hours, and later still: at least one whole school day must have passed."""
    return max(at + HOURS, _after_school_days(appointment, at, 1))


def held_back_until(appointment: Appointment) -> datetime:
    """When what is held back ends by itself."""
    return promised(appointment.settled_at) + HELD_BACK


def held_back_too_long(appointments: AppointmentQuerySet, at: datetime) -> AppointmentQuerySet:
    """Of these, what is held back at this moment and whose time is over."""
    return appointments.filter(status=Status.SUSPENDED, settled_at__lte=at - HELD_BACK)


def _after_school_days(appointment: Appointment, at: datetime, number: int) -> datetime:
    """Of the school, or any school of the trust."""
    school = appointment.school_id
    schools = [school] if school else schools_of_trust(appointment.trust_id)
    days = school_days(schools, localdate(at) + timedelta(days=1))
    last = list(islice(days, number))[-1]
    return datetime.combine(last + timedelta(days=1), time(), get_current_timezone())
