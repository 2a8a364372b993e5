"""What pages and letters say of an objection that nobody decides, and of what is confirmed for a later day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from notifications.models import Message
from people.appointments import actions as appointments
from people.appointments.models import Appointment
from people.models import User
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.people.test_appointments import confirm, propose

DAY = timedelta(days=1)
NOBODY = "obody here can decide about it"


def replaced(cast: Cast) -> Appointment:
    return propose(cast, cast.deputy_head, role="HEAD", ends_current=True)


def nobody_above(cast: Cast) -> None:
    above = (cast.chair, cast.ceo, cast.safeguarding_lead)
    User.objects.filter(pk__in=[one.pk for one in above]).update(leaving_date=TODAY - DAY)


def text(kind: str, person: User) -> str:
    return Message.objects.filter(kind=f"appointment.{kind}", recipient=person).get().text


def page(client: Client, person: User, row: Appointment) -> str:
    client.force_login(person)
    return client.get(row.get_absolute_url()).content.decode()


def test_who_decides_is_named(cast: Cast, client: Client) -> None:
    row = replaced(cast)
    names = "Gwen Tully or Ivor Day or Ruth Marsh"
    assert f"{names} has decided" in text("proposed", cast.head)
    assert f"If you object, {names} decides." in page(client, cast.head, row)
    appointments.object_to(appointment=row, by=cast.head, at=NOW)
    assert f"until {names} has decided" in text("objected", cast.office)
    assert f"objects. {names} decides." in page(client, cast.office, row)


def test_where_nobody_decides_it_is_said_with_what_to_do(cast: Cast, client: Client) -> None:
    nobody_above(cast)
    row = replaced(cast)
    assert NOBODY in text("proposed", cast.head) and NOBODY in page(client, cast.head, row)
    appointments.object_to(appointment=row, by=cast.head, at=NOW)
    for person in (cast.office, cast.head, cast.dsl):
        shown = page(client, person, row)
        assert NOBODY in shown and "it lapses on 4 December 2026" in shown
        assert "a code from the server stands for the second person" in shown
        assert NOBODY in text("objected", person)
    appointments.settle_due(at=NOW + 14 * DAY)
    assert Appointment.objects.get(pk=row.pk).status == "lapsed"


def test_what_is_confirmed_for_a_later_day_says_from_when(cast: Cast, client: Client) -> None:
    row = confirm(propose(cast, start_date=TODAY + 7 * DAY), cast.head)
    assert row.still_to_come(TODAY + 6 * DAY) and row.still_to_come(TODAY + 7 * DAY) is None
    letter, shown = text("done", cast.dsl), page(client, cast.dsl, row)
    for said in (letter, shown):
        assert "It begins on 27 November 2026" in said and "In effect" not in said
    now = confirm(propose(cast, cast.teacher), cast.head)
    assert "In effect" in page(client, cast.dsl, now)


def test_so_does_a_last_day_that_is_to_come(cast: Cast, client: Client) -> None:
    role = cast.deputy_dsl.assignments.get(role="DDSL")
    row = appointments.propose_end(
        assignment=role, end_date=TODAY + 7 * DAY, by=cast.office, at=NOW
    )
    appointments.agree(appointment=row, by=cast.deputy_dsl, at=NOW)
    assert "Until then nothing changes" in text("done", cast.dsl)
    shown = page(client, cast.dsl, row)
    assert "The last day is 27 November 2026" in shown and "In effect" not in shown


def test_replacing_somebody_on_the_day_they_began_says_what_to_do(cast: Cast) -> None:
    row = replaced(cast)
    appointments.agree(appointment=row, by=cast.head, at=NOW)
    confirm(row, cast.ceo)
    with pytest.raises(ValidationError) as refused:
        propose(cast, cast.teacher, role="HEAD", ends_current=True)
    (said,) = refused.value.message_dict["start_date"]
    assert "Owen Lowe" in said and "Enter a first day after 20 November 2026" in said
    assert "can take it back for seven days" in said
    again = propose(cast, cast.teacher, role="HEAD", ends_current=True, start_date=TODAY + DAY)
    assert again.replaces.person == cast.deputy_head
