"""Everything due, by school: what is overdue first, in words, in the same few questions for any number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from tests.cast import Cast
from tests.reminders.builders import make_channel


def test_what_is_overdue_comes_first_with_its_words(cast: Cast, client: Client) -> None:
    on = localdate()
    make_channel(cast.school, account_name="Later", privacy_review_due=on + timedelta(days=9))
    make_channel(cast.other_school, account_name="Late", privacy_review_due=on - timedelta(days=12))
    make_channel(cast.school, account_name="Far", privacy_review_due=on + timedelta(days=90))
    client.force_login(cast.comms)
    page = client.get("/compliance/reviews/").content.decode()
    assert page.index("Birchwood Primary</caption>") < page.index("Ashdown Academy</caption>")
    assert "12 days overdue" in page
    assert "Far on" not in page
    assert "1 overdue" in page
    one = client.get(f"/compliance/reviews/?school={cast.school.slug}").content.decode()
    assert "Late on" not in one
    assert "Nothing is overdue" in one


def test_each_person_sees_their_schools_and_links_they_may_follow(
    cast: Cast, client: Client
) -> None:
    on = localdate()
    channel = make_channel(cast.school, account_name="Ours", risk_review_due=on)
    make_channel(cast.other_school, account_name="Theirs", risk_review_due=on)
    ref = channel.reference.lower()
    for person, link in (
        (cast.head, f"/channels/{ref}/risk-review/"),
        (cast.office, f"/channels/{ref}-ours"),
    ):
        client.force_login(person)
        page = client.get("/compliance/reviews/").content.decode()
        assert "Ours on" in page
        assert "Theirs on" not in page
        assert f'href="{link}' in page
    client.force_login(cast.teacher)
    assert client.get("/compliance/reviews/").status_code == 403


def test_nothing_due_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    assert (
        "Nothing is due in the next 60 days" in client.get("/compliance/reviews/").content.decode()
    )


def test_twenty_ask_as_much_as_two(cast: Cast, client: Client) -> None:
    client.force_login(cast.comms)
    fields: dict[str, Any] = dict.fromkeys(
        ("privacy_review_due", "evaluation_due", "risk_review_due"), localdate()
    )
    counts = []
    for more in (2, 18):
        for _ in range(more):
            make_channel(cast.school, **fields)
        client.get("/compliance/reviews/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/compliance/reviews/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
