"""The frame's question gives the schools and numbers that the querysets it was made from would give."""

from __future__ import annotations

from typing import Any

from django.db.models import Value
from django.forms.models import model_to_dict

from access.roles import Permission, grants
from approvals.models import Request
from incidents.models import Incident
from people.models import User
from portal.frame_facts import number_of, schools_with_badges
from schools.models import School
from tests.approvals import stage
from tests.cast import Cast
from tests.factories import TODAY, give_role
from tests.incidents import world


def plainly(ids: Any, user: User) -> list[School]:
    """As anybody would ask it."""
    unseen: Any = Value(0)
    if any(grants(held.role, Permission.CONCERN_LIST) for held in user.roles_on(TODAY)):
        unseen = number_of(Incident.objects.visible_to(user, on=TODAY).filter(status="reported"))
    waiting = number_of(Request.objects.waiting_for(user, on=TODAY))
    rows = (
        School.objects.filter(pk__in=ids)
        .select_related("trust")
        .annotate(requests_waiting=waiting, concerns_unseen=unseen)
    )
    return list(rows.order_by("name"))


def said(school: Any) -> list[object]:
    return [
        model_to_dict(school),
        model_to_dict(school.trust),
        school.requests_waiting,
        school.concerns_unseen,
    ]


def test_everybody_sees_the_schools_and_numbers_of_the_querysets(cast: Cast) -> None:
    stage.sent(cast)
    world.send(cast)
    world.send(cast, by=cast.other_head, school=cast.other_school)
    give_role(cast.dsl, "HEAD", trust=cast.trust, school=cast.other_school)
    waiting = unseen = 0
    everywhere = {school.pk for school in School.objects.all()}
    for user in User.objects.all():
        for ids in (everywhere, {cast.school.pk}, {cast.other_school.pk}, set()):
            found: list[Any] = schools_with_badges(ids, user, on=TODAY)
            assert [said(school) for school in found] == [
                said(school) for school in plainly(ids, user)
            ]
            waiting += sum(school.requests_waiting for school in found)
            unseen += sum(school.concerns_unseen for school in found)
    assert waiting
    assert unseen
