"""A role that hears concerns passes to somebody else: who is asked, what is handed over, and that nothing tells."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.test import Client

from access.check import Denied, Hidden
from audit.models import Entry as LedgerEntry
from incidents import actions
from incidents.hand_over import offers
from incidents.hand_over.actions import CHANGED, ask_for_hand_overs, hand_over
from incidents.hand_over.models import HandOver, HandOverQuestion
from incidents.models import Incident, Reader
from incidents.options import BY_CODE
from notifications.models import Message
from people.system import system_user
from reminders.jobs import jobs_for
from tests.factories import NOW, TODAY, give_role, make_person
from tests.incidents.world import appoint, can_open, end_role, send, sweep

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
FILED = NOW - 3 * A_DAY
YESTERDAY, TOMORROW = TODAY - A_DAY, TODAY + A_DAY


@pytest.fixture
def nia(cast):
    return make_person("Nia New", trust=cast.trust, school=cast.school)


def passes(cast, person, role="DSL", *, last=TODAY, old=None, **more) -> None:
    """This role of the school ends and begins for this person on the day after."""
    old = old or {"DSL": cast.dsl, "HEAD": cast.head, "DDSL": cast.deputy_dsl}[role]
    end_role(old, role, last)
    appoint(cast, person, role, at=NOW - A_DAY, start=last + A_DAY, **more)


def asked(at=NOW) -> set[str]:
    ask_for_hand_overs(by=system_user(), at=at)
    waiting = HandOverQuestion.objects.waiting()
    return set(waiting.values_list("person__given_name", flat=True))


def answer(by, *concerns: Incident, at=NOW) -> HandOver:
    row = HandOver.objects.get()
    return hand_over(hand_over=row, by=by, concerns=[one.pk for one in concerns], at=at)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# ---- Who is asked ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["HEAD", "DSL", "DDSL"])
def test_the_outgoing_holder_is_asked_until_their_last_day(cast, nia, role) -> None:
    passes(cast, nia, role)
    old = {"DSL": "Amal", "HEAD": "Priya", "DDSL": "Sam"}[role]
    assert asked() == {old}
    assert asked() == {old} and HandOverQuestion.objects.count() == 1


def test_nobody_is_asked_where_nothing_passes(cast, nia) -> None:
    end_role(cast.dsl, "DSL", TODAY)
    appoint(cast, nia, "DDSL", at=NOW)
    appoint(cast, nia, "COMMS", at=NOW)
    end_role(cast.comms, "COMMS", TODAY)
    assert asked() == set()


def test_a_renewal_passes_nothing(cast) -> None:
    end_role(cast.dsl, "DSL", TODAY)
    appoint(cast, cast.dsl, "DSL", at=NOW, start=TOMORROW)
    assert asked() == set()


def test_a_leaving_date_ends_a_role_too(cast, nia) -> None:
    cast.deputy_dsl.leaving_date = TODAY
    cast.deputy_dsl.save()
    appoint(cast, nia, "DDSL", at=NOW, start=TOMORROW)
    assert asked() == {"Sam"}


def test_when_they_are_gone_the_others_there_are_asked(cast, nia) -> None:
    passes(cast, nia, last=YESTERDAY)
    assert asked() == {"Priya", "Sam", "Ivor", "Ruth", "Gwen"}


def test_on_the_day_after_the_outgoing_holder_is_asked_no_more(cast, nia) -> None:
    passes(cast, nia)
    assert asked() == {"Amal"}
    assert asked(NOW + A_DAY) == {"Priya", "Sam", "Ivor", "Ruth", "Gwen"}


def test_when_all_of_the_others_have_answered_it_is_settled(cast, nia) -> None:
    passes(cast, nia, last=YESTERDAY)
    asked()
    people = (cast.head, cast.deputy_dsl, cast.chair, cast.ceo, cast.safeguarding_lead)
    settled = [bool(answer(person).settled_at) for person in people]
    assert settled == [False, False, False, False, True]
    assert asked(NOW + 9 * A_DAY) == set()


def test_a_role_of_the_trust_is_asked_of_the_trust(cast, nia) -> None:
    end_role(cast.ceo, "CEO", YESTERDAY)
    appoint(cast, nia, "CEO", at=NOW - A_DAY, start=TODAY, trust_wide=True)
    assert asked() == {"Gwen"}


def test_after_three_school_days_the_next_on_the_ladder_is_asked_too(cast, nia) -> None:
    passes(cast, nia, last=TODAY + 20 * A_DAY)
    assert asked() == {"Amal"}
    assert asked(NOW + 4 * A_DAY) == {"Amal"}  # Tuesday
    assert asked(NOW + 5 * A_DAY) == {"Amal", "Sam"}


def test_home_asks_and_a_letter_every_working_day(cast, nia) -> None:
    from reminders.actions import sweep_daily

    passes(cast, nia, last=TODAY + 20 * A_DAY)
    asked()
    [job] = [job for job in jobs_for(cast.dsl, TODAY) if job.code == "REM-51"]
    assert job.text == "Say whether you have concerns to hand over"
    assert "Nia New becomes designated safeguarding lead" in job.why
    for days in (0, 3, 4):
        sweep_daily(on=TODAY + days * A_DAY, at=NOW + days * A_DAY)
    told = Message.objects.filter(recipient=cast.dsl, text__contains="concerns to hand over")
    assert told.count() == 3


def test_an_appointment_that_is_held_back_or_taken_back_asks_nobody(cast, nia) -> None:
    passes(cast, nia)
    asked()
    nia.assignments.filter(role="DSL").update(suspended_at=NOW)
    assert not [job for job in jobs_for(cast.dsl, TODAY) if job.code == "REM-51"]
    with pytest.raises(Denied, match="does not pass"):
        answer(cast.dsl)


# ---- What is handed over -----------------------------------------------------------------------


def test_what_is_ticked_is_theirs_from_their_first_day(cast, nia) -> None:
    one, other = send(cast, at=FILED), send(cast, by=cast.colleague, at=FILED)
    passes(cast, nia)
    asked()
    answer(cast.dsl, one)
    assert not can_open(one, nia)
    assert can_open(one, nia, TOMORROW) and not can_open(other, nia, TOMORROW)
    assert not Message.objects.filter(recipient=nia).exists()
    actions.end_sights(by=system_user(), at=NOW + A_DAY)
    assert Message.objects.filter(recipient=nia, reference=one.reference).count() == 1
    one.refresh_from_db()
    assert one.handler == nia  # the lead handled it, and it was handed over by her
    sight = Reader.objects.get(person=nia)
    assert (sight.why, sight.capacity, sight.may_handle) == ("hand-over", "DSL", True)
    assert "Handed over to Nia New" in [str(entry.text) for entry in one.entries.all()][0]
    ledger = LedgerEntry.objects.filter(event="concern.handed_over")
    assert [entry.restricted for entry in ledger] == [True]
    end_role(nia, "DSL", TOMORROW)
    assert not can_open(one, nia, TODAY + 2 * A_DAY)


def test_none_is_an_answer_and_ends_the_question(cast, nia) -> None:
    passes(cast, nia)
    asked()
    answer(cast.dsl)
    assert asked() == set()
    assert not Reader.objects.exists()
    [entry] = LedgerEntry.objects.filter(event="hand_over.answered")
    assert not entry.restricted and entry.data == {}
    answer(cast.dsl)  # a second press
    assert LedgerEntry.objects.filter(event="hand_over.answered").count() == 1


def test_each_of_the_others_answers_for_themselves(cast, nia) -> None:
    one = send(cast, at=FILED)
    passes(cast, nia, last=YESTERDAY)
    asked()
    answer(cast.head)
    assert asked() == {"Sam", "Ivor", "Ruth", "Gwen"}
    answer(cast.deputy_dsl, one)
    assert can_open(one, nia)


def test_a_deputy_who_becomes_lead_keeps_what_they_had_meanwhile(cast) -> None:
    one = send(cast, at=FILED)
    passes(cast, cast.deputy_dsl)
    end_role(cast.deputy_dsl, "DDSL", TODAY)
    asked()
    answer(cast.dsl, one)
    assert can_open(one, cast.deputy_dsl, TODAY) and can_open(one, cast.deputy_dsl, TOMORROW)
    actions.end_sights(by=system_user(), at=NOW + A_DAY)
    assert can_open(one, cast.deputy_dsl, TOMORROW)


def test_what_is_not_handed_over_stays_with_the_others_and_is_never_lost(cast, nia) -> None:
    one = send(cast, at=FILED)
    actions.mark_seen(incident=one, by=cast.dsl, at=FILED)
    passes(cast, nia, last=YESTERDAY)
    actions.end_sights(by=system_user(), at=NOW)
    one.refresh_from_db()
    assert one.handler == cast.deputy_dsl and not can_open(one, nia)
    end_role(cast.deputy_dsl, "DDSL", YESTERDAY)
    assert sweep(NOW) == 1
    assert not can_open(one, nia)


def test_a_new_head_who_has_it_handed_over_is_the_head_of_its_route(cast, nia) -> None:
    one = send(cast, option="staff-contact", kinds=("adult",), people=[cast.office], at=FILED)
    passes(cast, nia, "HEAD", last=TODAY)
    asked()
    answer(cast.head, one)
    later = NOW + 2 * A_DAY
    actions.name_party(incident=one, by=cast.dsl, person=cast.dsl, at=later)
    one.refresh_from_db()
    assert one.handler == nia and can_open(one, nia, later.date())


# ---- What is left out without a word -------------------------------------------------------------


@pytest.fixture
def two(cast) -> tuple[Incident, Incident]:
    """One about a pupil, one about the office manager; the lead has both."""
    about = send(cast, option="staff-contact", kinds=("adult",), people=[cast.office], at=FILED)
    return send(cast, by=cast.colleague, at=FILED), about


def is_offered(cast, by=None) -> list[Incident]:
    asked()
    return offers.offered(HandOver.objects.get(), by or cast.dsl, on=TODAY)


def test_both_are_offered_for_somebody_who_is_near_to_nobody(cast, nia, two) -> None:
    passes(cast, nia)
    assert is_offered(cast) == sorted(two, key=lambda one: one.pk)


def test_one_about_the_next_holder_is_left_out(cast, two) -> None:
    passes(cast, cast.office)
    assert is_offered(cast) == [two[0]]


@pytest.mark.parametrize("steps", [1, 2])
def test_one_about_somebody_they_report_to_is_left_out(cast, nia, two, steps) -> None:
    nia.line_manager = cast.office if steps == 1 else cast.network
    nia.save()
    cast.network.line_manager = cast.office
    cast.network.save()
    passes(cast, nia)
    assert is_offered(cast) == [two[0]]


def test_one_about_whoever_proposed_them_is_left_out(cast, nia, two) -> None:
    passes(cast, nia, by=cast.office, confirmed_by=cast.head)
    assert is_offered(cast) == [two[0]]


def test_what_is_not_offered_cannot_be_sent(cast, two) -> None:
    passes(cast, cast.office)
    asked()
    with pytest.raises(Denied, match=CHANGED):
        answer(cast.dsl, two[1])
    assert asked() == {"Amal"}


def test_nobody_hands_over_what_the_role_did_not_have_or_was_shared_with_them(cast, nia) -> None:
    of_head = send(
        cast, option="adult-behaviour", kinds=("adult",), people=[cast.colleague], at=FILED
    )
    shared = send(cast, by=cast.colleague, at=FILED)
    actions.share(incident=shared, by=cast.dsl, person=cast.head, reason="Her head", at=FILED)
    passes(cast, nia, last=YESTERDAY)
    assert is_offered(cast, cast.head) == []
    assert can_open(of_head, cast.head) and can_open(shared, cast.head)


def test_only_who_is_asked_finds_the_page(cast, nia) -> None:
    passes(cast, nia)
    asked()
    path = HandOver.objects.get().get_absolute_url()
    for person in (cast.head, cast.office, nia, cast.deputy_dsl, cast.outsider):
        assert signed_in(person).get(path).status_code == 404
    with pytest.raises(Hidden):
        answer(cast.head)


# ---- The page ------------------------------------------------------------------------------------


def test_the_page_one_press(cast, nia, two) -> None:
    passes(cast, nia)
    asked()
    row, client = HandOver.objects.get(), signed_in(cast.dsl)
    shown = client.get(row.get_absolute_url()).content.decode()
    assert (
        "Nia New is designated safeguarding lead of Ashdown Academy from 21 November 2026" in shown
    )
    assert all(f'href="{one.get_absolute_url()}">Open {one.reference}' in shown for one in two)
    assert all(BY_CODE[one.option].words in html.unescape(shown) for one in two)
    assert "govuk-checkboxes__divider" in shown
    assert "Tom Okafor" not in shown
    wrong = client.post(row.get_absolute_url(), {"concerns": ["none", str(two[0].pk)]})
    assert "Select each concern to hand over, or that you have none" in wrong.content.decode()
    assert client.post(row.get_absolute_url(), {}).status_code == 200
    done = client.post(row.get_absolute_url(), {"concerns": [str(two[0].pk)]}, follow=True)
    assert "Your answer was recorded." in done.content.decode()
    assert can_open(two[0], nia, TOMORROW) and not can_open(two[1], nia, TOMORROW)
    again = client.post(row.get_absolute_url(), {"concerns": [str(two[1].pk)]}, follow=True)
    assert "This has been answered" in again.content.decode()
    assert not can_open(two[1], nia, TOMORROW)


def test_where_there_is_no_concern_there_is_one_choice_and_no_or(cast, nia) -> None:
    passes(cast, nia)
    asked()
    shown = signed_in(cast.dsl).get(HandOver.objects.get().get_absolute_url()).content.decode()
    assert "I have none to hand over" in shown and "govuk-checkboxes__divider" not in shown


def test_how_many_concerns_there_are_costs_no_question_more(cast, nia, two) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    passes(cast, nia, by=cast.admin)
    asked()

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            offers.offered(HandOver.objects.get(), cast.dsl, on=TODAY)
        return len(found)

    before = cost()
    for _ in range(3):
        send(cast, option="staff-contact", kinds=("adult",), people=[cast.office], at=FILED)
    give_role(nia, "HR", trust=cast.trust, school=cast.school)
    assert cost() == before <= 9
