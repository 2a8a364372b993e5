"""The trust's own account is official in public, under the trust's name (fault T2)."""

from __future__ import annotations

import pytest

from accounts_registry.models import Channel
from schools.actions import change_setting
from tests.accounts_registry.world import official
from tests.factories import NOW
from verify import lookup, public_answer

LINK = "https://x.com/NorthmoorTrust"


@pytest.fixture
def own(cast) -> Channel:
    channel = official(cast, account="@NorthmoorTrust")
    Channel.objects.filter(pk=channel.pk).update(school=None)
    return Channel.objects.get(pk=channel.pk)


def test_it_is_official_under_the_trusts_name(own, client):
    assert lookup.look_up(LINK).status == "official"
    answer = public_answer.look_up(LINK)
    assert (answer.result, answer.official[0].whose) == ("official", own.trust)
    page = client.get("/verify/check/", {"account": LINK}).content.decode()
    assert "Yes, this is an official account" in page
    assert "is run by <strong>Northmoor Learning Trust</strong>" in page
    assert "Ashdown" not in page.split("<main>")[1].split("Check another")[0]
    assert "@NorthmoorTrust" in client.get("/verify/").content.decode()
    assert "NorthmoorTrust" not in client.get("/verify/ashdown-academy/").content.decode()


def test_a_copy_of_it_is_not_official_and_says_whom_it_resembles(own, client):
    page = client.get("/verify/check/", {"account": "@NorthmoorTrust_"}).content.decode()
    assert "Northmoor Learning Trust" in page and "Yes, this is" not in page


def test_where_the_trust_has_no_public_list_nothing_is_said(own, cast, client):
    change_setting(
        key="register_public_extract",
        value=False,
        trust=cast.trust,
        reason="Not before the new year",
        by=cast.admin,
        at=NOW,
    )
    assert public_answer.look_up(LINK).result == "none"
    assert "NorthmoorTrust" not in client.get("/verify/").content.decode()
