"""The migration that gives each row of a running portal a key of its own."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from audit.triggers import lifted
from incidents import actions
from incidents.keys.sealing import encrypt, older_key
from incidents.models import Draft, Entry, Incident, Reader, Referral
from tests.factories import NOW
from tests.incidents.world import WORDS, send

migration = import_module("incidents.migrations.0005_texts_under_row_keys")
MODELS = (Draft, Incident, Reader, Entry, Referral)


def make_older(secret: str) -> None:
    """As a portal from before this migration has them."""
    with lifted(connection):
        for model in MODELS:
            for row in model._base_manager.all():
                model._base_manager.filter(pk=row.pk).update(row_key=None, **older(row, secret))


def older(row, secret: str) -> dict[str, bytes]:
    table, fields = row._meta.db_table, migration.SEALED[type(row).__name__]
    texts = {field: getattr(row, field) for field in fields if getattr(row, field)}
    return {
        field: encrypt(older_key(secret), text.encode(), f"{table}|{row.pk}|{field}")
        for field, text in texts.items()
    }


def migrate() -> None:
    with connection.schema_editor(atomic=True) as editor:
        migration.seal_anew(apps, editor)


@pytest.mark.django_db(transaction=True)
def test_every_text_is_kept_and_the_tables_are_closed_again(cast, settings) -> None:
    incident = send(cast)
    actions.add_entry(incident=incident, by=cast.dsl, kind="note", text="It began", at=NOW)
    texts = list(Entry.objects.order_by("position").values_list("pk", flat=True))
    before = [Entry.objects.get(pk=pk).text for pk in texts]
    make_older(settings.CONCERN_KEYS[0])
    right, settings.CONCERN_KEYS = settings.CONCERN_KEYS, ["n3" * 32]
    with pytest.raises(ImproperlyConfigured, match="CONCERN_KEYS opens nothing"):
        migrate()
    settings.CONCERN_KEYS = ["n3" * 32, *right]
    migrate()
    assert not any(model._base_manager.filter(row_key=None).exists() for model in MODELS)
    settings.CONCERN_KEYS = ["n3" * 32]
    assert [Entry.objects.get(pk=pk).text for pk in texts] == before
    assert WORDS in Incident.objects.get(pk=incident.pk).answers
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(text=b"x")
