"""Each question of the form: what its author types stands in it, and is read by whoever signs."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from approvals import actions
from platforms.models import Platform
from tests.approvals.stage import at_head, draft, ready, sent, sign
from tests.approvals.test_pages import fresh
from tests.cast import Cast
from tests.factories import NOW

ROW = re.compile(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", re.DOTALL)
TYPED: dict[str, dict[str, Any]] = {
    "purpose": {
        "title": "Instagram for PE",
        "scope": "club",
        "aims": "Results",
        "why_worthwhile": "Families look there",
        "success_measures": "More players",
    },
    "content": {"content": "Results", "pupil_images": "none", "school_mark": "yes"},
    "platform": {"account_name": "@AshdownPE", "hosting": "platform", "openness": "closed"},
    "audience": {"audience": ["families"], "promotion": "Newsletter", "other_ways": "Website"},
    "contributors": {"contributors": ["staff"], "interaction": ["view"]},
    "safety": {"risk_assessment": "Abuse", "security_measures": "Two steps"},
    "dates": {
        "go_live_date_0": "5",
        "go_live_date_1": "1",
        "go_live_date_2": "2027",
        "first_review_date_0": "3",
        "first_review_date_1": "12",
        "first_review_date_2": "2027",
        "exit_strategy": "Posts are kept",
        "hours_a_week": "1.5",
        "cover_plan": "We take turns",
    },
}
CLOSES = {"closing_date_0": "16", "closing_date_1": "7", "closing_date_2": "2027"}
PUPILS = {"youngest": "13", "oldest": "16"}


def rows(client: Client, address: str) -> dict[str, str]:
    """The summary rows of a page, in words."""
    found = ROW.findall(client.get(address).content.decode())
    return {words(key): words(value.replace("<br>", " · ")) for key, value in found}


def words(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


@pytest.mark.parametrize(
    ("task", "typed", "key", "reads"),
    [
        pytest.param(
            "purpose",
            {"aims": "Show every match"},
            "Aims",
            "Show every match",
            marks=pytest.mark.clause("I-B-6"),
            id="aims",
        ),
        pytest.param(
            "purpose",
            {"success_measures": "40 more players"},
            "How you will know it worked",
            "40 more players",
            marks=pytest.mark.clause("I-A.1.7"),
            id="success",
        ),
        pytest.param(
            "content",
            {"content": "Goals and cups"},
            "Content",
            "Goals and cups",
            marks=pytest.mark.clause("I-B-7"),
            id="content",
        ),
        pytest.param(
            "platform",
            {"hosting": "school"},
            "Host",
            "The school or trust",
            marks=pytest.mark.clause("I-B-25"),
            id="host",
        ),
        pytest.param(
            "platform",
            {"hosting": "other", "host_name": "Webworks Ltd"},
            "Name of the host",
            "Webworks Ltd",
            marks=pytest.mark.clause("I-B-26"),
            id="host-name",
        ),
        pytest.param(
            "platform",
            {"openness": "open"},
            "Open or private",
            "Open: anybody can see it",
            marks=pytest.mark.clause("Q-5.3-7"),
            id="openness",
        ),
        pytest.param(
            "audience",
            {"audience": ["own_pupils"], **PUPILS},
            "Audience",
            "Pupils of this school, 13 to 16",
            marks=pytest.mark.clause("I-B-8"),
            id="audience-pupils",
        ),
        pytest.param(
            "audience",
            {"audience": ["staff"]},
            "Audience",
            "Staff",
            marks=pytest.mark.clause("I-B-9"),
            id="audience-staff",
        ),
        pytest.param(
            "audience",
            {"audience": ["families"]},
            "Audience",
            "Parents and carers",
            marks=pytest.mark.clause("I-B-10"),
            id="audience-families",
        ),
        pytest.param(
            "audience",
            {"audience": ["organisations"], "names": "Dale Rovers"},
            "Audience",
            "Other organisations: Dale Rovers",
            marks=pytest.mark.clause("I-B-12"),
            id="audience-organisations",
        ),
        pytest.param(
            "audience",
            {"audience": ["public"]},
            "Audience",
            "Anybody",
            marks=pytest.mark.clause("I-B-13"),
            id="audience-public",
        ),
        pytest.param(
            "audience",
            {"audience": ["other"], "names": "Old players"},
            "Audience",
            "Somebody else: Old players",
            marks=pytest.mark.clause("I-B-14"),
            id="audience-others",
        ),
        pytest.param(
            "audience",
            {"promotion": "At the gate"},
            "Promotion",
            "At the gate",
            marks=pytest.mark.clause("Q-5.3-5"),
            id="promotion",
        ),
        pytest.param(
            "audience",
            {"other_ways": "A letter home"},
            "People without it",
            "A letter home",
            marks=pytest.mark.clause("Q-5.3-25"),
            id="other-ways",
        ),
        pytest.param(
            "contributors",
            {"contributors": ["own_pupils"], **PUPILS},
            "Contributors",
            "Pupils of this school, 13 to 16",
            marks=pytest.mark.clause("I-B-15"),
            id="contributors-pupils",
        ),
        pytest.param(
            "contributors",
            {"contributors": ["staff"]},
            "Contributors",
            "Staff",
            marks=pytest.mark.clause("I-B-16"),
            id="contributors-staff",
        ),
        pytest.param(
            "contributors",
            {"contributors": ["other"], "names": "Old players"},
            "Contributors",
            "Somebody else: Old players",
            marks=pytest.mark.clause("I-B-21"),
            id="contributors-others",
        ),
        pytest.param(
            "contributors",
            {"interaction": ["view", "comment", "upload"]},
            "What others can do",
            "See posts · Comment on posts · Add posts, photos or files of their own",
            marks=pytest.mark.clause("I-A.5.1"),
            id="interaction",
        ),
        pytest.param(
            "safety",
            {"security_measures": "Nobody else is let in"},
            "Security",
            "Nobody else is let in",
            marks=pytest.mark.clause("I-B-31"),
            id="security",
        ),
        pytest.param(
            "dates",
            {"go_live_date_0": "12"},
            "Go-live date",
            "12 January 2027",
            marks=pytest.mark.clause("I-B-27"),
            id="go-live",
        ),
        pytest.param(
            "dates",
            CLOSES,
            "Closing date",
            "16 July 2027",
            marks=pytest.mark.clause("I-B-28"),
            id="closing",
        ),
        pytest.param(
            "dates",
            {"exit_strategy": "It goes to the club"},
            "Ending it well",
            "It goes to the club",
            marks=pytest.mark.clause("I-A.1.6"),
            id="ending",
        ),
    ],
)
def test_what_is_typed_stands_in_the_form(
    cast: Cast, client: Client, task: str, typed: dict[str, Any], key: str, reads: str
) -> None:
    request = actions.start(school=cast.school, by=cast.teacher, at=NOW)
    given = {**TYPED[task], "go": "continue", **typed}
    if task == "platform":
        given["platform"] = str(Platform.objects.get(code="instagram").pk)
    client.force_login(cast.teacher)
    name = request.reference.lower()
    response = client.post(reverse("approvals:task", args=[name, task]), given)
    assert response.status_code == 302
    assert rows(client, reverse("approvals:check_answers", args=[name]))[key] == reads


@pytest.mark.clause("Q-5.3-3", "Q-5.3-4")
def test_whoever_signs_reads_the_case(cast: Cast, client: Client) -> None:
    request = sent(cast, aims="Show every match", audience=[{"group": "families"}])
    client.force_login(cast.line_manager)
    read = rows(client, reverse("approvals:decision", args=[request.reference.lower()]))
    assert read["Aims"].startswith("Show every match")
    assert read["Audience"].startswith("Parents and carers")


@pytest.mark.parametrize(
    ("key", "reads"),
    [
        pytest.param("Author", "Jo Bell", marks=pytest.mark.clause("I-B-3"), id="author"),
        pytest.param("Department", "PE", marks=pytest.mark.clause("I-B-4"), id="department"),
        pytest.param(
            "Line manager", "Dana Reid", marks=pytest.mark.clause("I-B-5"), id="line-manager"
        ),
    ],
)
def test_who_asks_is_known_without_typing(cast: Cast, client: Client, key: str, reads: str) -> None:
    request = actions.start(school=cast.school, by=cast.teacher, at=NOW)
    client.force_login(cast.teacher)
    assert (
        rows(client, reverse("approvals:check_answers", args=[request.reference.lower()]))[key]
        == reads
    )


@pytest.mark.parametrize(
    ("part", "says"),
    [
        pytest.param(
            "administrator",
            "Add at least 2 administrators. You have added 1",
            marks=pytest.mark.clause("I-B-22"),
            id="administrators",
        ),
        pytest.param(
            "moderator",
            "Add at least 2 moderators. You have added 1",
            marks=pytest.mark.clause("I-B-23"),
            id="moderators",
        ),
    ],
)
def test_one_alone_is_too_few(cast: Cast, client: Client, part: str, says: str) -> None:
    request = actions.start(school=cast.school, by=cast.teacher, at=NOW)
    client.force_login(cast.teacher)
    typed = {f"{part}_1": str(cast.colleague.pk), "go": "continue"}
    address = reverse("approvals:task", args=[request.reference.lower(), "people"])
    page = client.post(address, typed).content.decode()
    assert says in page


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("property", marks=pytest.mark.clause("Q-5.2-12"), id="property"),
        pytest.param("conduct", marks=pytest.mark.clause("I-A.1.1"), id="conduct"),
        "not_open_yet",
    ],
)
def test_nothing_is_sent_without_each_statement(cast: Cast, client: Client, statement: str) -> None:
    request = draft(cast)
    client.force_login(cast.teacher)
    ticked = {
        f"statement_{one}": "on"
        for one in ("property", "conduct", "not_open_yet")
        if one != statement
    }
    response = client.post(
        reverse("approvals:check_answers", args=[request.reference.lower()]), ticked
    )
    assert list(response.context["form"].errors) == [f"statement_{statement}"]
    request.refresh_from_db()
    assert request.status == "draft"


@pytest.mark.clause("I-B-33", "I-A.3.5")
def test_communications_sign_for_name_and_mark_apart(cast: Cast, client: Client) -> None:
    request = sent(cast)
    sign(request, cast.line_manager)
    request.refresh_from_db()
    client.force_login(cast.comms)
    address = reverse("approvals:decision", args=[request.reference.lower()])
    given = {"outcome": "approve", "typed_signature": "Ravi Shah", "seen": request.fingerprint}
    unanswered = client.post(address, given)
    assert list(unanswered.context["form"].errors) == ["brand"]
    assert client.post(address, {**given, "brand": "no"}).status_code == 302
    signed = request.decisions.get(signer=cast.comms)
    assert (signed.outcome, signed.brand, bool(signed.statement)) == ("approve", "no", True)


@pytest.mark.clause("Q-5.3-9", "Q-5.3-10")
def test_the_last_yes_waits_for_everybody_who_will_run_it(cast: Cast, client: Client) -> None:
    ready(cast, cast.teacher)
    request = at_head(cast)
    fresh(client, cast.head)
    given = {
        "outcome": "approve",
        "typed_signature": "Priya Nair",
        "risk_approved": "on",
        "resources_confirmed": "on",
        "seen": request.fingerprint,
    }
    address = reverse("approvals:decision", args=[request.reference.lower()])
    page = client.post(address, given).content.decode()
    assert "Lena Fox has not confirmed the policy" in page
    assert "Lena Fox has no current training" in page
    request.refresh_from_db()
    assert request.status == "awaiting_head"
