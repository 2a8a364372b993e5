"""What has happened to a channel: sentences with who and when (page C7)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from access.check import Denied, Hidden
from accounts_registry.crew.actions import crew
from accounts_registry.entry.actions import registering
from accounts_registry.entry.actions.channels import change_details
from accounts_registry.history import timeline
from accounts_registry.history.actions import download_history
from accounts_registry.life import actions as life
from accounts_registry.record import facts, labels
from accounts_registry.reviews.actions import checks
from audit.models import Entry
from incidents import actions as incident_actions
from people.models import Post
from tests.accounts_registry.builders import add, ready
from tests.factories import NOW, TODAY, give_role, make_person
from tests.incidents.world import answers

PAGE = "/channels/ch0001/history/"


@pytest.fixture
def channel(cast):
    row = add(cast)
    return change_details(channel=row, next_review_on=date(2027, 3, 1), by=cast.office, at=NOW)


def change(cast, channel, **details):
    return change_details(channel=channel, by=cast.comms, at=NOW, **details)


def page(person, query="", address=PAGE):
    client = Client()
    client.force_login(person)
    return client.get(f"{address}{query}")


def said(channel, **options):
    return [one.says for one in timeline.of(channel, **{"with_custody": True, **options})]


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        (
            {"next_review_on": date(2027, 6, 1)},
            "Ravi Shah changed the next review from 1 March 2027 to 1 June 2027",
        ),
        ({"next_review_on": None}, "Ravi Shah removed the next review, which was 1 March 2027"),
        ({"department": "PE"}, "Ravi Shah set the department to PE"),
        (
            {"pupil_images": "with_consent"},
            "Ravi Shah changed the photos of pupils from “No photos of pupils” to “Identifiable with consent”",
        ),
        (
            {"audience": [{"group": "own_pupils", "age_from": 11, "age_to": 16}]},
            "Ravi Shah set the audience to “Pupils of this school aged 11 to 16”",
        ),
        ({"purpose": ["learning"]}, "Ravi Shah set the purpose to “Learning”"),
        (
            {"profile_states_role": True},
            "Ravi Shah changed the answer to “The profile says whose it is” from no to yes",
        ),
        (
            {"credentials_location": "School safe"},
            "Ravi Shah set the place where the login details are kept to “School safe”",
        ),
    ],
)
def test_a_change_is_a_sentence(cast, channel, details, sentence):
    change(cast, channel, **details)
    assert said(channel)[0] == sentence


def test_a_key_is_said_by_its_name(cast, channel):
    change(cast, channel, credentials_post=Post.objects.get(title="Business manager"))
    assert said(channel)[0].endswith("looks after the login details to Business manager")


def test_every_fact_has_words(channel):
    """A column that nobody gave words goes by its own name, and never by nothing."""
    for name in set(facts.names()) - labels.SILENT - {"status"}:
        assert labels.called(name).words
        assert labels.called(name).group in timeline.KINDS


def test_what_happens_in_its_life_is_a_verb(cast):
    channel = ready(cast)
    change(cast, channel, aims="Art for all")
    life.pause(channel=channel, reason="Nobody can moderate", by=cast.head, at=NOW)
    life.resume(channel=channel, by=cast.head, at=NOW)
    found = said(channel)
    assert "Priya Nair paused it" in found and "Priya Nair opened it again" in found


def test_people_checks_and_acceptance(cast, channel):
    registering.accept(
        channel=channel,
        by=cast.head,
        at=NOW,
        **dict.fromkeys(("master_privileges_held", "editorial_oversight", "admins_limited"), True),
    )
    crew.add_person(
        channel=channel,
        part="moderator",
        person=cast.teacher,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    checks.answer_checks(
        channel=channel,
        answers={"editorial_oversight": True},
        how={"editorial_oversight": "Read every post"},
        checked_on=TODAY,
        by=cast.office,
        at=NOW,
    )
    found = said(channel)
    assert "Jo Bell began as moderator" in found
    assert "Priya Nair accepted it onto the register" in found
    assert "Tom Okafor answered “The school has editorial oversight”: Yes" in found
    assert said(channel, kind="people") == [
        one for one in found if " began as " in one or " was confirmed as " in one
    ]


@pytest.mark.parametrize("kind", [*timeline.KINDS, "nonsense", ""])
def test_the_page_filters(cast, channel, kind):
    change(cast, channel, department="PE")
    text = page(cast.head, f"?show={kind}").content.decode()
    assert ("set the department to PE" in text) == (kind in ("settings", "nonsense", ""))


def test_newest_first_and_fifty_a_page(cast, channel):
    for number in range(60):
        change(cast, channel, department=f"Team {number:02}")
    first, second = page(cast.head).content.decode(), page(cast.head, "?page=2").content.decode()
    assert first.index("to Team 59") < first.index("to Team 58")
    assert "to Team 59" not in second and "to Team 00" in second


def test_the_file_has_the_same_rows_guarded_and_is_recorded(cast, channel):
    change(cast, channel, department="=1+1")
    client = Client()
    client.force_login(cast.office)
    answer = client.post(f"{PAGE}download/", {"show": ""})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="history-ch0001.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == len(said(channel)) + 1
    assert lines[0] == "Date,Time,What happened,Who,Kind,Note"
    entry = Entry.objects.get(event="channel_history.exported")
    assert (entry.actor_id, entry.data["rows"]) == (cast.office.pk, len(lines) - 1)
    assert client.get(f"{PAGE}download/").status_code == 405


def test_where_a_login_is_kept_is_told_to_those_who_may_know(cast, channel):
    change(cast, channel, credentials_location="Drawer of the deputy")
    reviewer = make_person("Rhea View", trust=cast.trust, school=cast.school)
    give_role(reviewer, "AUDIT", trust=cast.trust, school=cast.school)
    text = page(reviewer).content.decode()
    assert "Ravi Shah changed the place where the login details are kept" in text
    assert "Drawer of the deputy" not in text
    assert (
        "Drawer of the deputy" not in page(reviewer, address="/channels/ch0001/").content.decode()
    )
    assert "Drawer of the deputy" in page(cast.head).content.decode()
    found = download_history(channel=channel, by=reviewer, at=NOW)
    assert not [one for one in found if "Drawer" in one.says]


def test_other_staff_and_other_trusts_have_no_history(cast, channel):
    assert page(cast.other_teacher).status_code == 403
    assert page(cast.outsider).status_code == 404
    for person, refusal in ((cast.other_teacher, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            download_history(channel=channel, by=person, at=NOW)


def test_a_concern_is_no_part_of_it(cast, channel):
    before = said(channel)
    given = answers(cast.school, "harm-to-pupil", channel="CH0001", what="QZcanaryQZ")
    incident_actions.send_report(by=cast.teacher, school=cast.school, answers=given, at=NOW)
    assert said(channel) == before
    assert "QZcanaryQZ" not in page(cast.head).content.decode()


def test_long_histories_cost_no_more_questions(cast, channel):
    change(cast, channel, credentials_post=Post.objects.get(title="Business manager"))
    page(cast.head)
    with CaptureQueriesContext(connection) as few:
        timeline.of(channel, with_custody=True)
    for number in range(20):
        change(cast, channel, department=f"Team {number}")
    with CaptureQueriesContext(connection) as many:
        timeline.of(channel, with_custody=True)
    assert len(few) == len(many)
