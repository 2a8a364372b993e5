"""Home says on the first day what a head or lead still does before their role gives anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from people.models import User
from schools.models import School
from tests.cast import Cast
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
NUMBER = "Enter the phone number on which you can be reached"


def home(client: Client, person: User) -> str:
    client.force_login(person)
    return " ".join(client.get("/").content.decode().split())


@pytest.fixture
def is_new(cast: Cast, settings: Any) -> None:
    settings.SECOND_STEP = "restricted"
    School.objects.filter(pk=cast.school.pk).update(takes_reports_since=None)
    new = {"known_at": None, "phone": "", "last_login": NOW}
    User.objects.filter(pk=cast.dsl.pk).update(**new)
    cast.dsl.refresh_from_db()


@pytest.mark.usefixtures("is_new")
def test_the_three_steps_stand_there_as_one_job_now(cast: Cast, client: Client) -> None:
    seen = home(client, cast.dsl)
    assert 'href="/account/second-step/">Set up the second sign-in step' in seen
    assert f'href="/account/phones/">{NUMBER}' in seen and seen.count(NUMBER) == 1
    assert f"Speak to {cast.head.full_name}" in seen or f"or {cast.head.full_name}" in seen
    assert f"{cast.school.name} takes no reports here until" in seen
    assert cast.other_school.name not in seen.split("Do this now")[1].split("</div>")[0]


@pytest.mark.usefixtures("is_new")
def test_what_is_done_is_said_and_nobody_else_is_asked(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.dsl.pk).update(phone="01632 960001")
    seen = home(client, cast.dsl)
    assert "Done: Your phone number, 01632 960001" in seen and NUMBER not in seen
    assert "Do this now" not in home(client, cast.teacher)


def test_a_number_alone_is_asked_for_today(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.dsl.pk).update(phone="", last_login=NOW)
    seen = home(client, cast.dsl)
    assert "Do this now" not in seen
    assert "Next 7 days" not in seen.split(NUMBER)[0] and NUMBER in seen
    assert NOW.date() == TODAY
