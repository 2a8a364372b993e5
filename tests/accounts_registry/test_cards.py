"""Every fact of a channel on its card, with its page, its words and what cannot stand together (3.10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from access.check import Denied, Hidden
from access.roles import Permission
from accounts_registry.entry.actions import channels
from accounts_registry.entry.actions.channels import change_details
from accounts_registry.life import actions as life
from accounts_registry.models import Channel, ChannelState
from accounts_registry.needs import links
from accounts_registry.needs.codes import Need
from accounts_registry.page import forms as forms
from audit.models import Entry
from people.models import Post
from tests.accounts_registry.builders import add
from tests.factories import NOW, TODAY, make_confirmed, make_policy, make_trained
from tests.incidents.looking import holds

HOME = "/channels/ch0001/"
CANARY = "Zebra!Canary7731"


@pytest.fixture
def channel(cast):
    return add(cast, url="https://x.com/HistorySSchool")


def change(channel, by, **details):
    return change_details(channel=channel, by=by, at=NOW, **details)


def refused(channel, by, **details):
    with pytest.raises(ValidationError) as refusal:
        change(channel, by, **details)
    return refusal.value.message_dict


def page(person, address=HOME, data=None, follow=False):
    client = Client()
    client.force_login(person)
    if data is None:
        return client.get(address)
    return client.post(address, data, follow=follow)


def text_of(*args, **kwargs):
    return page(*args, **kwargs).content.decode()


def test_what_is_missing_asks_for_itself(cast, channel):
    text = text_of(cast.office)
    for words in (
        "Add where the login details are held",
        "Add the aims",
        "Add who it is for",
        "Add the link from the website",
        "Add when it was listed",
        "Add the next review",
    ):
        assert words in text
    assert '<dd class="govuk-summary-list__value">-</dd>' not in text


def test_who_may_not_change_reads_not_recorded(cast, channel):
    text = text_of(cast.dsl)
    assert "Add the aims" not in text and "Not recorded" in text
    assert "/channels/ch0001/purpose/" not in text


def test_the_identity_bar_and_the_pages_that_exist(cast, channel):
    text = text_of(cast.office)
    assert "Report a concern about this channel" in text and 'href="/report/"' in text
    for words in ("Overview", "People", "Cover", "Official checks", "History"):
        assert f">{words}</a>" in text
    assert "Copy link" in text
    assert "moj-sub-navigation" not in text_of(cast.other_teacher)


def test_needs_are_linked_and_the_most_overdue_stands_first(cast, channel):
    Channel.objects.update(
        next_review_on=TODAY - timedelta(days=3), risk_review_due=TODAY - timedelta(days=30)
    )
    text = text_of(cast.office).split("This channel needs")[1]
    assert text.index("Risk assessment review overdue since") < text.index("Review overdue since")
    assert text.index("Review overdue since") < text.index("Administrators")
    for address in ("risk-assessment/", "dates/", "people/", "login-details/", "website/"):
        assert f'href="{HOME}{address}"' in text


def test_a_link_is_for_who_may_follow_it(channel):
    need = Need("risk", TODAY - timedelta(days=1))
    (may,) = links.linked(channel, [need], {Permission.CHANNEL_CHANGE: True})
    (not_,) = links.linked(channel, [need], {Permission.CHANNEL_CHANGE: False})
    assert (may.link, may.action) == (f"{HOME}risk-assessment/", "Review the risk assessment")
    assert (not_.text, not_.link, not_.action) == (may.text, "", "")


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("details", forms.DetailsForm),
        ("purpose", forms.PurposeForm),
        ("safety", forms.SafetyForm),
        ("dates", forms.DatesForm),
        ("login-details", forms.LoginDetailsForm),
        ("website", forms.WebsiteForm),
    ],
)
def test_each_card_has_its_page_and_its_litany(cast, channel, address, form):
    assert set(form.columns()) <= channels.DETAILS
    path = f"{HOME}{address}/"
    for person, status in (
        (cast.office, 200),
        (cast.head, 200),
        (cast.comms, 200),
        (cast.dsl, 403),
        (cast.other_teacher, 403),
        (cast.outsider, 404),
    ):
        assert page(person, path).status_code == status, person


@pytest.mark.clause("A-1.2")
def test_the_whole_of_purpose(cast, channel):
    sent = {
        "purpose": ["learning", "community"],
        "objective": "both",
        "aims": "Show our work",
        "audience": ["own_pupils", "families"],
        "audience_youngest": "11",
        "audience_oldest": "16",
        "contributors": ["staff"],
        "openness": "open",
        "membership": "public",
        "interaction": ["view", "react"],
        "min_age": "13",
    }
    assert page(cast.office, f"{HOME}purpose/", sent).status_code == 302
    channel.refresh_from_db()
    assert channel.audience == [
        {"group": "own_pupils", "age_from": 11, "age_to": 16},
        {"group": "families"},
    ]
    assert (channel.purpose, channel.min_age) == (["learning", "community"], 13)
    assert "Pupils of this school aged 11 to 16" in text_of(cast.head)
    text = text_of(cast.office, f"{HOME}purpose/", {**sent, "audience_youngest": "17"})
    assert text.count("The youngest age must be lower than the oldest age") == 2
    assert "Show our work" in text
    text = text_of(cast.office, f"{HOME}purpose/", {**sent, "audience_youngest": ""})
    assert "Enter the age range of the pupils, like 11 to 16" in text


@pytest.mark.parametrize(
    ("details", "field", "sentence"),
    [
        (
            {"contributors": [{"group": "own_pupils"}], "openness": "open", "membership": "known"},
            "openness",
            "must be private or closed",
        ),
        (
            {
                "contributors": [{"group": "own_pupils"}],
                "openness": "closed",
                "membership": "public",
            },
            "membership",
            "only people you know may join",
        ),
        ({"min_age": 9}, "min_age", "Minimum age must be 13 or more on X"),
        ({"hosting": "contractor", "host_name": ""}, "host_name", "Enter who hosts it"),
        (
            {"two_factor": "off", "two_factor_reason": ""},
            "two_factor_reason",
            "Enter why the second sign-in step is off",
        ),
        (
            {"credentials_rotated_on": TODAY, "rotation_reason": ""},
            "rotation_reason",
            "Enter why the login details were changed",
        ),
        ({"recovery_email": "tom@gmail.example"}, "recovery_email", "ending in @school.example"),
        (
            {"pupil_communication_allowed": True},
            "pupil_communication_allowed",
            "At least 2 members of staff need access",
        ),
        (
            {"next_review_on": None, "planned_closing": None},
            "next_review_on",
            "Enter when it is reviewed next, or when it closes",
        ),
        ({"planned_closing": date(2017, 1, 1)}, "planned_closing", "after the day it opened"),
        ({"date_opened": TODAY + timedelta(days=1)}, "date_opened", "today or in the past"),
    ],
)
def test_what_cannot_stand_together(cast, channel, details, field, sentence):
    assert sentence in refused(channel, cast.office, **details)[field][0]
    assert not ChannelState.objects.exclude(changed=[]).exists()


FOR_PUPILS = {"audience": ["families"], "contributors": ["staff"], "openness": "closed"}


@pytest.mark.parametrize(
    ("address", "sent", "says"),
    [
        pytest.param(
            "purpose",
            {
                "contributors": ["own_pupils"],
                "contributors_youngest": "13",
                "contributors_oldest": "16",
                "openness": "open",
                "membership": "known",
            },
            "must be private or closed",
            id="pupils-and-open",
        ),
        pytest.param(
            "purpose",
            {"min_age": "9"},
            "Minimum age must be 13 or more on X",
            id="too-young",
        ),
        pytest.param(
            "purpose",
            {"pupil_communication_allowed": "on"},
            "At least 2 members of staff need access",
            marks=pytest.mark.clause("C-1.4-6"),
            id="pupils-and-one-alone",
        ),
        pytest.param(
            "details",
            {"account_name": "@SSchoolArt", "scope": "school", "hosting": "contractor"},
            "Enter who hosts it",
            marks=pytest.mark.clause("I-2.2"),
            id="host",
        ),
        pytest.param(
            "login-details",
            {"recovery_email": "tom@gmail.example"},
            "ending in @school.example",
            marks=pytest.mark.clause("Q-5.5-28"),
            id="own-mailbox",
        ),
    ],
)
def test_the_pages_refuse_what_cannot_stand(cast, channel, address, sent, says):
    given = {**(FOR_PUPILS if address == "purpose" else {}), **sent}
    text = text_of(cast.office, f"{HOME}{address}/", given)
    assert says in text
    assert not ChannelState.objects.exclude(changed=[]).exists()


def test_only_the_head_says_that_pupils_need_no_moderators(cast, channel):
    change(channel, cast.office, audience=[{"group": "own_pupils", "age_from": 11, "age_to": 16}])
    sent = {"moderation_required": False, "moderation_reason": "Comments are off"}
    found = refused(channel, cast.office, **sent)
    assert "Only the headteacher can say" in found["moderation_required"][0]
    assert refused(channel, cast.head, **{**sent, "moderation_reason": ""})
    assert change(channel, cast.head, **sent).moderation_required is False


def test_pupils_are_messaged_where_two_of_the_staff_have_access(cast, channel):
    ready = (cast.office, cast.teacher)
    make_confirmed(make_policy(cast.trust), *ready)
    make_trained(*ready)
    channel.people.create(part="moderator", person=cast.teacher, start_date=TODAY)
    assert change(channel, cast.office, pupil_communication_allowed=True)


@pytest.mark.clause("Q-5.3-19")
def test_the_post_and_a_shared_mailbox_are_kept(cast, channel):
    post = Post.objects.get(title="Business manager")
    sent = {
        "credentials_location": "School safe",
        "credentials_post": str(post.pk),
        "recovery_email": "social@school.example",
        "two_factor": "on",
    }
    assert page(cast.office, f"{HOME}login-details/", sent).status_code == 302
    channel.refresh_from_db()
    assert (channel.credentials_location, channel.credentials_post) == ("School safe", post)
    text = text_of(cast.head)
    assert "School safe" in text and "Not stored here" in text
    assert "School safe" not in text_of(cast.other_teacher)


TEXTS = sorted(
    set(channels.DETAILS)
    & {
        field.name
        for field in Channel._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "TextField") and not field.choices
    }
    - {"recovery_email"}
)


@pytest.mark.parametrize("field", TEXTS)
def test_no_text_of_a_channel_takes_a_password(cast, channel, field):
    found = refused(channel, cast.office, **{field: f"password: {CANARY}"})
    assert found == {field: ["Do not enter a password. Say where it is kept, like “School safe”"]}


def test_what_other_verbs_write_is_looked_at_as_well(cast, channel):
    with pytest.raises(ValidationError, match="Do not enter a password"):
        life.pause(channel=channel, reason=f"The PIN is {CANARY}", by=cast.head, at=NOW)
    channel.refresh_from_db()
    assert channel.status == "open"
    assert not Entry.objects.filter(event="channel.suspended").exists()


def everything_kept():
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            yield table, repr(cursor.fetchall())


@pytest.mark.clause("Q-5.3-19")
def test_a_refused_password_lies_nowhere(cast, channel, caplog):
    """Not in a draft, a log, the ledger, a state of the channel or a session; the other answers are kept."""
    for name, address in (
        ("credentials_location", "login-details"),
        ("aims", "purpose"),
        ("no_link_reason", "website"),
        ("moderation_team", "safety"),
    ):
        sent = {name: CANARY, "openness": "open", "moderation_required": "True"}
        sent |= {"pupil_images": "none", "recovery_email": "social@school.example"}
        text = text_of(cast.office, f"{HOME}{address}/", sent)
        assert text.count("Do not enter a password. Say where it is kept, like “School safe”") == 2
        if name == "credentials_location":
            assert "social@school.example" in text
    assert not [table for table, rows in everything_kept() if holds(rows, CANARY)]
    assert CANARY not in caplog.text
    Channel.objects.update(aims=CANARY)
    assert [table for table, rows in everything_kept() if holds(rows, CANARY)], "the look finds one"


def test_refusals(cast, channel):
    for person, refusal in ((cast.teacher, Denied), (cast.dsl, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            change(channel, person, department="PE")


def test_the_same_again_is_no_change(cast, channel):
    for _ in range(2):
        change(channel, cast.office, department="PE")
    assert Entry.objects.filter(event="channel.changed").count() == 1
    assert ChannelState.objects.filter(changed=["department"]).count() == 1


def test_who_changed_the_answer_about_photos(cast, channel):
    change(channel, cast.head, pupil_images="with_consent")
    assert "Changed by Priya Nair on 20 November 2026" in text_of(cast.office)


def test_texts_are_shown_as_they_were_typed_and_run_nothing(cast, channel):
    change(channel, cast.office, aims="<script>alert</script>")
    assert "<script>alert" not in text_of(cast.office)
    assert "&lt;script&gt;alert" in text_of(cast.office)
