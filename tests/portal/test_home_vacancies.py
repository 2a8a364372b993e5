"""Home says who is missing at a school in which nobody hears what goes wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.contacts import unheard
from people.models import RoleAssignment
from tests.cast import Cast
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
MISSING = "has no designated safeguarding lead and no deputy"


def without_leads(cast: Cast) -> None:
    RoleAssignment.objects.filter(school=cast.school, role__in=("DSL", "DDSL")).delete()


def home(client: Client, person: Any) -> str:
    client.force_login(person)
    return client.get(reverse("home")).content.decode()


def test_a_head_is_told_which_roles_nobody_holds(cast: Cast, client: Client) -> None:
    assert "Who is missing" not in home(client, cast.head)
    without_leads(cast)
    seen = home(client, cast.head)
    assert MISSING in seen and "Nothing needs you today" not in seen
    assert reverse("people:roles") in seen


def test_nobody_is_told_who_could_do_nothing_about_it(cast: Cast, client: Client) -> None:
    without_leads(cast)
    assert MISSING not in home(client, cast.teacher)


def test_one_question_however_many_schools(cast: Cast, django_assert_num_queries: Any) -> None:
    without_leads(cast)
    with django_assert_num_queries(1):
        assert [lacks for _, lacks in unheard([cast.school], TODAY)] == [["DSL", "DDSL"]]
