"""The prepared question gives the same people as the queryset it was made from, whatever is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.forms.models import model_to_dict

from accounts_registry.crew import crew_lines
from accounts_registry.listing import pages
from accounts_registry.listing.filters import selected
from accounts_registry.listing.wanted import SORTS, Wanted
from accounts_registry.models import Channel, ChannelPerson
from people.models import Post, RoleAssignment, User
from platforms.models import Platform
from policies import confirmations
from policies.models import Policy
from prepared_sql.statements import Prepared
from schools.models import Setting
from tests.cast import Cast
from tests.factories import (
    LONG_AGO,
    NOW,
    TODAY,
    give_role,
    make_confirmed,
    make_policy,
    make_trained,
)


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
    vacant, _ = Post.objects.get_or_create(
        title="Nobody's post", trust=cast.trust, school=cast.school
    )
    people = [
        ("master", None, post),
        ("poster", None, vacant),
        ("moderator", cast.colleague, None),
        ("administrator", cast.comms, None),
    ]
    for order, (part, person, held) in enumerate(people):
        ChannelPerson.objects.create(
            channel=row, part=part, person=person, post=held, start_date=LONG_AGO, order=order
        )
    ChannelPerson.objects.create(
        channel=row,
        part="moderator",
        person=cast.teacher,
        start_date=LONG_AGO,
        end_date=TODAY - timedelta(days=number),
    )
    return row


def both(
    channels: list[Channel], on: date
) -> tuple[list[crew_lines.CrewLine], list[crew_lines.CrewLine]]:
    ids = [row.pk for row in channels]
    return crew_lines.lines(ids, on=on), crew_lines.lines(Channel.objects.filter(pk__in=ids), on=on)


def in_order(found: list[crew_lines.CrewLine]) -> list[tuple[object, ...]]:
    return sorted(
        (
            str(line.channel_id),
            line.part,
            line.post or "",
            str(line.person_id),
            *map(bool, line[8:]),
        )
        for line in found
    )


def test_the_same_people_with_and_without_policies_on_several_days(cast: Cast) -> None:
    channels = [channel(cast, number) for number in range(1, 5)]
    make_trained(cast.colleague)
    for round_ in range(3):
        for on in (TODAY, TODAY - timedelta(days=2), TODAY + timedelta(days=400)):
            for some in (channels, channels[:1], channels[1:3]):
                quick, slow = both(some, on)
                assert quick
                assert in_order(quick) == in_order(slow)
        version = make_policy(
            cast.trust, title=f"Policy {round_}", school=cast.school if round_ else None
        )
        make_confirmed(version, cast.colleague, cast.head)


def test_what_is_asked_second_does_not_answer_for_the_first(cast: Cast) -> None:
    one, two = channel(cast, 1), channel(cast, 2)
    for row in (one, two, one):
        assert {line.channel_id for line in crew_lines.lines([row.pk], on=TODAY)} == {row.pk}


def test_people_read_back_as_people(cast: Cast) -> None:
    found = crew_lines.lines([channel(cast, 1).pk], on=TODAY)
    assert {line.person_id for line in found if line.part == "moderator"} == {cast.colleague.pk}
    assert {line.person_id for line in found if line.part == "master"} == {cast.head.pk}
    assert [line.person_id for line in found if line.part == "poster"] == [None]


def register(cast: Cast) -> None:
    for number, row in enumerate(channel(cast, number) for number in range(1, 9)):
        status = ("open", "planned", "cancelled", "suspended")[number % 4]
        school = (cast.school, cast.other_school, None)[number % 3]
        Channel.objects.filter(pk=row.pk).update(
            status=status, school=school, legacy_import=number % 2 == 0, date_opened=TODAY
        )
    sample = channel(cast, 20)
    Channel.objects.filter(pk=sample.pk).update(is_sample=True)
    Setting.objects.create(
        trust=cast.trust,
        school=cast.school,
        key="min_moderators",
        value=4,
        effective_from=NOW,
        changed_by_id=cast.head.pk,
    )


def askers(cast: Cast) -> list[User]:
    """Everybody, somebody with roles at two schools and for the trust, somebody who has left, and somebody without a role."""
    give_role(cast.teacher, "COMMS", trust=cast.trust, school=cast.other_school)
    give_role(cast.dsl, "OFFICER", trust=cast.trust)
    User.objects.filter(pk=cast.network.pk).update(leaving_date=TODAY - timedelta(days=1))
    RoleAssignment.objects.filter(person=cast.chair).delete()
    return list(User.objects.all())


def everything_wanted(cast: Cast) -> list[Wanted]:
    sorts = [Wanted(sort=sort, descending=way) for sort in SORTS for way in (False, True)]
    schools = [Wanted(school=str(one.pk)) for one in (cast.school, cast.other_school)]
    filters = [
        Wanted(status="open"),
        Wanted(status="planned", school=str(cast.school.pk)),
        Wanted(platform="x"),
        Wanted(platform="none"),
    ]
    return [*sorts, *schools, *filters, Wanted(school="all"), Wanted(page=2), Wanted(page=9)]


def test_everybody_gets_the_page_the_queryset_would_give(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(cast)
    monkeypatch.setattr(pages, "PAGE", 3)
    monkeypatch.setattr(pages, "PREPARED", Prepared(pages._prepare))
    wants, found = everything_wanted(cast), 0
    for user in askers(cast):
        for wanted in wants:
            quick = pages.found(user, wanted, TODAY)
            slow = list(pages.page(selected(user, wanted, on=TODAY), user, wanted, TODAY))
            assert list(quick.rows) == slow, (user, wanted)
            assert quick.total == (slow[0][0] if slow else 0)
            found += len(slow)
    assert found > 500


def test_a_part_in_a_planned_channel_shows_it_to_that_person_alone(cast: Cast) -> None:
    """Two people of one shape, one after the other."""
    row = channel(cast, 1)
    Channel.objects.filter(pk=row.pk).update(status="planned")
    assert [found[1] for found in pages.found(cast.colleague, Wanted(), TODAY).rows] == [
        row.reference
    ]
    assert not pages.found(cast.line_manager, Wanted(), TODAY).rows
    assert [found[1] for found in pages.found(cast.colleague, Wanted(), TODAY).rows] == [
        row.reference
    ]


def test_the_policies_to_confirm_are_the_same_objects_throughout(cast: Cast) -> None:
    for number, school in enumerate((None, cast.school, cast.other_school)):
        make_policy(cast.trust, title=f"Policy {number}", school=school)
    make_policy(cast.other_trust, title="Elsewhere")
    for trusts in ({cast.trust.pk}, {cast.trust.pk, cast.other_trust.pk}, set()):
        quick = confirmations.asked_of_operators(trusts, TODAY)
        slow = confirmations.asked_of(Policy.objects.governing().filter(trust_id__in=trusts), TODAY)
        assert sorted(map(told, quick), key=str) == sorted(map(told, slow), key=str)
        assert bool(quick) is bool(trusts)


def told(asked: confirmations.Asked) -> list[object]:
    rows = (asked.version, asked.policy, asked.policy.school)
    return [
        asked.counting,
        asked.since_major,
        *(model_to_dict(row) if row else None for row in rows),
    ]
