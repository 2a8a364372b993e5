"""Platforms are data that people change, with their minimum ages dated, and nothing unsafe gets in."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from access.check import Denied
from audit.models import Entry
from platforms import ages, identity, patterns, seed
from platforms.actions import STALE, change_platform
from platforms.changeable import mark
from platforms.forms import PlatformForm
from platforms.models import Platform
from platforms.services import SERVICES
from tests.accounts_registry.builders import platform
from tests.factories import NOW, TODAY

ALL = [Platform(**seed.row(service)) for service in SERVICES]
WITH_HANDLES = [one for one in ALL if one.handle_pattern]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)
def test_every_example_is_an_account_and_its_link_leads_back(one):
    resolved = identity.resolve(one, one.example, ALL)
    assert resolved.identity and not resolved.problem
    again = identity.resolve(one, resolved.url, ALL)
    assert (again.identity, again.url) == (resolved.identity, resolved.url)
    if one.hosts:
        assert identity.find_platform(resolved.url, ALL) is one


@settings(max_examples=30, deadline=None)
@given(data=st.data(), one=st.sampled_from(WITH_HANDLES))
def test_every_name_leads_to_a_link_and_back(data, one):
    name = data.draw(st.from_regex(f"(?a:{one.handle_pattern})", fullmatch=True))
    resolved = identity.resolve(one, name, ALL)
    if resolved.identity:
        assert identity.resolve(one, resolved.url, ALL).identity == resolved.identity


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)
def test_every_platform_has_its_help_and_owns_to_what_nobody_has_checked(one):
    assert one.kind and one.minimum_age <= 18
    assert one.age_checked_on is None and one.links_checked_on is None
    assert one.age_source or one.code == "other"
    assert all(url.startswith("https://") for url in (one.report_url, one.privacy_help_url) if url)
    if one.report_url:
        assert len(one.takedown_steps) >= 3
    assert not one.handle_pattern or patterns.problem(one.handle_pattern) == ""


def test_capitals_count_only_where_the_platform_says_so():
    by_code = {one.code: one for one in ALL}
    youtube, whatsapp = by_code["youtube"], by_code["whatsapp"]
    link = "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuV"
    assert identity.resolve(youtube, link, ALL).identity.endswith("tuV")
    assert identity.resolve(youtube, "@Ashdown", ALL).identity == "youtube:ashdown"
    lower = whatsapp.example.replace("Va", "va")
    assert (
        identity.resolve(whatsapp, lower, ALL).identity
        != identity.resolve(whatsapp, whatsapp.example, ALL).identity
    )


def change(cast, code="instagram", by=None, **values):
    return change_platform(platform=platform(code), by=by or cast.admin, at=NOW, **values)


def test_a_change_is_kept_recorded_and_counts_at_once(cast):
    assert change(cast, hosts=["instagram.com", "insta.example"]) == ["hosts"]
    entry = Entry.objects.get(event="platform.changed")
    assert entry.data == {
        "hosts": [["instagram.com", "instagr.am"], ["instagram.com", "insta.example"]]
    }
    assert identity.find_platform("https://insta.example/ashdown").code == "instagram"
    assert identity.find_platform("https://instagr.am/ashdown") is None
    assert change(cast, hosts=["instagram.com", "insta.example"]) == []
    assert Entry.objects.filter(event="platform.changed").count() == 1


@pytest.mark.parametrize("who", ["office", "comms", "head", "teacher", "ceo"])
def test_only_the_portal_administrator_changes_one(cast, client, who):
    person = getattr(cast, who)
    with pytest.raises(Denied, match="portal administrator"):
        change(cast, by=person, minimum_age=16)
    client.force_login(person)
    assert client.get("/settings/platforms/").status_code == 403
    assert client.post("/settings/platforms/instagram/", {}).status_code == 403


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"hosts": ["https://instagram.com"]}, "hosts", "is not an address"),
        ({"hosts": ["instagram"]}, "hosts", "is not an address"),
        ({"hosts": ["xn--nstagram-fjb.com"]}, "hosts", "is not an address"),
        ({"hosts": ["instagram.com", "m.facebook.com"]}, "hosts", "already belongs to Facebook"),
        ({"hosts": ["ashdown.wordpress.com"]}, "hosts", "already belongs to WordPress"),
        ({"hosts": []}, "hosts", "at least one address"),
        ({"name": " "}, "name", "Enter the name"),
        ({"name": "facebook"}, "name", "already goes by"),
        ({"aliases": ["Twitter"]}, "aliases", "already goes by"),
        ({"minimum_age": 19}, "minimum_age", "from 0 to 18"),
        ({"minimum_age": 16, "age_source": ""}, "age_source", "Enter where"),
        ({"age_checked_on": TODAY + timedelta(days=1)}, "age_checked_on", "in the past"),
        ({"report_url": "javascript:alert(1)"}, "report_url", "starting with https"),
        ({"report_url": "http://a.example"}, "report_url", "starting with https"),
        ({"example": "no account at all"}, "example", "must be an account"),
        ({"handle_pattern": "("}, "handle_pattern", "cannot be read"),
        ({"handle_pattern": "[a-z]+"}, "handle_pattern", "how long"),
    ],
)
def test_what_is_wrong_is_said_and_not_kept(cast, values, field, says):
    with pytest.raises(ValidationError) as refusal:
        change(cast, **values)
    assert says in refusal.value.message_dict[field][0]
    assert not Entry.objects.filter(event="platform.changed").exists()


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+",
        r"(a|aa){1,50}",
        r"(a|a){1,30}b",
        r"(?:[a-z]{1,10}){1,10}",
        r"(?:[a-z]{1,20}\w?){1,5}!",
        r"([a-z]{1,9}){1,9}",
        r"(?:[a-z.]{1,40}\.){1,3}[a-z]{2,5}",
        r"[a-z]{1,9}" * 5,
        r"(a)\1{1,9}",
        r"(?=[a-z]{1,9})a",
        r".{1,30}",
        r"[^a]{1,300}",
        r"[a-z]{0,30}",
        r"[a-z]*",
        r"[z-a]",
        r"[a||b]",
        "a" * 121,
        "(" * 60 + "a" + ")" * 60,
        r"[a-z]{1,99999999999}",
    ],
)
def test_a_pattern_that_could_hang_is_refused(pattern):
    began = time.perf_counter()
    assert patterns.problem(pattern)
    assert time.perf_counter() - began < 0.5


@settings(max_examples=200, deadline=None)
@given(pattern=st.text("ab[]{}()|?*+\\d,1259-.^$", max_size=40), text=st.text("ab1.-", max_size=60))
def test_a_pattern_that_is_let_in_is_quick(pattern, text):
    import re

    if patterns.problem(pattern):
        return
    began = time.perf_counter()
    re.fullmatch(pattern, text + "!", re.ASCII)
    assert time.perf_counter() - began < 0.5


def test_ages_are_said_in_words():
    assert ages.checked(None, TODAY) == "Nobody has checked this yet"
    assert ages.checked(TODAY, TODAY) == "Last checked 20 November 2026"
    old = TODAY - timedelta(days=366)
    assert ages.checked(old, TODAY).endswith("more than 12 months ago. Check it again")
    assert not ages.is_old(TODAY - timedelta(days=365), TODAY)


def sent(code="instagram", **changes):
    initial = PlatformForm.initial_from(platform(code))
    dates = {"age_checked_on": None, "links_checked_on": None}
    return {key: value for key, value in initial.items() if key not in dates} | changes


def test_the_pages(cast, client):
    client.force_login(cast.admin)
    page = client.get("/settings/platforms/").content.decode()
    assert "Nobody has checked this yet" in page and "All trusts that use this portal" in page
    assert "Platforms and minimum ages" in client.get("/settings/").content.decode()
    place = "/settings/platforms/instagram/"
    assert "instagr.am" in client.get(place).content.decode()
    wrong = client.post(place, sent(hosts="facebook.com")).content.decode()
    assert (
        "facebook.com already belongs to Facebook" in wrong and "facebook.com</textarea>" in wrong
    )
    answers = sent(
        minimum_age="16",
        age_checked_on_0="20",
        age_checked_on_1="11",
        age_checked_on_2="2026",
        takedown_steps="First\n\n Then  this ",
        current="no",
    )
    page = client.post(place, answers, follow=True).content.decode()
    assert "Instagram is saved." in page and "Last checked 20 November 2026" in page
    row = platform("instagram")
    assert (row.minimum_age, row.takedown_steps, row.current) == (16, ["First", "Then this"], False)
    stale = client.post(place, answers).content.decode()
    assert STALE in stale and mark(row) not in stale.split("</h1>")[0]
    assert client.get("/settings/platforms/nowhere/").status_code == 404


def test_a_platform_that_is_gone_is_not_offered(cast, client):
    client.force_login(cast.office)
    page = client.get("/channels/add/").content.decode()
    assert "Bluesky" in page and "MySpace" not in page


@pytest.mark.parametrize(
    "services",
    [
        pytest.param(
            (
                "Facebook",
                "X (formerly Twitter)",
                "Instagram",
                "Tumblr",
                "Flickr",
                "Pinterest",
                "TikTok",
            ),
            marks=pytest.mark.clause("C-1.1-1"),
            id="networks",
        ),
        pytest.param(
            ("WhatsApp channel", "YouTube", "WordPress blog", "Twitch"),
            marks=pytest.mark.clause("Q-5.1-1"),
            id="messengers-video-blogs-games",
        ),
        pytest.param(
            ("WordPress blog", "Reddit", "Spotify podcast", "Flickr"),
            marks=pytest.mark.clause("I-2.3"),
            id="blogs-forums-podcasts-pictures",
        ),
        pytest.param(("Other",), marks=pytest.mark.clause("A-2.2-2"), id="any-other"),
    ],
)
def test_what_a_channel_can_be_on(cast, client, services):
    client.force_login(cast.office)
    page = client.get("/channels/add/").content.decode()
    assert [one for one in services if f">{one}</option>" not in page] == []
