"""Holding back is no door beside suspending: not by those of whom the role hears, and somebody can give it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from access.check import Denied, Hidden
from people.appointments import actions as appointments
from people.appointments.deciders import givers_back
from people.appointments.models import Appointment
from people.models import User
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_person
from tests.people.test_appointments import confirm, holds, propose

DAY = timedelta(days=1)


def gone(*people: User) -> None:
    User.objects.filter(pk__in=[one.pk for one in people]).update(leaving_date=TODAY - DAY)


def replaced(cast: Cast, role: str, before: User, by: User) -> Appointment:
    row = propose(cast, cast.colleague, role=role, ends_current=True)
    appointments.agree(appointment=row, by=before, at=NOW)
    return confirm(row, by)


def hold_back(row: Appointment, by: User) -> Appointment:
    return appointments.hold_back_appointment(appointment=row, by=by, at=NOW)


def test_a_head_does_not_hold_back_the_chair_to_whom_a_report_about_them_goes(
    cast: Cast, client: Client
) -> None:
    row = replaced(cast, "CHAIR", cast.chair, cast.ceo)
    with pytest.raises(Denied, match="hears concerns about you.*Tell Amal Haddad or Gwen Tully"):
        hold_back(row, cast.head)
    client.force_login(cast.head)
    assert "Hold it back" not in client.get(row.get_absolute_url()).content.decode()
    assert holds(cast.colleague, "CHAIR")
    hold_back(row, cast.safeguarding_lead)
    with pytest.raises(Denied):
        appointments.give_back_appointment(appointment=row, by=cast.head, at=NOW)
    assert givers_back(Appointment.objects.get(pk=row.pk), TODAY) == [cast.dsl]


def test_a_lead_does_not_hold_back_the_head_where_somebody_else_could(cast: Cast) -> None:
    gone(cast.chair, cast.safeguarding_lead)
    row = replaced(cast, "HEAD", cast.head, cast.ceo)
    with pytest.raises(Denied, match="Tell Ruth Marsh"):
        hold_back(row, cast.dsl)


def test_where_nobody_else_could_it_is_held_back_all_the_same(cast: Cast) -> None:
    """A stranger as headteacher: the lead is the only one left who can stop it."""
    row = replaced(cast, "HEAD", cast.head, cast.ceo)
    gone(cast.chair, cast.safeguarding_lead, cast.ceo)
    hold_back(row, cast.dsl)
    assert not holds(cast.colleague, "HEAD")


def test_whoever_holds_a_head_or_safeguarding_role_gives_back_where_nobody_who_confirms_is_left(
    cast: Cast, client: Client
) -> None:
    """The lead has confirmed a deputy, and the head holds her back: no second person who confirms is there."""
    row = confirm(propose(cast), cast.dsl)
    gone(cast.chair, cast.safeguarding_lead, cast.ceo, cast.other_dsl, cast.other_head)
    hold_back(row, cast.head)
    row.refresh_from_db()
    assert givers_back(row, TODAY) == [cast.deputy_dsl]
    for by in (cast.dsl, cast.head, cast.office, cast.colleague):
        with pytest.raises((Denied, Hidden)):
            appointments.give_back_appointment(appointment=row, by=by, at=NOW)
    client.force_login(cast.head)
    assert "Sam Hill can give it back" in client.get(row.get_absolute_url()).content.decode()
    client.force_login(cast.deputy_dsl)
    assert "Decide: Lena Fox" in client.get("/to-confirm/").content.decode()
    assert "give the role back" in client.get(row.get_absolute_url()).content.decode()
    appointments.give_back_appointment(appointment=row, by=cast.deputy_dsl, at=NOW)
    assert holds(cast.colleague, "DDSL")


def test_somebody_of_another_school_gives_back_who_was_never_told(
    cast: Cast, client: Client
) -> None:
    row = confirm(propose(cast), cast.dsl)
    gone(cast.chair, cast.safeguarding_lead, cast.ceo, cast.deputy_dsl, cast.other_head)
    deputy = make_person("Dee Post", "DDSL", trust=cast.trust, school=cast.other_school)
    User.objects.filter(pk=cast.other_dsl.pk).update(known_at=None)
    hold_back(row, cast.head)
    client.force_login(deputy)
    assert row.get_absolute_url() in client.get("/to-confirm/").content.decode()
    assert appointments.give_back_appointment(appointment=row, by=deputy, at=NOW).status == "done"


def test_where_nobody_else_is_left_whoever_held_it_back_gives_it_back(cast: Cast) -> None:
    """Never whoever confirmed it: their word would be the only one."""
    row = confirm(propose(cast), cast.dsl)
    left = (cast.chair, cast.safeguarding_lead, cast.ceo, cast.other_dsl, cast.other_head)
    gone(*left, cast.deputy_dsl)
    hold_back(row, cast.head)
    with pytest.raises(Denied, match="Priya Nair can do this"):
        appointments.give_back_appointment(appointment=row, by=cast.dsl, at=NOW)
    assert (
        appointments.give_back_appointment(appointment=row, by=cast.head, at=NOW).status == "done"
    )
