"""A way in that opens concerns, signs or decides who may is changed by two people, and its owner can stop it."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from access.check import Denied, Hidden
from access.roles import WAY_IN_TAKES_TWO
from audit.models import Entry
from notifications.models import Message, Notice
from people import actions
from people.models import RoleAssignment, User
from people.system import system_user
from people.way_in import actions as way_in
from people.way_in.effect_time import takes_effect
from people.way_in.models import WayInChange
from people.way_in.witnesses import witnesses_of
from reminders.jobs import jobs_for
from schools.models import SchoolDate
from tests.cast import Cast
from tests.factories import NOW, TODAY, give_role, make_person
from workflow.moves import WrongState

HOURS = timedelta(hours=48)
LATER = NOW + timedelta(days=5)  # 20 November 2026 is a Friday


def propose(cast: Cast, person: User | None = None, **what: object) -> WayInChange:
    what = what or {"removes_app": True}
    return way_in.propose_way_in(person=person or cast.dsl, by=cast.office, at=NOW, **what)


def gone(cast: Cast, *people: User) -> None:
    keys = [person.pk for person in people]
    User.objects.filter(pk__in=keys).update(leaving_date=TODAY - HOURS)


def told(kind: str) -> set[str]:
    rows = Message.objects.filter(kind=f"way_in.{kind}")
    return set(rows.values_list("recipient__given_name", flat=True))


def events() -> list[str]:
    rows = Entry.objects.filter(event__startswith="way_in").order_by("position")
    return list(rows.values_list("event", flat=True))


# ---- Nobody alone --------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(WAY_IN_TAKES_TWO))
def test_nobody_alone_changes_the_way_in_of_such_a_role(cast: Cast, role: str) -> None:
    person = make_person("Nia New", trust=cast.trust, school=cast.school)
    at_trust = role in ("TSL", "CEO", "TADMIN")
    give_role(person, role, trust=cast.trust, school=None if at_trust else cast.school)
    TOTP.activate(person, "A" * 32)
    for by in (cast.admin, cast.office):
        for verb, what in (
            (actions.invite, {}),
            (actions.reset_second_step, {}),
            (actions.change_person, {"email": "other@school.example"}),
        ):
            with pytest.raises(Denied):
                verb(person=person, by=by, at=NOW, **what)
            person.refresh_from_db()
    assert (person.email, person.invited_at) == ("nia.new@school.example", None)
    assert Authenticator.objects.filter(user=person).exists()


def test_a_role_that_begins_next_week_counts_already(cast: Cast) -> None:
    give_role(cast.teacher, "DDSL", trust=cast.trust, school=cast.school)
    cast.teacher.assignments.filter(role="DDSL").update(start_date=TODAY + timedelta(days=7))
    with pytest.raises(Denied, match="a second person confirms"):
        actions.invite(person=cast.teacher, by=cast.office, at=NOW)


def test_a_lead_who_has_never_signed_in_is_invited_but_keeps_their_address(cast: Cast) -> None:
    """Fault R5: whoever changes the address of a new lead would be the new lead."""
    new = make_person("Nia New", "DDSL", trust=cast.trust, school=cast.school)
    new.set_unusable_password()
    new.save()
    assert actions.invite(person=new, by=cast.office, at=NOW)
    with pytest.raises(Denied):
        actions.change_person(person=new, email="o@school.example", by=cast.admin, at=NOW)


YESTERDAY = TODAY - timedelta(days=1)


def nobody_alone(cast: Cast, person: User) -> None:
    person = User.objects.get(pk=person.pk)
    before = person.email
    for verb, what in (
        (actions.invite, {}),
        (actions.reset_second_step, {}),
        (actions.change_person, {"email": "mine@school.example"}),
        (actions.change_person, {"email": ""}),
        (actions.change_person, {"email": "mine@elsewhere.example", "category": "volunteer"}),
    ):
        for by in (cast.office, cast.admin):
            with pytest.raises((Denied, ValidationError)):
                verb(person=User.objects.get(pk=person.pk), by=by, at=NOW, **what)
    person.refresh_from_db()
    assert (person.email, person.invited_at) == (before, None)
    assert Authenticator.objects.filter(user=person).exists()
    assert propose(cast, person, sends_link=True).status == "proposed"


def test_a_role_that_is_ended_and_given_back_guards_all_the_while(cast: Cast) -> None:
    sam = cast.deputy_dsl
    TOTP.activate(sam, "A" * 32)
    row = sam.assignments.get(role="DDSL")
    actions.end_role(assignment=row, end_date=YESTERDAY, by=system_user(), at=NOW)
    nobody_alone(cast, sam)


def test_neither_a_leaving_date_that_is_taken_back_nor_another_category_opens_it(
    cast: Cast,
) -> None:
    sam = cast.deputy_dsl
    TOTP.activate(sam, "A" * 32)
    row = sam.assignments.get(role="DDSL")
    actions.end_role(assignment=row, end_date=YESTERDAY, by=system_user(), at=NOW)
    for day in (YESTERDAY, None):
        actions.set_leaving_date(person=sam, leaving_date=day, by=cast.office, at=NOW)
    actions.change_person(person=sam, category="volunteer", by=cast.office, at=NOW)
    nobody_alone(cast, sam)


def test_who_has_left_keeps_their_address(cast: Cast) -> None:
    sam = cast.deputy_dsl
    sam.assignments.filter(role="DDSL").update(end_date=YESTERDAY)
    actions.set_leaving_date(person=sam, leaving_date=YESTERDAY, by=cast.office, at=NOW)
    with pytest.raises(Denied):
        actions.change_person(person=sam, email="mine@school.example", by=cast.office, at=NOW)


def test_the_first_address_of_such_a_role_takes_two_and_of_anybody_else_does_not(
    cast: Cast, client: Client
) -> None:
    for role, refused in (("VICE_CHAIR", True), ("STAFF", False)):
        new = make_person(f"Nia {role}", trust=cast.trust, school=cast.school, email=None)
        give_role(new, role, trust=cast.trust, school=cast.school)
        User.objects.filter(pk=new.pk).update(password="!", category="governor")
        new.refresh_from_db()
        client.force_login(cast.office)
        page = client.get(f"/people/{new.pk}/change/").content.decode()
        assert ('name="email"' in page) is not refused
        if not refused:
            actions.change_person(person=new, email=f"{role}@home.example", by=cast.office, at=NOW)
            continue
        with pytest.raises(Denied):
            actions.change_person(person=new, email=f"{role}@home.example", by=cast.office, at=NOW)
        call_command("way_in", str(new.pk), new_address="n@home.example", link=True)
        change = WayInChange.objects.get()
        way_in.confirm(change=change, by=cast.dsl, at=NOW)  # a head does not place a vice-chair
        assert way_in.take_effect(at=NOW + timedelta(days=30)) == 1


def test_ending_the_roles_neither_hides_it_from_who_was_there_nor_shortens_the_wait(
    cast: Cast,
) -> None:
    in_holidays = datetime(2026, 12, 18, 9, tzinfo=UTC)
    days = {"start_date": date(2027, 1, 5), "end_date": date(2027, 2, 12)}
    SchoolDate.objects.create(school=cast.school, kind="term", **days)
    cast.dsl.assignments.update(end_date=YESTERDAY)
    assert takes_effect(cast.dsl, in_holidays) == datetime(2027, 1, 6, 0, tzinfo=UTC)
    change = way_in.propose_way_in(person=cast.dsl, removes_app=True, by=cast.admin, at=NOW)
    assert {cast.head, cast.deputy_dsl} <= {row.person for row in change.witnesses.all()}


def test_everybody_else_is_helped_at_once(cast: Cast) -> None:
    TOTP.activate(cast.teacher, "A" * 32)
    actions.reset_second_step(person=cast.teacher, by=cast.office, at=NOW)
    assert not Authenticator.objects.filter(user=cast.teacher).exists()
    assert Entry.objects.filter(event="second_step.reset").count() == 1
    assert actions.invite(person=cast.teacher, by=cast.office, at=NOW)
    actions.change_person(person=cast.teacher, email="j@school.example", by=cast.office, at=NOW)
    with pytest.raises(ValidationError, match="at once"):
        propose(cast, cast.teacher)


def test_the_person_changes_it_from_a_working_way_in(cast: Cast, client: Client, settings) -> None:
    settings.SENDS_EMAIL = True
    before = cast.dsl.email
    client.post("/sign-in/", {"login": before, "password": "correct horse battery"})
    wrong = client.post("/account/address/", {"email": cast.head.email})
    assert "already has this email address" in wrong.content.decode()
    assert client.post("/account/address/", {"email": "Amal@School.example"}).status_code == 302
    cast.dsl.refresh_from_db()
    assert cast.dsl.email == "amal@school.example"
    assert Message.objects.get(kind="account.changed").address == before


# ---- Proposed ------------------------------------------------------------------------------


def test_proposed_everybody_who_must_know_is_told(cast: Cast) -> None:
    change = propose(cast)
    assert change.status == "proposed" and events() == ["way_in.proposed"]
    assert told("proposed") == {"Amal", "Priya", "Sam", "Ivor", "Ruth", "Gwen"}
    asked = {row.person for row in change.witnesses.filter(may_confirm=True)}
    assert asked == {cast.head, cast.chair, cast.ceo, cast.safeguarding_lead}
    assert Notice.objects.filter(recipient=cast.dsl, link__startswith="/sign-in/stop/").count() == 1
    assert "REM-49" in {job.code for job in jobs_for(cast.head, TODAY)}
    for person in (cast.dsl, cast.office, cast.teacher, cast.other_head, cast.admin):
        assert "REM-49" not in {job.code for job in jobs_for(person, TODAY)}


def test_whose_way_in_it_is_finds_it_at_home_until_it_is_over(cast: Cast, client: Client) -> None:
    """The letter goes to an address that they may have lost."""
    change = propose(cast)
    (job,) = [job for job in jobs_for(cast.dsl, TODAY) if job.code == "REM-49G"]
    client.force_login(cast.dsl)
    assert "How you sign in is about to change" in client.get("/").content.decode()
    assert client.get(job.link).status_code == 200
    assert "REM-49G" not in {job.code for job in jobs_for(cast.head, TODAY)}
    way_in.confirm(change=change, by=cast.head, at=NOW)
    assert "REM-49G" in {job.code for job in jobs_for(cast.dsl, TODAY)}
    way_in.stop(change=change, by=cast.dsl, at=NOW)
    assert "REM-49G" not in {job.code for job in jobs_for(cast.dsl, TODAY)}


def test_who_may_propose(cast: Cast) -> None:
    for by, refusal in (
        (cast.head, Denied),
        (cast.teacher, Denied),
        (cast.outsider, Hidden),
        (cast.other_head, Hidden),
    ):
        with pytest.raises(refusal):
            way_in.propose_way_in(person=cast.dsl, removes_app=True, by=by, at=NOW)
    with pytest.raises(Denied, match="own account page"):
        way_in.propose_way_in(person=cast.admin, removes_app=True, by=cast.admin, at=NOW)


def test_what_can_be_proposed(cast: Cast) -> None:
    for what, sentence in (
        ({"new_address": ""}, "Select what"),
        ({"new_address": cast.head.email}, "already has this email address"),
        ({"new_address": "x@elsewhere.example"}, "Enter a work email address"),
        ({"new_address": cast.dsl.email}, "This is the address they have"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            propose(cast, **what)
    propose(cast)
    with pytest.raises(ValidationError, match="under way already"):
        propose(cast, sends_link=True)


def test_where_nobody_fits_only_the_server_can_propose(cast: Cast) -> None:
    User.objects.filter(pk__in=[cast.head.pk, cast.other_head.pk]).update(line_manager=cast.dsl)
    gone(cast, cast.ceo, cast.chair, cast.safeguarding_lead, cast.other_dsl)
    with pytest.raises(ValidationError, match="Nobody here can confirm"):
        propose(cast)
    call_command("way_in", cast.dsl.email, second_step=True, stdout=(said := io.StringIO()))
    change = WayInChange.objects.get()
    assert change.status == "waiting" and "unless it is stopped" in said.getvalue()
    assert change.takes_effect_at - change.proposed_at >= HOURS
    assert "Amal" in told("confirmed") and events() == ["way_in.proposed", "way_in.confirmed"]


def test_who_was_given_their_role_by_the_proposer_lately_confirms_nothing(
    cast: Cast, client: Client
) -> None:
    User.objects.filter(pk__in=[cast.head.pk, cast.other_head.pk]).update(line_manager=cast.dsl)
    gone(cast, cast.ceo, cast.chair, cast.safeguarding_lead, cast.other_dsl)
    row = give_role(cast.colleague, "VICE_CHAIR", trust=cast.trust, school=cast.school)
    RoleAssignment.objects.filter(pk=row.pk).update(
        given_by=cast.office, given_at=NOW, confirmed_by=cast.dsl
    )
    with pytest.raises(ValidationError, match=r"last 90 days.* manage.py way_in"):
        propose(cast)
    client.force_login(cast.office)
    page = client.post(f"/people/{cast.dsl.pk}/way-in/", {"removes_app": "on"}).content.decode()
    assert "Nobody here can confirm this" in page and "manage.py way_in" in page
    for days, fits in ((89, False), (90, True)):
        found = witnesses_of(cast.dsl, proposer=cast.office, on=TODAY + timedelta(days=days))
        assert (cast.colleague in found.confirmers) is fits
    by_another = witnesses_of(cast.dsl, proposer=cast.admin, on=TODAY)
    assert by_another.confirmers == [cast.colleague]


def test_what_the_server_proposes_a_second_person_confirms(cast: Cast) -> None:
    call_command("way_in", cast.admin.email, link=True, stdout=(said := io.StringIO()))
    assert WayInChange.objects.get().status == "proposed"
    assert "One of these confirms it in the portal: Ruth Marsh, Gwen Tully." in said.getvalue()
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("way_in", "nobody@school.example", link=True)


def test_a_head_of_another_school_confirms_where_nobody_here_fits(cast: Cast) -> None:
    gone(cast, cast.ceo, cast.chair, cast.safeguarding_lead, cast.dsl, cast.other_dsl)
    change = propose(cast, cast.head)
    assert [row.person for row in change.witnesses.filter(may_confirm=True)] == [cast.other_head]


# ---- Confirmed -----------------------------------------------------------------------------


def test_confirmed_by_a_second_person_who_keeps_no_list_of_people(cast: Cast) -> None:
    change = propose(cast)
    for by, refusal in (
        (cast.dsl, Denied),
        (cast.office, Denied),
        (cast.admin, Denied),
        (cast.deputy_dsl, Denied),
        (cast.teacher, Hidden),
        (cast.other_head, Hidden),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            way_in.confirm(change=change, by=by, at=NOW)
    give_role(cast.head, "ADMIN", trust=cast.trust, school=cast.school)
    with pytest.raises(Denied, match="keep the list of people"):
        way_in.confirm(change=change, by=cast.head, at=NOW)
    way_in.confirm(change=change, by=cast.chair, at=NOW)
    assert told("confirmed") == {"Amal", "Priya", "Sam", "Ivor", "Ruth", "Gwen", "Tom"}
    with pytest.raises(WrongState):
        way_in.confirm(change=change, by=cast.ceo, at=NOW)
    assert events() == ["way_in.proposed", "way_in.confirmed"]


def test_somebody_appointed_after_it_was_proposed_confirms_nothing(cast: Cast) -> None:
    change = propose(cast)
    give_role(cast.colleague, "CHAIR", trust=cast.trust, school=cast.school)
    with pytest.raises(Hidden):
        way_in.confirm(change=change, by=cast.colleague, at=NOW)


@pytest.mark.parametrize("which", [{"role": "CHAIR"}, {}], ids=["this role", "every role"])
def test_somebody_whose_role_has_ended_confirms_nothing_and_can_stop_it(cast: Cast, which) -> None:
    change = propose(cast)
    cast.chair.assignments.filter(**which).update(end_date=YESTERDAY)
    chair = User.objects.get(pk=cast.chair.pk)
    with pytest.raises(Denied):
        way_in.confirm(change=change, by=chair, at=NOW)
    way_in.stop(change=change, by=chair, at=NOW)
    assert events()[-1] == "way_in.stopped"


def test_who_proposed_it_does_not_stop_it_as_somebody_told(cast: Cast) -> None:
    give_role(cast.office, "VICE_CHAIR", trust=cast.trust, school=cast.school)
    change = propose(cast)
    assert change.witnesses.filter(person=cast.office).exists()
    with pytest.raises(Denied):
        way_in.stop(change=change, by=cast.office, at=NOW)


@pytest.mark.parametrize(
    ("confirmed", "effect"),
    [
        (datetime(2026, 11, 17, 9, tzinfo=UTC), datetime(2026, 11, 19, 9, tzinfo=UTC)),
        (datetime(2026, 11, 20, 15, tzinfo=UTC), datetime(2026, 11, 24, 0, tzinfo=UTC)),
        (datetime(2026, 12, 18, 9, tzinfo=UTC), datetime(2027, 1, 6, 0, tzinfo=UTC)),
        (datetime(2027, 2, 19, 9, tzinfo=UTC), datetime(2027, 2, 23, 0, tzinfo=UTC)),
    ],
    ids=["in the week", "over a weekend", "over the holidays", "no dates known"],
)
def test_48_hours_over_at_least_one_whole_school_day(cast: Cast, confirmed, effect) -> None:
    days = {"start_date": date(2027, 1, 5), "end_date": date(2027, 2, 12)}
    SchoolDate.objects.create(school=cast.school, kind="term", **days)
    found = takes_effect(cast.dsl, confirmed)
    assert found == effect and found - confirmed >= HOURS


# ---- Stopped, withdrawn, lapsed, done ------------------------------------------------------


def test_it_happens_once_its_time_is_over_and_not_before(cast: Cast, settings) -> None:
    settings.SENDS_EMAIL = True
    settings.SESSION_COOKIE_AGE = 7 * 24 * 3600  # one that is still alive when it happens
    TOTP.activate(cast.dsl, "A" * 32)
    before, client = cast.dsl.email, Client()
    client.force_login(cast.dsl)
    change = propose(cast, new_address="amal.new@school.example", sends_link=True, removes_app=True)
    way_in.confirm(change=change, by=cast.head, at=NOW)
    change.refresh_from_db()
    assert way_in.take_effect(at=change.takes_effect_at - timedelta(seconds=1)) == 0
    assert client.get("/account/").status_code == 200
    for _ in range(2):  # a second sweep does nothing
        way_in.take_effect(at=change.takes_effect_at)
    cast.dsl.refresh_from_db()
    assert cast.dsl.email == "amal.new@school.example"
    assert not Authenticator.objects.filter(user=cast.dsl).exists()
    assert client.get("/account/").status_code == 302
    assert cast.dsl.browsers_version == 1
    assert set(
        Message.objects.filter(kind__startswith="way_in.done", recipient=cast.dsl).values_list(
            "address", flat=True
        )
    ) == {before, cast.dsl.email}
    assert Message.objects.get(kind="account.invited").address == cast.dsl.email
    assert events() == ["way_in.proposed", "way_in.confirmed", "way_in.done"]


def test_without_e_mail_the_link_is_handed_over_once(cast: Cast, client: Client) -> None:
    change = propose(cast, sends_link=True)
    way_in.confirm(change=change, by=cast.head, at=NOW)
    way_in.take_effect(at=LATER)
    for by in (cast.head, cast.teacher):
        with pytest.raises((Denied, Hidden)):
            way_in.hand_over_link(change=change, by=by, at=LATER)
    assert way_in.hand_over_link(change=change, by=cast.office, at=LATER).startswith("/sign-in/")
    with pytest.raises(ValidationError, match="made already"):
        way_in.hand_over_link(change=change, by=cast.office, at=LATER)


@pytest.mark.parametrize("who", ["dsl", "head", "deputy_dsl", "chair", "safeguarding_lead"])
def test_who_was_told_can_stop_it(cast: Cast, who: str) -> None:
    change = propose(cast)
    way_in.confirm(change=change, by=cast.ceo, at=NOW)
    way_in.stop(change=change, by=getattr(cast, who), at=NOW)
    assert way_in.take_effect(at=LATER) == 0
    assert "Tom" in told("ended")
    with pytest.raises(WrongState):
        way_in.stop(change=change, by=cast.dsl, at=NOW)


def test_nobody_else_can(cast: Cast) -> None:
    change = propose(cast)
    for by in (cast.teacher, cast.other_head, cast.outsider, cast.office, cast.admin, cast.comms):
        with pytest.raises((Denied, Hidden)):
            way_in.stop(change=change, by=by, at=NOW)


def test_the_letter_s_link_stops_it_without_signing_in(cast: Cast, client: Client) -> None:
    change = propose(cast)
    letter = Message.objects.get(kind="way_in.proposed", recipient=cast.dsl)
    link = re.search(r"/sign-in/stop/\S+", letter.text)[0]
    assert "Stop it" in client.get(link).content.decode()
    change.refresh_from_db()
    assert change.status == "proposed"  # a scanner that opens links stops nothing
    assert "It is stopped" in client.post(link).content.decode()
    change.refresh_from_db()
    assert change.status == "stopped"
    assert client.get(link[:-3] + "xx/").status_code == 404
    assert link not in str(list(Message.objects.exclude(recipient=cast.dsl).values_list("text")))


@pytest.mark.parametrize(
    "gone", [{"is_active": False}, {"leaving_date": date(2026, 1, 1)}, {}], ids=str
)
def test_the_letter_s_link_works_whatever_became_of_the_person(cast, client, gone) -> None:
    change = propose(cast)
    letter = Message.objects.get(kind="way_in.proposed", recipient=cast.dsl)
    link = re.search(r"/sign-in/stop/\S+", letter.text)[0]
    cast.dsl.assignments.update(end_date=YESTERDAY)
    User.objects.filter(pk=cast.dsl.pk).update(**{"line_manager": None, **gone})
    assert "It is stopped" in client.post(link).content.decode()
    change.refresh_from_db()
    assert change.status == "stopped"
    assert {"Tom", "Priya", "Sam"} <= told("ended")


@pytest.mark.parametrize("by_whom", ["on the page", "the day came", "switched off"])
def test_what_is_under_way_lapses_for_good_when_the_person_is_marked_as_left(
    cast: Cast, by_whom: str
) -> None:
    change = propose(cast)
    way_in.confirm(change=change, by=cast.head, at=NOW)
    later = NOW + timedelta(days=1)
    if by_whom == "on the page":
        actions.set_leaving_date(person=cast.dsl, leaving_date=YESTERDAY, by=system_user(), at=NOW)
    else:
        gone = {"is_active": False} if by_whom == "switched off" else {"leaving_date": TODAY}
        User.objects.filter(pk=cast.dsl.pk).update(**gone)
        if by_whom == "switched off":
            way_in.take_effect(at=later)  # the minute's sweep sees it
    cast.dsl.refresh_from_db()
    actions.set_leaving_date(person=cast.dsl, leaving_date=None, by=cast.office, at=later)
    assert way_in.take_effect(at=LATER) == 0
    change.refresh_from_db()
    assert change.status == "lapsed"
    assert {"Tom", "Priya", "Sam"} <= told("ended")
    text = Message.objects.get(kind="way_in.ended", recipient=cast.office).text
    assert "marked as having left" in text


def test_nothing_is_proposed_for_who_has_left(cast: Cast) -> None:
    User.objects.filter(pk=cast.dsl.pk).update(leaving_date=YESTERDAY)
    cast.dsl.refresh_from_db()
    with pytest.raises(ValidationError, match="has left"):
        propose(cast)


def test_it_is_withdrawn_by_who_keeps_the_list(cast: Cast) -> None:
    change = propose(cast)
    for by in (cast.teacher, cast.head, cast.outsider):
        with pytest.raises((Denied, Hidden)):
            way_in.withdraw(change=change, by=by, at=NOW)
    way_in.withdraw(change=change, by=cast.office, at=NOW)
    assert events()[-1] == "way_in.withdrawn"


def test_what_nobody_confirms_lapses_after_7_days(cast: Cast) -> None:
    change = propose(cast)
    way_in.take_effect(at=NOW + timedelta(days=6))
    change.refresh_from_db()
    assert change.status == "proposed"
    way_in.take_effect(at=NOW + timedelta(days=7))
    change.refresh_from_db()
    assert change.status == "lapsed" and events()[-1] == "way_in.lapsed"


def test_an_address_that_was_taken_meanwhile_lapses(cast: Cast) -> None:
    change = propose(cast, new_address="amal.new@school.example")
    way_in.confirm(change=change, by=cast.head, at=NOW)
    User.objects.filter(pk=cast.teacher.pk).update(email="amal.new@school.example")
    assert way_in.take_effect(at=LATER) == 0
    change.refresh_from_db()
    assert change.status == "lapsed"


# ---- Pages ---------------------------------------------------------------------------------


def test_the_pages(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.dsl, "A" * 32)
    client.force_login(cast.office)
    page = client.get(f"/people/{cast.dsl.pk}/").content.decode()
    assert "Change how they sign in" in page and "new link to choose" not in page
    assert 'name="email"' not in client.get(f"/people/{cast.dsl.pk}/change/").content.decode()
    answer = client.post(f"/people/{cast.dsl.pk}/way-in/", {"removes_app": "on"})
    change = WayInChange.objects.get()
    assert answer.url == change.get_absolute_url()
    client.force_login(cast.head)
    assert "I have spoken to them" in client.get(answer.url).content.decode()
    assert client.post(reverse("people:confirm_way_in", args=[change.pk])).status_code == 302
    client.force_login(cast.dsl)
    assert "See it, or stop it" in client.get("/account/").content.decode()
    client.post(reverse("people:stop_way_in", args=[change.pk]))
    change.refresh_from_db()
    assert change.status == "stopped"


def test_on_ones_own_page_it_says_you(cast: Cast, client: Client) -> None:
    change = way_in.propose_way_in(
        person=cast.deputy_dsl, sends_link=True, removes_app=True, by=cast.office, at=NOW
    )
    client.force_login(cast.deputy_dsl)
    page = client.get(change.get_absolute_url()).content.decode()
    assert "You get a new link" in page and "Your second step is removed" in page
    client.force_login(cast.head)
    assert "They get a new link" in client.get(change.get_absolute_url()).content.decode()
    letters = Message.objects.filter(kind="way_in.proposed")
    assert "it is about how you sign in" in letters.get(recipient=cast.deputy_dsl).text
    assert "look after" not in "".join(letters.values_list("text", flat=True))
