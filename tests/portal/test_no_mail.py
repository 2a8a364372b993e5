"""A portal that sends no mail says so wherever it says who was told, and gives the numbers it knows."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings
from django.utils.timezone import localdate

from incidents import actions
from people.models import User
from portal import set_up
from schools.models import School
from tests.cast import Cast
from tests.factories import NOW
from tests.incidents.world import answers

pytestmark = pytest.mark.django_db
NOBODY = "Nobody was e-mailed: this portal sends no mail."


def at_the_check(client: Client, cast: Cast) -> str:
    actions.save_draft(by=cast.teacher, answers=answers(cast.school), at=NOW)
    client.force_login(cast.teacher)
    return client.get("/report/check/").content.decode()


def sent(client: Client, cast: Cast) -> str:
    page = at_the_check(client, cast)
    hidden = dict(re.findall(r'name="(draft|shown)" value="([^"]+)"', page))
    return client.post("/report/check/", hidden, follow=True).content.decode()


def test_the_page_before_sending_says_so_with_numbers(client: Client, cast: Cast) -> None:
    page = at_the_check(client, cast)
    assert "Nobody is e-mailed: this portal sends no mail." in page
    assert "Told now" not in page
    assert "01632 960114" in page


def test_the_page_after_sending_says_so_with_numbers(client: Client, cast: Cast) -> None:
    page = sent(client, cast)
    assert NOBODY in page
    assert "Phone Amal Haddad now" in page
    assert "01632 960114" in page


def test_no_report_is_refused_for_want_of_a_number(client: Client, cast: Cast) -> None:
    User.objects.update(phone="", out_of_hours_phone="")
    School.objects.update(lado_phone="", social_care_phone="")
    assert "no phone number is known" in at_the_check(client, cast)
    page = sent(client, cast)
    assert "Your report has been sent" in page
    assert "No phone number is known for Amal Haddad" in page
    assert "ask the school office for the number of Amal Haddad" in page


def test_every_press_that_tells_somebody_says_so(client: Client, cast: Cast) -> None:
    from tests.notifications.test_tell import tell

    message = tell(cast.head)
    assert message is not None
    client.force_login(cast.teacher)
    session = client.session
    session["just_told"] = [str(message.pk)]
    session.save()
    page = client.get("/").content.decode()
    assert NOBODY in page
    assert "01632 960101" in page


def test_one_that_sends_mail_says_who_was_told(client: Client, cast: Cast) -> None:
    with override_settings(SENDS_EMAIL=True):
        assert "Told now" in at_the_check(client, cast)
        page = sent(client, cast)
    assert "sends no mail" not in page


def test_the_checklist_has_it_until_mail_is_sent(cast: Cast) -> None:
    def lines() -> dict[str, bool]:
        return {gap.sentence: gap.done for gap in set_up.gaps(cast.trust, localdate())}

    assert lines()["Let the portal send e-mail"] is False
    with override_settings(SENDS_EMAIL=True):
        assert lines()["Let the portal send e-mail"] is True
