"""What other apps may ask of schools: their calendar, their settings, what the national list says."""

from __future__ import annotations

from schools import bank_holidays, calendar, gias, policy_settings
from schools.bank_holidays import USUAL, Country, is_bank_holiday, is_known
from schools.calendar import (
    Calendar,
    academic_year,
    add_school_days,
    add_working_days,
    calendar_of,
    calendars_of,
    is_working_day,
    school_days_between,
)
from schools.emergency_numbers import Changed, told_of_numbers
from schools.gias_file import MOST_BYTES, Unreadable, wanted_rows
from schools.policy_settings import PRESET_HINTS, PRESETS, SETTINGS, value

__all__ = [
    "Calendar",
    "Changed",
    "Country",
    "MOST_BYTES",
    "PRESETS",
    "PRESET_HINTS",
    "SETTINGS",
    "USUAL",
    "Unreadable",
    "academic_year",
    "add_school_days",
    "add_working_days",
    "bank_holidays",
    "calendar",
    "calendar_of",
    "calendars_of",
    "gias",
    "is_bank_holiday",
    "is_known",
    "is_working_day",
    "policy_settings",
    "school_days_between",
    "told_of_numbers",
    "value",
    "wanted_rows",
]
