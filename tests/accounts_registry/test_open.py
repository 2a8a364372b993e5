"""From planned to open: the checks, what they never keep, and the day it opened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied, Hidden
from accounts_registry.crew.actions import crew
from accounts_registry.entry.actions import channels, registering
from accounts_registry.entry.approved_facts import ApprovedFacts
from accounts_registry.life import actions as life
from accounts_registry.life import opening_checks
from accounts_registry.life.actions import opened
from audit.models import Entry
from notifications.models import Message
from people.models import Post, RoleAssignment
from tests.accounts_registry.builders import platform
from tests.factories import NOW, TODAY, make_confirmed, make_person, make_policy, make_trained
from workflow.moves import WrongState

DONE = {
    "master_privileges_held": True,
    "editorial_oversight": True,
    "admins_limited": True,
    "credentials_location": "School safe",
    "recovery_email": "social@school.example",
    "two_factor": "on",
    "privacy_settings_checked_on": TODAY,
    "house_rules_url": "https://ashdown.example/rules",
    "profile_states_role": True,
    "logo_used": False,
    "moderation_mode": "after",
    "min_age": 13,
}


@pytest.fixture
def planned(cast):
    """Approved yesterday, with two administrators and two moderators, all ready."""
    people = [{"part": "master", "post": Post.objects.get(title="Business manager")}]
    people += [
        {"part": part, "person": person}
        for part in ("administrator", "moderator")
        for person in (cast.teacher, cast.line_manager)
    ]
    version = make_policy(cast.trust)
    make_confirmed(version, cast.office, cast.teacher, cast.line_manager)
    make_trained(cast.office, cast.teacher, cast.line_manager)
    return registering.plan_channel(
        school=cast.school,
        facts=ApprovedFacts(
            platform=platform("x"), account_name="@geography", interaction=["comment"]
        ),
        people=people,
        approval_reference="RQ0001",
        approved_on=TODAY - timedelta(days=1),
        by=cast.head,
        at=NOW,
    )


def check_all(cast, planned, **changes):
    post = Post.objects.get(title="Business manager")
    return channels.save_opening_checks(
        channel=planned, by=cast.office, at=NOW, **{**DONE, "credentials_post": post, **changes}
    )


def test_all_checks_done_it_opens(cast, planned):
    check_all(cast, planned)
    assert opening_checks.unmet(planned_again(planned), on=TODAY) == []
    channel = channels.open_channel(channel=planned, date_opened=TODAY, by=cast.office, at=NOW)
    assert (channel.status, channel.official, channel.date_opened) == ("open", "official", TODAY)


def planned_again(channel):
    return type(channel).objects.select_related("trust").get(pk=channel.pk)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"master_privileges_held": False}, "Confirm that the school holds the master privileges"),
        ({"editorial_oversight": False}, "Confirm that the school has editorial oversight"),
        (
            {"admins_limited": False},
            "Confirm that only staff who need administrator rights have them",
        ),
        ({"credentials_location": ""}, "Say where the login details are kept"),
        ({"credentials_post": None}, "Say which post looks after the login details"),
        ({"recovery_email": ""}, "Enter the recovery email of the account"),
        ({"two_factor": "off"}, "Turn on the second sign-in step, or say why it is off"),
        ({"privacy_settings_checked_on": None}, "Check the privacy settings"),
        ({"house_rules_url": ""}, "Publish house rules and enter their link"),
        ({"profile_states_role": False}, "State on the profile that the account is the school's"),
        ({"logo_used": None}, "Say whether the account shows the school's logo"),
        ({"logo_used": True}, "Have the communications manager agree to the school's logo"),
        ({"moderation_mode": ""}, "Say how comments are checked"),
        ({"min_age": None}, "Enter the youngest age it is for, 13 or over"),
    ],
)
def test_each_line_left_out_is_a_sentence_and_a_bar(cast, planned, change, sentence):
    check_all(cast, planned, **change)
    assert [line.text for line in opening_checks.unmet(planned_again(planned), on=TODAY)] == [
        sentence
    ]
    with pytest.raises(WrongState, match="cannot open yet"):
        channels.open_channel(channel=planned, date_opened=TODAY, by=cast.office, at=NOW)
    planned.refresh_from_db()
    assert planned.status == "planned"


def test_a_reason_stands_in_for_the_second_step(cast, planned):
    check_all(cast, planned, two_factor="not_offered", two_factor_reason="The platform has none")
    assert opening_checks.unmet(planned_again(planned), on=TODAY) == []


def test_people_who_are_not_ready_are_named(cast, planned):
    check_all(cast, planned)
    cast.teacher.training.all().delete()
    texts = [line.text for line in opening_checks.unmet(planned_again(planned), on=TODAY)]
    assert texts == [
        "At least 2 moderators are needed. 1 is ready",
        "Jo Bell has no current training",
    ]


def test_the_master_post_needs_an_employee(cast, planned):
    check_all(cast, planned)
    cast.office.category = "contractor"
    cast.office.save()
    assert "Master administration must be a post that an employee holds" in [
        line.text for line in opening_checks.unmet(planned_again(planned), on=TODAY)
    ]


@pytest.mark.parametrize(
    "typed",
    ["Hunter2!x", "password: letmein", "pw=abc123", "PIN is 4471", "aB3dEf9hK2", "Ashdown2026!"],
)
def test_a_password_is_never_kept(cast, planned, typed):
    with pytest.raises(ValidationError) as refusal:
        check_all(cast, planned, credentials_location=typed)
    assert refusal.value.message_dict == {
        "credentials_location": [
            "Do not enter a password. Say where it is kept, like “School safe”"
        ]
    }
    planned.refresh_from_db()
    assert planned.credentials_location == ""


@pytest.mark.parametrize(
    "typed",
    [
        "School safe",
        "Password manager, office vault",
        "Safe in room 12",
        "Bitwarden",
        "Sealed envelope no. 4, head's office",
    ],
)
def test_where_it_is_kept_is_kept(cast, planned, typed):
    assert check_all(cast, planned, credentials_location=typed).credentials_location == typed


def test_the_recovery_mailbox_is_the_schools(cast, planned):
    with pytest.raises(ValidationError, match="ending in @school.example"):
        check_all(cast, planned, recovery_email="social@school.example.com")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (TODAY + timedelta(days=1), "today or in the past"),
        (TODAY - timedelta(days=2), "day it was approved, 19 November 2026"),
    ],
)
def test_the_opening_day_is_a_day_it_can_have_opened(cast, planned, day, sentence):
    check_all(cast, planned)
    with pytest.raises(WrongState, match=sentence):
        channels.open_channel(channel=planned, date_opened=day, by=cast.office, at=NOW)


def test_the_wrong_role_is_refused_and_another_trust_hidden(cast, planned):
    check_all(cast, planned)
    for person, refusal in (
        (cast.head, Denied),
        (cast.teacher, Denied),
        (cast.outsider, Hidden),
        (cast.other_head, Hidden),
    ):
        with pytest.raises(refusal):
            channels.open_channel(channel=planned, date_opened=TODAY, by=person, at=NOW)
        with pytest.raises(refusal):
            channels.save_opening_checks(channel=planned, by=person, at=NOW, two_factor="on")


def test_it_opens_once(cast, planned):
    check_all(cast, planned)
    channels.open_channel(channel=planned, date_opened=TODAY, by=cast.office, at=NOW)
    with pytest.raises(WrongState, match="already been opened"):
        channels.open_channel(channel=planned, date_opened=TODAY, by=cast.office, at=NOW)
    with pytest.raises(WrongState, match="cannot be cancelled"):
        channels.cancel_planned(channel=planned, reason="x", by=cast.head, at=NOW)


def test_the_checks_of_what_has_ended_stay_as_they_are(cast, planned):
    channels.cancel_planned(channel=planned, reason="Not needed", by=cast.head, at=NOW)
    with pytest.raises(WrongState, match="not on the register as live"):
        check_all(cast, planned)


def test_the_logo_waits_for_the_communications_manager(cast, planned):
    check_all(cast, planned, logo_used=True)
    with pytest.raises(Denied, match="communications manager or the headteacher"):
        opened.agree_logo(channel=planned, by=cast.office, at=NOW)
    opened.agree_logo(channel=planned, by=cast.comms, at=NOW)
    opened.agree_logo(channel=planned, by=cast.comms, at=NOW)
    assert opening_checks.unmet(planned_again(planned), on=TODAY) == []
    assert Entry.objects.filter(event="channel.logo_agreed").count() == 1
    check_all(cast, planned)
    assert planned_again(planned).logo_agreed_on is None
    with pytest.raises(WrongState, match="does not show"):
        opened.agree_logo(channel=planned, by=cast.comms, at=NOW)


def test_pupils_who_contribute_need_their_consents_on_record(cast, planned):
    planned.contributors = [{"group": "own_pupils", "number": 12}]
    planned.save()
    check_all(cast, planned)
    assert [line.text for line in opening_checks.unmet(planned_again(planned), on=TODAY)] == [
        "Check that the consent of every pupil who contributes is on record"
    ]
    check_all(cast, planned, consents_checked_on=TODAY)
    assert opening_checks.unmet(planned_again(planned), on=TODAY) == []


def test_an_age_below_the_platforms_is_never_kept(cast, planned):
    with pytest.raises(ValidationError, match="13 or over on X"):
        check_all(cast, planned, min_age=12)


def test_opening_tells_each_what_to_do(cast, planned):
    dpo = make_person("Dee Poe", "DPO", trust=cast.trust)
    check_all(cast, planned, url="https://x.com/geography")
    channel = channels.open_channel(channel=planned, date_opened=TODAY, by=cast.comms, at=NOW)
    sent = {one.recipient: one for one in Message.objects.filter(kind="channel_opened")}
    assert set(sent) == {cast.head, dpo, cast.office, cast.network}
    assert "privacy notice" in sent[dpo].text and "/completion/" in sent[dpo].text
    assert "school website" in sent[cast.office].text
    # Ten school days after Friday 20 November 2026.
    assert channel.completion_due == date(2026, 12, 4)


def test_what_follows_the_opening_is_recorded_bit_by_bit(cast, planned):
    check_all(cast, planned, url="https://x.com/geography")
    channel = channels.open_channel(channel=planned, date_opened=TODAY, by=cast.comms, at=NOW)
    texts = [line.text for line in opening_checks.incomplete(channel)]
    assert texts == [
        "Link it from the school website, or say why not",
        "List it in the privacy notice",
        "Show the notice for parents on the profile",
    ]
    with pytest.raises(Denied):
        opened.complete(channel=channel, by=cast.teacher, at=NOW, parents_notice_shown=True)
    with pytest.raises(Hidden):
        opened.complete(channel=channel, by=cast.outsider, at=NOW, parents_notice_shown=True)
    with pytest.raises(ValidationError, match="today or in the past"):
        opened.complete(
            channel=channel,
            by=cast.office,
            at=NOW,
            privacy_notice_listed_on=TODAY + timedelta(days=1),
        )
    channel = opened.complete(
        channel=channel, by=cast.office, at=NOW, no_link_reason="No links to X"
    )
    assert channel.completion_due is not None
    channel = opened.complete(
        channel=channel,
        by=cast.office,
        at=NOW,
        privacy_notice_listed_on=TODAY,
        parents_notice_shown=True,
    )
    assert channel.completion_due is None
    opened.complete(channel=channel, by=cast.office, at=NOW, parents_notice_shown=True)
    assert Entry.objects.filter(event="channel.completed").count() == 2


# ---- Live before its approval (C4, S9) ---------------------------------------------------------

EARLY = TODAY - timedelta(days=11)


def test_a_channel_live_before_its_approval_opens_with_its_true_date(cast, planned):
    check_all(cast, planned)
    channel = opened.open_early(channel=planned, date_opened=EARLY, by=cast.head, at=NOW)
    assert (channel.status, channel.date_opened, channel.retrospective) == ("open", EARLY, True)
    assert channel.official == "official"
    with pytest.raises(WrongState, match="already been opened"):
        opened.open_early(channel=channel, date_opened=EARLY, by=cast.head, at=NOW)
    assert Entry.objects.filter(event="channel.opened_early").count() == 1


def test_it_is_paused_until_its_checks_are_complete(cast, planned):
    channel = opened.open_early(channel=planned, date_opened=EARLY, by=cast.head, at=NOW)
    assert (channel.status, channel.pause_cause) == ("suspended", "checks")
    with pytest.raises(WrongState, match="cannot be taken up again yet"):
        life.resume(channel=channel, by=cast.head, at=NOW)
    check_all(cast, channel)
    channel = life.resume(channel=channel, by=cast.head, at=NOW)
    assert (channel.status, channel.retrospective, channel.date_opened) == ("open", True, EARLY)


def test_only_the_head_says_so_and_only_of_a_day_before_the_approval(cast, planned):
    for person, refusal in (
        (cast.office, Denied),
        (cast.comms, Denied),
        (cast.other_head, Hidden),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            opened.open_early(channel=planned, date_opened=EARLY, by=person, at=NOW)
    with pytest.raises(ValidationError, match="before the day it was approved"):
        opened.open_early(channel=planned, date_opened=TODAY, by=cast.head, at=NOW)


def test_the_page_the_history_and_the_form_say_it(cast, planned, client):
    opened.open_early(channel=planned, date_opened=EARLY, by=cast.head, at=NOW)
    client.force_login(cast.head)
    page = client.get(planned.get_absolute_url()).content.decode()
    assert "before it was approved" in page
    history = client.get(f"/channels/{planned.reference.lower()}/history/").content.decode()
    assert "Opened, before it was approved" in history


def test_the_last_administrator_cannot_be_removed(cast, planned):
    lines = list(planned.people.filter(part__in=("master", "administrator")))
    for line in lines[1:]:
        crew.remove_person(channel_person=line, end_date=TODAY, by=cast.office, at=NOW)
    crew.remove_person(
        channel_person=lines[1], end_date=TODAY - timedelta(days=1), by=cast.office, at=NOW
    )
    crew.remove_person(
        channel_person=lines[2], end_date=TODAY - timedelta(days=1), by=cast.office, at=NOW
    )
    with pytest.raises(
        ValidationError, match="Add another administrator before you remove Business manager"
    ):
        crew.remove_person(channel_person=lines[0], end_date=TODAY, by=cast.office, at=NOW)


@pytest.mark.clause("I-A.4.1")
def test_the_page_shows_what_is_left_and_keeps_what_was_typed(cast, planned, client):
    client.force_login(cast.office)
    page = client.get("/channels/ch0001/opening/").content.decode()
    assert "Publish house rules and enter their link" in page
    typed = {
        "credentials_location": "Hunter2!x",
        "recovery_email": "a@gmail.example",
        "two_factor": "on",
    }
    page = client.post("/channels/ch0001/opening/", typed).content.decode()
    assert (
        "Do not enter a password" in page
        and "ending in @school.example" in page
        and "<title>Error: " in page
    )
    client.post(
        "/channels/ch0001/opening/",
        {
            "credentials_location": "School safe",
            "two_factor": "on",
            "url": "https://x.com/geography",
        },
    )
    planned.refresh_from_db()
    assert (planned.credentials_location, planned.two_factor, planned.identity) == (
        "School safe",
        "on",
        "x:geography",
    )


@pytest.mark.parametrize("role", ["HEAD", "DSL", "DDSL"])
def test_a_school_without_somebody_to_hear_of_it_opens_no_channel(planned, cast, role) -> None:
    """Appointments 3: a head, a lead and one deputy, before pupils and parents can write."""
    check_all(cast, planned)
    RoleAssignment.objects.filter(school=cast.school, role=role).update(
        end_date=TODAY - timedelta(days=1)
    )
    (lacks,) = opening_checks.unmet(planned_again(planned), on=TODAY)
    assert lacks.text.startswith("Have a ") and str(cast.school.pk) in lacks.link
    with pytest.raises(WrongState, match="cannot open yet. Have a"):
        channels.open_channel(channel=planned, date_opened=TODAY, by=cast.office, at=NOW)
