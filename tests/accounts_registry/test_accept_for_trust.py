"""A channel of the trust itself has no headteacher: its chief executive or communications manager accepts it."""

from __future__ import annotations

import pytest

from access.check import Denied, Hidden
from accounts_registry.entry.actions import registering
from accounts_registry.models import Channel
from notifications.models import Message
from reminders import request_finders
from reminders.scope import Scope
from tests.accounts_registry.builders import add
from tests.accounts_registry.world import TESTS
from tests.factories import NOW, TODAY, give_role
from tests.register_imports.sheets import HEADINGS, run
from verify import lookup

SHEET = "School," + HEADINGS + "Northmoor Learning Trust,X,@NorthmoorTrust,,,1/1/20,,\n"
PAGE = "/channels/accept/"


def brought(cast, by=None) -> Channel:
    run(cast, SHEET, by=by or cast.admin, whole_trust=True)
    return Channel.objects.get(school=None)


def accept(channel, by):
    return registering.accept(channel=channel, by=by, at=NOW, **dict.fromkeys(TESTS, True))


def test_the_chief_executive_accepts_it_and_it_is_official(cast):
    channel = brought(cast)
    assert lookup.look_up("https://x.com/NorthmoorTrust").status == "not_confirmed"
    accept(channel, cast.ceo)
    assert lookup.look_up("https://x.com/NorthmoorTrust").status == "official"


def test_who_may_not(cast):
    channel = brought(cast)
    give_role(cast.office, "COMMS", trust=cast.trust, school=cast.school)
    for person in (cast.head, cast.office, cast.admin, cast.officer, cast.teacher):
        with pytest.raises(Denied):
            accept(channel, person)
    with pytest.raises(Hidden):
        accept(channel, cast.outsider)
    assert accept(channel, cast.comms).is_accepted


def test_nobody_accepts_what_they_added_themselves(cast, client):
    channel = brought(cast, by=cast.comms)
    with pytest.raises(Denied, match="You added this account"):
        accept(channel, cast.comms)
    client.force_login(cast.comms)
    assert "NorthmoorTrust" not in client.get(PAGE).content.decode()
    assert accept(channel, cast.ceo).is_accepted


def test_a_schools_channel_stays_its_headteachers(cast, client):
    channel = add(cast)
    for person in (cast.ceo, cast.comms):
        with pytest.raises(Denied, match="Only the headteacher"):
            accept(channel, person)
        client.force_login(person)
        assert channel.account_name not in client.get(PAGE).content.decode()


def test_those_who_may_are_told_and_whoever_imported_it_is_not(cast):
    brought(cast)
    told = {one.recipient for one in Message.objects.filter(kind="channels_imported")}
    assert told == {cast.ceo, cast.comms}
    letter = Message.objects.filter(kind="channels_imported", recipient=cast.ceo).get()
    assert "at Northmoor Learning Trust" in letter.text


def test_the_page_shows_it_whole_and_takes_the_answers(cast, client):
    channel = brought(cast)
    client.force_login(cast.ceo)
    page = client.get(PAGE).content.decode()
    assert "@NorthmoorTrust on X" in page and "Northmoor Learning Trust. Master" in page
    assert "Opened: 1 January 2020" in page
    assert PAGE in client.get(channel.get_absolute_url()).content.decode()
    answers = {f"{channel.reference}-{test}": "yes" for test in TESTS}
    client.post(PAGE, answers | {f"{channel.reference}-decision": "accept"})
    channel.refresh_from_db()
    assert channel.accepted_by == cast.ceo
    client.force_login(cast.teacher)
    assert client.get(PAGE).status_code == 403


def test_it_is_chased_like_a_schools(cast):
    brought(cast)
    (due,) = request_finders.channels_to_confirm(
        Scope(on=TODAY, trust_ids=frozenset([cast.trust.pk]))
    )
    assert set(due.people["head"]) == {cast.ceo.pk}
