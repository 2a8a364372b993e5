"""A school office cannot become its safeguarding lead by sending itself her password link."""

from __future__ import annotations

import pytest

from access.check import Denied
from people import actions
from tests.cast import Cast
from tests.factories import NOW, make_person


def test_the_office_cannot_send_a_new_link_to_who_opens_concerns(cast: Cast) -> None:
    for person in (cast.dsl, cast.deputy_dsl, cast.head, cast.chair):
        with pytest.raises(Denied, match="can open concerns"):
            actions.invite(person=person, by=cast.office, at=NOW)
        person.refresh_from_db()
        assert person.invited_at is None


def test_the_office_cannot_change_the_address_of_who_opens_concerns(cast: Cast) -> None:
    before = cast.dsl.email
    with pytest.raises(Denied, match="can open concerns"):
        actions.change_person(
            person=cast.dsl, email="tom.okafor2@school.example", by=cast.office, at=NOW
        )
    cast.dsl.refresh_from_db()
    assert cast.dsl.email == before


def test_the_portal_administrator_can(cast: Cast) -> None:
    assert actions.invite(person=cast.dsl, by=cast.admin, at=NOW)


def test_the_office_still_invites_a_new_lead_and_everybody_else(cast: Cast) -> None:
    new = make_person("Nia New", "DDSL", trust=cast.trust, school=cast.school)
    new.set_unusable_password()
    new.save()
    assert actions.invite(person=new, by=cast.office, at=NOW)
    assert actions.invite(person=cast.teacher, by=cast.office, at=NOW)
