"""The pages of settings and schools: who gets in, what is said, what is saved."""

from __future__ import annotations

import pytest
from django.test import Client

from schools.models import School, Setting, Trust
from schools.policy_settings import SECTIONS, in_section, value
from tests.cast import Cast
from tests.schools.test_schools import png

WHY = "The trustees decided this in November"


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def as_admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.admin)
    return client


@pytest.fixture
def as_head(cast: Cast, client: Client) -> Client:
    client.force_login(cast.head)
    return client


def people_answers(**changes: str) -> dict[str, str]:
    return {
        "min_operators": "2",
        "min_admins": "2",
        "max_admins": "4",
        "dual_role_allowed": "yes",
        "non_employee_operators": "with_head_authorisation",
        "min_moderators": "2",
        "reason": WHY,
        **changes,
    }


def test_settings_show_every_section_with_its_sentence(cast: Cast, as_admin: Client) -> None:
    page = words(as_admin.get("/settings/"))
    for code, title in SECTIONS.items():
        assert (title in page) is bool(in_section(code))
    assert "A new channel is approved by the line manager, then the communications manager" in page


@pytest.mark.parametrize("section", [code for code in SECTIONS if in_section(code)])
def test_every_section_opens_and_saves_nothing_when_nothing_changed(
    as_admin: Client, section: str
) -> None:
    form = as_admin.get(f"/settings/{section}/").context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    response = as_admin.post(f"/settings/{section}/", data, follow=True)
    assert "Nothing has changed." in words(response)
    assert not Setting.objects.exists()


def test_a_setting_is_changed_in_the_browser(cast: Cast, as_admin: Client) -> None:
    response = as_admin.post("/settings/people/", people_answers(min_admins="6"), follow=True)
    assert "Saved. Every channel has at least 6 administrators." in words(response)
    assert value("min_admins", trust=cast.trust) == 6


def test_seeing_what_it_means_saves_nothing(cast: Cast, as_admin: Client) -> None:
    response = as_admin.post("/settings/people/", people_answers(min_moderators="1", preview="1"))
    assert "With 1 moderator, one day away leaves a channel with nobody." in words(response)
    assert not Setting.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"min_admins": "lots"}, "Enter a number from 1 to 10"),
        (
            {"min_admins": "6", "reason": "Because"},
            "Enter why you are changing this, in at least 10 characters",
        ),
        ({"min_operators": ""}, "Enter a number from 1 to 10"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    as_admin: Client, changes: dict, says: str
) -> None:
    response = as_admin.post("/settings/people/", people_answers(**changes))
    page = words(response)
    assert says in page and "<title>Error: People who run channels" in page
    for name, typed in changes.items():
        assert response.context["form"][name].value() == typed
    assert not Setting.objects.exists()


def test_a_head_is_led_to_the_school_and_sees_whose_answers_they_are(
    cast: Cast, as_head: Client
) -> None:
    response = as_head.get("/settings/", follow=True)
    assert response.redirect_chain[-1][0] == f"/settings/schools/{cast.school.slug}/"
    assert "Set by the trust" in words(response)
    as_head.post(f"/settings/schools/{cast.school.slug}/people/", people_answers(min_admins="3"))
    assert value("min_admins", school=cast.school) == 3
    assert value("min_admins", school=cast.other_school) == 2
    assert Setting.objects.count() == 1
    page = words(as_head.get(f"/settings/schools/{cast.school.slug}/people/"))
    assert "Set by this school." in page and "Use the trust’s answer instead" in page


def test_a_school_goes_back_to_its_trust(cast: Cast, as_head: Client) -> None:
    page = f"/settings/schools/{cast.school.slug}/people/"
    as_head.post(page, people_answers(min_admins="3"))
    as_head.post(page, people_answers(min_admins="3", trust_min_admins="on"))
    assert value("min_admins", school=cast.school) == 2
    assert Setting.objects.get().effective_to is not None


def test_a_school_that_would_loosen_reads_why_not(cast: Cast, as_head: Client) -> None:
    response = as_head.post(
        f"/settings/schools/{cast.school.slug}/people/", people_answers(min_admins="1")
    )
    assert "A school can be stricter than its trust, not less strict." in words(response)
    assert not Setting.objects.exists()


def test_what_only_the_trust_decides_is_not_asked_of_a_school(cast: Cast, as_head: Client) -> None:
    assert as_head.get(f"/settings/schools/{cast.school.slug}/sign-in/").status_code == 404
    assert as_head.get("/settings/people/").status_code == 403
    assert as_head.get("/settings/nothing/").status_code == 403


@pytest.mark.parametrize(
    "path", ["/settings/", "/settings/schools/ashdown-academy/", "/settings/logo-and-colour/"]
)
def test_who_has_no_business_in_settings(cast: Cast, client: Client, path: str) -> None:
    client.force_login(cast.teacher)
    response = client.get(path)
    assert response.status_code == 403


def test_another_school_and_another_trust(cast: Cast, client: Client) -> None:
    client.force_login(cast.other_head)
    assert client.get(f"/settings/schools/{cast.school.slug}/dates/").status_code == 403
    client.force_login(cast.outsider)
    assert client.get(f"/settings/schools/{cast.school.slug}/dates/").status_code == 404
    assert client.get(f"/schools/{cast.school.slug}/").status_code == 404


def test_a_preset_shows_what_would_change_before_it_does(cast: Cast, as_admin: Client) -> None:
    page = words(as_admin.get("/settings/start-from-a-policy/?preset=ISP"))
    assert "Every channel has moderators." in page
    assert value("moderation_rule", trust=cast.trust) == "pupils_or_comments"
    response = as_admin.post("/settings/start-from-a-policy/apply/", {"preset": "ISP"}, follow=True)
    assert "Your settings now follow the ISP policy." in words(response)
    assert value("moderation_rule", trust=cast.trust) == "always"


def test_choosing_no_preset_is_an_error(as_admin: Client) -> None:
    assert "Select a policy" in words(as_admin.get("/settings/start-from-a-policy/?preset="))


def test_logo_and_colour(cast: Cast, as_admin: Client, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    page = words(as_admin.post("/settings/logo-and-colour/", {"colour": "#FFD700", "preview": "1"}))
    assert "This colour is too light for white text. We will use dark text on it." in page
    assert Trust.objects.get(pk=cast.trust.pk).colour == "#0E6B4F"
    data = {"colour": "#7A1FA2", "logo": png(), "logo_alt": "Northmoor Learning Trust"}
    as_admin.post("/settings/logo-and-colour/", data)
    trust = Trust.objects.get(pk=cast.trust.pk)
    assert trust.colour == "#7A1FA2" and trust.logo
    assert 'alt="Northmoor Learning Trust"' in words(as_admin.get("/settings/"))


@pytest.mark.parametrize("preview", [{}, {"preview": "1"}])
def test_a_word_is_no_colour(as_admin: Client, preview: dict) -> None:
    page = words(as_admin.post("/settings/logo-and-colour/", {"colour": "red", **preview}))
    assert "Enter a colour like #0E6B4F" in page


def test_forms_need_their_token(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.admin)
    assert strict.post("/settings/people/", people_answers(min_admins="6")).status_code == 403
    assert strict.post("/settings/start-from-a-policy/apply/", {"preset": "ISP"}).status_code == 403
    assert not Setting.objects.exists()


def test_details_of_a_school(cast: Cast, as_head: Client) -> None:
    page = f"/settings/schools/{cast.school.slug}/details/"
    data = {
        "name": "Ashdown Academy",
        "town": "Ashby",
        "low_age": "11",
        "high_age": "18",
        "website_url": "ashdown.example",
    }
    assert as_head.post(page, data).status_code == 302
    school = School.objects.get(pk=cast.school.pk)
    assert (school.town, school.website_url) == ("Ashby", "https://ashdown.example")
    response = as_head.post(page, {**data, "low_age": "18", "high_age": "11"})
    assert "The youngest age must be lower than the oldest age" in words(response)


def test_adding_a_school(cast: Cast, as_admin: Client) -> None:
    response = as_admin.post("/settings/schools/add/", {"name": "Dunmore School", "urn": "123456"})
    assert response.headers["Location"] == "/settings/schools/dunmore-school/dates/"
    again = as_admin.post("/settings/schools/add/", {"name": "Dunmore", "urn": "123456"})
    assert "urn" in again.context["form"].errors
    assert "The URN must be 6 numbers" in words(
        as_admin.post("/settings/schools/add/", {"name": "X", "urn": "12"})
    )


def dates(*rows: tuple[str, str, str], initial: int = 0) -> dict[str, str]:
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": str(initial)}
    for place, (kind, start, end) in enumerate(rows):
        data[f"form-{place}-kind"] = kind
        for name, day in (("start", start), ("end", end)):
            for part, text in enumerate(day.split("/") if day else ("", "", "")):
                data[f"form-{place}-{name}_{part}"] = text
    return data


def test_term_dates_without_javascript(cast: Cast, as_head: Client) -> None:
    page = f"/settings/schools/{cast.school.slug}/dates/"
    rows = [
        ("term", "1/9/2026", "18/12/2026"),
        ("half_term", "26/October/2026", "30/10/2026"),
        ("", "", ""),
    ]
    response = as_head.post(page, {**dates(*rows), "add": "1"})
    assert response.headers["Location"] == page
    assert cast.school.dates.count() == 2
    kept = dates(*rows, initial=2)
    as_head.post(page, {**kept, "form-1-remove": "on"})
    assert [row.kind for row in cast.school.dates.all()] == ["term"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("term", "1/9/2026", ""), "Enter the last day"),
        (("", "1/9/2026", "2/9/2026"), "Select what these dates are"),
        (
            ("term", "18/12/2026", "1/9/2026"),
            "The last day must be the same as or after the first day",
        ),
        (("term", "31/2/2026", "1/9/2026"), "First day must be a real date"),
    ],
)
def test_dates_that_cannot_be(cast: Cast, as_head: Client, row: tuple, says: str) -> None:
    response = as_head.post(f"/settings/schools/{cast.school.slug}/dates/", dates(row))
    page = words(response)
    assert says in page and "<title>Error: Term dates" in page


def test_two_terms_at_once(cast: Cast, as_head: Client) -> None:
    rows = dates(("term", "1/9/2026", "18/12/2026"), ("term", "1/12/2026", "1/3/2027"))
    page = words(as_head.post(f"/settings/schools/{cast.school.slug}/dates/", rows))
    assert "Two rows of “Term” share a day. Change one of them" in page


def test_the_schools_of_a_trust_with_what_they_lack(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    page = words(client.get("/schools/"))
    assert "Schools (2)" in page and "Priya Nair" in page and "No office manager" in page
    assert page.index("Birchwood Primary") < page.index("Ashdown Academy")


def test_the_page_of_a_school(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    page = words(client.get(f"/schools/{cast.school.slug}/"))
    assert "Amal Haddad" in page and "01632 960114" in page and "1 Sep 2026" in page
    client.force_login(cast.teacher)
    assert client.get(f"/schools/{cast.school.slug}/").status_code == 403


def test_the_list_of_schools_costs_the_same_for_many(
    cast: Cast, client: Client, django_assert_num_queries
) -> None:
    from people.school_pages.school_rows import rows_of
    from tests.factories import TODAY, make_school

    for number in range(8):
        make_school(cast.trust, f"School {number} of many")
    with django_assert_num_queries(3):
        rows = rows_of(School.objects.filter(trust=cast.trust), TODAY)
    assert len(rows) == 10
