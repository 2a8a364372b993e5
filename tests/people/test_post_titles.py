"""The name of somebody on the list of people is never taken for a post (fault T10)."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied
from accounts_registry.models import Channel
from people.actions import add_post, give_post
from people.models import Post, User
from people.posts.titles import to_ask
from tests.accounts_registry.builders import add
from tests.factories import NOW, TODAY

NAMES = ["Jo Bell", "jo  bell", "Head of PE, Jo Bell", "Jo Bell (PE)", "JO-BELL left in 2022"]


@pytest.mark.parametrize("name", NAMES)
def test_a_colleagues_name_is_no_post_of_a_channel(cast, name):
    for field, typed in (("master_post", name), ("poster_posts", ["HoD (Art)", name])):
        with pytest.raises(ValidationError) as refusal:
            add(cast, **{field: typed})
        assert list(refusal.value.message_dict) == [field]
        assert "has the name of a person in it" in refusal.value.messages[0]
    assert not Channel.objects.exists()
    assert not Post.objects.filter(title__icontains="bell").exists()


def test_nor_a_new_post_on_the_page_of_a_person(cast):
    given = {"person": cast.teacher, "trust": cast.trust, "school": cast.school}
    with pytest.raises(ValidationError, match="name of a person"):
        give_post(**given, title="Jo Bell", start_date=TODAY, by=cast.office, at=NOW)
    with pytest.raises(Denied):
        give_post(**given, title="Jo Bell", start_date=TODAY, by=cast.teacher, at=NOW)
    give_post(**given, title="Bell ringer", start_date=TODAY, by=cast.office, at=NOW)


def test_accents_apostrophes_and_the_name_somebody_goes_by(cast):
    User.objects.filter(pk=cast.teacher.pk).update(
        given_name="Zoë", preferred_name="Zo", family_name="O'Néill"
    )
    for name in ("Zoe O’Neill", "zo oneill"):
        with pytest.raises(ValidationError):
            add(cast, master_post=name)


def test_one_name_alone_is_no_reason(cast):
    User.objects.filter(pk=cast.teacher.pk).update(given_name="Head", family_name="")
    assert add(cast, master_post="Head of PE").people.count() == 2


def test_the_page_says_it_beside_the_field_and_another_trusts_people_are_not_told(cast, client):
    client.force_login(cast.office)
    answers = {
        "school": str(cast.school.pk),
        "platform": "x",
        "account_name": "@SSchoolPE",
        "master_post": "Jo Bell",
    }
    page = client.post("/channels/add/", answers).content.decode()
    assert 'id="id_master_post-error"' in page or "has the name of a person" in page
    # Whoever belongs to another trust is asked about as somebody who is on no list.
    with pytest.raises(ValidationError, match="“Olga Stone” reads like a person's name"):
        add(cast, master_post="Olga Stone")
    said = {"master_post": "Olga Stone", "said_titles": ["Olga Stone"]}
    assert add(cast, **said).people.count() == 2


KNOWN = ["J. Bell", "J Bell", "Bell J", "Bell, J.", "Head of PE, J. Bell", "jo", "Jo", "BELL"]


@pytest.mark.parametrize("name", KNOWN)
def test_an_initial_or_one_name_of_a_colleague_is_refused_whatever_is_said(cast, name):
    with pytest.raises(ValidationError, match="has the name of a person in it"):
        add(cast, master_post=name, said_titles=[name])


LIKE_NAMES = [
    "Zoe Trent",
    "zoe trent",
    "ZOE TRENT",
    "Z. Trent",
    "Trent, Z.",
    "Music teacher Zoe Trent",
    "Zoe-Ann O’Shea",
    "Mr Trent",
    "Dr. Trent",
    "zoe left in 2022",
    "KofiMensah",
    "Teacher – Mensah",
    "Teacher - Mensah",
    "Teacher (Mensah)",
]
TITLES = [
    "Headteacher",
    "Head of PE",
    "HoD (Humanities)",
    "HOD PE",
    "PTA chair",
    "Class teachers",
    "Office",
    "SENDCo",
    "Assistant Head Teacher",
    "Co-ordinator of Forest School",
    "Children’s Centre Manager",
    "Duke of Edinburgh Lead",
    "Year R Teacher",
    "Class 3B teacher",
    "Team A Lead",
    "ICT Technician",
    "KS1 Phase Leader",
    "Business Manager",
    "School Business Manager",
    "Network manager",
    "Bell ringer",
    "St Mary’s House tutor",
    "MS Teams lead",
    "Vice-Chair of Governors",
    "PE technician",
    "Sixth Form Administrator",
    "YouTube lead",
    "Teacher – Art",
    "Teacher (Year 3)",
    "HoD – PE",
]


def test_the_verb_itself_refuses_what_the_forms_refuse(cast):
    here = {"trust": cast.trust, "school": cast.school, "by": cast.office, "at": NOW}
    with pytest.raises(ValidationError, match="name of a person"):
        add_post(title="Jo Bell", said_titles=["Jo Bell"], **here)
    with pytest.raises(ValidationError, match="reads like"):
        add_post(title="KofiMensah", **here)
    assert add_post(title="Zumba Wizard", said_titles=["Zumba Wizard"], **here)


def test_what_only_reads_like_a_name_and_what_does_not(cast):
    assert to_ask(LIKE_NAMES, trust=cast.trust) == LIKE_NAMES
    assert to_ask(TITLES, trust=cast.trust) == []
    assert to_ask(["Zumba Wizard"], trust=cast.trust) == ["Zumba Wizard"]
    give_post(
        person=cast.teacher,
        title="Zumba Wizard",
        said_titles=["Zumba Wizard"],
        trust=cast.trust,
        school=cast.school,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    assert to_ask(["Senior Wizard", "Zumba Wizard"], trust=cast.trust) == []


def test_a_word_of_titles_is_nobodys_name_alone(cast):
    User.objects.filter(pk=cast.teacher.pk).update(given_name="Dean", family_name="Cook")
    for title in ("Cook", "Dean", "Year R Cook"):
        assert add(cast, account_name=f"@{title[-4:]}{len(title)}", master_post=title, url="")
    with pytest.raises(ValidationError, match="name of a person"):
        add(cast, master_post="Dean Cook")


def test_the_page_of_a_person_asks_once_and_loses_nothing(cast, client):
    client.force_login(cast.office)
    place = f"/people/{cast.teacher.pk}/post/"
    typed = {
        "title": "Zoe Trent",
        "place": str(cast.school.pk),
        "start_date_0": "1",
        "start_date_1": "11",
        "start_date_2": "2026",
    }
    page = client.post(place, typed).content.decode()
    assert "reads like a person&#x27;s name" in page and 'value="Zoe Trent"' in page
    assert "Yes, “Zoe Trent” is the title of a post" in page
    assert not Post.objects.filter(title="Zoe Trent").exists()
    other = client.post(place, {**typed, "title": "Zoe Trench", "said_titles": ["Zoe Trent"]})
    assert "“Zoe Trench” reads like" in other.content.decode()
    client.post(place, {**typed, "said_titles": ["Zoe Trent"]})
    assert cast.teacher.holdings.filter(post__title="Zoe Trent").exists()
    for name in ("J. Bell", "jo", "Bell J"):
        refused = client.post(place, {**typed, "title": name, "said_titles": [name]})
        assert "has the name of a person in it" in refused.content.decode()


def test_the_page_of_a_channel_asks_once(cast, client):
    client.force_login(cast.office)
    answers = {
        "school": str(cast.school.pk),
        "platform": "x",
        "account_name": "@SSchoolPE",
        "master_post": "Business manager",
        "poster_posts": "Zoe Trent, Head of PE",
    }
    page = client.post("/channels/add/", answers).content.decode()
    assert "“Zoe Trent” reads like" in page and 'value="Zoe Trent, Head of PE"' in page
    assert not Channel.objects.exists()
    client.post("/channels/add/", {**answers, "said_titles": ["Zoe Trent"]})
    assert Channel.objects.get().people.filter(post__title="Zoe Trent").exists()
