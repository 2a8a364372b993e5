"""What is said of accounts that others run, how many are not official, and how two names differ in words."""

from __future__ import annotations

import pytest

from platforms import spelling
from schools import actions as schools
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.watch_list.watching import add, friends
from watch_list import related_accounts
from watch_list.actions import moves


def test_an_account_run_by_others_is_named_by_its_organisation(cast: Cast) -> None:
    entry = friends(cast, holder_text="Mrs Parent")
    found = related_accounts.find(entry.identity)
    assert found is not None
    assert found.says == "It is run by the Friends of Ashdown. We know about it."
    assert "Mrs Parent" not in repr(found)
    for name in ("@FriendsOfAshdown", "friendsofashdown", "Friends of Ashdown"):
        assert related_accounts.find(name=name) == found, name
    assert [one.name for one in related_accounts.of_school(cast.school)] == ["Friends of Ashdown"]


def test_without_leave_the_organisation_is_not_named(cast: Cast) -> None:
    found = related_accounts.find(friends(cast, named_in_public=False).identity)
    assert found is not None
    assert found.says == "It is run by somebody else. We know about it."
    assert related_accounts.of_school(cast.school) == []


def test_an_account_that_is_only_watched_is_never_accused_in_public(cast: Cast) -> None:
    entry = add(cast)
    assert related_accounts.find(entry.identity) is None
    assert related_accounts.find(name=entry.account_name) is None
    assert related_accounts.find() is None
    assert related_accounts.find(name=" @ ") is None
    assert related_accounts.of_school(cast.school) == []


def test_it_is_said_no_longer_once_it_is_gone_or_passed_on(cast: Cast) -> None:
    gone, passed = friends(cast), friends(cast, account="@AshdownPTA1", called="")
    moves.remove_watched(entry=gone, removed_on=TODAY, by=cast.comms, at=NOW)
    moves.escalate(
        entry=passed, reason="It asks for money", next_check_on=gone.found_on.replace(month=12),
        by=cast.comms, at=NOW,
    )  # fmt: skip
    assert related_accounts.find(gone.identity) is None
    assert related_accounts.find(passed.identity) is None


def test_a_school_whose_list_is_not_public_says_nothing(cast: Cast) -> None:
    entry = friends(cast)
    schools.change_setting(
        key="register_public_extract",
        value=False,
        school=cast.school,
        reason="Not before the new year",
        by=cast.head,
        at=NOW,
    )
    assert related_accounts.find(entry.identity) is None
    assert related_accounts.of_school(cast.school) == []


def test_the_gaps_page_counts_what_is_not_official(cast: Cast) -> None:
    entry, other = add(cast), add(cast, account="@MissBellDrama", called="")
    friends(cast)
    both = [cast.school.pk, cast.other_school.pk]
    assert related_accounts.counts_by_school_and_platform(both) == {
        (cast.school.pk, entry.platform_id): 2
    }
    moves.remove_watched(entry=other, removed_on=TODAY, by=cast.comms, at=NOW)
    assert related_accounts.counts_by_school_and_platform(both) == {
        (cast.school.pk, entry.platform_id): 1
    }
    assert related_accounts.counts_by_school_and_platform([cast.other_school.pk]) == {}


def test_a_concern_finds_the_account_it_is_about(cast: Cast) -> None:
    entry = add(cast)
    entry.incident_reference = "C-7K4P-29XM"
    entry.save()
    assert related_accounts.by_concern("C-7K4P-29XM") == entry
    assert related_accounts.by_concern("C-AAAA-BBBB") is None
    assert related_accounts.by_concern("") is None


@pytest.mark.parametrize(
    ("ours", "theirs", "says"),
    [
        ("AshdownPE", "AshdownPE", ["The two are spelled the same"]),
        ("AshdownPE", "AshdownPEE", ["Theirs has capital E more, at the end"]),
        ("AshdownPE", "Ashdown_PE", ["Theirs has an underscore more, after “down”"]),
        (
            "SouthfieldSchool",
            "SouthfieldSchoo1",
            ["Theirs has the number 1 (one) where ours has small l, at the end"],
        ),
        (
            "ashdown",
            "аshdown",
            ["Theirs has а (cyrillic small letter a) where ours has small a, at the beginning"],
        ),
        ("AshdownPE", "AshdwnPE", ["Theirs leaves out small o, after “shd”"]),
        ("AshdownPE", "Zebras", ["The two are spelled quite differently"]),
    ],
)
def test_differences_are_said_letter_by_letter(ours: str, theirs: str, says: list[str]) -> None:
    found = spelling.differences(ours, theirs)
    assert found == says or (len(found) == len(says) and found[0].startswith(says[0][:24])), found
