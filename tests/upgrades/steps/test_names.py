"""How everybody is found is written down for those who are there."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from people.models import User
from tests.factories import make_person


def test_everybody_who_is_there_is_found(cast) -> None:
    make_person("Anne-Marie O’Neill", trust=cast.trust, school=cast.school)
    before = dict(User.objects.values_list("pk", "found_as"))
    User.objects.update(found_as="", name_key="")
    step = import_module("people.migrations.0004_names_as_people_type")
    step.fill(apps, SimpleNamespace(connection=connection))
    assert dict(User.objects.values_list("pk", "found_as")) == before
    assert User.objects.get(name_key="anne marie oneill").found_as == "anne marie annemarie oneill"
