"""A changed name of an account takes a second look, as a changed id does (fault T1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied, Hidden
from accounts_registry.accounts.actions import ids, names
from accounts_registry.appendix1 import register_rows
from accounts_registry.entry.actions import channels
from accounts_registry.life.actions import opened
from accounts_registry.models import Channel
from accounts_registry.needs import reckoning
from audit.models import Entry
from notifications.models import Message
from tests.accounts_registry.builders import add, platform
from tests.accounts_registry.world import accepted, official
from tests.factories import NOW, TODAY
from verify import lookup, public_answer
from watch_list.actions import watch
from workflow.moves import WrongState

STRANGER = "https://x.com/AStranger"
ID_LINK = "https://www.facebook.com/profile.php?id=100064999999999"


def renamed(cast, by=None, name="@AStranger"):
    return names.rename_account(
        channel=official(cast, account="@SSchoolPE"),
        account_name=name,
        changed_on=TODAY,
        by=by or cast.office,
        at=NOW,
    )


def corrected(cast, by=None, channel=None, name="@AStranger"):
    return names.correct_account(
        channel=channel or official(cast, account="@SSchoolPE"),
        account_name=name,
        note="A slip",
        by=by or cast.office,
        at=NOW,
    )


def changed(cast, by=None):
    return channels.change_details(
        channel=official(cast, account="@SSchoolPE"), url=STRANGER, by=by or cast.office, at=NOW
    )


def confirm(channel, by, identity="x:astranger"):
    return ids.confirm_handle(channel=channel, identity=identity, by=by, at=NOW)


def says(link=STRANGER):
    found = lookup.look_up(link)
    return found.status, public_answer.look_up(link).result


@pytest.mark.parametrize("verb", [renamed, corrected, changed])
def test_one_person_alone_makes_no_stranger_official(cast, verb):
    channel = verb(cast)
    assert says() == ("being_checked", "checked")
    assert (
        public_answer.official_accounts(cast.school) == [] and channel.official == "being_checked"
    )
    confirm(channel, cast.comms)
    confirm(channel, cast.head)  # a second press does nothing
    assert says() == ("official", "official")
    assert [one.handle for one in public_answer.official_accounts(cast.school)] == ["AStranger"]
    assert Entry.objects.get(event="channel.handle_confirmed").data == {"account": "x:astranger"}


@pytest.mark.parametrize("verb", [renamed, corrected, changed])
def test_those_who_may_confirm_are_told_and_whoever_wrote_it_is_not(cast, verb):
    verb(cast, by=cast.comms)
    told = {one.recipient for one in Message.objects.filter(kind="channel_handle")}
    assert told == {cast.head}


def test_who_may_not_confirm(cast):
    channel = renamed(cast, by=cast.comms)
    with pytest.raises(Denied, match="somebody else must open the account"):
        confirm(channel, cast.comms)
    for person in (cast.office, cast.teacher, cast.other_head):
        with pytest.raises(Denied):
            confirm(channel, person)
    with pytest.raises(Hidden):
        confirm(channel, cast.outsider)
    with pytest.raises(WrongState, match="has changed since"):
        confirm(channel, cast.head, identity="x:another")
    assert says()[0] == "being_checked"


def test_the_same_name_again_is_the_one_that_was_found_to_be_ours(cast):
    channel = corrected(cast, channel=renamed(cast), name="@SSchoolPE")
    assert channel.official == "official"


OURS = "https://x.com/SSchoolPE"


def by_opening_checks(cast, by=None):
    return channels.save_opening_checks(
        channel=official(cast, account="@SSchoolPE"), url=STRANGER, by=by or cast.office, at=NOW
    )


def by_completion(cast, by=None):
    return opened.complete(
        channel=official(cast, account="@SSchoolPE"), url=STRANGER, by=by or cast.office, at=NOW
    )


WAYS = {
    renamed: "closed",
    corrected: "none",
    changed: "none",
    by_opening_checks: "none",
    by_completion: "none",
}


@pytest.mark.parametrize("verb", WAYS)
def test_one_person_alone_takes_no_account_off_the_list(cast, client, verb):
    """Until the second look both are being checked; after it the old name is what it always becomes."""
    channel = verb(cast)
    assert says() == says(OURS) == says("@sschoolpe") == ("being_checked", "checked")
    (shown,) = public_answer.look_up(OURS).checked
    assert (shown.name, shown.url) == ("@SSchoolPE", "")
    assert "AStranger" not in lookup.look_up(OURS).reason
    assert "was confirmed to be an account of" in lookup.look_up(OURS).reason
    page = client.get("/verify/check/", {"account": OURS}).content.decode()
    assert "so it is being checked again" in page and "Nobody has confirmed yet" not in page
    assert public_answer.former_accounts(cast.school) == []
    assert Message.objects.filter(kind="channel_handle", recipient=cast.head).exists()
    confirm(channel, cast.head)
    assert says()[1] == "official"
    assert says(OURS)[1].replace("near", "none") == WAYS[verb]
    assert channel.former_handles.get().url == OURS


def test_whoever_changed_it_cannot_call_the_school_account_anything_else_meanwhile(cast):
    changed(cast)
    with pytest.raises(ValidationError, match="is on the register"):
        watch.add_watched(
            school=cast.school,
            account=OURS,
            platform=None,
            kind="impersonation",
            by=cast.comms,
            at=NOW,
        )
    add(cast, account_name="@SSchoolPE", url="")
    assert says(OURS) == ("being_checked", "checked")


def test_an_id_that_was_confirmed_is_being_checked_while_another_waits(cast):
    channel = official(cast, "facebook", "SSchoolOfficial")
    link = "https://www.facebook.com/profile.php?id=100064111111111"
    Channel.objects.filter(pk=channel.pk).update(
        permanent_id="100064111111111", confirmed_id="100064111111111"
    )
    names.keep_permanent_id(channel=channel, permanent_id="100064999999999", by=cast.office, at=NOW)
    assert says(link) == says(ID_LINK) == ("being_checked", "checked")
    ids.confirm_permanent_id(channel=channel, permanent_id="100064999999999", by=cast.head, at=NOW)
    assert says(link)[1] in ("none", "near") and says(ID_LINK)[1] == "official"


@pytest.mark.parametrize("verb", [renamed, corrected, changed])
def test_an_account_was_last_checked_no_earlier_than_it_was_confirmed(cast, verb):
    channel = verb(cast)
    then = TODAY - timedelta(days=3)
    Channel.objects.filter(pk=channel.pk).update(tests_checked_on=then, last_post_checked_on=then)
    assert public_answer.look_up(STRANGER).checked[0].checked is None
    ids.confirm_handle(
        channel=channel, identity="x:astranger", by=cast.comms, at=NOW + timedelta(days=1)
    )
    assert public_answer.look_up(STRANGER).official[0].checked == TODAY + timedelta(days=1)
    (listed,) = public_answer.official_accounts(cast.school, on=TODAY)
    assert listed.checked == TODAY + timedelta(days=1)


def test_what_it_was_called_before_is_told_once_the_new_name_is_confirmed(cast):
    confirm(renamed(cast), cast.head)
    assert "Its name is now @AStranger" in lookup.look_up(OURS).reason


def test_a_strangers_name_that_is_given_up_was_never_ours(cast):
    channel = renamed(cast)
    names.end_account(channel=channel, until=TODAY, reason="lost", by=cast.office, at=NOW)
    assert says()[1] in ("none", "near")  # "not on our list", in either
    assert channel.former_handles.get(handle="AStranger").note == (
        "Somebody else has taken it over, before anybody confirmed it."
    )
    assert lookup.look_up("https://x.com/SSchoolPE").status == "closed"


def test_acceptance_and_opening_answer_for_the_name_that_is_there(cast):
    channel = accepted(cast, add(cast, account_name="@SSchoolArt", url=""))
    assert channel.confirmed_identity == channel.identity and channel.official == "official"


def test_the_printed_register_says_being_checked_and_the_days_before_do_not(cast):
    channel = renamed(cast)
    (row,) = register_rows.rows(trust=cast.trust, as_at=TODAY)
    assert row.official == "being_checked"
    assert row.remark == "being checked: it is not confirmed to be ours"
    (before,) = register_rows.rows(trust=cast.trust, as_at=TODAY - timedelta(days=1))
    assert before.official != "being_checked"
    (row,) = register_rows.rows(trust=cast.trust, as_at=TODAY)
    confirm(channel, cast.head)
    (row,) = register_rows.rows(trust=cast.trust, as_at=TODAY)
    assert row.remark == ""


def test_the_printed_register_says_it_of_an_unconfirmed_id(cast):
    channel = corrected(cast, channel=official(cast, "facebook", "SSchoolOfficial"), name=ID_LINK)
    (row,) = register_rows.rows(trust=cast.trust, as_at=TODAY)
    assert row.official == "being_checked" and "being checked" in row.remark
    told = {one.recipient for one in Message.objects.filter(kind="channel_id")}
    assert told == {cast.head, cast.comms}
    assert not Message.objects.filter(kind="channel_handle").exists()
    ids.confirm_permanent_id(channel=channel, permanent_id="100064999999999", by=cast.head, at=NOW)
    (row,) = register_rows.rows(trust=cast.trust, as_at=TODAY)
    assert row.remark == ""


def test_an_id_that_comes_with_the_opening_is_asked_about(cast):
    row = add(cast, platform=platform("facebook"), account_name="SSchool", url="")
    channel = accepted(cast, row)
    Message.objects.all().delete()
    channels.save_opening_checks(channel=channel, url=ID_LINK, by=cast.office, at=NOW)
    assert Message.objects.filter(kind="channel_id", recipient=cast.head).exists()


def test_for_the_trusts_own_account_the_chief_executive_is_asked(cast):
    channel = official(cast, account="@SSchoolPE")
    Channel.objects.filter(pk=channel.pk).update(school=None)
    channel = corrected(cast, channel=Channel.objects.get(pk=channel.pk), by=cast.admin)
    told = {one.recipient for one in Message.objects.filter(kind="channel_handle")}
    assert told == {cast.comms, cast.ceo}
    assert confirm(channel, cast.ceo).official == "official"


def test_the_pages_lead_there_and_one_press_confirms(cast, client):
    channel = renamed(cast)
    place = f"/channels/{channel.reference.lower()}/account/"
    client.force_login(cast.office)
    assert "The changed name waits to be confirmed" in client.get(place).content.decode()
    assert client.get(f"{place}name/confirm/").status_code == 403
    client.force_login(cast.head)
    page = client.get(f"{place}name/confirm/").content.decode()
    assert "Yes, it is our account" in page and STRANGER.lower() in page.lower()
    said = client.post(f"{place}name/confirm/", {"identity": channel.identity}, follow=True)
    assert "It is official by its new name" in said.content.decode()
    channel.refresh_from_db()
    assert channel.official == "official"


@pytest.mark.parametrize("verb", [renamed, corrected])
def test_what_waits_is_a_need_of_the_channel_until_it_is_confirmed(cast, client, verb):
    """A letter that is missed leaves the account "being checked" in public for ever."""
    channel = verb(cast)
    waits = "the changed name of the account waits to be confirmed"
    rows = Channel.objects.filter(pk=channel.pk)
    assert waits in {need.text for need in reckoning.of(rows, on=TODAY)[channel.pk]}
    client.force_login(cast.comms)
    page = client.get(channel.get_absolute_url()).content.decode()
    assert waits.capitalize() in page and "See it and who confirms it" in page
    confirm(channel, cast.head)
    assert waits not in {need.text for need in reckoning.of(rows, on=TODAY)[channel.pk]}
