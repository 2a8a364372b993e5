"""Nobody changes alone, and unseen, whom people phone when a child is in danger."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from audit.models import Entry
from notifications.models import Message
from people.system import system_user
from schools.actions import add_school, change_school_details
from tests.factories import NOW


def told() -> dict[str, str]:
    letters = Message.objects.filter(kind="school.numbers").select_related("recipient")
    return {one.recipient.full_name: one.text for one in letters}


def test_head_lead_and_deputies_there_read_the_old_number_and_the_new(cast) -> None:
    change_school_details(school=cast.school, lado_phone="0113 496 0999", by=cast.admin, at=NOW)
    letters = told()
    assert set(letters) == {"Priya Nair", "Amal Haddad", "Sam Hill"}
    assert "0113 496 0999 (before: 01632 960312)" in letters["Amal Haddad"]
    assert "social care" not in letters["Amal Haddad"]
    assert Message.objects.filter(kind="school.numbers", urgent=True).count() == 3
    entry = Entry.objects.get(event="school.changed")
    assert entry.data["lado_phone"] == "0113 496 0999"
    assert entry.data["numbers_before"] == {"lado_phone": "01632 960312"}


def test_whoever_changes_it_is_not_told_of_it_but_the_others_are(cast) -> None:
    change_school_details(school=cast.school, social_care_phone="", by=cast.head, at=NOW)
    assert set(told()) == {"Amal Haddad", "Sam Hill"}
    assert "Children’s social care: no number (before: 01632 960311)" in told()["Sam Hill"]


def test_other_details_and_the_portals_own_set_up_are_no_news(cast) -> None:
    change_school_details(school=cast.school, town="York", by=cast.head, at=NOW)
    change_school_details(school=cast.school, lado_phone="0113 496 0999", by=system_user(), at=NOW)
    assert not told()


@pytest.mark.parametrize("number", ["07700 900666", "+44 7700 900666", "0044 (0)7700-900666"])
@pytest.mark.parametrize("name", ["lado_phone", "social_care_phone"])
def test_no_authority_answers_at_a_mobile(cast, name, number) -> None:
    with pytest.raises(ValidationError, match="starts with 07 is a mobile"):
        change_school_details(school=cast.school, **{name: number}, by=cast.admin, at=NOW)
    with pytest.raises(ValidationError, match="starts with 07 is a mobile"):
        add_school(trust=cast.trust, name="New School", **{name: number}, by=cast.admin, at=NOW)
    cast.school.refresh_from_db()
    assert getattr(cast.school, name).startswith("01632") and not told()


def test_the_page_says_so_by_the_question(cast, client) -> None:
    client.force_login(cast.admin)
    url = f"/settings/schools/{cast.school.slug}/details/"
    sent = {"name": cast.school.name, "country": cast.school.country, "lado_phone": "07700 900666"}
    page = client.post(url, sent).content.decode()
    assert "starts with 07 is a mobile" in page and "#id_lado_phone" in page
