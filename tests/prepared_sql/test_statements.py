"""What may be prepared, what comes back, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from access.asker import Asker
from access.check import Held
from people.models import RoleAssignment, User
from people.roles.held import standing_in
from prepared_sql.statements import Prepared
from tests.cast import Cast
from tests.factories import TODAY, give_role


def test_values_come_back_as_the_orm_would_give_them(cast: Cast) -> None:
    names = ("pk", "category", "start_date", "leaving_date", "is_active", "last_login", "trust_id")
    asked = Prepared(
        lambda _shape, values: (
            User.objects.filter(trust_id__in=values["trusts"]).order_by("pk").values_list(*names)
        )
    )
    for trusts in (
        [cast.trust.pk],
        [cast.other_trust.pk],
        [cast.trust.pk, cast.other_trust.pk],
        [],
    ):
        slow = User.objects.filter(trust_id__in=trusts).order_by("pk").values_list(*names)
        assert asked.rows(len(trusts), {"trusts": trusts}) == list(slow)


def test_a_day_that_is_worked_out_is_refused(cast: Cast) -> None:
    """Else everybody would be answered for the first one's day."""
    yesterday = Prepared(
        lambda _shape, values: RoleAssignment.objects.filter(
            start_date=values["on"] - timedelta(days=1)
        ).values_list("pk")
    )
    with pytest.raises(ValueError, match="worked out"):
        yesterday.rows(None, {"on": TODAY})


def test_only_so_many_shapes_are_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prepared_sql.statements.MOST", 3)
    built: list[Any] = []

    def build(shape: Any, values: Any) -> Any:
        built.append(shape)
        return User.objects.filter(pk=values["who"]).values_list("pk")

    asked = Prepared(build)
    for shape in (1, 2, 3, 1, 4, 4, 1):
        assert asked.rows(shape, {"who": cast.head.pk}) == [(cast.head.pk,)]
    assert built == [1, 2, 3, 4, 1]


def test_roles_taken_apart_and_put_together_again_are_the_same(cast: Cast) -> None:
    give_role(cast.teacher, "COMMS", trust=cast.trust)
    for person in cast.everybody():
        roles = person.roles_on(TODAY)
        assert set(Asker.of(roles).roles()) == set(roles)
        assert standing_in(person.pk, Asker.of(roles).roles(), on=TODAY).roles_on(TODAY) == roles


def test_people_with_the_like_roles_share_a_shape(cast: Cast) -> None:
    here = Held("STAFF", cast.trust.pk, frozenset([cast.school.pk]), False)
    there = Held("STAFF", cast.other_trust.pk, frozenset([cast.other_school.pk]), False)
    head = Held("HEAD", cast.trust.pk, frozenset([cast.school.pk]), False)
    head_there = Held("HEAD", cast.trust.pk, frozenset([cast.other_school.pk]), False)
    assert Asker.of([here]).shape == Asker.of([there]).shape
    assert Asker.of([here, head]).shape != Asker.of([here, head_there]).shape
    assert Asker.of([here]).shape != Asker.of([head]).shape
