"""A step towards pupils or to openness on an approved channel waits for the headteacher, and the lead hears at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied, Hidden
from accounts_registry.entry.actions import channels
from accounts_registry.models import Channel, ChannelState, ProposedChange
from accounts_registry.proposals import wider_steps
from accounts_registry.proposals.actions import decide_change
from accounts_registry.record import facts
from audit.models import Entry
from notifications.models import Message, Notice
from people.models import RoleAssignment
from tests.accounts_registry.builders import platform
from tests.factories import NOW, give_role
from workflow.moves import WrongState

PUPILS = [{"group": "own_pupils", "age_from": 13, "age_to": 16}]
FAMILIES = [{"group": "families"}]


@pytest.fixture
def channel(cast):
    return official(cast)


def official(cast, **fields):
    known = {
        "aims": "Show families what pupils learn.",
        "audience": FAMILIES,
        "contributors": [{"group": "staff"}],
        "openness": "closed",
        "membership": "known",
        "interaction": ["view"],
        "min_age": 13,
        "scope": "department",
        "department": "Art",
        "hosting": "school",
        "host_name": "Host",
        "moderation_mode": "before",
    }
    name = fields.get("account_name", "@AshdownArt")
    channel = Channel.objects.create(
        reference=f"CH{9001 + Channel.objects.count()}",
        trust=cast.trust,
        school=cast.school,
        platform=platform("x"),
        account_name=name,
        handle=name[1:],
        identity=f"x:{name[1:].lower()}",
        url=f"https://x.com/{name[1:]}",
        status="open",
        date_opened=date(2024, 1, 8),
        next_review_on=date(2027, 1, 8),
        **{**known, **{key: value for key, value in fields.items() if key != "account_name"}},
    )
    ChannelState.objects.create(
        channel=channel,
        trust=cast.trust,
        school=cast.school,
        status="open",
        on=date(2024, 1, 8),
        at=NOW,
        by=cast.head,
        facts=facts.facts(channel),
        changed=[],
    )
    return channel


def change(channel, by, **details):
    return channels.change_details(channel=channel, by=by, at=NOW, **details)


STEPS = [
    ("audience", [*FAMILIES, *PUPILS]),
    ("contributors", [{"group": "staff"}, *PUPILS]),
    ("audience", [*FAMILIES, {"group": "public"}]),
    ("openness", "open"),
    ("membership", "approved"),
    ("membership", ""),
    ("interaction", ["view", "message"]),
    ("pupils_under_16", True),
    ("pupil_images", "with_consent"),
    ("aims", "Reach pupils of 13 to 16."),
    ("contributors", [{"group": "staff"}, {"group": "organisations", "names": "The PTA"}]),
    ("scope", "school"),
    ("scope", "trust"),
    ("hosting", "third_party"),
    ("hosting", "contractor"),
    ("host_name", "Another host"),
    ("moderation_required", False),
    ("moderation_mode", "after"),
]
# What belongs to such a change and is said with it.
WITH = {
    "hosting": {"host_name": "Host", "intervention_plan": "We phone them."},
    "moderation_required": {"moderation_reason": "Nobody can write there"},
}


@pytest.mark.parametrize(("name", "value"), STEPS)
def test_a_step_waits_and_the_channel_stays(cast, channel, name, value):
    was = getattr(channel, name)
    change(channel, cast.office, **{name: value}, **WITH.get(name, {}))
    stored = Channel.objects.get(pk=channel.pk)
    assert getattr(stored, name) == was
    assert stored.proposals.get().values == {name: value}
    assert Message.objects.get(kind="change_told").recipient == cast.dsl


def test_younger_pupils_and_messages_with_them_wait_too(cast):
    channel = official(cast, audience=[{"group": "own_pupils", "age_from": 14, "age_to": 18}])
    change(channel, cast.office, audience=[{"group": "own_pupils", "age_from": 13, "age_to": 18}])
    assert Channel.objects.get(pk=channel.pk).audience[0]["age_from"] == 14
    assert wider_steps.steps(
        channel, {"pupil_communication_allowed": True, "aims": channel.aims}
    ) == ["pupil_communication_allowed"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("audience", []),
        ("interaction", []),
        ("department", "Humanities"),
        ("audience", [*FAMILIES, {"group": "staff"}]),
        ("min_age", 16),
        ("contributors", []),
        ("scope", "club"),
        ("moderation_mode", "off"),
    ],
)
def test_the_other_way_and_what_is_neither_is_kept_at_once(cast, channel, name, value):
    change(channel, cast.office, **{name: value})
    assert getattr(Channel.objects.get(pk=channel.pk), name) == value
    assert not ProposedChange.objects.exists()
    assert not Message.objects.filter(kind="change_told").exists()


def test_an_answer_that_was_never_given_is_no_change_but_pupils_are(cast):
    channel = official(cast, aims="", audience=[], membership="")
    change(
        channel,
        cast.office,
        aims="What it is for.",
        audience=[{"group": "public"}],
        membership="public",
    )
    assert Channel.objects.get(pk=channel.pk).aims == "What it is for."
    other = official(cast, account_name="@Other", audience=[])
    change(other, cast.office, audience=PUPILS)
    assert Channel.objects.get(pk=other.pk).audience == []


def test_emptied_first_and_then_filled_it_waits_all_the_same(cast, channel):
    change(channel, cast.office, audience=[])
    change(channel, cast.office, audience=[{"group": "public"}])
    assert Channel.objects.get(pk=channel.pk).audience == []


def test_a_row_nobody_has_accepted_is_no_approved_channel(cast):
    channel = official(cast, legacy_import=True)
    change(channel, cast.office, openness="open")
    assert Channel.objects.get(pk=channel.pk).openness == "open"


def test_the_head_is_asked_and_the_lead_told_at_once(cast, channel):
    change(channel, cast.office, audience=PUPILS, department="Humanities")
    assert Channel.objects.get(pk=channel.pk).department == "Humanities"
    asked = Message.objects.get(kind="change_proposed")
    assert asked.recipient == cast.head
    assert Notice.objects.get(kind="change_proposed").needs_action
    told = Message.objects.get(kind="change_told")
    assert (told.recipient, told.urgent) == (cast.dsl, True)
    assert "Tom Okafor proposes to change" in told.text
    assert Entry.objects.filter(event="channel_change.proposed").count() == 1


def test_yes_in_one_press(cast, channel, client):
    change(channel, cast.office, audience=PUPILS)
    page = f"/channels/{channel.reference.lower()}/"
    client.force_login(cast.head)
    shown = client.get(page, follow=True).content.decode()
    assert "Yes, change it" in shown and "Pupils of this school aged 13 to 16" in shown
    proposal = channel.proposals.get()
    client.post(f"{page}changes/{proposal.pk}/", {"answer": "yes"})
    assert Channel.objects.get(pk=channel.pk).audience == PUPILS
    assert set(
        Message.objects.filter(kind="change_decided").values_list("recipient", flat=True)
    ) == {
        cast.office.pk,
        cast.dsl.pk,
    }
    assert not Notice.objects.unread().filter(kind="change_proposed").exists()
    assert channel.states.latest("id").by == cast.head


def test_whoever_saves_it_reads_that_it_waits(cast, channel, client):
    client.force_login(cast.office)
    typed = {
        "drawn_from": channel.states.latest("id").pk,
        "aims": channel.aims,
        "audience": ["families"],
        "contributors": ["staff"],
        "openness": "open",
        "membership": "known",
        "interaction": ["view"],
        "min_age": "13",
    }
    page = client.post(f"/channels/{channel.reference.lower()}/purpose/", typed, follow=True)
    said = page.content.decode()
    assert "Details saved." in said and "waits for the headteacher, who has been told." in said
    assert Channel.objects.get(pk=channel.pk).openness == "closed"


def test_so_does_whoever_saves_it_among_the_opening_checks(cast, channel, client):
    client.force_login(cast.office)
    page = f"/channels/{channel.reference.lower()}/opening/"
    typed = {"moderation_mode": "after", "logo_used": "no", "url": channel.url}
    done = client.post(page, typed, follow=True).content.decode()
    assert Channel.objects.get(pk=channel.pk).moderation_mode == "before"
    assert "Opening checks saved." in done and "for the headteacher, who has been told." in done
    again = client.post(page, {**typed, "moderation_mode": "before"}, follow=True).content.decode()
    assert "Opening checks saved." in again and "who has been told" not in again


def test_no_leaves_it_and_a_second_answer_is_too_late(cast, channel):
    change(channel, cast.office, openness="open")
    proposal = channel.proposals.get()
    decide_change(channel=channel, proposal=proposal, agreed=False, by=cast.head, at=NOW)
    assert Channel.objects.get(pk=channel.pk).openness == "closed"
    with pytest.raises(WrongState):
        decide_change(channel=channel, proposal=proposal, agreed=True, by=cast.head, at=NOW)


def test_the_office_sees_it_waiting_and_does_not_decide(cast, channel, client):
    change(channel, cast.office, openness="open")
    client.force_login(cast.office)
    page = client.get(f"/channels/{channel.reference.lower()}/", follow=True).content.decode()
    assert "A change waits for the headteacher" in page and "Yes, change it" not in page
    for person in (cast.office, cast.comms, cast.dsl, cast.teacher, cast.other_head):
        with pytest.raises((Denied, Hidden)):
            decide_change(
                channel=channel, proposal=channel.proposals.get(), agreed=True, by=person, at=NOW
            )


def test_a_head_put_there_by_the_proposer_does_not_decide(cast, channel):
    change(channel, cast.office, openness="open")
    give_role(cast.teacher, "HEAD", trust=cast.trust, school=cast.school)
    RoleAssignment.objects.filter(person=cast.teacher, role="HEAD").update(
        given_by=cast.office, given_at=NOW, confirmed_by=cast.ceo
    )
    with pytest.raises(Denied, match="had a hand in your role"):
        decide_change(
            channel=channel, proposal=channel.proposals.get(), agreed=True, by=cast.teacher, at=NOW
        )


def test_two_proposals_are_decided_together_and_one_said_twice_is_one(cast, channel):
    change(channel, cast.office, openness="open")
    change(channel, cast.office, openness="open")
    change(channel, cast.comms, pupils_under_16=True)
    waiting = channel.proposals.get(state="waiting")
    assert waiting.values == {"openness": "open", "pupils_under_16": True}
    assert Message.objects.filter(kind="change_told").count() == 2
    decide_change(channel=channel, proposal=waiting, agreed=True, by=cast.head, at=NOW)
    stored = Channel.objects.get(pk=channel.pk)
    assert (stored.openness, stored.pupils_under_16) == ("open", True)


def test_the_headteacher_takes_the_step_at_once_and_the_lead_hears(cast, channel):
    change(channel, cast.head, openness="open")
    assert Channel.objects.get(pk=channel.pk).openness == "open"
    told = Message.objects.get(kind="change_told")
    assert told.recipient == cast.dsl and "Priya Nair has changed" in told.text


def test_where_nobody_is_lead_the_trusts_lead_hears(cast, channel):
    RoleAssignment.objects.filter(role="DSL", school=cast.school).update(suspended_at=NOW)
    change(channel, cast.office, openness="open")
    assert Message.objects.get(kind="change_told").recipient == cast.safeguarding_lead


def test_what_cannot_stand_beside_the_rest_is_refused_before_it_is_proposed(cast):
    channel = official(cast, contributors=[*PUPILS])
    with pytest.raises(ValidationError, match="must be private"):
        change(channel, cast.office, openness="open")
    assert not ProposedChange.objects.exists()
