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
    return [
        (route, entry)
        for route, entry in patterns()
        if getattr(entry.callback, "marker", "") == "signed_in"
    ]


def address(entry: Any, route: str, cast: Cast) -> tuple[str, Any]:
    """A real address of this pattern, and the record it is about."""
    model = getattr(entry.callback, "model", None)
    record = SAMPLES[model.__name__](cast) if model else None
    kinds = entry.pattern.converters
    return "/" + PLACE.sub(
        lambda found: value_for(found[1], kinds[found[1]].regex, record), route
    ), record


PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
# What may stand in an address where the record itself has nothing to put there.
OTHERS = (
    "ch9001",
    "rq9001",
    "wa9001",
    "c-7k4p-29xm",
    "1",
    "00000000-0000-4000-8000-00000000dead",
    "purpose",
)


def value_for(name: str, shape: str, record: Any) -> str:
    """What stands in this place: the record's own reference, slug or id where that fits, else something that does."""
    own = [
        str(value).lower()
        for field in ("reference", "slug", "pk")
        if (value := getattr(record, field, None))
    ]
    wanted = own if name in ("ref", "slug", "pk", "uuid") else []
    return next(value for value in (*wanted, *OTHERS) if re.fullmatch(shape, value))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("route", "entry"),
    guarded() + signed_in(),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nobody_gets_in_without_signing_in(
    route: str, entry: Any, cast: Cast, client: Client
) -> None:
    path, _ = address(entry, route, cast)
    for method in (client.get, client.post):
        response = method(path)
        assert response.status_code == 302, (path, response.status_code)
        assert "/sign-in/" in response.headers["Location"]


@pytest.mark.journey
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("route", "entry"), guarded(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_person_gets_what_the_tables_say(
    route: str, entry: Any, cast: Cast, client: Client
) -> None:
    path, record = address(entry, route, cast)
    permission, on = entry.callback.permission, localdate()
    for person in cast.everybody():
        client.force_login(person)
        methods = (
            (client.get, client.post)
            if person in (cast.colleague, cast.other_teacher, cast.outsider)
            else (client.get,)
        )
        answers = {method(path).status_code for method in methods}
        if record is None:
            if not holds(person, permission):
                assert answers <= {403, 405}, (path, person, answers)
        elif not is_visible(person, record, on):
            assert answers == {404}, (path, person, answers)
        elif not can(person, permission, record, on):
            assert answers <= {403, 405}, (path, person, answers)
        assert 500 not in answers, (path, person)


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
        entry.callback.model.__name__
        for _, entry in guarded()
        if getattr(entry.callback, "model", None)
    } - set(SAMPLES)
    assert missing == set()
