"""The pages of policies: reading, confirming, publishing, and who has confirmed."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from policies import actions
from policies.models import Acknowledgement, Policy, PolicyVersion
from tests.cast import Cast
from tests.factories import make_confirmed, make_person, make_policy


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def version(cast: Cast) -> PolicyVersion:
    return make_policy(cast.trust)


@pytest.fixture
def as_teacher(cast: Cast, client: Client) -> Client:
    client.force_login(cast.teacher)
    return client


def test_the_list_leads_with_what_is_not_confirmed(
    cast: Cast, version: PolicyVersion, as_teacher: Client
) -> None:
    page = words(as_teacher.get("/policies/"))
    assert "You have not confirmed Social media policy, version 1." in page
    assert "Not yet" in page and "Who has confirmed" not in page and "Publish a policy" not in page


def test_without_policies_the_list_says_what_to_do(cast: Cast, client: Client) -> None:
    client.force_login(cast.teacher)
    assert "No policies have been published yet." in words(client.get("/policies/"))
    client.force_login(cast.admin)
    assert "Publish a policy" in words(client.get("/policies/"))


@pytest.mark.clause("T-2.0-5")
def test_reading_confirming_and_having_confirmed(
    cast: Cast, version: PolicyVersion, as_teacher: Client
) -> None:
    page = words(as_teacher.get("/policies/social-media-policy/"))
    assert 'id="c-2"' in page and "Confirm you have read version 1" in page
    response = as_teacher.post(
        "/policies/social-media-policy/confirm/", {"understood": "on"}, follow=True
    )
    today = f"{timezone.localdate():%-d %B %Y}"
    assert f"Confirmed on {today}. You will be asked again if it changes." in words(response)
    as_teacher.post("/policies/social-media-policy/confirm/", {"understood": "on"})
    assert Acknowledgement.objects.count() == 1
    assert "There is nothing more to do." in words(
        as_teacher.get("/policies/social-media-policy/confirm/")
    )
    assert f"Confirmed {today}" in words(as_teacher.get("/policies/"))


def test_the_box_must_be_ticked(version: PolicyVersion, as_teacher: Client) -> None:
    page = words(as_teacher.post("/policies/social-media-policy/confirm/", {}))
    assert (
        "Select the statement to confirm you have read version 1" in page
        and "<title>Error:" in page
    )
    assert not Acknowledgement.objects.exists()


@pytest.mark.clause("A-9.2", "C-0-5")
def test_somebody_who_comes_back_reads_first_what_changed(
    cast: Cast, version: PolicyVersion, as_teacher: Client
) -> None:
    make_confirmed(version, cast.teacher)
    actions.publish_version(
        policy=version.policy, number="2", text="1 New", change_summary="Two people run each channel",
        issued_on=timezone.localdate(), by=cast.admin, at=timezone.now(),
    )  # fmt: skip
    page = words(as_teacher.get("/policies/social-media-policy/"))
    assert page.index("What changed since you last read it") < page.index("About this version")
    assert "Two people run each channel" in page
    assert "Out of date" in words(as_teacher.get("/policies/"))
    old = words(as_teacher.get("/policies/social-media-policy/versions/1/"))
    assert "This version has been replaced." in old and "Be kind" in old


def test_a_policy_past_its_review_still_applies(
    cast: Cast, version: PolicyVersion, as_teacher: Client
) -> None:
    PolicyVersion.objects.update(next_review_date=date(2024, 6, 1), review_precision="month")
    page = words(as_teacher.get("/policies/social-media-policy/"))
    assert "This policy was due for review in June 2024. It still applies." in page
    assert "Review overdue" in words(as_teacher.get("/policies/"))


def test_who_has_confirmed(cast: Cast, version: PolicyVersion, client: Client) -> None:
    make_confirmed(version, cast.teacher)
    page = "/policies/social-media-policy/confirmations/"
    client.force_login(cast.head)
    tally = client.get(page).context["tally"]
    assert {person.pk for person, _ in tally.confirmed} == {cast.teacher.pk}
    seen = {person.pk for person, _ in tally.missing}
    assert cast.colleague.pk in seen and cast.other_teacher.pk not in seen
    client.force_login(cast.officer)
    assert cast.other_teacher.pk in {
        person.pk for person, _ in client.get(page).context["tally"].missing
    }


def test_a_line_manager_sees_the_team_and_a_teacher_nobody(
    cast: Cast, version: PolicyVersion, client: Client
) -> None:
    page = "/policies/social-media-policy/confirmations/"
    client.force_login(cast.line_manager)
    tally = client.get(page).context["tally"]
    assert {person.pk for person, _ in tally.missing} == {cast.teacher.pk, cast.colleague.pk}
    client.force_login(cast.teacher)
    assert client.get(page).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(page).status_code == 404


def form(**changes: str) -> dict[str, str]:
    data = {
        "number": "2",
        "change_summary": "Two people run each channel",
        "text": "1 Two people run each channel",
        "is_major": "yes",
        "approved_by_body": "Board of trustees",
        "minute_reference": "0333.12",
    }
    for name, day in (
        ("approved_on", "1/6/2026"),
        ("issued_on", "1/7/2026"),
        ("review", "/6/2027"),
    ):
        for place, part in enumerate(day.split("/")):
            data[f"{name}_{place}"] = part
    return {**data, **changes}


@pytest.mark.clause("Q-0-3", "Q-0-4")
def test_publishing_in_the_browser(cast: Cast, client: Client) -> None:
    client.force_login(cast.comms)
    place = str(cast.trust.pk)
    data = {
        "title": "Social media policy",
        "place": place,
        "requires_acknowledgement": "yes",
        "governs_channels": "yes",
    }
    response = client.post("/policies/add/", data)
    assert response.headers["Location"] == "/policies/social-media-policy/publish/"
    assert "No version of this policy is in force yet." in words(
        client.get("/policies/social-media-policy/")
    )
    response = client.post("/policies/social-media-policy/publish/", form(), follow=True)
    page = words(response)
    assert "Version 2 is in force." in page
    assert "Board of trustees, 1 June 2026" in page
    assert "0333.12" in page
    version = PolicyVersion.objects.get()
    assert (version.next_review_date, version.review_precision) == (date(2027, 6, 1), "month")
    assert Policy.objects.get().governs_channels


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"change_summary": ""}, "Enter what changed, in words staff will understand"),
        ({"number": "1"}, "Version 1 has been published already. Enter another number"),
        ({"review_1": "", "review_2": ""}, "Enter when this policy must be reviewed"),
        ({"review_1": "13"}, "Review date must be a real date"),
        ({"review_2": "2026"}, "The review date must be after the day it comes into force"),
        ({"issued_on_2": "2099"}, "The day it comes into force must be today or in the past"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    cast: Cast, version: PolicyVersion, client: Client, changes: dict, says: str
) -> None:
    client.force_login(cast.admin)
    response = client.post("/policies/social-media-policy/publish/", form(**changes))
    page = words(response)
    assert says in page and "Two people run each channel" in page
    assert PolicyVersion.objects.count() == 1


def test_who_may_publish(cast: Cast, version: PolicyVersion, client: Client) -> None:
    client.force_login(cast.head)
    assert client.get("/policies/add/").status_code == 403
    assert client.post("/policies/social-media-policy/publish/", form()).status_code == 403
    client.force_login(cast.outsider)
    assert client.post("/policies/social-media-policy/publish/", form()).status_code == 404


def test_a_policy_of_a_school_is_hidden_from_the_others(cast: Cast, client: Client) -> None:
    make_policy(cast.trust, "Ashdown rules", school=cast.school)
    client.force_login(cast.other_teacher)
    assert client.get("/policies/ashdown-rules/").status_code == 404
    assert "Ashdown rules" not in words(client.get("/policies/"))


def test_confirming_needs_its_token(cast: Cast, version: PolicyVersion) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.teacher)
    assert (
        strict.post("/policies/social-media-policy/confirm/", {"understood": "on"}).status_code
        == 403
    )
    assert not Acknowledgement.objects.exists()


def test_markup_in_a_policy_is_shown_not_obeyed(
    cast: Cast, version: PolicyVersion, as_teacher: Client
) -> None:
    PolicyVersion.objects.update(text="1 <script>alert(1)</script>", change_summary="<b>x</b>")
    page = words(as_teacher.get("/policies/social-media-policy/"))
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("category", "called"),
    [
        pytest.param("governor", "Governor", marks=pytest.mark.clause("A-2.1"), id="governor"),
        pytest.param(
            "contractor", "Contractor", marks=pytest.mark.clause("I-1.2"), id="contractor"
        ),
        pytest.param(
            "agency", "Agency or supply", marks=pytest.mark.clause("T-1.0-5"), id="agency"
        ),
        pytest.param("trainee", "Trainee", marks=pytest.mark.clause("I-2.1"), id="trainee"),
    ],
)
def test_every_kind_of_person_owes_it_and_is_told_apart(
    cast: Cast, version: PolicyVersion, client: Client, category: str, called: str
) -> None:
    person = make_person("Nat New", trust=cast.trust, school=cast.school, category=category)
    client.force_login(person)
    assert "You have not confirmed Social media policy, version 1." in words(
        client.get("/policies/")
    )
    client.force_login(cast.head)
    tally = client.get("/policies/social-media-policy/confirmations/").context["tally"]
    assert person.pk in {one.pk for one, _ in tally.missing}
    assert called in words(client.get(f"/people/{person.pk}/"))
