"""Verbs: the only code that writes trusts, schools, dates and settings."""

from schools.actions.imports import import_rows, import_schools, upload_schools
from schools.actions.schools import add_school, change_school_details, set_dates
from schools.actions.settings import apply_preset, change_setting, change_settings
from schools.actions.trusts import brand, change_trust, create_trust

__all__ = [
    "add_school",
    "apply_preset",
    "brand",
    "change_school_details",
    "change_setting",
    "change_settings",
    "change_trust",
    "create_trust",
    "import_rows",
    "import_schools",
    "set_dates",
    "upload_schools",
]
