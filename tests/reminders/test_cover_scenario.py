"""S12: a moderator on leave leaves fewer than two (REM-12), with its own people and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from access.check import Denied
from accounts_registry.cover import actions as cover_actions
from accounts_registry.cover import cover_days
from accounts_registry.models import Channel, Cover
from audit.models import Entry
from notifications.models import Message, Notice
from people.models import Absence, User
from reminders import actions
from reminders.models import Reminder
from tests.factories import (
    hold,
    make_confirmed,
    make_person,
    make_policy,
    make_school,
    make_trained,
    make_trust,
)
from tests.reminders.builders import make_channel
from workflow.moves import WrongState

BOOKED_ON = date(2026, 11, 2)
FIRST, LAST = date(2026, 11, 9), date(2026, 11, 20)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@dataclass
class Story:
    channel: Channel
    boyd: User
    stuart: User
    lowe: User
    grant: User
    nair: User
    shah: User

    def book(self) -> Absence:
        return actions.book_away(
            person=self.boyd, start_date=FIRST, end_date=LAST, by=self.boyd, at=at(BOOKED_ON)
        )

    def propose(self, absence: Absence | None = None, person: User | None = None) -> Cover:
        return cover_actions.propose_for_channel(
            channel=self.channel,
            person=person or self.lowe,
            start_date=FIRST,
            end_date=LAST,
            absence=absence,
            by=self.stuart,
            at=at(BOOKED_ON, 10),
        )

    def gaps(self, on: date = BOOKED_ON) -> list[tuple[date, date, int, int]]:
        found = cover_days.gaps(
            first=on, last=date(2026, 12, 14), channels=Channel.objects.filter(pk=self.channel.pk)
        )
        return [(gap.start, gap.end, gap.available, gap.needed) for gap in found]


@pytest.fixture
def story(db: Any) -> Story:
    trust = make_trust("Queen Elizabeth's", short_name="qe")
    school = make_school(trust, "SSchool")

    def at_school(name: str, *roles: str, post: str) -> User:
        return make_person(name, *roles, trust=trust, school=school, post=post)

    people = {
        "shah": at_school("Rana Shah", "HEAD", post="Headteacher"),
        "lowe": at_school("Iris Lowe", "DHT", post="Deputy headteacher"),
        "boyd": at_school("Anna Boyd", post="Head of humanities"),
        "stuart": at_school("Eve Stuart", post="Teacher of history"),
        "grant": at_school("Paul Grant", "ADMIN", post="Business manager"),
        "nair": make_person("Maya Nair", "COMMS", trust=trust, post="Communications manager"),
    }
    make_trained(*people.values(), on=BOOKED_ON)
    make_confirmed(make_policy(trust), *people.values())
    channel = make_channel(
        school,
        people["boyd"],
        people["stuart"],
        master=hold(people["grant"], "Register keeper", trust=trust, school=school),
        account_name="History@SSchool",
    )
    return Story(channel=channel, **people)


def told(code: str = "REM-12") -> set[str]:
    return set(
        Reminder.objects.filter(code=code, sent_at__isnull=False).values_list(
            "recipient__family_name", flat=True
        )
    )


def letters() -> list[str]:
    return sorted(
        Message.objects.filter(kind="reminder_urgent").values_list(
            "recipient__family_name", flat=True
        )
    )


def test_booking_shows_the_gap_and_tells_both_moderators_grant_and_nair(story: Story) -> None:
    story.book()
    assert story.gaps() == [(FIRST, LAST, 1, 2)]
    assert told() == {"Boyd", "Stuart", "Grant", "Nair"}
    assert letters() == ["Boyd", "Grant", "Nair", "Stuart"]
    assert set(Reminder.objects.values_list("lead", flat=True)) == {-7}


def test_the_seven_days_lead_of_the_same_day_is_not_sent_again(story: Story) -> None:
    story.book()
    actions.sweep_urgent(on=BOOKED_ON, at=at(BOOKED_ON, 15))
    actions.sweep_daily(on=BOOKED_ON, at=at(BOOKED_ON, 16))
    actions.sweep_daily(on=date(2026, 11, 3), at=at(date(2026, 11, 3), 6))
    assert letters() == ["Boyd", "Grant", "Nair", "Stuart"]


def test_the_gap_stays_until_she_agrees(story: Story) -> None:
    cover = story.propose(story.book())
    assert story.gaps() == [(FIRST, LAST, 1, 2)]
    asked = Message.objects.get(kind="cover_asked")
    assert (asked.recipient, asked.link) == (story.lowe, f"/cover/{cover.pk}/answer/")
    actions.answer_cover(cover=cover, accepts=True, by=story.lowe, at=at(date(2026, 11, 5)))
    assert story.gaps() == []
    assert not Notice.objects.unread().filter(needs_action=True).exists()


def test_when_she_agrees_no_later_lead_goes_and_shah_never_hears(story: Story) -> None:
    cover = story.propose(story.book())
    actions.answer_cover(cover=cover, accepts=True, by=story.lowe, at=at(date(2026, 11, 5)))
    for number in range(5, 21):
        day = date(2026, 11, number)
        actions.sweep_daily(on=day, at=at(day, 6))
        actions.sweep_urgent(on=day, at=at(day, 12))
    assert letters() == ["Boyd", "Grant", "Nair", "Stuart"]
    assert not Message.objects.filter(
        recipient=story.shah, reference=story.channel.reference
    ).exists()


def test_without_an_answer_the_later_leads_go_with_shah_from_three_days_before(
    story: Story,
) -> None:
    story.propose(story.book())
    for number in range(3, 10):
        day = date(2026, 11, number)
        actions.sweep_daily(on=day, at=at(day, 6))
    leads = (
        Reminder.objects.filter(code="REM-12")
        .order_by("lead")
        .values_list("lead", "recipient__family_name")
    )
    assert [lead for lead, name in leads if name == "Shah"] == [-3, -1, 0]
    assert [lead for lead, name in leads if name == "Stuart"] == [-7, -3, -1, 0]


def test_cancelling_ends_the_cover_and_nothing_follows(story: Story) -> None:
    absence = story.book()
    cover = story.propose(absence)
    actions.answer_cover(cover=cover, accepts=True, by=story.lowe, at=at(date(2026, 11, 5)))
    actions.cancel_away(absence=absence, by=story.boyd, at=at(date(2026, 11, 6)))
    cover.refresh_from_db()
    assert cover.status == "ended"
    assert Message.objects.filter(kind="cover_ended", recipient=story.lowe).count() == 1
    before = Message.objects.count()
    for number in range(6, 21):
        day = date(2026, 11, number)
        actions.sweep_daily(on=day, at=at(day, 6))
    assert Message.objects.count() == before
    assert story.gaps() == []


def test_declining_leaves_the_gap_and_tells_those_who_asked(story: Story) -> None:
    cover = story.propose(story.book())
    actions.answer_cover(cover=cover, accepts=False, by=story.lowe, at=at(date(2026, 11, 5)))
    assert story.gaps() == [(FIRST, LAST, 1, 2)]
    names = Message.objects.filter(kind="cover_answered").values_list(
        "recipient__family_name", flat=True
    )
    assert set(names) == {"Stuart", "Boyd"}


def test_only_somebody_authorised_can_be_asked(story: Story) -> None:
    story.lowe.training.all().delete()
    with pytest.raises(WrongState, match="Iris Lowe has no current training"):
        story.propose(story.book())
    assert not Cover.objects.exists()


def test_somebody_away_cannot_be_asked(story: Story) -> None:
    absence = story.book()
    actions.book_away(
        person=story.lowe, start_date=LAST, end_date=LAST, by=story.lowe, at=at(BOOKED_ON)
    )
    with pytest.raises(WrongState, match="away on some of these days"):
        story.propose(absence)


def test_asking_twice_asks_once(story: Story) -> None:
    absence = story.book()
    assert story.propose(absence) == story.propose(absence)
    assert Message.objects.filter(kind="cover_asked").count() == 1
    assert Entry.objects.filter(event="cover.proposed").count() == 1


def test_only_she_can_answer_and_only_once(story: Story) -> None:
    cover = story.propose(story.book())
    with pytest.raises(Denied):
        actions.answer_cover(cover=cover, accepts=True, by=story.stuart, at=at(BOOKED_ON, 11))
    actions.answer_cover(cover=cover, accepts=True, by=story.lowe, at=at(BOOKED_ON, 11))
    with pytest.raises(WrongState):
        actions.answer_cover(cover=cover, accepts=False, by=story.lowe, at=at(BOOKED_ON, 12))
    assert story.gaps() == []


def test_mrs_lowe_is_the_first_to_be_suggested(story: Story) -> None:
    story.book()
    make_channel(story.channel.school, story.lowe)
    people = cover_days.candidates(story.channel, start=FIRST, end=LAST, on=BOOKED_ON)
    assert people[0] == story.lowe
    assert not {story.boyd, story.stuart} & set(people)


def test_nobody_of_another_trust_arranges_cover(story: Story) -> None:
    stranger = make_person("Olga Stone", "HEAD", trust=make_trust("Elsewhere"), school=None)
    absence = story.book()
    with pytest.raises(Exception) as refused:
        cover_actions.propose_for_channel(
            channel=story.channel,
            person=story.lowe,
            start_date=FIRST,
            end_date=LAST,
            absence=absence,
            by=stranger,
            at=at(BOOKED_ON),
        )
    assert type(refused.value).__name__ == "Hidden"


def test_the_letter_reads_well(story: Story) -> None:
    story.book()
    letter = Message.objects.get(kind="reminder_urgent", recipient=story.stuart)
    assert letter.subject == "Find cover for History@SSchool from 9 to 20 November"
    assert letter.text == (
        "Dear Eve,\n\n"
        "Find cover for History@SSchool from 9 to 20 November: 1 moderator, 2 needed.\n\n"
        "Somebody who is ready to moderate can stand in. Only cover that they agree to counts. "
        "Ask somebody on this page:\n\n"
        f"http://testserver/cover/channels/{story.channel.reference.lower()}/?from=2026-11-09&to=2026-11-20\n\n"
        "This reminder stops as soon as enough people are there.\n\n"
        "-- \nYou got this because you run this channel or look after those who do.\n"
        "Sent by Official Channels: http://testserver\n"
    )
