"""The page of notices, the badge, and the outbox as a command."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from notifications import post
from notifications.models import Message, Notice
from notifications.outbox import outbox, unread
from tests.cast import Cast
from tests.factories import NOW
from tests.notifications.test_tell import tell


def test_what_needs_you_stands_apart_from_information(client: Client, cast: Cast) -> None:
    tell(cast.teacher, key="a", notice="Decide: TikTok for the library", needs_action=True)
    tell(cast.teacher, key="b", notice="Dana Reid can cover @AshdownPE")
    tell(cast.head, key="c", notice="Somebody else's business")
    client.force_login(cast.teacher)
    page = client.get("/notifications/").content.decode()
    needs, information = page.split("For information")
    assert "Decide: TikTok for the library" in needs
    assert "Dana Reid can cover @AshdownPE" in information
    assert "Somebody else" not in page


def test_information_is_marked_as_read_all_at_once(client: Client, cast: Cast) -> None:
    tell(cast.teacher, key="a", needs_action=True)
    tell(cast.teacher, key="b")
    tell(cast.head, key="c")
    assert unread(cast.teacher) == 2
    client.force_login(cast.teacher)
    assert client.get("/notifications/read/").status_code == 405
    client.post("/notifications/read/")
    assert unread(cast.teacher) == 1
    assert unread(cast.head) == 1


def test_one_notice_is_put_away_by_its_person_only(client: Client, cast: Cast) -> None:
    tell(cast.teacher, needs_action=True)
    notice = Notice.objects.get()
    client.force_login(cast.head)
    assert client.post(f"/notifications/{notice.pk}/read/").status_code == 404
    client.force_login(cast.teacher)
    client.post(f"/notifications/{notice.pk}/read/")
    assert unread(cast.teacher) == 0


def test_what_is_done_needs_nobody_any_more(cast: Cast) -> None:
    tell(cast.teacher, key="a", needs_action=True, reference="RQ0001", kind="decision_asked")
    tell(cast.teacher, key="b", needs_action=True, reference="RQ0002", kind="decision_asked")
    tell(cast.head, key="a", needs_action=True, reference="RQ0001", kind="decision_asked")
    post.settle(reference="RQ0001", kind="agreement_asked", at=NOW)
    assert (unread(cast.teacher), unread(cast.head)) == (2, 1)
    post.settle(reference="RQ0001", person=cast.teacher, at=NOW)
    assert (unread(cast.teacher), unread(cast.head)) == (1, 1)
    post.settle(reference="RQ0001", at=NOW)
    assert unread(cast.head) == 0


def test_an_empty_page_says_what_will_come(client: Client, cast: Cast) -> None:
    client.force_login(cast.teacher)
    page = client.get("/notifications/").content.decode()
    assert "Nothing new needs you." in page
    assert "When somebody decides, asks or changes something of yours, it shows here." in page


def test_the_outbox_shows_the_newest_first(cast: Cast) -> None:
    tell(cast.teacher, key="a", subject="First")
    tell(cast.teacher, key="b", subject="Second")
    Message.objects.filter(subject="First").update(created_at="2026-11-01T09:00Z")
    assert [message.subject for message in outbox()] == ["Second", "First"]


def as_json(*more: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("outbox", *more, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_says_what_became_of_each_letter(cast: Cast) -> None:
    message = tell(cast.teacher, key="a")
    assert message is not None
    message.state, message.blame, message.problem = "failed", "address", "550 5.1.1 Unknown"
    message.failed_at, message.attempts = NOW, 1
    message.save()
    (row,) = as_json()
    assert "Find cover" in row["text"]
    assert (row["to"], row["state"], row["problem"]) == (
        cast.teacher.email,
        "failed",
        "550 5.1.1 Unknown",
    )
    assert (row["failed_at"], row["next_try_at"]) == (NOW.isoformat(), None)


def test_what_is_restricted_is_in_no_form_in_the_command(cast: Cast) -> None:
    tell(cast.teacher, key="a")
    before = as_json(), in_words()
    tell(cast.dsl, key="b", restricted=True, reference="C-7K4P-29XM", needs_action=True)
    Message.objects.filter(restricted=True).update(state="failed", problem="550 5.1.1 Unknown")
    assert (as_json(), in_words()) == before


def in_words() -> str:
    out = StringIO()
    call_command("outbox", stdout=out)
    return out.getvalue()


def test_the_command_can_begin_at_a_time(cast: Cast) -> None:
    tell(cast.teacher)
    assert len(as_json("--since", "2026-11-20")) == 1
    assert as_json("--since", "2026-11-20T10:00") == []
    with pytest.raises(CommandError, match="--since must be a day or a time"):
        call_command("outbox", "--since", "lately")
