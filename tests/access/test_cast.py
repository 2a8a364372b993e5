"""The primitive answers for the cast: school roles stay at their school, trust roles reach all."""

from __future__ import annotations

from access.check import own_trusts, schools_where
from access.roles import Permission
from tests.cast import Cast
from tests.factories import TODAY


def test_school_roles_stay_at_their_school(cast: Cast) -> None:
    assert schools_where(cast.head, Permission.CHANNEL_ACCEPT, TODAY) == {cast.school.pk}


def test_trust_roles_reach_every_school_of_the_trust(cast: Cast) -> None:
    assert schools_where(cast.officer, Permission.CHANNEL_DETAIL, TODAY) == {
        cast.school.pk,
        cast.other_school.pk,
    }


def test_another_trust_is_another_world(cast: Cast) -> None:
    assert own_trusts(cast.outsider, TODAY) == {cast.other_trust.pk}
