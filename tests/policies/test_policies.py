"""Publishing a policy, confirming it, and whose confirmation counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from access.check import Denied, Hidden
from audit.models import Entry
from people.system import system_user
from policies import actions, due_days
from policies.clauses import clauses_of
from policies.confirmations import confirmed_ids, has_confirmed
from policies.models import Acknowledgement, Policy, PolicyVersion
from schools.calendar import add_school_days
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_confirmed, make_policy
from workflow.moves import WrongState


def publish(policy: Policy, cast: Cast, **fields) -> PolicyVersion:
    facts = {
        "number": "2",
        "text": "1 Be kind",
        "change_summary": "A new rule",
        "issued_on": TODAY,
        "by": cast.admin,
        "at": NOW,
        **fields,
    }
    return actions.publish_version(policy=policy, **facts)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())


def test_a_policy_is_added_with_an_address_of_its_own(cast: Cast) -> None:
    first = actions.add_policy(trust=cast.trust, title="Social media policy", by=cast.admin, at=NOW)
    second = actions.add_policy(
        trust=cast.trust, title="Social media policy", by=cast.admin, at=NOW
    )
    third = actions.add_policy(trust=cast.trust, title="Add", by=cast.admin, at=NOW)
    assert [p.slug for p in (first, second, third)] == [
        "social-media-policy",
        "social-media-policy-2",
        "add-policy",
    ]
    assert first.review_frequency_months == 12
    assert Entry.objects.filter(event="policy.added").count() == 3


def test_a_policy_about_channels_must_be_confirmed(cast: Cast) -> None:
    policy = actions.add_policy(
        trust=cast.trust,
        title="P",
        governs_channels=True,
        requires_acknowledgement=False,
        by=cast.admin,
        at=NOW,
    )
    assert policy.requires_acknowledgement


def test_a_new_version_takes_the_place_of_the_old_one(cast: Cast) -> None:
    old = make_policy(cast.trust)
    new = publish(old.policy, cast)
    old.refresh_from_db()
    assert (old.status, new.status) == ("superseded", "published")
    assert new.next_review_date == date(2027, 11, 20)
    events = Entry.objects.filter(event__startswith="policy.").order_by("position")
    assert [(event.event, event.object_id) for event in events] == [
        ("policy.replaced", str(old.pk)),
        ("policy.published", str(new.pk)),
    ]


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        (
            {"change_summary": "  "},
            "change_summary",
            "Enter what changed, in words staff will understand",
        ),
        ({"number": "1"}, "number", "Version 1 has been published already"),
        ({"number": " "}, "number", "Enter the number"),
        ({"approved_on": TODAY + timedelta(days=1)}, "approved_on", "today or in the past"),
        (
            {"approved_on": TODAY, "issued_on": TODAY - timedelta(days=1)},
            "issued_on",
            "after the day it was approved",
        ),
        ({"issued_on": TODAY + timedelta(days=1)}, "issued_on", "today or in the past"),
        ({"next_review_date": TODAY}, "next_review_date", "after the day it comes into force"),
    ],
)
def test_a_version_that_cannot_be_is_refused(
    cast: Cast, fields: dict, field: str, says: str
) -> None:
    old = make_policy(cast.trust)
    with pytest.raises(ValidationError) as refused:
        publish(old.policy, cast, **fields)
    assert says in refused.value.message_dict[field][0]
    assert PolicyVersion.objects.get().status == "published"


def test_a_document_from_before_the_portal_keeps_its_dates(cast: Cast) -> None:
    old = make_policy(cast.trust)
    version = publish(
        old.policy, cast, approved_on=date(2023, 6, 1), issued_on=date(2023, 5, 17),
        next_review_date=date(2023, 1, 1), imported=True,
    )  # fmt: skip
    assert version.issued_on == date(2023, 5, 17)


def test_who_publishes(cast: Cast) -> None:
    policy = make_policy(cast.trust).policy
    for person in (cast.teacher, cast.head, cast.officer):
        with pytest.raises(Denied):
            publish(policy, cast, by=person)
    with pytest.raises(Hidden):
        publish(policy, cast, by=cast.outsider)
    assert publish(policy, cast, by=cast.comms).number == "2"


def test_a_person_confirms_once(cast: Cast) -> None:
    version = make_policy(cast.trust)
    first = actions.confirm(version=version, by=cast.teacher, at=NOW)
    again = actions.confirm(version=version, by=cast.teacher, at=NOW + timedelta(hours=1))
    assert first == again and Acknowledgement.objects.count() == 1
    assert first.valid_until == date(2027, 11, 20)
    assert "Social media policy, version 1" in first.statement
    assert Entry.objects.filter(event="policy.confirmed", actor_id=cast.teacher.pk).count() == 1


def test_near_its_end_a_confirmation_can_be_given_again(cast: Cast) -> None:
    version = make_policy(cast.trust)
    actions.confirm(version=version, by=cast.teacher, at=NOW)
    actions.confirm(version=version, by=cast.teacher, at=noon(date(2027, 11, 1)))
    assert Acknowledgement.objects.count() == 2


def test_a_replaced_version_cannot_be_confirmed(cast: Cast) -> None:
    old = make_policy(cast.trust)
    publish(old.policy, cast)
    with pytest.raises(WrongState, match="A newer version has replaced this one"):
        actions.confirm(version=old, by=cast.teacher, at=NOW)


def test_another_trust_confirms_nothing(cast: Cast) -> None:
    version = make_policy(cast.trust)
    with pytest.raises(Hidden):
        actions.confirm(version=version, by=cast.outsider, at=NOW)


def test_everybody_of_the_trust_confirms_at_whichever_school(cast: Cast) -> None:
    version = make_policy(cast.trust)
    for person in (cast.teacher, cast.other_teacher, cast.chair, cast.ceo):
        assert actions.confirm(version=version, by=person, at=NOW)


def test_a_school_policy_is_for_that_school(cast: Cast) -> None:
    version = make_policy(cast.trust, school=cast.school)
    assert actions.confirm(version=version, by=cast.teacher, at=NOW)
    with pytest.raises(Hidden):
        actions.confirm(version=version, by=cast.other_teacher, at=NOW)
    assert confirmed_ids([cast.colleague.pk, cast.other_teacher.pk], cast.trust, TODAY) == {
        cast.other_teacher.pk
    }


def test_whose_confirmation_is_current(cast: Cast) -> None:
    assert has_confirmed(cast.teacher, TODAY), "nothing to confirm"
    version = make_policy(cast.trust)
    make_confirmed(version, cast.teacher)
    assert has_confirmed(cast.teacher, TODAY)
    assert not has_confirmed(cast.colleague, TODAY)
    assert not has_confirmed(cast.teacher, date(2027, 11, 2)), "it has run out"
    assert confirmed_ids([cast.teacher.pk, cast.colleague.pk], cast.trust, TODAY) == {
        cast.teacher.pk
    }


def test_policies_about_other_things_do_not_count(cast: Cast) -> None:
    make_policy(cast.trust, "Dress code")
    Policy.objects.update(governs_channels=False)
    assert has_confirmed(cast.colleague, TODAY)


def test_a_minor_version_asks_nobody_again(cast: Cast) -> None:
    version = make_policy(cast.trust)
    make_confirmed(version, cast.teacher)
    publish(version.policy, cast, is_major=False)
    assert has_confirmed(cast.teacher, TODAY + timedelta(days=200))


def test_after_a_major_version_the_old_confirmation_counts_for_20_school_days(cast: Cast) -> None:
    version = make_policy(cast.trust)
    make_confirmed(version, cast.teacher)
    publish(version.policy, cast)
    last = add_school_days(None, TODAY, 20)
    assert has_confirmed(cast.teacher, last)
    assert not has_confirmed(cast.teacher, last + timedelta(days=1))


def test_the_questions_for_many_people_are_few(cast: Cast, django_assert_num_queries) -> None:
    make_policy(cast.trust)
    with django_assert_num_queries(3):
        confirmed_ids([person.pk for person in cast.everybody()], cast.trust, TODAY)


JUNE = {"next_review_date": date(2024, 6, 1), "review_precision": "month"}


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2024, 3, 1), "in_force"),
        (date(2024, 4, 2), "review_due"),
        (date(2024, 6, 30), "review_due"),
        (date(2024, 7, 1), "review_overdue"),
    ],
)
def test_a_month_is_overdue_from_the_1st_of_the_next(on: date, state: str) -> None:
    version = PolicyVersion(**JUNE)
    assert due_days.state(version, on) == state
    assert due_days.review_date(version) == "June 2024"
    assert due_days.due_from(version) == date(2024, 6, 1)


def test_a_day_is_overdue_from_the_next() -> None:
    version = PolicyVersion(next_review_date=date(2026, 11, 20))
    assert due_days.state(version, TODAY) == "review_due"
    assert due_days.state(version, TODAY + timedelta(days=1)) == "review_overdue"
    assert due_days.review_date(version) == "20 November 2026"
    assert due_days.state(PolicyVersion(), TODAY) == "in_force"


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 120))
def test_adding_months(day: date, months: int) -> None:
    later = due_days.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_numbers_become_lasting_anchors() -> None:
    found = clauses_of(
        "Foreword\n1 Aims\n1.1 Be kind.\nAnd brief.\nA.1.6 Plan the end.\n1.1 Again\n5.3.2) Ask first\n2026 was long."
    )
    assert [(c.number, c.anchor) for c in found] == [
        ("", ""),
        ("1", "c-1"),
        ("1.1", "c-1-1"),
        ("A.1.6", "c-a-1-6"),
        ("1.1", "c-1-1-2"),
        ("5.3.2", "c-5-3-2"),
        ("2026", "c-2026"),
    ]
    assert found[1].is_heading and found[2].more == ["And brief."]


@given(st.text(max_size=300))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    kept = " ".join(" ".join([c.number, c.words, *c.more]) for c in clauses_of(text))
    letters = [sign for sign in text if sign.isalpha()]
    assert [sign for sign in kept if sign.isalpha()] == letters


def test_the_portal_itself_may_publish(cast: Cast) -> None:
    policy = actions.add_policy(trust=cast.trust, title="P", by=system_user(), at=NOW)
    assert publish(policy, cast, by=system_user()).status == "published"
