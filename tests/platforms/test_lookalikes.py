"""Promise 52: of more than 300 copies of our names at least 98 in 100 are noticed, and none is official."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from accounts_registry.accounts import ownership
from accounts_registry.accounts.actions import names
from accounts_registry.accounts.alike import alike
from accounts_registry.models import Channel
from platforms.differences import differences
from platforms.lookalikes import neighbours, skeleton
from platforms.models import Platform
from tests.accounts_registry.builders import add, platform
from tests.accounts_registry.world import official
from tests.factories import NOW, TODAY
from verify import lookup, public_answer

OURS = (
    "AshdownPE",
    "SouthfieldArt",
    "MarehayMornings",
    "BirchwoodLib",
    "HollowWillow",
    "RiverIlam",
)
# What a copy does to a name: each of these to each of ours, where there is something to do it to.
SWAPS = [
    *(
        ("o", "0"),
        ("l", "1"),
        ("l", "I"),
        ("i", "l"),
        ("i", "1"),
        ("e", "3"),
        ("a", "4"),
        ("s", "5"),
    ),
    *(("rn", "m"), ("m", "rn"), ("w", "vv"), ("d", "cl"), ("t", "7"), ("b", "8")),
    *(("a", "а"), ("e", "е"), ("o", "о"), ("p", "р"), ("s", "ѕ"), ("i", "і"), ("c", "с")),
    *(
        ("o", "ο"),
        ("i", "ι"),
        ("a", "α"),
        ("e", "ｅ"),
        ("o", "ｏ"),
        ("o", "օ"),
        ("l", "ⅼ"),
        ("o", "ö"),
    ),
]
FRAMES = """{}_ _{} __{}__ {}. .{} {}1 {}2 {}01 {}2026 {}_1 {}official {}_official official_{} Official{}
real{} the{} The_{} {}school {}_school {}uk {}UK {}_uk {}_news {}team {}_hq {}page {}online {}_real_
{}account {}verified"""


def copies(name: str) -> Iterator[str]:
    """Names that somebody could take for this one."""
    low = name.lower()
    for ours, theirs in SWAPS:
        if ours in low:
            yield low.replace(ours, theirs)
            at = low.index(ours)
            yield name[:at] + theirs + name[at + len(ours) :]
    yield from (frame.format(name) for frame in FRAMES.split())
    for at in (1, len(name) // 2, len(name) - 1):
        yield name[:at] + name[at + 1 :]
        yield name[:at] + name[at] + name[at:]
        yield name[:at] + "_" + name[at:]
        yield name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


@pytest.fixture
def six(cast):
    return [official(cast, account=f"@{name}") for name in OURS]


def test_copies_are_noticed_and_never_official(six):
    pairs = [
        (name, copy)
        for name in OURS
        for copy in dict.fromkeys(copies(name))
        if copy.lower() != name.lower()
    ]
    platforms = list(Platform.objects.all())
    asked = [(copy, lookup.look_up(f"@{copy}", platforms=platforms)) for _, copy in pairs]
    linked = [
        (copy, lookup.look_up(f"https://x.com/{copy}", platforms=platforms))
        for _, copy in pairs[::4]
    ]
    assert len(pairs) >= 300
    for found in (asked, linked):
        assert [copy for copy, one in found if one.status in ("official", "paused")] == []
        assert [copy for copy, one in found if one.reference] == []
    noticed = [one for _, one in asked if one.status == "look_alike"]
    missed = [copy for copy, one in asked if one.status != "look_alike"]
    assert len(noticed) >= 0.98 * len(pairs), missed


def test_copies_are_noticed_when_they_are_written_down(six, cast):
    for copy in ("Ashd0wnPE", "Ashdown_PE", "AshdownPEE", "RealSouthfieldArt", "MarehayMomings"):
        said = ownership.warnings(platform=platform("x"), typed=f"@{copy}", trust_id=cast.trust.pk)
        assert said and said[0].startswith("This name looks like @"), copy
        assert "Ashdown Academy" in said[0]


@pytest.mark.parametrize(
    "other", ["BirchwoodPE", "SouthfieldMusic", "AshdownLibrary", "NorthmoorTrust", "PE", "Art"]
)
def test_names_that_only_share_a_word_are_not_alike(six, other):
    assert lookup.look_up(f"@{other}").status == "not_listed"


def test_a_lost_or_closed_account_is_compared_too(cast):
    names.end_account(
        channel=official(cast, account="@AshdownPE"),
        until=TODAY,
        reason="lost",
        by=cast.comms,
        at=NOW,
    )
    closed = add(cast, account_name="@SouthfieldArt", date_closed=date(2023, 7, 21))
    Channel.objects.filter(pk=closed.pk).update(accepted_at=NOW)
    for copy in ("AshdownPEE", "S0uthfieldArt"):
        assert lookup.look_up(copy).status == "look_alike"
        assert public_answer.look_up(copy).result == "near"


def test_the_public_is_not_told_of_a_planned_or_unconfirmed_account_through_its_copy(cast):
    add(cast, account_name="@SouthfieldArt")
    assert lookup.look_up("@S0uthfieldArt").status == "look_alike"
    assert public_answer.look_up("@S0uthfieldArt").result == "none"


def test_a_near_miss_is_explained_letter_by_letter(cast, client):
    official(cast, account="@AshdownPE")
    page = client.get("/verify/check/?account=@AshdownPEE").content.decode()
    assert "This account is not on our list" in page
    assert "What you typed has one more E at the end" in page
    assert 'class="app-code app-break">@AshdownPE<' in page
    assert "This account is not on our list" in page and "Last checked" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("@AshdownPEE", ["one more E at the end"]),
        ("Ashd0wnPE", ["the number 0 where ours has the letter O"]),
        ("Ashdown_PE", ["an underscore added after “Ashdown”"]),
        ("AshdownPEofficial", ["“official” added at the end"]),
        ("TheAshdownPE", ["“The” added at the start"]),
        ("AshdwnPE", ["the letter O missing after “Ashd”"]),
        (
            "аshdownPE",
            ["a letter а that is not the usual one (Cyrillic) where ours has the letter A"],
        ),
        ("ashdownpe", []),
        ("zzzzaqqqqsxxxxhyyyyd", None),
    ],
)
def test_differences_in_words(typed, said):
    found = differences(typed, "@AshdownPE")
    assert found == said if said is not None else len(found) <= 4


def test_a_schools_own_numbered_accounts_are_no_copies(cast):
    add(cast, account_name="@AshdownYear7")
    about = {"platform": platform("x"), "typed": "@AshdownYear8", "trust_id": cast.trust.pk}
    assert ownership.warnings(**about, school_id=cast.school.pk) == []
    assert ownership.warnings(**about, school_id=cast.other_school.pk)


def test_another_trusts_account_is_not_named(cast):
    add(cast, account_name="@AshdownPE")
    said = ownership.warnings(
        platform=platform("x"), typed="@AshdownPEE", trust_id=cast.other_trust.pk
    )
    assert said == [ownership.ELSEWHERE_ALIKE]


def test_one_name_on_one_platform_only_warns(cast):
    add(cast, account_name="Our Library")
    said = ownership.warnings(platform=platform("x"), typed="our library", trust_id=cast.trust.pk)
    assert any(
        one.startswith("Another account on X (formerly Twitter) has the name") for one in said
    )
    assert add(cast, account_name="Our Library").status == "open"


def test_a_platform_that_schools_do_not_usually_use_is_said_to_be_one(cast):
    about = {"typed": "@AshdownPE", "trust_id": cast.trust.pk}
    assert ownership.warnings(platform=platform("telegram"), **about) == [
        "Schools do not usually use Telegram. It is for people aged 16 and over. Check that it is right here"
    ]
    assert ownership.warnings(platform=platform("x"), **about) == []


def test_skeletons():
    assert skeleton("Ａshd0wn_PE") == skeleton("аshdоwn.pe") == skeleton("AshdownPE_official1")
    assert skeleton("") == skeleton("___") == ""
    assert neighbours("pe") == {"pe"} and neighbours("") == set()
    assert len(neighbours(skeleton("MarehayMornings"))) < 1500


def test_the_form_asks_for_a_second_look_once(cast, client):
    official(cast, account="@AshdownPE")
    client.force_login(cast.office)
    row = {
        "school": str(cast.school.pk),
        "platform": "x",
        "account_name": "@AshdownPEE",
        "master_post": "Headteacher",
    }
    page = client.post("/channels/add/", row).content.decode()
    assert "This name looks like @AshdownPE on X (formerly Twitter)" in page
    assert 'value="@AshdownPEE"' in page and Channel.objects.count() == 1
    mark = page.split('name="looked"')[1].split('value="')[1].split('"')[0]
    other = client.post("/channels/add/", {**row, "account_name": "@AshdownPFE", "looked": mark})
    assert "This name looks like" in other.content.decode()  # a tick is for what was read
    page = client.post("/channels/add/", {**row, "looked": mark}, follow=True).content.decode()
    assert "is on the register as" in page
    assert Channel.objects.get(identity="x:ashdownpee").status == "open"


def test_it_is_asked_of_an_index(cast, django_assert_num_queries):
    official(cast, account="@AshdownPE")
    with django_assert_num_queries(2):
        assert alike("AshdownPEE")


@pytest.mark.parametrize("copy", ["RiverSchoo1", "river_schoo1", "RiverSch001"])
def test_a_number_that_stands_for_the_last_letter_is_noticed(cast, copy):
    official(cast, account="@RiverSchool")
    assert lookup.look_up(copy).status == "look_alike"
    assert lookup.look_up(f"https://x.com/{copy}").status == "look_alike"
