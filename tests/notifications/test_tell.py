"""A person is told once, in words that nothing can turn into a header or into markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from notifications import post
from notifications.models import Message, Notice
from tests.cast import Cast
from tests.factories import NOW


def tell(person: Any, **changes: Any) -> Message | None:
    told = {
        "kind": "test",
        "key": "thing:1",
        "subject": "Cover needed",
        "template": "reminders/emails/urgent",
        "context": {
            "row": {"text": "Find cover for O'Brien & sons", "why": "1 moderator, 2 needed"}
        },
        "link": "/cover/",
        "at": NOW,
    }
    return post.tell(person, **{**told, **changes})


def test_a_letter_greets_says_and_explains_itself(cast: Cast) -> None:
    message = tell(cast.teacher, why="you moderate a channel.")
    assert message is not None
    assert message.text.startswith(
        "Dear Jo,\n\nFind cover for O'Brien & sons: 1 moderator, 2 needed."
    )
    assert "\nhttp://testserver/cover/\n" in message.text
    assert message.text.endswith(
        "-- \nYou got this because you moderate a channel.\nSent by Official Channels: http://testserver\n"
    )


def test_telling_twice_tells_once(cast: Cast) -> None:
    assert tell(cast.teacher) is not None
    assert tell(cast.teacher) is None
    assert (Message.objects.count(), Notice.objects.count()) == (1, 1)


def test_another_person_is_told_too(cast: Cast) -> None:
    assert tell(cast.teacher) and tell(cast.head)


def test_a_subject_is_one_line(cast: Cast) -> None:
    message = tell(cast.teacher, subject="Hello\r\nBcc: everybody@elsewhere.example")
    assert message is not None
    assert message.subject == "Hello Bcc: everybody@elsewhere.example"


def test_a_restricted_notice_says_only_that_a_report_needs_you(cast: Cast) -> None:
    tell(
        cast.dsl,
        restricted=True,
        needs_action=True,
        subject="Action needed now: C-7K4P-29XM",
        notice="About a pupil",
    )
    assert Notice.objects.get().text == "A report needs you"


def test_what_is_told_is_collected_for_the_page_that_follows(cast: Cast) -> None:
    with post.collecting() as told:
        message = tell(cast.teacher)
        tell(cast.teacher)
    assert told == [message]


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_down_breaks_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from notifications import tasks

    def unreachable(*args: Any, **kwargs: Any) -> None:
        raise OSError("nobody there")

    monkeypatch.setattr(tasks.deliver_now, "apply_async", unreachable)
    tell(cast.teacher, urgent=True)
    assert Message.objects.get().state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_the_doorbell_rings_for_one_urgent_letter_and_wakes_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the hour at which a newsletter goes would tell that somebody has filed a concern."""
    from notifications import tasks

    rung: list[Any] = []
    monkeypatch.setattr(tasks.deliver_now, "apply_async", lambda args, **options: rung.append(args))
    tell(cast.teacher, key="routine")
    urgent = tell(cast.dsl, key="urgent", urgent=True, restricted=True)
    assert urgent is not None
    assert rung == [(str(urgent.pk),)]
    monkeypatch.setattr("django.conf.settings.SENDS_EMAIL", True, raising=False)
    tasks.deliver_now(str(urgent.pk))
    assert set(Message.objects.values_list("kind", "urgent", "state")) == {
        ("test", True, "sent"),
        ("test", False, "waiting"),
    }


def test_a_letter_may_stand_in_no_portal(cast: Cast) -> None:
    assert tell(cast.teacher, only_by_email=True) is not None
    assert not Notice.objects.exists()


def test_no_template_greets_or_signs_for_itself() -> None:
    """The post room greets everybody once, and says once why a letter came."""
    folder = Path(__file__).resolve().parents[2] / "templates"
    texts = {path: path.read_text() for path in folder.glob("*/emails/*.txt")}
    assert len(texts) > 10
    assert [path.name for path, text in texts.items() if "Dear " in text or "\n-- " in text] == []
