"""A letter about a concern that does not arrive is heard of by those who can open the concern, and by nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from incidents import actions
from incidents.emails import UNDELIVERED
from incidents.models import Entry, Incident
from notifications.models import Message
from people.system import system_user
from tests.cast import Cast
from tests.factories import NOW
from tests.incidents.world import readers, send

pytestmark = pytest.mark.django_db
LATE = timedelta(minutes=15)


def sweep(later: timedelta = LATE) -> int:
    return actions.tell_of_undelivered(by=system_user(), at=NOW + later)


def heard() -> set[str]:
    return set(
        Message.objects.filter(kind=UNDELIVERED).values_list("recipient__given_name", flat=True)
    )


def letters(person: Any) -> Any:
    return Message.objects.filter(recipient=person, kind="concern")


def arrived(*people: Any) -> None:
    Message.objects.filter(recipient__in=people).update(state="sent", sent_at=NOW)


def test_after_15_minutes_those_who_can_open_it_hear_of_it(cast: Cast) -> None:
    incident = send(cast)
    before = readers(incident), incident.moves_on_at
    assert letters(cast.dsl).exists() and not letters(cast.deputy_dsl).exists()
    assert sweep(LATE - timedelta(seconds=1)) == 0
    assert sweep() == 1
    assert heard() == {"Sam"}
    assert sweep() == 0
    incident.refresh_from_db()
    assert (readers(incident), incident.moves_on_at) == before
    text = Entry.objects.filter(incident=incident).last()
    assert text is not None
    assert text.text == "The e-mail to Amal Haddad has not been delivered. Told: Sam Hill"


def test_the_letter_says_whom_it_did_not_reach_and_no_more(cast: Cast) -> None:
    incident = send(cast)
    sweep()
    letter = Message.objects.get(kind=UNDELIVERED)
    assert (letter.restricted, letter.urgent) == (True, True)
    assert letter.subject == f"Action needed now: {incident.reference}"
    assert (
        f"A letter about {incident.reference} to Amal Haddad has not been delivered." in letter.text
    )


def test_a_letter_refused_for_good_does_not_wait(cast: Cast) -> None:
    send(cast)
    letters(cast.dsl).update(state="failed", failed_at=NOW, blame="address")
    assert sweep(timedelta(seconds=1)) == 1
    assert heard() == {"Sam"}


def test_one_that_comes_back_days_later_is_heard_of_too(cast: Cast) -> None:
    send(cast)
    arrived(cast.dsl)
    assert sweep() == 0
    letters(cast.dsl).update(state="failed")
    assert sweep(timedelta(days=4)) == 1


def test_whoever_it_is_about_hears_nothing(cast: Cast) -> None:
    send(cast, option="harm-to-pupil", kinds=("pupil",), people=[cast.deputy_dsl])
    Message.objects.filter(kind="concern").update(state="failed")
    sweep()
    assert "Sam" not in heard()


def test_an_escalation_asks_the_same_people_as_before(cast: Cast) -> None:
    """Hearing of it this way is not being asked: the clock of the concern still comes to the deputy."""
    incident = send(cast)
    sweep()
    incident.refresh_from_db()
    assert incident.moves_on_at
    actions.move_on_unseen(by=system_user(), at=incident.moves_on_at)
    assert letters(cast.deputy_dsl).exists()


def test_where_the_reader_has_looked_or_it_is_over_nobody_need_hear(cast: Cast) -> None:
    incident = send(cast)
    actions.record_opening(incident=incident, by=cast.dsl, at=NOW)
    assert sweep() == 0
    incident.readers.update(last_opened_at=None)
    Incident.objects.update(status="closed")
    assert sweep() == 0


def test_whose_sight_has_ended_is_named_to_nobody(cast: Cast) -> None:
    incident = send(cast)
    letters(cast.dsl).update(state="failed")
    incident.readers.filter(person=cast.dsl).update(ended_at=NOW)
    assert sweep() == 0


def test_where_no_letter_arrives_the_number_of_letters_stays_small(cast: Cast) -> None:
    send(cast)
    for hours in range(1, 6):
        sweep(timedelta(hours=hours))
    assert Message.objects.filter(kind=UNDELIVERED).count() == 1


def test_a_portal_that_sends_no_mail_has_no_undelivered_letters(cast: Cast) -> None:
    send(cast)
    Message.objects.update(state="kept")
    assert sweep(timedelta(days=1)) == 0
