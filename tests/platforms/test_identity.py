"""A typed name or a pasted link means one account, or a sentence says why not."""

from __future__ import annotations

import pytest

from platforms import identity, seed
from platforms.models import Platform
from platforms.services import SERVICES

BY_CODE = {service.code: Platform(**seed.row(service)) for service in SERVICES}
ALL = list(BY_CODE.values())

SAME_ACCOUNT = [
    ("x", "@SSchoolPE", "x:sschoolpe"),
    ("x", "SSchoolPE", "x:sschoolpe"),
    ("x", "  sschoolpe ", "x:sschoolpe"),
    ("x", "＠ＳＳｃｈｏｏｌＰＥ", "x:sschoolpe"),
    ("x", "@SSchool\u200bPE", "x:sschoolpe"),
    ("x", "https://x.com/SSchoolPE", "x:sschoolpe"),
    ("x", "https://x.com/SSchoolMusic?s=20", "x:sschoolmusic"),
    ("x", "https://twitter.com/SSchoolPE", "x:sschoolpe"),
    ("x", "http://www.twitter.com/sschoolpe/", "x:sschoolpe"),
    ("x", "https://mobile.twitter.com/SSchoolPE/status/1234567890", "x:sschoolpe"),
    ("x", "x.com/SSchoolPE", "x:sschoolpe"),
    ("x", "X.COM/SSchoolPE#top", "x:sschoolpe"),
    ("x", "https://x.com./SSchoolPE", "x:sschoolpe"),
    ("x", "https://x.com:443/SSchoolPE", "x:sschoolpe"),
    ("x", "https://x.com/@SSchoolPE", "x:sschoolpe"),
    ("x", "https://x.com/%40SSchoolPE", "x:sschoolpe"),
    ("facebook", "https://m.facebook.com/SSchoolOfficial/", "facebook:sschoolofficial"),
    (
        "facebook",
        "https://www.facebook.com/SSchool.Official/?mibextid=abc",
        "facebook:sschoolofficial",
    ),
    (
        "facebook",
        "https://www.facebook.com/profile.php?id=100064123456789&sk=about",
        "facebook:100064123456789",
    ),
    (
        "facebook",
        "https://www.facebook.com/people/Ashdown-Primary/100064123456789/",
        "facebook:100064123456789",
    ),
    (
        "facebook",
        "https://www.facebook.com/groups/ashdownparents/?ref=share",
        "facebook:groups/ashdownparents",
    ),
    (
        "facebook",
        "https://www.facebook.com/SSchoolOfficial/posts/pfbid02abc",
        "facebook:sschoolofficial",
    ),
    ("instagram", "sschool.art ", "instagram:sschool.art"),
    ("instagram", "https://www.instagram.com/sschool.art/?igsh=MWx2", "instagram:sschool.art"),
    ("instagram", "https://instagram.com/stories/sschool.art/123/", "instagram:sschool.art"),
    ("youtube", "https://www.youtube.com/@SSchoolChannel", "youtube:sschoolchannel"),
    ("youtube", "https://m.youtube.com/@SSchoolChannel/videos?view=0", "youtube:sschoolchannel"),
    ("youtube", "https://www.youtube.com/c/SSchool", "youtube:c/sschool"),
    ("tiktok", "https://www.tiktok.com/@ashdown.library?lang=en", "tiktok:ashdown.library"),
    (
        "linkedin",
        "https://uk.linkedin.com/school/ashdown-academy/about/",
        "linkedin:school/ashdown-academy",
    ),
    ("threads", "https://www.threads.net/@ashdown.pe", "threads:ashdown.pe"),
    ("threads", "https://www.threads.com/@ashdown.pe?xmt=1", "threads:ashdown.pe"),
    ("bluesky", "https://bsky.app/profile/ashdown.bsky.social", "bluesky:ashdown.bsky.social"),
    ("bluesky", "@ashdown.bsky.social", "bluesky:ashdown.bsky.social"),
    ("tumblr", "https://ashdownlibrary.tumblr.com/post/1", "tumblr:ashdownlibrary"),
    ("tumblr", "https://www.tumblr.com/ashdownlibrary", "tumblr:ashdownlibrary"),
    ("vimeo", "https://vimeo.com/ashdownfilm", "vimeo:ashdownfilm"),
    ("flickr", "https://www.flickr.com/photos/12345678@N00/albums", "flickr:12345678@n00"),
    ("pinterest", "https://uk.pinterest.com/ashdownart/", "pinterest:ashdownart"),
    ("wordpress", "https://ashdownhead.wordpress.com/2026/11/", "wordpress:ashdownhead"),
    ("website", "https://www.ashdown.example/news/", "website:ashdown.example/news"),
]

NOT_THIS_PLATFORM = [
    ("facebook", "https://notfacebook.com/SSchool", "This is not a Facebook link"),
    ("facebook", "https://facebook.com.evil.example/SSchool", "This is not a Facebook link"),
    ("facebook", "https://facebook-com.example/SSchool", "This is not a Facebook link"),
    ("facebook", "https://evil.example/facebook.com/SSchool", "This is not a Facebook link"),
    ("facebook", "https://pages.m.facebook.com/SSchool", "This is an address of the platform"),
    (
        "instagram",
        "https://www.youtube.com/@SSchoolChannel",
        "This is a YouTube link. You chose Instagram",
    ),
    (
        "youtube",
        "https://twitter.com/SSchoolPE",
        "This is an X (formerly Twitter) link. You chose YouTube",
    ),
    (
        "other",
        "https://www.instagram.com/sschool.art/",
        "This is an Instagram link. You chose Other",
    ),
    ("x", "https://netflix.com/SSchool", "This is not an X (formerly Twitter) link"),
    ("wordpress", "https://a.b.wordpress.com/", "This is an address of the platform"),
]

NOT_A_LINK = [
    "https://facebook.com@evil.example/SSchool",
    "https://facebook.com:secret@evil.example/SSchool",
    "https://facebook.com\\@evil.example/SSchool",
    "javascript://facebook.com/SSchool",
    "ftp://facebook.com/SSchool",
    "https://facebook.com:8080/SSchool",
    "https://facebook.com:port/SSchool",
    "https://fаcebook.com/SSchool",  # a Cyrillic а
    "https://xn--fcebook-2fg.com/SSchool",
    "https://[::1]/SSchool",
    "https://127.0.0.1/SSchool",
    "https://facebook.com /SSchool",
    "https:///SSchool",
]

NOT_AN_ACCOUNT = [
    ("facebook", "https://www.facebook.com/"),
    ("facebook", "https://www.facebook.com/watch/?v=1"),
    ("facebook", "https://www.facebook.com/sharer/sharer.php?u=x"),
    ("facebook", "https://www.facebook.com/photo.php?fbid=1"),
    ("facebook", "https://www.facebook.com/groups/"),
    ("x", "x.com"),
    ("x", "https://twitter.com/i/status/123"),
    ("x", "https://twitter.com/intent/tweet?text=x"),
    ("x", "https://x.com/hashtag/SSchool"),
    ("instagram", "https://www.instagram.com/p/Cabc/"),
    ("instagram", "https://www.instagram.com/reel/Cabc/"),
    ("youtube", "https://www.youtube.com/watch?v=abc"),
    ("youtube", "https://youtu.be/abc"),
    ("vimeo", "https://vimeo.com/123456"),
    ("tiktok", "https://vm.tiktok.com.example/ZM/"),
]


@pytest.fixture(autouse=True)
def platforms_as_data(monkeypatch):
    monkeypatch.setattr(Platform.objects, "all", lambda: ALL)


def resolve(code: str, text: str) -> identity.Resolved:
    return identity.resolve(BY_CODE[code], text)


@pytest.mark.parametrize(("code", "typed", "expected"), SAME_ACCOUNT)
def test_every_spelling_of_an_account_is_the_same_account(code, typed, expected):
    resolved = resolve(code, typed)
    assert (resolved.identity, resolved.problem) == (expected, "")


@pytest.mark.parametrize(("code", "typed", "problem"), NOT_THIS_PLATFORM)
def test_only_an_exact_host_counts(code, typed, problem):
    resolved = resolve(code, typed)
    assert resolved.problem.startswith(problem)
    assert resolved.identity == ""


@pytest.mark.parametrize("typed", NOT_A_LINK)
def test_an_odd_link_is_no_link(typed):
    resolved = resolve("facebook", typed)
    assert resolved.problem in (
        identity.NOT_A_LINK,
        "This is not a Facebook link. Enter the account name or the full link to the account",
    )
    assert resolved.identity == ""


@pytest.mark.parametrize(("code", "typed"), NOT_AN_ACCOUNT)
def test_a_page_of_the_platform_is_no_account(code, typed):
    resolved = resolve(code, typed)
    assert resolved.problem
    assert resolved.identity == ""


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("x", "History@SSchool"),
        ("facebook", "Marehay Primary"),
        ("facebook", "user@facebook.com"),
        ("other", "Our page"),
    ],
)
def test_a_name_that_is_no_handle_is_a_gap_and_no_error(code, typed):
    assert resolve(code, typed) == identity.Resolved()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Twitter ", "x"),
        ("X", "x"),
        ("x (formerly twitter)", "x"),
        ("facebook", "facebook"),
        ("Youtube", "youtube"),
        ("Twiter", None),
    ],
)
def test_a_platform_goes_by_its_name_and_aliases(typed, code):
    found = identity.find_platform(typed, ALL)
    assert (found.code if found else None) == code


def test_the_profile_link_leads_to_the_account():
    assert resolve("x", "@SSchoolPE").url == "https://x.com/SSchoolPE"
    assert (
        resolve("youtube", "https://www.youtube.com/c/SSchool").url
        == "https://www.youtube.com/c/SSchool"
    )
