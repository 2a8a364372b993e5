"""Two colleagues of one name: whoever is accused, shared with or left out is the one that was meant (fault R9)."""

from __future__ import annotations

import re

import pytest

from incidents import actions
from incidents.models import Entry, Incident, Party
from incidents.report import people_found
from notifications.models import Message
from people.models import User
from tests.factories import NOW, TODAY, make_person
from tests.incidents.test_pages import as_, hidden_in, page
from tests.incidents.world import answers, send

PE = "Renée O’Neill, Teacher of PE, Ashdown Academy"
COOK = "Renée O’Neill, Chef, Birchwood Primary"


@pytest.fixture
def two(cast) -> tuple[User, User]:
    one = make_person(
        "Renée O’Neill", trust=cast.trust, school=cast.school, post="Teacher of PE", email="r1@school.example"
    )  # fmt: skip
    other = make_person(
        "Renée O’Neill", trust=cast.trust, school=cast.other_school, post="Chef", email="r2@school.example"
    )  # fmt: skip
    return one, other


def choice_of(text: str, person: User) -> str:
    """The words beside the box of this person."""
    ident = re.search(rf'<input[^>]*value="{person.pk}"[^>]*>', text)[0]
    ident = re.search(r'id="([^"]+)"', ident)[1]
    label = re.search(rf'<label[^>]*for="{ident}"[^>]*>(.*?)</label>', text, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", "", label).split())


def accuse(cast, person: User) -> tuple[Incident, str]:
    """A report through the pages, in which this person is picked."""
    client = as_(cast.teacher)
    page(client, "/report/step/1/", option="adult-behaviour")
    page(client, "/report/step/2/", kinds="adult")
    page(client, "/report/step/2/people/", people=str(person.pk))
    page(client, "/report/step/3/", what="x")
    page(client, "/report/step/4/", press="continue")
    check = page(client, "/report/step/5/", risk="no")
    page(client, "/report/check/", **hidden_in(check))
    return Incident.objects.get(), check


@pytest.mark.parametrize("typed", ["renee", "O'Neill", "oneill", "O’Neill", "ONEILL  ren"])
def test_which_person_shows_both_apart_however_the_name_is_typed(cast, two, typed) -> None:
    client = as_(cast.teacher)
    page(client, "/report/step/1/", option="adult-behaviour")
    page(client, "/report/step/2/", kinds="adult")
    text = page(client, "/report/step/2/people/", press="find", find=typed)
    assert choice_of(text, two[0]) == PE
    assert choice_of(text, two[1]) == COOK


def test_the_check_page_says_which_of_them_is_left_out(cast, two) -> None:
    incident, check = accuse(cast, two[1])
    assert "Renée O’Neill (Chef, Birchwood Primary) will not see it" in check
    assert COOK in check and "Teacher of PE" not in check
    assert [party.person for party in Party.objects.exclude(person=None)] == [two[1]]
    assert incident.is_about(two[1]) and not incident.is_about(two[0])


def test_whoever_reads_it_sees_which_of_them_was_named(cast, two) -> None:
    incident, _ = accuse(cast, two[1])
    client = as_(incident.handler)
    text = page(client, incident.get_absolute_url())
    assert COOK in text and "Teacher of PE" not in text
    text = page(client, "/concerns/", press="names")
    assert COOK in text and "Teacher of PE" not in text


def test_sharing_and_naming_say_which_of_them(cast, two) -> None:
    incident = send(cast)
    client = as_(cast.dsl)
    share = f"{incident.get_absolute_url()}who/share/"
    text = page(client, share, press="find", find="oneill")
    assert choice_of(text, two[0]) == PE and choice_of(text, two[1]) == COOK
    actions.share(incident=incident, by=cast.dsl, person=two[0], reason="Needed", at=NOW)
    actions.name_party(incident=incident, by=cast.dsl, person=two[1], at=NOW)
    said = " ".join(entry.text for entry in Entry.objects.filter(incident=incident))
    assert "Shared with Renée O’Neill (Teacher of PE, Ashdown Academy): Needed" in said
    assert "Recorded as being about Renée O’Neill (Chef, Birchwood Primary)" in said
    text = page(client, f"{incident.get_absolute_url()}who/")
    assert "Renée O’Neill (Teacher of PE, Ashdown Academy)" in text and "Chef" not in text


def test_no_letter_names_either_of_them(cast, two) -> None:
    """A letter about a concern names nobody it is about, so no letter can mean the wrong one."""
    accuse(cast, two[1])
    letters = Message.objects.all()
    assert letters.exists()
    assert not [one for one in letters if "Neill" in one.text + one.subject]
    assert not letters.filter(recipient__in=two).exists()


def unfolded(text: str) -> str:
    """What of a page is on the screen before anything is pressed."""
    return re.sub(r"<details.*?</details>", "", text, flags=re.S)


def test_the_names_on_a_concern_are_folded_away_until_they_are_pressed(cast, two) -> None:
    incident, _ = accuse(cast, two[1])
    client = as_(incident.handler)
    text = page(client, incident.get_absolute_url())
    assert re.search(r"<summary[^>]*>\s*<span[^>]*>\s*Show names and what was written", text)
    assert COOK in text and "Jo Bell" in text and "<details open" not in text
    assert "Neill" not in unfolded(text) and "Jo Bell" not in unfolded(text)
    text = page(client, "/concerns/")
    assert "Neill" not in text and "Jo Bell" not in text


def test_the_check_page_and_the_chronology_fold_them_away_too(cast, two) -> None:
    incident, check = accuse(cast, two[1])
    assert "Neill" in check and "Neill" not in unfolded(check)
    assert "1 person will not see it, because of whom it is about" in check
    assert check.count("Show the names") == 2
    chronology = page(as_(incident.handler), f"{incident.get_absolute_url()}chronology/")
    assert "Jo Bell" not in chronology and "Neill" not in unfolded(chronology)


def test_who_is_told_and_whom_it_is_from_are_told_from_their_namesakes(cast) -> None:
    make_person(
        "Amal Haddad", trust=cast.trust, school=cast.other_school, email="a2@school.example"
    )
    make_person("Jo Bell", trust=cast.trust, school=cast.other_school, email="j2@school.example")
    incident = send(cast)
    actions.save_draft(by=cast.teacher, answers=answers(cast.school), at=NOW)
    check = page(as_(cast.teacher), "/report/check/")
    assert "Amal Haddad (" in check and "designated safeguarding lead" in check
    text = page(as_(cast.dsl), "/concerns/", press="names")
    assert re.search(r"<td[^>]*>Jo Bell \([^<]+\)</td>", text)
    assert incident.reference in text


def test_leaving_by_exit_makes_the_browser_forget_its_pages(cast) -> None:
    client = as_(cast.teacher)
    page(client, "/report/")
    answer = client.post("/report/exit/", {"what": "half a sent"})
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.post("/sign-out/").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_somebody_who_is_suspended_is_found_and_can_be_accused(cast):
    User.objects.filter(pk=cast.deputy_dsl.pk).update(suspended_until=TODAY)
    assert cast.deputy_dsl in people_found.find(cast.deputy_dsl.family_name, cast.school, on=TODAY)


def test_a_search_that_finds_nobody_says_so(cast):
    assert "“zzz”" in people_found.nobody("zzz", people_found.find("zzz", cast.school, on=TODAY))
    assert people_found.nobody("fox", people_found.find("fox", cast.school, on=TODAY)) == ""
