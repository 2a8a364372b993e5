"""REM-17A: a leaver, an ended role or a changed post asks for new login details within the hour (fault U1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts_registry.crew.actions import crew
from accounts_registry.crew.goings import goings
from accounts_registry.entry.actions.channels import change_details
from accounts_registry.models import Channel, ChannelPerson
from people import actions as people
from people.models import Holding, Post, RoleAssignment, User
from platforms.models import Platform
from reminders.login_finders import login_details_to_change
from reminders.scope import Scope
from tests.cast import Cast
from tests.factories import LONG_AGO, NOW, TODAY

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return Channel.objects.create(
        reference="CH9001",
        trust=cast.trust,
        school=cast.school,
        platform=Platform.objects.get(code="x"),
        account_name="@Sample",
        identity="x:sample",
        status="open",
        credentials_post=Post.objects.get(title="Business manager", school=cast.school),
    )


def part(channel: Channel, **who: object) -> ChannelPerson:
    return ChannelPerson.objects.create(
        channel=channel, part="administrator", start_date=LONG_AGO, **who
    )


def said(on: date = TODAY) -> list[str]:
    return [due.words.why for due in login_details_to_change(Scope(on))]


def leaves(person: User, day: date = YESTERDAY) -> None:
    User.objects.filter(pk=person.pk).update(leaving_date=day)


def test_nobody_has_gone(cast: Cast, channel: Channel) -> None:
    part(channel, person=cast.colleague)
    assert said() == []


def test_an_administrator_who_left_yesterday(cast: Cast, channel: Channel) -> None:
    part(channel, person=cast.colleague)
    leaves(cast.colleague)
    assert said() == ["Lena Fox could sign in to it and no longer should"]
    assert said(TODAY + timedelta(days=7)) == said()
    Channel.objects.update(credentials_rotated_on=TODAY)
    assert said() == []


def test_who_held_the_post_that_administers_it(cast: Cast, channel: Channel) -> None:
    part(channel, post=Post.objects.get(title="Head of PE", school=cast.school))
    Holding.objects.filter(person=cast.line_manager).update(end_date=YESTERDAY)
    assert said() == ["Dana Reid could sign in to it and no longer should"]


def test_who_held_the_post_that_looks_after_the_details(cast: Cast, channel: Channel) -> None:
    leaves(cast.office)
    due = login_details_to_change(Scope(TODAY))
    assert [one.words.why for one in due] == ["Tom Okafor could sign in to it and no longer should"]
    assert cast.office.pk not in due[0].people["team"]


def test_who_held_the_post_whose_part_ended(cast: Cast, channel: Channel) -> None:
    """The post is replaced by another: everybody who held it could sign in and no longer should."""
    post = Post.objects.get(title="Head of PE", school=cast.school)
    Holding.objects.create(post=post, person=cast.colleague, start_date=LONG_AGO)
    row = part(channel, post=post)
    ChannelPerson.objects.filter(pk=row.pk).update(end_date=YESTERDAY)
    part(channel, post=Post.objects.get(title="Business manager", school=cast.school))
    found = {going.person for going in goings([channel], LONG_AGO, TODAY)}
    assert found == {cast.line_manager, cast.colleague}
    assert said()[0].endswith("could sign in to it and no longer should")
    Channel.objects.update(credentials_rotated_on=TODAY)
    assert said() == []


def test_who_held_it_before_the_part_began_or_after_it_ended_never_could(
    cast: Cast, channel: Channel
) -> None:
    post = Post.objects.get(title="Head of PE", school=cast.school)
    row = part(channel, post=post)
    ChannelPerson.objects.filter(pk=row.pk).update(
        start_date=TODAY - timedelta(days=20), end_date=TODAY - timedelta(days=10)
    )
    Holding.objects.filter(post=post).update(end_date=TODAY - timedelta(days=30))
    Holding.objects.create(post=post, person=cast.colleague, start_date=YESTERDAY)
    assert said() == []


def test_who_held_the_post_that_looked_after_the_details_until_another_did(
    cast: Cast, channel: Channel
) -> None:
    registry = {"channel": channel, "by": cast.head, "at": NOW}
    change_details(**registry, credentials_location="School safe")
    other = Post.objects.get(title="Head of PE", school=cast.school)
    change_details(**registry, credentials_post=other)
    assert said() == ["Tom Okafor could sign in to it and no longer should"]
    Holding.objects.create(post=other, person=cast.office, start_date=LONG_AGO)
    assert said() == []


def test_who_still_runs_it_through_another_post_may(cast: Cast, channel: Channel) -> None:
    post = Post.objects.get(title="Head of PE", school=cast.school)
    other = Post.objects.get(title="Business manager", school=cast.school)
    row = part(channel, post=post)
    ChannelPerson.objects.filter(pk=row.pk).update(end_date=YESTERDAY)
    part(channel, post=other)
    Holding.objects.create(post=other, person=cast.line_manager, start_date=LONG_AGO)
    assert said() == []


@pytest.mark.parametrize("how", ["the role ended", "left"])
def test_the_network_manager(cast: Cast, channel: Channel, how: str) -> None:
    if how == "left":
        leaves(cast.network)
    else:
        RoleAssignment.objects.filter(person=cast.network, role="NETMAN").update(end_date=YESTERDAY)
    assert said() == ["Nell Reed could sign in to it and no longer should"]


def test_who_runs_it_in_another_part_still_may(cast: Cast, channel: Channel) -> None:
    row = part(channel, person=cast.colleague)
    ChannelPerson.objects.filter(pk=row.pk).update(end_date=YESTERDAY)
    assert said()
    ChannelPerson.objects.create(
        channel=channel, part="master", person=cast.colleague, start_date=YESTERDAY
    )
    assert said() == []


def test_the_number_of_questions_does_not_grow(
    cast: Cast, channel: Channel, django_assert_max_num_queries
) -> None:
    for number in range(8):
        Channel.objects.create(
            reference=f"CH91{number:02}",
            trust=cast.trust,
            school=cast.school,
            platform=channel.platform,
            account_name=f"@Sample{number}",
            identity=f"x:sample{number}",
            status="open",
        )
    leaves(cast.network)
    with django_assert_max_num_queries(14):
        assert len(said()) == 9


@pytest.mark.parametrize(
    ("last", "entered", "due"),
    [
        (TODAY - timedelta(days=5), TODAY, TODAY),
        (YESTERDAY, TODAY - timedelta(days=20), TODAY),
        (TODAY - timedelta(days=5), TODAY - timedelta(days=2), TODAY - timedelta(days=2)),
    ],
)
def test_it_is_due_from_the_day_it_was_known(cast, channel, last, entered, due) -> None:
    part(channel, person=cast.colleague)
    at = NOW - (TODAY - entered)
    people.set_leaving_date(person=cast.colleague, leaving_date=last, by=cast.admin, at=at)
    (found,) = login_details_to_change(Scope(TODAY))
    assert found.due_on == due


def test_a_part_or_a_post_that_was_ended_afterwards_too(cast, channel) -> None:
    row = part(channel, person=cast.colleague)
    part(channel, person=cast.line_manager)
    ended = {"end_date": YESTERDAY, "planned_closing": TODAY + timedelta(days=30)}
    crew.remove_person(channel_person=row, by=cast.comms, at=NOW, **ended)
    assert [one.due_on for one in login_details_to_change(Scope(TODAY))] == [TODAY]
    Channel.objects.update(credentials_rotated_on=YESTERDAY)
    assert said() == []
    held = Holding.objects.get(person=cast.office, post=channel.credentials_post)
    Holding.objects.filter(pk=held.pk).update(start_date=LONG_AGO)
    Channel.objects.update(credentials_rotated_on=None, planned_closing=None)
    ChannelPerson.objects.all().delete()
    people.end_holding(
        holding=held, end_date=TODAY - timedelta(days=3), by=cast.admin, at=NOW - timedelta(days=1)
    )
    assert [one.due_on for one in login_details_to_change(Scope(TODAY))] == [YESTERDAY]


def test_its_page_names_who_could_sign_in(cast, channel, client) -> None:
    part(channel, person=cast.colleague)
    part(channel, person=cast.line_manager)
    client.force_login(cast.head)
    address = reverse("register:confirm_login_details", args=["ch9001"])
    assert "no longer should" not in client.get(address).content.decode()
    leaves(cast.colleague)
    page = client.get(address).content.decode()
    assert "could sign in and no longer should" in page and "Lena Fox" in page
    assert "Dana Reid" not in page
