"""A session ends while somebody writes: what they wrote is there when they are back, and for nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Response, expect

from drafts import api
from incidents import actions
from incidents.models import Draft
from tests.cast import Cast
from tests.factories import make_policy
from tests.incidents.world import answers
from tests.journeys.steps import Arrives, Visitor, moment

MORNING = moment(date(2026, 11, 20), 10)
TEXT = "She told me about it at break, and I wrote it down"


@pytest.fixture(autouse=True)
def friday_morning(time_machine: Any) -> None:
    time_machine.move_to(MORNING, tick=False)


PAUSE = 4000  # milliseconds


def types(somebody: Visitor, label: str, text: str = TEXT) -> Response:
    """What the page sends by itself, some seconds after the last key."""
    somebody.page.wait_for_load_state("networkidle")
    box = somebody.page.get_by_label(label, exact=True)
    with somebody.page.expect_response("**/typed/") as sent:
        box.fill(text)
        somebody.page.clock.fast_forward(PAUSE)
    return sent.value


def loses_the_session() -> None:
    Session.objects.all().delete()


def test_a_report_is_there_again_for_its_writer_alone(cast: Cast, arrives: Arrives) -> None:
    actions.save_draft(by=cast.teacher, answers=answers(cast.school, what=""), at=MORNING)
    teacher = arrives(cast.teacher)
    teacher.page.clock.install(time=MORNING)
    teacher.opens("/report/step/3/")
    assert types(teacher, "What happened?").status == 204
    loses_the_session()
    teacher.presses("Continue").is_at("/sign-in/").sees_nothing_of(TEXT)

    somebody = teacher.signs_in(cast.colleague).opens("/report/step/3/")
    somebody.is_at("/report/step/1/").sees_nothing_of(TEXT)
    loses_the_session()
    teacher.signs_in(cast.teacher).opens("/report/step/3/")
    expect(teacher.page.get_by_label("What happened?", exact=True)).to_have_value(TEXT)
    teacher.sees("We kept what you wrote for this report").finds_it_in_order()
    teacher.presses("Throw this report away").is_at("/report/").sees("Thrown away")
    assert not Draft.objects.exists()


def test_a_form_of_the_office_too_and_whoever_writes_on_is_told(
    cast: Cast, arrives: Arrives
) -> None:
    page, label = f"/policies/{make_policy(cast.trust).policy.slug}/publish/", "What changed?"
    writer = arrives(cast.admin)
    writer.page.clock.install(time=MORNING)
    writer.opens(page)
    assert types(writer, label).status == 204
    assert api.kept(cast.admin, page, at=MORNING).data.dict() == {"change_summary": TEXT}
    loses_the_session()
    types(writer, label, "Something else")
    alert = writer.page.get_by_role("alert")
    expect(alert).to_contain_text("What you typed until 10:00 is kept. Copy what you typed after")
    writer.signs_in(cast.admin).opens(page)
    expect(writer.page.get_by_label(label, exact=True)).to_have_value(TEXT)
    writer.sees("We kept what you were typing here")


def test_a_name_is_kept_as_one_types_and_what_was_sent_too_late_is_shown(
    cast: Cast, arrives: Arrives
) -> None:
    office = arrives(cast.office)
    office.page.clock.install(time=MORNING)
    office.opens("/people/add/")
    assert types(office, "First name", "Ann").status == 204
    loses_the_session()
    office.page.get_by_label("Last name", exact=True).fill("Marsh")
    office.presses("Add this person").sees("You were signed out").sees("Marsh").finds_it_in_order()
    office.signs_in(cast.office).opens("/people/add/")
    expect(office.page.get_by_label("First name", exact=True)).to_have_value("Ann")
    office.sees("We kept what you were typing here")
