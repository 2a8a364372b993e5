"""Whether this program can take the data that it finds: by the migrations that were run on it."""

from __future__ import annotations

import os
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

# Before 0.2.0 migrations were edited in place and then written anew (ADR 23): every portal had run this one.
BEFORE_0_2_0 = ("audit", "0001_initial")
TOO_OLD = (
    "This database was made before version 0.2.0 and cannot be brought over; nothing was changed. "
    "Keep it with the program that made it, write the register to a sheet there (manage.py export_register), "
    "start this version with {place} and import the sheet (manage.py import_register)."
)
TOO_NEW = (
    "This database belongs to a newer version of the portal ({app}.{name} is not known to {version}); "
    "nothing was changed. Start that version again, or restore the backup that was made before it."
)


def refusal(loader: MigrationLoader) -> str | None:
    """A sentence where the data is too old or too new. `loader` has read program and database."""
    unknown = sorted(key for key in loader.applied_migrations if is_unknown(key, loader))
    if BEFORE_0_2_0 in unknown:
        return TOO_OLD.format(place=empty_place())
    if unknown:
        app, name = unknown[-1]
        return TOO_NEW.format(app=app, name=name, version=settings.VERSION)
    return None


def is_unknown(key: tuple[str, str], loader: MigrationLoader) -> bool:
    return key[0] in labels() and key not in loader.disk_migrations


def labels() -> set[str]:
    """Our own apps: what others bring, they see to."""
    configs = apps.get_app_configs()
    return {one.label for one in configs if Path(one.path).parent == settings.BASE_DIR}


def empty_place() -> str:
    if settings.IS_PRODUCTION or os.environ.get("DATABASE_URL"):
        return "an empty database (DATABASE_URL)"
    return "an empty folder (PORTAL_DATA_DIR)"
