"""How everybody is found is written down for those who are there, and again when it is reckoned otherwise."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from people.actions import change_person
from people.models import User
from tests.factories import NOW, make_person

LOOKS_LIKE_PAPE_COX = "\u0420\u0430\u0440\u0435 \u0421\u043e\u0445"


def test_everybody_who_is_there_is_found(cast) -> None:
    make_person("Anne-Marie O’Neill", trust=cast.trust, school=cast.school)
    before = dict(User.objects.values_list("pk", "found_as"))
    User.objects.update(found_as="", name_key="")
    step = import_module("people.migrations.0004_names_as_people_type")
    step.fill(apps, SimpleNamespace(connection=connection))
    assert dict(User.objects.values_list("pk", "found_as")) == before
    assert User.objects.get(name_key="anne marie oneill").found_as == "anne marie annemarie oneill"


def test_everybody_is_looked_at_again(cast) -> None:
    person = make_person(LOOKS_LIKE_PAPE_COX, trust=cast.trust, school=cast.school)
    change_person(person=cast.colleague, given_name="Ian", by=cast.office, at=NOW)
    past = cast.colleague.past_names.get()
    before = past.name_key
    User.objects.update(name_key="")
    cast.colleague.past_names.update(name_key="")
    step = import_module("people.migrations.0014_names_by_their_look")
    step.look_again(apps, SimpleNamespace(connection=connection))
    assert User.objects.get(pk=person.pk).name_key == "pape cox"
    assert cast.colleague.past_names.get().name_key == before != ""
