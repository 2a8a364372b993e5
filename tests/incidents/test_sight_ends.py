"""Sight that came by a role ends with the role, at the next request; what was given by name ends by name (fault R4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access.check import Hidden
from incidents import actions
from incidents.models import Incident, Reader
from notifications.models import Message, Notice
from people.system import system_user
from tests.factories import LONG_AGO, NOW, TODAY, give_role
from tests.incidents.world import appoint, can_open, end_role, send, sweep, told

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
BADGE = "not seen yet"
YESTERDAY, TOMORROW = TODAY - A_DAY, TODAY + A_DAY


@pytest.fixture
def incident(cast) -> Incident:
    """Filed three days ago: the lead handles it, the deputy can open it."""
    return send(cast, at=NOW - 3 * A_DAY)


def bring_up_to_date(at: datetime = NOW) -> int:
    return actions.end_sights(by=system_user(), at=at)


def page_of(person, path: str):
    client = Client()
    client.force_login(person)
    return client.get(path)


def test_a_lead_whose_role_ended_yesterday_opens_adds_and_shares_nothing(cast, incident) -> None:
    path = incident.get_absolute_url()
    assert page_of(cast.dsl, path).status_code == 200
    end_role(cast.dsl, "DSL", YESTERDAY)
    assert page_of(cast.dsl, path).status_code == 403
    with pytest.raises(Hidden):
        actions.add_entry(incident=incident, by=cast.dsl, kind="note", text="x", at=NOW)
    with pytest.raises(Hidden):
        actions.share(incident=incident, by=cast.dsl, person=cast.teacher, reason="x", at=NOW)
    with pytest.raises(Hidden):
        actions.mark_seen(incident=incident, by=cast.dsl, at=NOW)
    assert page_of(cast.deputy_dsl, path).status_code == 200


def test_the_last_day_of_a_role_is_a_day_of_it(cast, incident) -> None:
    end_role(cast.dsl, "DSL", TODAY)
    assert can_open(incident, cast.dsl)
    assert not can_open(incident, cast.dsl, TOMORROW)


def test_list_badge_home_and_search_follow(cast, incident) -> None:
    give_role(cast.dsl, "HR", trust=cast.trust, school=cast.school)  # "Concerns" stays in the menu
    paths = ("/", "/concerns/", "/policies/")
    assert all(BADGE in page_of(cast.dsl, path).content.decode() for path in paths)
    end_role(cast.dsl, "DSL", YESTERDAY)
    for path in paths:
        shown = page_of(cast.dsl, path).content.decode()
        assert BADGE not in shown and incident.reference not in shown


def test_what_they_were_told_of_it_is_taken_back(cast, incident) -> None:
    mine = Message.objects.filter(recipient=cast.dsl, reference=incident.reference)
    assert mine.filter(state="waiting").exists()
    assert Notice.objects.filter(recipient=cast.dsl, restricted=True).exists()
    end_role(cast.dsl, "DSL", YESTERDAY)
    assert bring_up_to_date() == 1
    assert not mine.filter(state="waiting").exists()
    assert not Notice.objects.filter(recipient=cast.dsl, restricted=True).exists()
    entries = incident.entries.count()
    assert bring_up_to_date() == 0
    assert incident.entries.count() == entries


def test_whoever_else_can_deal_with_it_handles_it(cast, incident) -> None:
    end_role(cast.dsl, "DSL", YESTERDAY)
    bring_up_to_date()
    incident.refresh_from_db()
    assert incident.handler == cast.deputy_dsl


def test_another_role_from_before_gives_the_same(cast) -> None:
    give_role(cast.dsl, "DDSL", trust=cast.trust, school=cast.school)
    incident = send(cast, at=NOW - 3 * A_DAY)
    end_role(cast.dsl, "DSL", YESTERDAY)
    assert can_open(incident, cast.dsl)
    bring_up_to_date()
    assert can_open(incident, cast.dsl)
    end_role(cast.dsl, "DDSL", YESTERDAY)
    assert not can_open(incident, cast.dsl)


def test_another_role_from_afterwards_does_not(cast, incident) -> None:
    appoint(cast, cast.dsl, "DDSL", at=NOW - 2 * A_DAY)
    end_role(cast.dsl, "DSL", YESTERDAY)
    assert not can_open(incident, cast.dsl)


def test_a_role_that_hears_a_part_does_not_keep_what_a_handler_sees(cast) -> None:
    give_role(cast.head, "HR", trust=cast.trust, school=cast.school)
    incident = send(cast, option="lost-account", kinds=("pupil",), at=NOW - 3 * A_DAY)
    assert can_open(incident, cast.head)
    end_role(cast.head, "HEAD", YESTERDAY)
    assert not can_open(incident, cast.head)


def test_the_same_role_at_another_school_does_not(cast, incident) -> None:
    end_role(cast.dsl, "DSL", YESTERDAY)
    give_role(cast.dsl, "DSL", trust=cast.trust, school=cast.other_school)
    assert not can_open(incident, cast.dsl)


def test_a_renewal_without_a_gap_goes_on(cast, incident) -> None:
    end_role(cast.dsl, "DSL", YESTERDAY)
    appoint(cast, cast.dsl, "DSL", at=NOW - 2 * A_DAY, start=TODAY)
    assert can_open(incident, cast.dsl)
    bring_up_to_date()
    assert can_open(incident, cast.dsl)


def test_a_role_that_begins_again_after_a_gap_gives_nothing_back(cast, incident) -> None:
    """Though nothing ran meanwhile to write down that it had ended."""
    end_role(cast.dsl, "DSL", TODAY - 2 * A_DAY)
    appoint(cast, cast.dsl, "DSL", at=NOW - A_DAY, start=TODAY)
    assert not can_open(incident, cast.dsl)
    bring_up_to_date()
    assert not can_open(incident, cast.dsl)


def test_a_role_held_back_counts_as_not_held_and_gives_it_again_when_it_is_not(
    cast, incident
) -> None:
    cast.dsl.assignments.filter(role="DSL").update(suspended_at=NOW)
    assert not can_open(incident, cast.dsl)
    assert bring_up_to_date() == 0
    cast.dsl.assignments.filter(role="DSL").update(suspended_at=None)
    assert can_open(incident, cast.dsl)


def test_somebody_who_cannot_sign_in_for_a_while_has_it_again_afterwards(cast, incident) -> None:
    cast.dsl.is_active = False
    cast.dsl.save()
    assert not can_open(incident, cast.dsl)
    assert bring_up_to_date() == 0
    cast.dsl.is_active = True
    cast.dsl.save()
    assert can_open(incident, cast.dsl)


def test_whoever_is_not_known_yet_opens_nothing(cast, incident) -> None:
    cast.dsl.known_at = None
    cast.dsl.save()
    assert not can_open(incident, cast.dsl)
    assert page_of(cast.dsl, incident.get_absolute_url()).status_code == 403
    actions.share(
        incident=incident, by=cast.deputy_dsl, person=cast.dsl, reason="She asked", at=NOW
    )
    assert not can_open(incident, cast.dsl)


def test_whoever_is_not_known_yet_is_not_written_to_while_another_can_open_it(cast) -> None:
    cast.dsl.known_at = None
    cast.dsl.save()
    incident = send(cast)
    assert incident.handler == cast.deputy_dsl and told(incident) == {"Sam"}
    assert not can_open(incident, cast.dsl)
    cast.dsl.known_at = NOW
    cast.dsl.save()
    assert can_open(incident, cast.dsl)


def test_where_nobody_is_known_they_are_told_all_the_same(cast) -> None:
    type(cast.dsl).objects.update(known_at=None)
    assert told(send(cast))


def test_a_share_by_name_outlives_a_role_and_ends_with_leaving(cast, incident) -> None:
    actions.share(incident=incident, by=cast.dsl, person=cast.head, reason="Her head", at=NOW)
    end_role(cast.head, "HEAD", YESTERDAY)
    assert can_open(incident, cast.head)
    cast.head.leaving_date = YESTERDAY
    cast.head.save()
    assert not can_open(incident, cast.head)
    bring_up_to_date()
    cast.head.leaving_date = None  # back again: what was given before is not
    cast.head.save()
    assert not can_open(incident, cast.head)


def test_a_share_by_name_ends_when_a_handler_takes_it_back(cast, incident) -> None:
    actions.share(incident=incident, by=cast.dsl, person=cast.head, reason="Her head", at=NOW)
    actions.end_share(incident=incident, by=cast.dsl, person=cast.head, at=NOW)
    assert not can_open(incident, cast.head)


def test_a_share_with_somebody_whose_role_has_ended_counts(cast, incident) -> None:
    end_role(cast.dsl, "DSL", YESTERDAY)
    actions.share(incident=incident, by=cast.deputy_dsl, person=cast.dsl, reason="Asked", at=NOW)
    assert can_open(incident, cast.dsl)
    assert not Reader.objects.open(on=TODAY).get(person=cast.dsl).may_handle


def test_a_concern_whose_last_handlers_role_ended_moves_on(cast, incident) -> None:
    actions.mark_seen(incident=incident, by=cast.dsl, at=NOW - 3 * A_DAY)
    end_role(cast.dsl, "DSL", YESTERDAY)
    assert sweep(NOW) == 0  # the deputy can deal with it
    end_role(cast.deputy_dsl, "DDSL", YESTERDAY)
    assert sweep(NOW) == 1
    incident.refresh_from_db()
    assert incident.handler == cast.head
    assert sweep(NOW) == 0


def test_whoever_can_see_it_costs_one_question_however_many_roles(cast, incident) -> None:
    for role in ("DDSL", "HR", "DPO", "NETMAN"):
        give_role(cast.dsl, role, trust=cast.trust, school=cast.school)
    with CaptureQueriesContext(connection) as asked:
        assert can_open(incident, cast.dsl)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert incident.relations_of(cast.dsl, TODAY) == {"READER", "HANDLER"}
    assert len(asked) == 2


def test_who_can_see_it_says_who_cannot_now(cast, incident) -> None:
    cast.deputy_dsl.assignments.filter(role="DDSL").update(suspended_at=NOW)
    shown = page_of(cast.dsl, f"{incident.get_absolute_url()}who/").content.decode()
    assert "People who cannot open it now" in shown
    assert "People who could see it before" not in shown


@pytest.mark.parametrize("days", [0, 1, 200])
def test_rows_without_the_moment_of_their_appointment_count_from_their_first_day(
    cast, incident, days
) -> None:
    row = cast.dsl.assignments.get(role="DSL")
    row.start_date = timezone.localdate(incident.reported_at) - days * A_DAY
    row.save()
    assert row.given_at is None and LONG_AGO < row.start_date <= date(2026, 11, 17)
    assert can_open(incident, cast.dsl)
    row.start_date = TODAY
    row.save()
    assert not can_open(incident, cast.dsl)


def test_the_chronology_says_once_who_can_no_longer_see_it(cast, incident) -> None:
    said = incident.entries.filter(kind="system")
    bring_up_to_date()
    before = said.count()
    end_role(cast.dsl, "DSL", YESTERDAY)
    bring_up_to_date()
    bring_up_to_date(NOW + A_DAY)
    told = [entry.text for entry in said.order_by("pk")]
    assert sum(cast.dsl.full_name in text for text in told) == 1
    assert said.count() == before + 1
