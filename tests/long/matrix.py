"""Every guarded address, asked by somebody with each role at each place, in both ways: at least 15,000 requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate

from access.check import can, is_visible
from access.roles import ASSIGNABLE
from people.models import User
from tests.architecture.test_matrix import address, guarded, holds, signed_in
from tests.cast import Cast
from tests.factories import make_person
from tests.long.tally import Tally

pytestmark = pytest.mark.django_db
ENTRIES = guarded() + signed_in()
LEAST = 15_000


class TakenBack(Exception):
    """Whatever a request has changed is not there for the next one."""


def strangers(cast: Cast) -> Iterator[User]:
    """Somebody with each role alone: at this school, at another, for the trust, at another trust."""
    far = cast.outsider.trust
    far_school = far.schools.first()
    for role in ASSIGNABLE:
        for name, trust, school in (
            ("Here", cast.trust, cast.school),
            ("There", cast.trust, cast.other_school),
            ("Trust", cast.trust, None),
            ("Far", far, far_school),
        ):
            if ("school" if school else "trust") in role.held_at:
                yield make_person(f"{name} {role.code}", role.code, trust=trust, school=school)


@pytest.mark.parametrize(("route", "entry"), ENTRIES, ids=lambda value: str(value)[:60])
def test_each_role_gets_what_the_tables_say(
    route: str, entry: Any, cast: Cast, tally: Tally
) -> None:
    if route in tally.done or not tally.has_time():
        pytest.skip("done, or out of time: run it again")
    path, record = address(entry, route, cast)
    people = [*cast.everybody(), *strangers(cast)]
    seen: Counter[int] = Counter()
    for person in people:
        for method in ("get", "post"):
            seen[answer(path, person, method, entry, record)] += 1
    tally.add(requests=seen.total(), **{f"answers_{code}": n for code, n in seen.items()})
    tally.finish(route)


def answer(path: str, person: User, method: str, entry: Any, record: Any) -> int:
    """Ask, hold the answer against the tables, and take back what it did."""
    expected = allowed(person, entry, record)
    client = Client(raise_request_exception=False)
    code = 0
    try:
        with transaction.atomic():
            client.force_login(person)
            code = getattr(client, method)(path).status_code
            raise TakenBack
    except TakenBack:
        assert code < 500, (path, person, method)
        assert expected is None or code in expected, (path, person, method, code)
        return code


def allowed(person: User, entry: Any, record: Any) -> set[int] | None:
    """The answers that the tables allow; None where they let this person in."""
    permission, on = getattr(entry.callback, "permission", None), localdate()
    if permission is None:
        return None
    if record is None:
        return None if holds(person, permission) else {403, 405}
    if not is_visible(person, record, on):
        return {404}
    return None if can(person, permission, record, on) else {403, 405}


def test_at_least_so_many_requests(tally: Tally) -> None:
    """The sum over the runs, once all addresses are done."""
    if len(tally.done) < len({route for route, _ in ENTRIES}):
        pytest.skip("not all addresses are done: run it again")
    assert tally.figures["requests"] >= LEAST
