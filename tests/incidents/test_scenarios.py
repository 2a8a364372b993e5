"""S16 to S20 of the requirements, at the level of actions, with their own people and dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings

from access.check import Hidden
from incidents import actions
from incidents.models import Incident
from incidents.report.report_options import BY_CODE, GUIDANCE
from notifications.models import Message
from people.system import system_user
from tests.factories import give_role, make_away, make_person, make_school, make_trust
from tests.incidents.world import answers

TUESDAY = date(2026, 11, 10)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.fixture
def world(db) -> SimpleNamespace:
    trust = make_trust("QEGSMAT", short_name="qegsmat")
    school, primary = (
        make_school(trust, "SSchool"),
        make_school(trust, "Marehay Primary", phase="Primary"),
    )

    def person(name: str, *roles: str, where=school, **fields):
        return make_person(name, *roles, trust=trust, school=where, **fields)

    finch = person("Ann Finch", "DSL", phone="01632 960001")
    ellis = person("Ed Ellis", "DSL", "DHT", where=primary)
    return SimpleNamespace(
        trust=trust,
        school=school,
        primary=primary,
        marsh=person("Mo Marsh", "CEO", where=None),
        tully=person("Tia Tully", "TSL", where=None),
        cole=person("Cat Cole", "HR", where=None),
        shah=person("Dr Shah", "HEAD"),
        finch=finch,
        asher=person("Al Asher", line_manager=finch),
        wren=person("Wyn Wren"),
        stuart=person("Sue Stuart"),
        day=person("Don Day", "CHAIR", category="governor"),
        kaye=person("Kim Kaye", "HEAD", where=primary),
        ellis=ellis,
        hart=person("Hal Hart", "DDSL", where=primary),
        porter=person("Pam Porter", where=primary),
        chair=person("Cy Chair", "CHAIR", where=primary, category="governor"),
    )


@pytest.fixture(autouse=True)
def deputies(world) -> None:
    give_role(world.asher, "DDSL", trust=world.trust, school=world.school, order=1)
    give_role(world.wren, "DDSL", trust=world.trust, school=world.school, order=2)


def report(world, by, moment, *, school=None, **more) -> Incident:
    where = school or world.school
    return actions.send_report(by=by, school=where, answers=answers(where, **more), at=moment)


def can_see(incident: Incident, person, on: date = TUESDAY) -> bool:
    return Incident.objects.visible_to(person, on=on).filter(pk=incident.pk).exists()


def was_told(incident: Incident, person) -> bool:
    return Message.objects.filter(
        kind="concern", reference=incident.reference, recipient=person
    ).exists()


def move_on(moment: datetime) -> int:
    return actions.move_on_unseen(by=system_user(), at=moment)


def test_s16_a_friend_request_goes_to_the_dsl_with_a_receipt_and_advice(world) -> None:
    incident = report(world, world.stuart, at(9))
    assert (incident.tier, incident.handler) == ("VIS-3", world.finch)
    assert not can_see(incident, world.shah)
    receipt = Message.objects.get(recipient=world.stuart)
    assert incident.reference in receipt.text
    advice = [GUIDANCE[code] for code in BY_CODE[incident.option].guidance]
    assert any("decline" in block.do and "picture" in block.do for block in advice)
    actions.add_entry(
        incident=incident, by=world.finch, kind="child", text="Spoke to the pupil", at=at(10)
    )
    actions.meet_condition(
        incident=incident, by=world.finch, role="HEAD", when="serious", at=at(11)
    )
    assert was_told(incident, world.shah)


def test_s17_the_deputy_handles_it_while_the_dsl_is_away(world) -> None:
    make_away(world.finch, date(2026, 11, 9), date(2026, 11, 13))
    incident = report(world, world.stuart, at(9, 5), what="Repeated messages late at night")
    assert incident.handler == world.asher
    assert not was_told(incident, world.finch)
    assert can_see(incident, world.finch, on=date(2026, 11, 16))
    assert incident.moves_on_at == at(11, 5)
    assert move_on(at(11, 4)) == 0
    assert move_on(at(11, 5)) == 1
    assert was_told(incident, world.wren) and not was_told(incident, world.shah)
    assert move_on(at(11, 5)) == 0
    assert move_on(at(13, 5)) == 1
    assert was_told(incident, world.shah) and not was_told(incident, world.tully)
    assert move_on(at(15, 5)) == 1
    assert was_told(incident, world.tully)
    assert not was_told(incident, world.finch)
    # Absence takes nobody off: whoever is away is asked when all others were.
    assert move_on(at(23, 0)) == 1
    assert was_told(incident, world.finch)
    assert move_on(at(23, 30)) == 0
    sent = Message.objects.get(recipient=world.wren, kind="concern")
    assert "Al Asher has not opened" in sent.text
    assert [entry.kind for entry in Incident.objects.get().entries.all()] == ["system"] * 4


def test_the_safeguarding_lead_is_asked_before_the_deputies(world) -> None:
    # The headteacher was told, and the lead could only open it.
    incident = report(world, world.stuart, at(9), option="abuse-of-staff", kinds=("pupil",))
    assert incident.handler == world.shah and not was_told(incident, world.finch)
    assert move_on(incident.moves_on_at) == 1
    assert was_told(incident, world.finch) and not was_told(incident, world.asher)


def test_a_lead_appointed_since_is_not_asked(world) -> None:
    incident = report(world, world.stuart, at(9), option="abuse-of-staff", kinds=("pupil",))
    world.finch.assignments.filter(role="DSL").update(end_date=TUESDAY)
    new = give_role(world.porter, "DSL", trust=world.trust, school=world.school)
    type(new).objects.filter(pk=new.pk).update(given_at=at(10))
    assert move_on(incident.moves_on_at) == 1
    assert was_told(incident, world.asher)
    assert not can_see(incident, world.porter) and not was_told(incident, world.porter)


def test_a_lead_appointed_before_is_asked_before_the_deputies(world) -> None:
    new = give_role(world.porter, "DSL", trust=world.trust, school=world.school)
    world.finch.assignments.filter(role="DSL").update(end_date=date(2026, 11, 9))
    type(new).objects.filter(pk=new.pk).update(given_at=at(8))
    incident = report(world, world.stuart, at(9), option="abuse-of-staff", kinds=("pupil",))
    assert move_on(incident.moves_on_at) == 1
    assert was_told(incident, world.porter) and not was_told(incident, world.asher)


def test_somebody_back_from_time_away_is_asked_when_all_others_were(world) -> None:
    make_away(world.tully, date(2026, 11, 9), date(2026, 11, 10))
    incident = report(world, world.stuart, at(9, 5))
    for _ in range(20):
        # Ten days without the clock, or many sweeps in a row: one person at a time, and nobody twice.
        move_on(at(23))
    assert move_on(at(23, 59)) == 0
    wednesday = date(2026, 11, 11)
    for hour in range(8, 24):
        move_on(at(hour, 0, wednesday))
    assert was_told(incident, world.tully)
    asked = Message.objects.filter(kind="concern", recipient=world.tully)
    assert asked.filter(key__startswith="concern-not_seen:").count() == 1
    # Then all of them, all at once, every four hours.
    assert asked.filter(key__startswith="concern-asked_again:").count() == 3
    actions.mark_seen(incident=incident, by=world.tully, at=at(9, 0, date(2026, 11, 12)))
    assert move_on(at(23, 0, date(2026, 11, 30))) == 0


def test_s17_an_e_mail_names_only_the_time_that_the_clock_keeps(world) -> None:
    report(world, world.stuart, at(9, 5))
    assert (
        "If you cannot by 11:05am, Al Asher will be asked."
        in Message.objects.get(recipient=world.finch).text
    )


def test_s17_the_deputy_logs_what_was_told_in_the_corridor(world) -> None:
    make_away(world.finch, date(2026, 11, 9), date(2026, 11, 13))
    incident = actions.log_told(
        by=world.asher,
        school=world.school,
        answers=answers(world.school),
        told_by=world.stuart,
        how_received="in-person",
        at=at(9, 5),
    )
    assert (incident.reported_by, incident.logged_by, incident.how_received) == (
        world.stuart,
        world.asher,
        "in-person",
    )
    assert incident.handler == world.asher


def test_s17_a_seen_concern_does_not_move_on(world) -> None:
    incident = report(world, world.stuart, at(9, 5))
    actions.mark_seen(incident=incident, by=world.finch, at=at(9, 30))
    assert move_on(at(15)) == 0


def test_s18_about_the_dsl(world) -> None:
    incident = report(
        world,
        world.stuart,
        at(9),
        option="staff-contact",
        kinds=("adult", "dsl"),
        people=[world.finch],
    )
    assert (incident.tier, incident.handler, incident.route) == ("VIS-4", world.shah, "M11")
    for person in (world.finch, world.asher, world.wren):
        assert not was_told(incident, person)
        assert not can_see(incident, person)
        with pytest.raises(Hidden):
            actions.record_opening(incident=incident, by=person, at=at(10))
    move_on(at(16))
    assert not any(was_told(incident, person) for person in (world.finch, world.asher, world.wren))
    actions.share(incident=incident, by=world.shah, person=world.cole, reason="Advice", at=at(10))
    assert can_see(incident, world.cole)


def test_s19_about_the_headteacher(world) -> None:
    incident = actions.log_told(
        by=world.ellis,
        school=world.primary,
        answers=answers(world.primary, option="staff-contact", kinds=("head",)),
        told_by=world.porter,
        how_received="in-person",
        at=at(9),
    )
    assert incident.tier == "VIS-4"
    assert {reader.person for reader in incident.readers.all()} == {world.marsh, world.chair}
    assert not can_see(incident, world.kaye) and not can_see(incident, world.ellis)
    actions.add_as_reporter(incident=incident, by=world.ellis, text="And two parents", at=at(10))
    assert not Message.objects.filter(recipient=world.kaye).exists()


def test_s20_a_nude_image_never_takes_a_file_and_moves_on_by_the_hour(world) -> None:
    incident = report(world, world.stuart, at(9), option="intimate-image")
    assert BY_CODE["intimate-image"].uploads == "never" and not incident.uploads_allowed
    assert {"G4", "G5"} <= set(BY_CODE["intimate-image"].guidance)
    asked = []
    for hour in (10, 11, 12, 13):
        assert move_on(at(hour)) == 1
        asked.append(incident.readers.exclude(told_at=None).order_by("told_at").last().person)
    assert asked == [world.asher, world.wren, world.shah, world.tully]
    assert incident.handler == world.finch


def test_s20_an_adult_made_it(world) -> None:
    incident = report(world, world.stuart, at(9), option="intimate-image")
    actions.name_party(incident=incident, by=world.finch, person=world.porter, at=at(9, 30))
    incident.refresh_from_db()
    assert incident.tier == "VIS-4"


@pytest.mark.parametrize(
    ("option", "risk", "moment", "moves_on"),
    [
        ("intimate-image", "no", at(22), at(23)),
        ("pupil-contact", "no", at(15), at(19)),
        ("pupil-contact", "no", at(19, 12), at(23, 12)),
        ("pupil-contact", "yes", at(9), at(9, 15)),
        ("harm-to-pupil", "no", at(9), at(9, 0, date(2026, 11, 11))),
        ("harm-to-pupil", "no", at(9, 0, date(2026, 11, 13)), at(9, 0, date(2026, 11, 16))),
        ("fake-account", "no", at(9), at(16)),
        ("fake-account", "no", at(15), at(9, 30, date(2026, 11, 11))),
        ("fake-account", "no", at(9, 0, date(2026, 11, 14)), at(9, 0, date(2026, 11, 16))),
        ("staff-contact", "no", at(9), at(13)),
        # In the holidays: working days, not term days.
        ("harm-to-pupil", "no", at(9, 0, date(2026, 12, 21)), at(9, 0, date(2026, 12, 22))),
        # A child may be at risk: whatever it is, it waits no longer than any other concern about a child.
        ("fake-account", "unsure", at(9), at(16)),
        ("lost-account", "unsure", at(9), at(10)),
        # Christmas itself is no working day, and the last school day does not wait for the new term.
        ("harm-to-pupil", "no", at(16, 30, date(2026, 12, 18)), at(16, 30, date(2026, 12, 21))),
        ("harm-to-pupil", "no", at(10, 0, date(2026, 12, 19)), at(10, 0, date(2026, 12, 21))),
        ("harm-to-pupil", "no", at(9, 0, date(2026, 12, 24)), at(9, 0, date(2026, 12, 29))),
        # Friday at 16:30, Saturday, and the hour that happens twice when the clocks go back.
        ("pupil-contact", "no", at(16, 30, date(2026, 11, 13)), at(20, 30, date(2026, 11, 13))),
        ("pupil-contact", "no", at(1, 30, date(2026, 10, 25)), at(5, 30, date(2026, 10, 25))),
        ("intimate-image", "no", at(0, 30, date(2026, 10, 25)), at(1, 30, date(2026, 10, 25))),
    ],
)
def test_the_clocks(world, option, risk, moment, moves_on) -> None:
    kinds = ("outside",) if option == "fake-account" else ("pupil",)
    assert (
        report(world, world.stuart, moment, option=option, risk=risk, kinds=kinds).moves_on_at
        == moves_on
    )


def test_danger_tells_all_at_once_then_the_trust(world) -> None:
    incident = report(world, world.stuart, at(9), risk="yes")
    assert all(
        was_told(incident, person) for person in (world.finch, world.asher, world.wren, world.shah)
    )
    move_on(at(9, 15))
    assert was_told(incident, world.tully)


def test_a_draft_lives_a_day(world) -> None:
    from incidents.models import Draft

    actions.save_draft(by=world.stuart, answers=answers(world.school), at=at(9))
    assert actions.clear_old_drafts(by=system_user(), at=at(9) + timedelta(hours=24)) == 0
    assert (
        actions.clear_old_drafts(by=system_user(), at=at(9) + timedelta(hours=24, minutes=1)) == 1
    )
    assert not Draft.objects.exists()


def test_the_clock_runs_every_fifteen_minutes() -> None:
    from portal.schedule import ROWS

    [row] = [row for row in ROWS if row.task == "incidents.tasks.move_on_unseen"]
    assert row.when == timedelta(minutes=15)
    assert settings.CELERY_TASK_SERIALIZER == "json"
