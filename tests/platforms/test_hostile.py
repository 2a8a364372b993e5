"""No link that copies, hides or nearly is one of ours is ever taken for official."""

from __future__ import annotations

import string
from urllib.parse import quote

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from platforms import identity
from platforms.models import Platform
from tests.accounts_registry import world
from tests.platforms import hostile
from verify import lookup, public_answer

IN_THE_DATABASE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
OURS = [
    "https://x.com/SSchoolPE",
    "https://mobile.twitter.com/sschoolpe/status/1?s=20&t=abc",
    "https://www.facebook.com/SSchool.Official?fbclid=abc",
    "https://m.facebook.com/profile.php?id=100064000000001&sk=about",
    "https://www.facebook.com/p/SSchool-100064000000001/",
    "https://www.instagram.com/sschool.art/?igsh=abc%3D",
    "https://youtube.com/@sschoolchannel/videos",
    "https://www.youtube.com/channel/UCsschoolsschoolsschool1/about",
    "https://www.tiktok.com/@SSchool.Library?_t=abc&_r=1",
    "https://uk.linkedin.com/school/sschool-academy/posts/",
    "https://sschoolhead.wordpress.com/2026/11/",
    "https://sschool.example",
    "@SSchoolPE",
    "sschool.art",
]


@pytest.fixture
def ours(cast):
    return world.fill(cast)


def test_the_table_is_long_enough():
    assert len(set(hostile.HOSTILE)) == len(hostile.HOSTILE) >= 200


@pytest.mark.parametrize("link", OURS)
def test_ours_are_found_however_they_are_written(ours, link):
    found = lookup.look_up(link)
    assert (found.status, public_answer.look_up(link).result) == ("official", "official")
    assert found.reference in {channel.reference for channel in ours}


def test_nothing_in_the_table_is_official(ours):
    platforms = list(Platform.objects.all())
    wrong = []
    for link in hostile.HOSTILE:
        found = lookup.look_up(link, platforms=platforms)
        if found.status in ("official", "paused") or found.reference:
            wrong.append((link, found.status))
        if public_answer.look_up(link).result not in ("near", "none", "copied"):
            wrong.append((link, "in public"))
    assert wrong == []


@pytest.mark.parametrize(
    ("rows", "statuses"),
    [
        (hostile.OTHER_HOSTS, {"not_listed", "not_an_account"}),
        (hostile.NO_LINKS, {"not_an_account", "not_listed", "look_alike"}),
        (hostile.NO_ACCOUNTS, {"not_an_account"}),
        (hostile.OTHER_ACCOUNTS, {"not_listed", "look_alike"}),
    ],
)
def test_each_kind_is_answered_as_what_it_is(ours, rows, statuses):
    answers = {link: lookup.look_up(link) for link in rows}
    assert {link: one.status for link, one in answers.items() if one.status not in statuses} == {}
    assert all(one.reason and one.reason[0].isupper() for one in answers.values())


def test_no_other_host_is_a_platform(ours):
    platforms = list(Platform.objects.all())
    assert [
        link
        for link in [*hostile.OTHER_HOSTS, *hostile.NO_LINKS]
        if identity.find_platform(link, platforms)
        and not link.startswith(("https://wwwx", "https://x.com", "https://facebook.com/"))
    ] == []


def test_the_page_says_none_of_them_is_official(ours, client):
    for link in [*hostile.OTHER_ACCOUNTS[:6], *hostile.OTHER_HOSTS[:3], *hostile.NAMES[:-2]]:
        page = client.get("/verify/check/", {"account": link}).content.decode()
        assert "Yes, this is an official account" not in page
        assert "<script>alert" not in page and "fake" not in page.split("</h1>")[0].lower()


WORDS = st.sampled_from(
    ["facebook", "twitter", "x", "evil", "login", "sschool", "m", "www", "com", "co", "example"]
)
HOSTS = st.one_of(
    st.lists(WORDS, min_size=2, max_size=5).map(".".join),
    st.lists(WORDS, min_size=2, max_size=4).map("-".join).map("{}.com".format),
    st.text(string.ascii_lowercase + string.digits + ".-", min_size=4, max_size=20),
)
TRUE_HOSTS = {
    door + host for host in ("x.com", "twitter.com") for door in ("", "www.", "m.", "mobile.")
}


@IN_THE_DATABASE
@given(host=HOSTS, before=st.sampled_from(["https://", "http://", "//", "", "https://x.com@"]))
def test_no_made_up_host_is_official(ours, host, before):
    assume(host not in TRUE_HOSTS)
    assert lookup.look_up(f"{before}{host}/SSchoolPE").status not in ("official", "paused")


@IN_THE_DATABASE
@given(handle=st.text(min_size=1, max_size=20), escaped=st.booleans())
def test_no_made_up_handle_is_official(ours, handle, escaped):
    plain = "".join(handle.split()).casefold()
    assume(not plain.startswith("sschoolpe"))
    link = f"https://x.com/{quote(handle) if escaped else handle}"
    assert lookup.look_up(link).status not in ("official", "paused")


@IN_THE_DATABASE
@given(
    letters=st.text("sSсѕScChHoO0οоlLI1|pPрРeEеЕ_.-@ ", min_size=5, max_size=14),
    start=st.sampled_from(["https://x.com/", "@", "", "x.com/"]),
)
def test_no_mixture_of_letters_that_look_like_ours_is_official(ours, letters, start):
    assume(identity.tidy(letters).removeprefix("@").strip().casefold() != "sschoolpe")
    assert lookup.look_up(start + letters).status not in ("official", "paused")


@IN_THE_DATABASE
@given(text=st.text(max_size=300))
def test_nothing_that_can_be_typed_breaks_it(ours, text):
    found = lookup.look_up(text)
    assert found.status in {"not_an_account", "not_listed", "look_alike"}


def test_the_command_answers_each_line_in_order(ours, monkeypatch, capsys):
    import io
    import json
    import sys

    lines = ["https://x.com/SSchoolPE", "", "https://facebook.com@evil.example/x", "@SSch00lPE"]
    raw = "\r\n".join(lines).encode() + b"\n\xff\xfe\x00\n" + "https://t.co/é".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("resolve_link", "-")
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["status"] for one in answers] == [
        "official",
        "not_an_account",
        "not_an_account",
        "look_alike",
        "not_listed",
        "not_an_account",
    ]
    assert {tuple(one) for one in answers} == {
        ("platform", "handle", "channel", "status", "reason")
    }
    assert (answers[0]["platform"], answers[0]["handle"]) == ("x", "SSchoolPE")
    assert [bool(one["channel"]) for one in answers] == [True, False, False, False, False, False]
