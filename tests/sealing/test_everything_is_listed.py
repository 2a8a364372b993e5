"""Whatever is sealed stands in the list that a change of keys goes through."""

from __future__ import annotations

from django.apps import apps

from incidents.keys.sealing import RowKeyField, SealedField
from portal.key_checks import kinds_of_rows


def test_every_model_with_a_sealed_field_is_changed_with_the_keys() -> None:
    listed = {rows.name for rows in kinds_of_rows()}
    for model in apps.get_models():
        kinds = {type(field) for field in model._meta.get_fields()}
        assert (SealedField in kinds) == (RowKeyField in kinds), model
        assert SealedField not in kinds or model._meta.label_lower in listed
