"""The name of somebody on the list of people is never taken for a post (T10)."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied
from accounts_registry.models import Channel
from people.actions import give_post
from people.models import Post, User
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
    assert add(cast, master_post="Olga Stone").people.count() == 2
