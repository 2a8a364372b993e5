"""House rules of a channel and of a school, and who from outside may add something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.crew.actions import crew
from accounts_registry.crew.actions.vetting import add_contributor
from accounts_registry.models import Channel
from accounts_registry.reviews import default_texts
from accounts_registry.reviews.actions import house_rules
from audit.models import Entry
from tests.accounts_registry.builders import add
from tests.factories import NOW, TODAY
from workflow.moves import WrongState

PAGE = "/channels/ch0001/house-rules/"
LINK = "https://ashdown.example/rules"


@pytest.fixture
def channel(cast):
    return add(cast)


def write(channel, by, **changes):
    facts = {"text": "Be kind", "public_url": LINK, "published_on": TODAY, **changes}
    return house_rules.change_house_rules(channel=channel, by=by, at=NOW, **facts)


def page(person, address=PAGE, data=None):
    client = Client()
    client.force_login(person)
    return client.post(address, data) if data is not None else client.get(address)


def test_each_version_stays_and_its_link_is_the_channels(cast, channel):
    write(channel, cast.office)
    write(channel, cast.office)
    write(channel, cast.office, text="Be kind. Always")
    channel.refresh_from_db()
    assert channel.house_rules_url == LINK
    assert list(channel.house_rules.values_list("version", flat=True)) == [2, 1]
    assert Entry.objects.filter(event="house_rules.saved").count() == 2
    assert "Be kind. Always" in page(cast.head).content.decode()


def test_an_open_channel_says_where_they_are_published_and_since_when(cast, channel):
    with pytest.raises(ValidationError) as refusal:
        write(channel, cast.office, public_url="")
    assert set(refusal.value.message_dict) == {"public_url"}
    with pytest.raises(ValidationError, match="Enter the day they were published"):
        write(channel, cast.office, published_on=None)
    with pytest.raises(ValidationError, match="today or in the past"):
        write(channel, cast.office, published_on=TODAY + timedelta(days=1))


@pytest.mark.clause("A-7.4-1")
def test_the_school_has_a_text_to_begin_with(cast, channel):
    address = f"/channels/house-rules/{cast.school.slug}/"
    offered = page(cast.office, f"{PAGE}change/").content.decode()
    assert "Be kind. We take out" in offered
    assert "We answer questions about a pupil by email or letter, not here." in offered
    assert page(cast.office, address, {"text": "Our own rules", "version": 0}).status_code == 302
    assert default_texts.beginning(channel) == "Our own rules"
    assert "Our own rules" in page(cast.office, f"{PAGE}change/").content.decode()
    assert page(cast.teacher, address).status_code == 403
    assert page(cast.outsider, address).status_code == 404


def test_somebody_who_is_late_is_told(cast, channel):
    write(channel, cast.comms)
    with pytest.raises(WrongState, match="Ravi Shah wrote version 1 while you were editing"):
        write(channel, cast.office, text="Mine", version=0)


def test_refusals(cast, channel):
    for person, refusal in ((cast.teacher, Denied), (cast.dsl, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            write(channel, person)
    with pytest.raises(ValidationError, match="Do not enter a password"):
        write(channel, cast.office, text="The password is Hunter2!x")


CHECKED = {
    "kind": "organisations",
    "name": "Val Unter",
    "display_name": "Chess club",
    "identity_verified_by": "Came to the office with a letter",
    "result": "accepted",
    "expires_on": TODAY + timedelta(days=300),
}


def vet(channel, by, **changes):
    return add_contributor(channel=channel, by=by, at=NOW, **{**CHECKED, **changes})


def test_a_contributor_is_checked(cast, channel):
    vet(channel, cast.office, checks=["identity", "reference"])
    text = page(cast.head, "/channels/ch0001/contributors/").content.decode()
    assert "Chess club" in text and "A reference" in text and "Let in" in text
    assert Entry.objects.filter(event="contributor.vetted").count() == 1


def test_pupils_go_by_their_initials_and_are_old_enough(cast, channel):
    with pytest.raises(ValidationError) as refusal:
        vet(channel, cast.office, kind="own_pupils", name="Kim Possible")
    assert set(refusal.value.message_dict) == {"name", "age_confirmed"}
    assert vet(channel, cast.office, kind="own_pupils", name="K. P.", age_confirmed=True).pk


def test_a_check_lasts_12_months_at_most_and_somebody_knows_them(cast, channel):
    with pytest.raises(ValidationError, match="within 12 months"):
        vet(channel, cast.office, expires_on=TODAY + timedelta(days=400))
    Channel.objects.update(membership="known")
    with pytest.raises(ValidationError, match="Select who knows this person"):
        vet(channel, cast.office)


def test_whoever_checks_contributors_here_may(cast, channel):
    crew.add_person(
        channel=channel,
        part="vetter",
        person=cast.deputy_head,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    assert vet(channel, cast.deputy_head).vetted_by == cast.deputy_head
    # Somebody without another role at the school, too.
    crew.add_person(
        channel=channel,
        part="vetter",
        person=cast.colleague,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    assert vet(channel, cast.colleague).vetted_by == cast.colleague
    for person, refusal in ((cast.dsl, Denied), (cast.teacher, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            vet(channel, person)


def test_a_channel_that_is_over_has_no_new_rules(cast, channel):
    Channel.objects.filter(pk=channel.pk).update(status="cancelled")
    with pytest.raises(WrongState, match="not in use"):
        write(channel, cast.office)
    assert not channel.house_rules.exists()
