"""A platform's own hosts are never called a trap; a host that only imitates one still is."""

from __future__ import annotations

import pytest

from platforms import doors, seed
from platforms.models import Platform
from platforms.services import SERVICES
from tests.accounts_registry import world
from verify import lookup, public_answer

ALL = [Platform(**seed.row(service)) for service in SERVICES]
SAME_ACCOUNT = [
    "https://cy-gb.facebook.com/SSchoolOfficial",
    "https://business.facebook.com/SSchoolOfficial",
    "https://mbasic.facebook.com/SSchoolOfficial?ref=page",
    "cy-gb.facebook.com/SSchoolOfficial",
    "https://ie.linkedin.com/school/sschool-academy/",
    "https://music.youtube.com/channel/UCsschoolsschoolsschool1",
]
OWN_PAGES = [
    "https://chat.whatsapp.com/Jq2example",
    "https://web.whatsapp.com/",
    "https://developers.facebook.com/docs",
    "https://l.a.facebook.com/SSchoolOfficial",
    "https://studio.youtube.com/channel/UCsschoolsschoolsschool1",
    "https://m.me/SSchoolOfficial",
    "https://learning.linkedin.com/school/sschool-academy",
]
IMITATIONS = {
    "https://facebook.com.evil.example/SSchoolOfficial": "Facebook",
    "https://faceb00k.com/SSchoolOfficial": "Facebook",
    "https://my-facebook.com/SSchoolOfficial": "Facebook",
    "https://myfacebooklogin.example/": "Facebook",
    "https://threads.net.evil.example/@x": "Threads",
    "https://x.com.evil.example/SSchoolPE": "X (formerly Twitter)",
    "https://youtube-login.example/": "YouTube",
    "https://facebook.com.wordpress.com/": "Facebook",
}
OF_OTHERS = [
    "https://threads.co.uk/",
    "https://www.mediumhighschool.example/",
    "https://storiesbytimblrm.example/",
]


@pytest.mark.django_db
def test_every_door_to_an_account_leads_to_it_and_none_of_its_own_is_a_trap(cast):
    world.fill(cast)
    platforms = list(Platform.objects.all())
    read = {link: lookup.look_up(link, platforms=platforms) for link in SAME_ACCOUNT + OWN_PAGES}
    assert {
        link: one.status for link, one in read.items() if link in SAME_ACCOUNT
    } == dict.fromkeys(SAME_ACCOUNT, "official")
    assert [one.reason for one in read.values() if "Do not sign in" in one.reason] == []
    assert {read[link].status for link in OWN_PAGES} == {"not_an_account"}


def test_a_page_of_the_platforms_own_is_said_to_be_none_of_ours_and_no_more(cast):
    answer = public_answer.look_up("https://chat.whatsapp.com/Jq2example")
    assert answer.problem == (
        "This is an address of the platform itself, and not of one account. "
        "Copy the link from the account's own page"
    )


def test_an_imitation_is_warned_of_by_the_platforms_name(cast):
    platforms = list(Platform.objects.all())
    for link, name in IMITATIONS.items():
        reason = lookup.look_up(link, platforms=platforms).reason
        assert reason == lookup.COPIES_AN_ADDRESS.format(platform=name), link


def test_nobody_else_is_accused():
    hosts = [
        link.removeprefix("https://").split("/")[0]
        for link in (*SAME_ACCOUNT, *OWN_PAGES, *OF_OTHERS)
    ]
    assert [host for host in hosts if doors.copied(host, ALL)] == []


def test_no_host_of_any_platform_is_called_an_imitation():
    named = [
        before + host
        for service in SERVICES
        for host in (*service.hosts, *doors.others(service.code))
        for before in ("", "www.", "cy-gb.", "business.", "chat.", "a.b.")
    ]
    assert [host for host in named if doors.copied(host, ALL)] == []
