"""Seals each text that is there with a key of its row's own, once, so that later changes of keys touch no text."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.db import migrations

from audit.triggers import lifted
from incidents.keys.sealing import CannotOpen, place_of_key, seal, unseal_older
from sealing.boxes import close
from sealing.keys import Purpose

SEALED = {
    "Draft": ("answers",),
    "Incident": ("answers", "outcome_reason", "safeguarding_reference"),
    "Reader": ("reason",),
    "Entry": ("text",),
    "Referral": ("their_reference",),
}
WRONG = (
    "CONCERN_KEYS opens nothing that is sealed in this database: these are not its keys. "
    "Nothing was changed. Start again with the keys that belong to it."
)


def rows_of(apps):
    for name, fields in SEALED.items():
        model = apps.get_model("incidents", name)
        rows = model._base_manager.filter(row_key=None).order_by("pk")
        # All at once: what is read while it is written would not hold still.
        for pk, *values in list(rows.values_list("pk", *fields)):
            yield model, pk, {field: bytes(value) for field, value in zip(fields, values) if value}


def sealed_anew(table, pk, values, key):
    """What opens, sealed with the row's key; what is damaged stays as it is."""
    for field, value in values.items():
        place = f"{table}|{pk}|{field}"
        try:
            yield field, seal(key, unseal_older(value, place), place)
        except CannotOpen:
            continue


def seal_anew(apps, schema_editor):
    found = opened = 0
    with lifted(schema_editor.connection):
        for model, pk, values in rows_of(apps):
            table, key = model._meta.db_table, os.urandom(32)
            anew = dict(sealed_anew(table, pk, values, key))
            found, opened = found + len(values), opened + len(anew)
            box = close(Purpose.CONCERNS, key, place_of_key(table, pk))
            model._base_manager.filter(pk=pk).update(row_key=box, **anew)
        if found and not opened:
            raise ImproperlyConfigured(WRONG)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_row_keys")]
    operations = [migrations.RunPython(seal_anew, elidable=True)]
