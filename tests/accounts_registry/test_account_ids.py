"""A permanent id makes an account official only once somebody else has found it to be ours (fault T1)."""

from __future__ import annotations

import pytest

from access.check import Denied, Hidden
from accounts_registry.accounts.actions import ids, names
from accounts_registry.models import Channel
from audit.models import Entry
from notifications.models import Message
from tests.accounts_registry.builders import add, platform
from tests.accounts_registry.world import CHANNEL_ID, accepted, official
from tests.factories import NOW
from verify import lookup, public_answer
from workflow.moves import WrongState

STRANGER = "100064999999999"
LINK = f"https://www.facebook.com/profile.php?id={STRANGER}"
OWN = "https://www.facebook.com/SSchoolOfficial"


def kept(cast, by=None, typed=LINK):
    channel = official(cast, "facebook", "SSchoolOfficial")
    return names.keep_permanent_id(
        channel=channel, permanent_id=typed, by=by or cast.office, at=NOW
    )


def confirm(channel, by, verb=ids.confirm_permanent_id, permanent_id=STRANGER):
    return verb(channel=channel, permanent_id=permanent_id, by=by, at=NOW)


def says(link):
    found = lookup.look_up(link)
    return found.status, found.reference, public_answer.look_up(link).result


def test_a_strangers_id_that_the_office_enters_makes_nobody_official(cast, client):
    channel = kept(cast)
    assert says(LINK) == ("being_checked", "", "checked")
    assert says(OWN) == ("official", channel.reference, "official")
    page = client.get("/verify/check/", {"account": LINK}).content.decode()
    assert "This account is being checked" in page
    assert "Yes, this is an official account" not in page and "run by" not in page


def test_confirmed_by_somebody_else_it_is_official(cast):
    Message.objects.all().delete()
    channel = kept(cast)
    told = {one.recipient for one in Message.objects.filter(kind="channel_id")}
    assert told == {cast.head, cast.comms}
    confirm(channel, cast.comms)
    confirm(channel, cast.head)  # a second press does nothing
    assert says(LINK) == ("official", channel.reference, "official")
    assert Entry.objects.get(event="channel.id_confirmed").data == {"id": STRANGER}


def test_an_id_found_to_be_a_strangers_is_gone(cast):
    channel = confirm(kept(cast), cast.head, ids.drop_permanent_id)
    assert channel.permanent_id == ""
    assert says(LINK)[0] == "not_listed" and says(OWN)[0] == "official"
    assert Entry.objects.filter(event="channel.id_dropped").count() == 1


@pytest.mark.parametrize("verb", [ids.confirm_permanent_id, ids.drop_permanent_id])
def test_who_may_not_answer(cast, verb):
    channel = kept(cast, by=cast.comms)
    with pytest.raises(Denied, match="somebody else must open its link"):
        confirm(channel, cast.comms, verb)
    for person in (cast.office, cast.teacher, cast.other_head):
        with pytest.raises(Denied):
            confirm(channel, person, verb)
    with pytest.raises(Hidden):
        confirm(channel, cast.outsider, verb)
    with pytest.raises(WrongState, match="has changed since"):
        confirm(channel, cast.head, verb, permanent_id="100064000000001")
    assert says(LINK)[0] == "being_checked"


def test_another_id_has_to_be_confirmed_anew(cast):
    channel = confirm(kept(cast), cast.head)
    again = "https://www.facebook.com/profile.php?id=100064111111111"
    names.keep_permanent_id(channel=channel, permanent_id=again, by=cast.office, at=NOW)
    assert says(again)[0] == "being_checked" and says(LINK)[0] == "being_checked"
    ids.confirm_permanent_id(
        channel=channel, permanent_id=again.rpartition("=")[2], by=cast.head, at=NOW
    )
    assert says(again)[0] == "official" and says(LINK)[0] == "not_listed"


def test_the_id_of_a_row_is_accepted_with_it(cast):
    link = f"https://www.youtube.com/channel/{CHANNEL_ID}"
    row = add(cast, platform=platform("youtube"), account_name="SSchool", url=link)
    assert says(link)[0] == "not_confirmed"
    channel = accepted(cast, row)
    assert says(link) == ("official", channel.reference, "official")


def test_an_account_corrected_to_an_id_alone_is_not_official_until_confirmed(cast):
    channel = names.correct_account(
        channel=official(cast, "facebook", "SSchoolOfficial"),
        account_name=LINK,
        note="A slip",
        by=cast.office,
        at=NOW,
    )
    assert channel.official == "being_checked"
    assert says(LINK) == ("being_checked", "", "checked")
    assert public_answer.official_accounts(cast.school) == []
    with pytest.raises(WrongState, match="all that is known"):
        confirm(channel, cast.head, ids.drop_permanent_id)
    assert confirm(channel, cast.head).official == "official"
    assert [one.url for one in public_answer.official_accounts(cast.school)] == [channel.url]


def test_an_id_beside_another_one_is_never_official(cast):
    """The account is one id, and somebody wrote down another: neither is known to be ours."""
    channel = accepted(cast, add(cast, platform=platform("facebook"), url=LINK))
    other = "https://www.facebook.com/profile.php?id=100064111111111"
    names.keep_permanent_id(channel=channel, permanent_id=other, by=cast.office, at=NOW)
    assert says(LINK)[0] == says(other)[0] == "being_checked"


def test_a_name_that_one_gave_up_takes_no_unproven_id_along(cast):
    channel = kept(cast)
    names.end_account(channel=channel, until=NOW.date(), reason="lost", by=cast.comms, at=NOW)
    assert says(LINK)[0] == "not_listed" and says(OWN)[0] == "closed"


def test_the_pages_ask_twice_and_another_person_answers(cast, client):
    channel = official(cast, "facebook", "SSchoolOfficial")
    place = f"/channels/{channel.reference.lower()}/account/id/"
    client.force_login(cast.office)
    page = client.post(place, {"permanent_id": LINK})
    assert f"This id leads to https://www.facebook.com/{STRANGER}" in page.content.decode()
    mark = page.context["form"].fields["looked"].choices[0][0]
    client.post(place, {"permanent_id": LINK, "looked": mark})
    assert Channel.objects.get().permanent_id == STRANGER
    assert client.get(f"{place}confirm/").status_code == 403
    client.force_login(cast.head)
    page = client.get(f"{place}confirm/").content.decode()
    assert f"https://www.facebook.com/{STRANGER}" in page
    empty = client.post(f"{place}confirm/", {"permanent_id": STRANGER}).content.decode()
    assert "Open the link, then say whether it is our account" in empty
    done = client.post(
        f"{place}confirm/", {"permanent_id": STRANGER, "ours": "yes"}, follow=True
    ).content.decode()
    assert "The id is confirmed" in done
    client.force_login(cast.outsider)
    assert client.get(f"{place}confirm/").status_code == 404


def test_whoever_wrote_it_down_reads_why_they_cannot_confirm_it(cast, client):
    channel = kept(cast, by=cast.comms)
    client.force_login(cast.comms)
    page = client.get(f"/channels/{channel.reference.lower()}/account/id/confirm/").content.decode()
    assert "You wrote down this id" in page and "Save your answer" not in page
