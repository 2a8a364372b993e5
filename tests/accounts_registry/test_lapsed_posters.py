"""Whoever may not post any more is not printed as an approved user, and is named on the pages inside (fault T11)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts_registry.appendix1 import register_rows
from accounts_registry.crew import licences
from accounts_registry.crew.actions import rights
from accounts_registry.listing.columns import COLUMNS
from accounts_registry.listing.page import listing
from accounts_registry.listing.wanted import Wanted
from accounts_registry.models import ChannelPerson
from people.models import Holding, Post, Training
from policies.models import Acknowledgement
from tests.accounts_registry.builders import add, platform
from tests.accounts_registry.world import accepted
from tests.factories import LONG_AGO, NOW, TODAY, make_confirmed, make_policy
from verify import publication

RAN_OUT = TODAY - timedelta(days=10)


def posters(cast, on=TODAY, **how) -> str:
    (row,) = register_rows.rows(trust=cast.trust, as_at=on, **how)
    return row.approved_users


def hold(person, title="HoD (Humanities)"):
    post = Post.objects.get(title=title)
    Holding.objects.create(post=post, person=person, start_date=LONG_AGO)


def train(person, until: date):
    Training.objects.create(
        person=person,
        course="operator",
        completed_on=date(2025, 9, 1),
        expires_on=until,
        recorded_by=person,
    )


@pytest.fixture
def channel(cast):
    """Run by the Business manager's post; the poster is the post HoD (Humanities), held by Mrs Boyd."""
    channel = accepted(cast, add(cast))
    hold(cast.line_manager)
    return channel


def test_training_that_ran_out_is_printed_until_then_and_no_longer(cast, channel):
    train(cast.line_manager, RAN_OUT)
    assert posters(cast, RAN_OUT) == "HoD (Humanities)"
    assert posters(cast, RAN_OUT + timedelta(days=1)) == posters(cast) == ""
    train(cast.line_manager, TODAY)
    assert posters(cast) == "HoD (Humanities)"


def test_who_was_never_asked_has_nothing_that_could_run_out(cast, channel):
    make_policy(cast.trust)
    assert posters(cast) == "HoD (Humanities)"


def test_a_vacant_post_waits_for_its_next_holder(cast):
    accepted(cast, add(cast))
    assert posters(cast) == "HoD (Humanities)"


def test_a_confirmation_that_ran_out(cast, channel):
    version = make_policy(cast.trust)
    make_confirmed(version, cast.line_manager)
    assert posters(cast) == "HoD (Humanities)"
    Acknowledgement.objects.update(
        signed_at=NOW - timedelta(days=400), valid_until=TODAY - timedelta(days=1)
    )
    assert posters(cast) == ""
    assert posters(cast, TODAY - timedelta(days=1)) == "HoD (Humanities)"


@pytest.mark.parametrize(
    ("school", "printed"), [("school", ""), ("other_school", "HoD (Humanities)")]
)
def test_a_schools_own_policy_that_ran_out_concerns_its_people_alone(
    cast, channel, school, printed
):
    version = make_policy(cast.trust, school=getattr(cast, school))
    make_confirmed(version, cast.line_manager)
    Acknowledgement.objects.update(
        signed_at=NOW - timedelta(days=400), valid_until=TODAY - timedelta(days=1)
    )
    assert posters(cast) == printed


def test_of_two_holders_one_may_and_only_that_one_is_named(cast, channel):
    hold(cast.teacher)
    train(cast.line_manager, RAN_OUT)
    assert posters(cast) == "HoD (Humanities)"
    assert posters(cast, with_names=True) == "HoD (Humanities) (Jo Bell)"


def test_a_person_named_without_a_post_and_one_whose_access_is_withdrawn(cast, channel):
    part = ChannelPerson.objects.create(
        channel=channel, part="poster", person=cast.teacher, start_date=LONG_AGO, order=9
    )
    assert posters(cast) == "HoD (Humanities), Teacher of PE"
    train(cast.teacher, RAN_OUT)
    assert posters(cast) == "HoD (Humanities)"
    train(cast.teacher, TODAY)
    rights.withdraw_access(channel_person=part, reason="Asked to", by=cast.head, at=NOW)
    assert posters(cast) == "HoD (Humanities)"


def test_master_administration_and_closed_channels_print_as_they_were(cast):
    closed = TODAY - timedelta(days=3)
    add(cast, date_closed=closed)
    hold(cast.line_manager)
    train(cast.line_manager, closed - timedelta(days=2))
    assert posters(cast) == "HoD (Humanities)"


def test_inside_they_are_named_with_what_ran_out(cast, channel, client):
    train(cast.line_manager, RAN_OUT)
    name = cast.line_manager.full_name
    said = licences.lapsed_posters([channel.pk], trust=cast.trust, on=TODAY)[channel.pk]
    assert said == [f"{name} may not post: the training ran out on 10 November 2026"]
    page = f"/channels/as-at/?on={TODAY.isoformat()}"
    client.force_login(cast.office)
    assert said[0] in client.get(page).content.decode()
    client.force_login(cast.teacher)
    assert "may not post" not in client.get(page).content.decode()


def test_the_annex_names_them_and_the_sheet_for_the_wall_does_not(cast, channel):
    from reports.appendix1_pdf import _gaps

    train(cast.line_manager, RAN_OUT)

    class Asked:
        trust, as_at = cast.trust, TODAY
        printed = register_rows.entries(trust=cast.trust, school_ids=None, as_at=TODAY)

    ((_, _, said),) = _gaps(Asked)[cast.school.name]
    assert said[0].startswith(cast.line_manager.full_name)
    assert cast.line_manager.full_name not in str(Asked.printed)


def test_the_paragraph_of_the_privacy_notice_counts_only_who_may_post(cast, channel):
    for order, person in enumerate((cast.teacher, cast.colleague)):
        ChannelPerson.objects.create(
            channel=channel, part="poster", person=person, start_date=LONG_AGO, order=order
        )
    ChannelPerson.objects.filter(post__isnull=False).delete()

    def says() -> str:
        (found,) = publication.listed([cast.school])
        return " ".join(publication.paragraph(found, on=TODAY))

    assert "run by at least 2 members of staff" in says()
    train(cast.colleague, RAN_OUT)
    assert "run by at least" not in says()


def test_many_channels_take_no_more_questions_than_one(cast, channel):
    make_confirmed(make_policy(cast.trust), cast.line_manager)
    with CaptureQueriesContext(connection) as one:
        register_rows.rows(trust=cast.trust, as_at=TODAY)
    for n in range(5):
        add(cast, platform=platform("facebook"), account_name=f"Page {n}", url="")
    with CaptureQueriesContext(connection) as many:
        register_rows.rows(trust=cast.trust, as_at=TODAY)
    assert len(many) <= len(one)


def test_the_list_says_what_appendix_1_says(cast, channel):
    ChannelPerson.objects.create(
        channel=channel, part="poster", person=cast.teacher, start_date=LONG_AGO, order=9
    )

    def listed() -> str:
        (row,) = listing(cast.office, Wanted(), on=TODAY).rows
        return COLUMNS["posters"].of(row)

    assert listed() == posters(cast) == "HoD (Humanities), Teacher of PE"
    train(cast.line_manager, RAN_OUT)
    assert listed() == posters(cast) == "Teacher of PE"
    train(cast.teacher, RAN_OUT)
    assert listed() == posters(cast) == ""
