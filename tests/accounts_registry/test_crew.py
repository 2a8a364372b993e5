"""Who runs a channel: added, replaced, removed, and never nobody (rule 12, requirements 3.11)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from access.check import Denied, Hidden, can
from access.roles import Permission
from accounts_registry.crew import crew_lines, shortfall
from accounts_registry.crew.actions import crew, rights
from accounts_registry.models import Channel, ChannelPerson
from audit.models import Entry
from people.models import Post
from schools.models import Setting
from tests.accounts_registry.builders import add
from tests.factories import NOW, TODAY, hold, make_confirmed, make_person, make_policy, make_trained
from workflow.moves import WrongState

PEOPLE = "/channels/ch0001/people/"


@pytest.fixture
def channel(cast):
    """Two administrators and two moderators, all ready; the master post is the business manager's."""
    row = add(cast)
    ready = (cast.office, cast.teacher, cast.line_manager)
    make_confirmed(make_policy(cast.trust), *ready)
    make_trained(*ready)
    for part, person in (
        ("administrator", cast.teacher),
        ("moderator", cast.teacher),
        ("moderator", cast.line_manager),
    ):
        give(row, part, person, cast.comms)
    return row


def give(channel, part, person, by, **more):
    return crew.add_person(
        channel=channel, part=part, person=person, start_date=TODAY, by=by, at=NOW, **more
    )


def line(channel, part, person=None):
    rows = channel.people.filter(part=part, end_date=None)
    return rows.get(person=person) if person else rows.get()


def end(row, by, day=TODAY, **more):
    return crew.remove_person(channel_person=row, end_date=day, by=by, at=NOW, **more)


def page(person, address=PEOPLE, data=None):
    client = Client()
    client.force_login(person)
    return client.post(address, data) if data is not None else client.get(address)


def words(answer):
    return answer.content.decode()


def put_setting(cast, key, value):
    Setting.objects.create(
        trust=cast.trust, key=key, value=value, effective_from=NOW, changed_by_id=cast.admin.pk
    )


def test_the_page_says_what_is_needed_and_what_is_there(cast, channel):
    end_quietly(line(channel, "moderator", cast.line_manager))
    text = words(page(cast.office))
    assert "You need 2 administrators and 2 moderators. You have 2 and 1." in text
    assert "People who run History@SSchool" in text and "Add a person" in text


def end_quietly(row):
    ChannelPerson.objects.filter(pk=row.pk).update(end_date=TODAY - timedelta(days=1))


def test_nobody_yet(cast, channel):
    ChannelPerson.objects.all().update(end_date=TODAY - timedelta(days=1), start_date="2020-01-01")
    text = words(page(cast.office))
    assert "Nobody runs this channel yet." in text
    assert "Add at least 2 administrators and 2 moderators." in text


def test_reading_is_for_those_who_see_the_channel_in_detail(cast, channel):
    assert page(cast.head).status_code == 200
    assert page(cast.other_teacher).status_code == 403
    assert page(cast.outsider).status_code == 404
    assert "Add a person" not in words(page(cast.dsl))


def test_below_the_minimum_asks_for_a_replacement_or_a_closing_plan(cast, channel):
    row = line(channel, "moderator", cast.teacher)
    address = f"{PEOPLE}{row.pk}/remove/"
    text = words(page(cast.office, address))
    assert "You are about to leave this channel with 1 moderator" in text
    assert f"{PEOPLE}{row.pk}/replace/" in text and "When will this channel close?" in text
    sent = {"end_date_0": "20", "end_date_1": "11", "end_date_2": "2026"}
    text = words(page(cast.office, address, sent))
    assert "Replace Jo Bell, or enter when the channel closes" in text
    row.refresh_from_db()
    assert row.end_date is None
    plan = {"planned_closing_0": "1", "planned_closing_1": "7", "planned_closing_2": "2028"}
    assert page(cast.office, address, {**sent, **plan}).status_code == 302
    row.refresh_from_db()
    channel.refresh_from_db()
    assert (row.end_date, row.ended_by) == (TODAY, cast.office)
    assert str(channel.planned_closing) == "2028-07-01"
    assert channel.states.last().changed == ["planned_closing"]


def test_with_a_closing_plan_or_enough_left_it_simply_ends(cast, channel):
    channel.planned_closing = TODAY + timedelta(days=90)
    channel.save()
    row = line(channel, "moderator", cast.teacher)
    assert "You are about to leave" not in words(page(cast.office, f"{PEOPLE}{row.pk}/remove/"))
    end(row, cast.office)
    assert Entry.objects.filter(event="channel_person.ended").count() == 1


def test_the_last_administrator_is_refused_with_the_next_step(cast, channel):
    channel.planned_closing = TODAY + timedelta(days=90)
    channel.save()
    end(line(channel, "administrator", cast.teacher), cast.office, TODAY - timedelta(days=1))
    master = line(channel, "master")
    with pytest.raises(
        ValidationError, match="before you remove Business manager, or close the channel"
    ):
        end(master, cast.office)
    text = words(page(cast.office, f"{PEOPLE}{master.pk}/remove/"))
    assert "Business manager is the last administrator" in text
    assert "<form" not in text.split("<main")[1].split("</main")[0]


def test_a_leaver_and_an_empty_post_are_no_administrators(cast, channel):
    """By any door: whoever is left on paper alone does not keep the other from being the last."""
    channel.planned_closing = TODAY + timedelta(days=90)
    channel.save()
    cast.office.leaving_date = TODAY
    cast.office.save()
    with pytest.raises(ValidationError, match="before you remove Jo Bell"):
        end(line(channel, "administrator", cast.teacher), cast.office)
    assert "does not work here now" not in words(page(cast.head))


def test_access_of_the_last_administrator_cannot_be_withdrawn(cast, channel):
    cast.office.holdings.update(end_date=TODAY - timedelta(days=1))
    with pytest.raises(
        ValidationError, match="Add another administrator before you remove Jo Bell"
    ):
        rights.withdraw_access(
            channel_person=line(channel, "administrator", cast.teacher),
            reason="Left the building",
            by=cast.head,
            at=NOW,
        )


def test_replacing_ends_and_begins_in_one_step(cast, channel):
    row = line(channel, "moderator", cast.teacher)
    ChannelPerson.objects.filter(pk=row.pk).update(start_date=TODAY - timedelta(days=9))
    new = crew.replace_person(
        channel_person=row, person=cast.office, start_date=TODAY, by=cast.office, at=NOW
    )
    row.refresh_from_db()
    assert (row.end_date, row.end_reason) == (TODAY - timedelta(days=1), "Replaced by Tom Okafor")
    assert (new.part, new.person, new.start_date) == ("moderator", cast.office, TODAY)
    with pytest.raises(ValidationError, match="already ended|already a moderator"):
        crew.replace_person(
            channel_person=row, person=cast.office, start_date=TODAY, by=cast.office, at=NOW
        )


def test_a_refused_replacement_ends_nobody(cast, channel):
    row = line(channel, "moderator", cast.teacher)
    with pytest.raises(
        ValidationError, match="Dana Reid is already a moderator. Choose someone else"
    ):
        crew.replace_person(
            channel_person=row, person=cast.line_manager, start_date=TODAY, by=cast.office, at=NOW
        )
    row.refresh_from_db()
    assert row.end_date is None


def test_master_administration_is_one_post(cast, channel):
    post = Post.objects.get(title="Headteacher", school=cast.school)
    with pytest.raises(ValidationError, match="Replace Business manager instead"):
        crew.add_person(
            channel=channel, part="master", post=post, start_date=TODAY, by=cast.office, at=NOW
        )
    row = line(channel, "master")
    address = f"{PEOPLE}{row.pk}/replace/"
    start = {"start_date_0": "20", "start_date_1": "11", "start_date_2": "2026"}
    text = words(page(cast.office, address, {**start, "person": cast.teacher.pk}))
    assert "Master administration belongs to a post. Select the post" in text


@pytest.mark.parametrize("part", ["administrator", "moderator"])
def test_somebody_twice(cast, channel, part):
    with pytest.raises(
        ValidationError, match=f"Jo Bell is already an? {part}. Choose someone else"
    ):
        give(channel, part, cast.teacher, cast.office)


def test_somebody_who_has_left(cast, channel):
    cast.colleague.leaving_date = TODAY - timedelta(days=1)
    cast.colleague.save()
    with pytest.raises(ValidationError, match="Lena Fox has left. Choose someone else"):
        give(channel, "moderator", cast.colleague, cast.office)


def outsider(cast):
    return make_person(
        "Val Unter", trust=cast.trust, school=cast.school, category="volunteer", post="Volunteer"
    )


def test_somebody_who_is_no_employee_needs_the_head(cast, channel):
    who = outsider(cast)
    with pytest.raises(ValidationError, match="Only the headteacher can add them"):
        give(channel, "moderator", who, cast.office)
    with pytest.raises(ValidationError) as refusal:
        give(channel, "moderator", who, cast.head)
    assert set(refusal.value.message_dict) == {"head_agrees", "non_employee_reason"}
    row = give(
        channel,
        "moderator",
        who,
        cast.head,
        head_agrees=True,
        non_employee_reason="Runs the chess club",
    )
    assert (row.authorised_by, row.non_employee_reason) == (cast.head, "Runs the chess club")


def test_where_only_employees_run_channels_nobody_else_does(cast, channel):
    put_setting(cast, "non_employee_operators", "never")
    with pytest.raises(ValidationError, match="only employees run channels here"):
        give(
            channel,
            "moderator",
            outsider(cast),
            cast.head,
            head_agrees=True,
            non_employee_reason="x",
        )


def test_master_administration_never_goes_to_somebody_from_outside(cast, channel):
    outsider(cast)
    post = Post.objects.get(title="Volunteer")
    with pytest.raises(ValidationError, match="must be held by an employee"):
        crew.replace_person(
            channel_person=line(channel, "master"),
            post=post,
            start_date=TODAY,
            by=cast.head,
            at=NOW,
            head_agrees=True,
            non_employee_reason="x",
        )


def test_more_administrators_than_usual_need_a_reason(cast, channel):
    put_setting(cast, "max_admins", 2)
    with pytest.raises(
        ValidationError, match="2 administrators already. Enter why more are needed"
    ):
        give(channel, "administrator", cast.line_manager, cast.office)
    give(channel, "administrator", cast.line_manager, cast.office, admin_limit_reason="Two sites")
    channel.refresh_from_db()
    assert channel.admin_limit_reason == "Two sites"
    assert channel.states.last().changed == ["admin_limit_reason"]


def test_where_nobody_is_both(cast, channel):
    put_setting(cast, "dual_role_allowed", False)
    with pytest.raises(ValidationError, match="already a moderator, and nobody is both here"):
        give(channel, "administrator", cast.line_manager, cast.office)


def test_the_setting_names_who_confirms_moderators(cast, channel):
    row = line(channel, "moderator", cast.teacher)
    assert row.designated_by == cast.comms
    put_setting(cast, "moderator_designator", "NETMAN")
    new = give(channel, "moderator", cast.office, cast.office)
    assert new.designated_on is None
    assert "To be confirmed by the network manager" in words(page(cast.office))
    with pytest.raises(Denied, match="Only the network manager confirms"):
        rights.confirm_moderator(channel_person=new, by=cast.comms, at=NOW)
    assert page(cast.network, f"{PEOPLE}{new.pk}/confirm/", {}).status_code == 302
    page(cast.network, f"{PEOPLE}{new.pk}/confirm/", {})
    new.refresh_from_db()
    assert new.designated_by == cast.network
    assert Entry.objects.filter(event="moderator.confirmed").count() == 1


def test_withdrawn_access_does_not_count_and_can_be_given_back(cast, channel):
    row = line(channel, "moderator", cast.teacher)
    before = crew_lines.counted(crew_lines.lines([channel.pk], on=TODAY), ("moderator",))
    for _ in range(2):
        rights.withdraw_access(channel_person=row, reason="Asked us to", by=cast.head, at=NOW)
    after = crew_lines.counted(crew_lines.lines([channel.pk], on=TODAY), ("moderator",))
    assert (before, after) == (2, 1)
    assert Entry.objects.filter(event="access.withdrawn").count() == 1
    assert "Access withdrawn by Priya Nair on 20 November 2026" in words(page(cast.office))
    assert "Asked us to" not in words(page(cast.office)), "the reason is for those who withdraw"
    rights.give_back_access(channel_person=row, by=cast.head, at=NOW)
    assert crew_lines.counted(crew_lines.lines([channel.pk], on=TODAY), ("moderator",)) == 2
    with pytest.raises(Denied):
        rights.withdraw_access(channel_person=row, reason="x", by=cast.office, at=NOW)


def test_that_the_platform_lets_them_in_no_more_is_kept_as_proof(cast, channel):
    row = line(channel, "moderator", cast.teacher)
    ChannelPerson.objects.filter(pk=row.pk).update(start_date=TODAY - timedelta(days=9))
    row.refresh_from_db()
    channel.planned_closing = TODAY
    channel.save()
    end(row, cast.office, TODAY - timedelta(days=1))
    assert "Record it" in words(page(cast.office))
    with pytest.raises(ValidationError, match="today or in the past"):
        rights.record_access_removed(
            channel_person=row, access_removed_on=TODAY + timedelta(days=1), by=cast.office, at=NOW
        )
    rights.record_access_removed(
        channel_person=row, access_removed_on=TODAY, by=cast.office, at=NOW
    )
    row.refresh_from_db()
    assert row.access_removed_on == TODAY


def test_s14_when_somebody_leaves_posts_stay_and_are_vacant(cast):
    """The post still shows as approved poster, vacant until somebody holds it; one moderator is left."""
    boyd = make_person(
        "Ann Boyd", trust=cast.trust, school=cast.school, leaving_date=TODAY + timedelta(days=41)
    )
    hold(boyd, "HoD (Humanities)", trust=cast.trust, school=cast.school)
    channel = add(cast)
    ready = (cast.office, cast.teacher, boyd)
    make_confirmed(make_policy(cast.trust), *ready)
    make_trained(*ready)
    for part, person in (
        ("administrator", boyd),
        ("moderator", boyd),
        ("moderator", cast.teacher),
    ):
        give(channel, part, person, cast.comms)
    day = TODAY + timedelta(days=42)
    found = crew_lines.lines([channel.pk], on=day)
    assert shortfall.standing(channel, found).endswith("You have 1 and 1.")
    boyd.holdings.update(end_date=TODAY + timedelta(days=41))
    poster = [one for one in crew_lines.lines([channel.pk], on=day) if one.part == "poster"]
    assert [(one.post, one.person_id) for one in poster] == [("HoD (Humanities)", None)]


def test_vacant_posts_are_said_on_the_page(cast, channel):
    cast.office.holdings.update(end_date=TODAY - timedelta(days=1))
    text = words(page(cast.head))
    assert "Vacant: nobody holds this post" in text and "Nobody to train" in text


def test_start_dates_in_the_past_ask_why(cast, channel):
    sent = {"part": "poster", "person": cast.line_manager.pk}
    past = {"start_date_0": "1", "start_date_1": "9", "start_date_2": "2026"}
    text = words(page(cast.office, f"{PEOPLE}add/", {**sent, **past}))
    assert "Enter why a start in the past is recorded only now" in text
    assert 'value="2026"' in text
    assert (
        page(
            cast.office, f"{PEOPLE}add/", {**sent, **past, "start_reason": "Forgotten"}
        ).status_code
        == 302
    )


def test_later_and_before_have_tables_of_their_own(cast, channel):
    crew.add_person(
        channel=channel,
        part="poster",
        person=cast.line_manager,
        start_date=TODAY + timedelta(days=30),
        by=cast.office,
        at=NOW,
    )
    assert "Starting later" in words(page(cast.office))


def test_wrong_roles_and_other_trusts(cast, channel):
    row = line(channel, "moderator", cast.teacher)
    for person, refusal in ((cast.teacher, Denied), (cast.dsl, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            end(row, person)
        with pytest.raises(refusal):
            give(channel, "poster", cast.line_manager, person)
        with pytest.raises(refusal):
            crew.replace_person(
                channel_person=row, person=cast.office, start_date=TODAY, by=person, at=NOW
            )


def test_a_second_press_on_remove_says_that_it_has_ended(cast, channel):
    row = line(channel, "moderator", cast.teacher)
    end_quietly(row)
    client = Client()
    client.force_login(cast.office)
    answer = client.post(f"{PEOPLE}{row.pk}/remove/", {}, follow=True)
    assert "That part has already ended." in words(answer)


@pytest.mark.parametrize("field", ["start_reason", "non_employee_reason"])
def test_no_reason_is_a_place_for_a_password(cast, channel, field):
    with pytest.raises(ValidationError, match="Do not enter a password"):
        give(channel, "poster", cast.line_manager, cast.head, **{field: "Hunter2!x"})


def test_many_people_cost_no_more_questions_than_few(cast, channel):
    client = Client()
    client.force_login(cast.office)
    client.get(PEOPLE)
    with CaptureQueriesContext(connection) as few:
        client.get(PEOPLE)
    for number in range(18):
        who = make_person(f"Person Number{number}", trust=cast.trust, school=cast.school)
        give(channel, "poster", who, cast.office)
    with CaptureQueriesContext(connection) as many:
        client.get(PEOPLE)
    assert len(many) == len(few)


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_nobody_is_added_to_a_channel_that_is_over(cast, channel, client, status):
    Channel.objects.filter(pk=channel.pk).update(status=status, date_closed=TODAY)
    before = channel.people.count()
    client.force_login(cast.office)
    answer = client.post(
        f"/channels/{channel.reference.lower()}/people/add/",
        {
            "part": "moderator",
            "person": str(cast.colleague.pk),
            "start_date_0": TODAY.day,
            "start_date_1": TODAY.month,
            "start_date_2": TODAY.year,
        },
        follow=True,
    )
    assert "nobody can be given a part in it" in answer.content.decode()
    assert channel.people.count() == before
    with pytest.raises(WrongState, match="not in use"):
        crew.replace_person(
            channel_person=channel.people.first(),
            person=cast.colleague,
            start_date=TODAY,
            by=cast.office,
            at=NOW,
        )


@pytest.mark.parametrize("year", ["9999", "0001"])
def test_a_day_at_the_end_of_the_calendar_is_a_problem_of_the_form(cast, channel, year):
    row = channel.people.get(part="administrator")
    client = Client()
    client.force_login(cast.office)
    last = dict(zip(("end_date_0", "end_date_1", "end_date_2"), ("31", "12", year), strict=True))
    answer = client.post(f"{PEOPLE}{row.pk}/remove/", last)
    text = answer.content.decode()
    assert answer.status_code == 200 and "Last day must be a real date" in text
    assert f'value="{year}"' in text
    start = dict(
        zip(("start_date_0", "start_date_1", "start_date_2"), ("1", "1", year), strict=True)
    )
    answer = client.post(f"{PEOPLE}{row.pk}/replace/", {"person": str(cast.colleague.pk), **start})
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.end_date is None


def test_a_schools_own_policy_is_asked_of_its_people_and_a_trusts_of_everybody(cast, channel):
    def unconfirmed():
        return {
            line.person_id for line in crew_lines.lines([channel.pk], on=TODAY) if line.unconfirmed
        }

    ready = {cast.office.pk, cast.teacher.pk, cast.line_manager.pk}
    make_policy(cast.trust, "Rules of Birchwood", school=cast.other_school)
    assert not unconfirmed() & ready
    own = make_policy(cast.trust, "Rules of Ashdown", school=cast.school)
    assert ready <= unconfirmed()
    make_confirmed(own, cast.office, cast.teacher, cast.line_manager)
    assert not unconfirmed() & ready
    make_policy(cast.trust, "Rules of the trust")
    assert ready <= unconfirmed()


@pytest.mark.parametrize("part", ["overseer", "vetter"])
def test_whoever_answers_for_posts_or_checks_people_sees_the_whole_channel(cast, channel, part):
    person = make_person("Nasrin Aziz", trust=cast.trust)
    assert not can(person, Permission.CHANNEL_DETAIL, channel, TODAY)
    ChannelPerson.objects.create(
        channel=channel, part=part, person=person, start_date=TODAY, order=9
    )
    assert can(person, Permission.CHANNEL_DETAIL, channel, TODAY)
    assert not can(person, Permission.CHANNEL_DETAIL, channel, TODAY - timedelta(days=1))
