"""The prepared question gives the same people as the queryset it was made from, whatever is asked."""

from __future__ import annotations

from datetime import date, timedelta

from accounts_registry import crew
from accounts_registry.models import Channel, ChannelPerson, Platform
from people.models import Post
from tests.cast import Cast
from tests.factories import LONG_AGO, TODAY, make_confirmed, make_policy, make_trained


def channel(cast: Cast, number: int) -> Channel:
    row = Channel.objects.create(
        reference=f"CH{9000 + number}",
        trust=cast.trust,
        school=cast.school,
        platform=Platform.objects.get(code="x"),
        account_name=f"@Sample{number}",
        status="open",
    )
    post = Post.objects.get(title="Headteacher", school=cast.school)
    vacant, _ = Post.objects.get_or_create(title="Nobody's post", trust=cast.trust, school=cast.school)
    people = [("master", None, post), ("poster", None, vacant), ("moderator", cast.colleague, None), ("administrator", cast.comms, None)]
    for order, (part, person, held) in enumerate(people):
        ChannelPerson.objects.create(channel=row, part=part, person=person, post=held, start_date=LONG_AGO, order=order)
    ChannelPerson.objects.create(
        channel=row, part="moderator", person=cast.teacher, start_date=LONG_AGO, end_date=TODAY - timedelta(days=number)
    )
    return row


def both(channels: list[Channel], on: date) -> tuple[list[crew.Line], list[crew.Line]]:
    ids = [row.pk for row in channels]
    return crew.lines(ids, on=on), crew.lines(Channel.objects.filter(pk__in=ids), on=on)


def in_order(found: list[crew.Line]) -> list[tuple[object, ...]]:
    return sorted((str(line.channel_id), line.part, line.post or "", str(line.person_id), *map(bool, line[8:])) for line in found)


def test_the_same_people_with_and_without_policies_on_several_days(cast: Cast) -> None:
    channels = [channel(cast, number) for number in range(1, 5)]
    make_trained(cast.colleague)
    for round_ in range(3):
        for on in (TODAY, TODAY - timedelta(days=2), TODAY + timedelta(days=400)):
            for some in (channels, channels[:1], channels[1:3]):
                quick, slow = both(some, on)
                assert quick
                assert in_order(quick) == in_order(slow)
        version = make_policy(cast.trust, title=f"Policy {round_}", school=cast.school if round_ else None)
        make_confirmed(version, cast.colleague, cast.head)


def test_what_is_asked_second_does_not_answer_for_the_first(cast: Cast) -> None:
    one, two = channel(cast, 1), channel(cast, 2)
    for row in (one, two, one):
        assert {line.channel_id for line in crew.lines([row.pk], on=TODAY)} == {row.pk}


def test_people_read_back_as_people(cast: Cast) -> None:
    found = crew.lines([channel(cast, 1).pk], on=TODAY)
    assert {line.person_id for line in found if line.part == "moderator"} == {cast.colleague.pk}
    assert {line.person_id for line in found if line.part == "master"} == {cast.head.pk}
    assert [line.person_id for line in found if line.part == "poster"] == [None]
