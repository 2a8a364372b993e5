"""Convention 1, the second half: every guarded address against every stranger, from the resolver itself.

Not signed in leads to sign-in; another trust is 404; another school is 404 (but for what a trust
shares); the wrong role is 403; and no role that the table does not name gets further.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from access.check import can, is_visible
from people.models import User
from tests.architecture.samples import SAMPLES
from tests.architecture.test_markers import is_third_party, patterns
from tests.cast import Cast
from tests.factories import TODAY


def guarded() -> list[tuple[str, Any]]:
    return [
        (route, entry)
        for route, entry in patterns()
        if not is_third_party(entry) and getattr(entry.callback, "marker", "") == "guarded"
    ]


def signed_in() -> list[tuple[str, Any]]:
    return [(route, entry) for route, entry in patterns() if getattr(entry.callback, "marker", "") == "signed_in"]


def address(entry: Any, route: str, cast: Cast) -> tuple[str, Any]:
    """A real address of this pattern, and the record it is about."""
    model = getattr(entry.callback, "model", None)
    record = SAMPLES[model.__name__](cast) if model else None
    kinds = {name: type(converter).__name__ for name, converter in entry.pattern.converters.items()}
    return "/" + PLACE.sub(lambda found: value_for(found[1], kinds.get(found[1], ""), record), route), record


PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
NOBODY = "00000000-0000-4000-8000-00000000dead"
# A real word for a place that is not the record itself.
REAL = {"section": "people", "number": "1"}


def value_for(name: str, kind: str, record: Any) -> str:
    """What stands in this place of the address: the record's own reference, slug or id."""
    if kind == "IntConverter":
        return "1"
    if kind == "UUIDConverter":
        return str(record.pk) if record is not None and name in ("pk", "uuid") else NOBODY
    found = next((value for field in ("reference", "slug") if (value := getattr(record, field, None))), None)
    return str(found).lower() if found and name in ("ref", "slug") else REAL.get(name, "purpose")


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "entry"), guarded() + signed_in(), ids=lambda value: value if isinstance(value, str) else "")
def test_nobody_gets_in_without_signing_in(route: str, entry: Any, cast: Cast, client: Client) -> None:
    path, _ = address(entry, route, cast)
    for method in (client.get, client.post):
        response = method(path)
        assert response.status_code == 302, (path, response.status_code)
        assert "/sign-in/" in response.headers["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "entry"), guarded(), ids=lambda value: value if isinstance(value, str) else "")
def test_each_person_gets_what_the_tables_say(route: str, entry: Any, cast: Cast, client: Client) -> None:
    path, record = address(entry, route, cast)
    permission = entry.callback.permission
    for person in cast.everybody():
        client.force_login(person)
        answers = {client.get(path).status_code, client.post(path).status_code}
        if record is None:
            if not holds(person, permission):
                assert answers <= {403, 405}, (path, person, answers)
        elif not is_visible(person, record, localdate()):
            assert answers == {404}, (path, person, answers)
        elif not can(person, permission, record, localdate()):
            assert answers <= {403, 405}, (path, person, answers)
        else:
            assert 200 in answers or 302 in answers, (path, person, answers)


def holds(person: User, permission: Any) -> bool:
    from access.roles import grants

    return any(grants(held.role, permission) for held in person.roles_on(localdate()))


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_another_trust_never_sees_it(name: str, cast: Cast) -> None:
    record = SAMPLES[name](cast)
    assert not is_visible(cast.outsider, record, TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_somebody_sees_it(name: str, cast: Cast) -> None:
    record = SAMPLES[name](cast)
    assert any(is_visible(person, record, TODAY) for person in cast.everybody())


def test_every_guarded_model_has_a_sample() -> None:
    missing = {
        entry.callback.model.__name__ for _, entry in guarded() if getattr(entry.callback, "model", None)
    } - set(SAMPLES)
    assert missing == set()

