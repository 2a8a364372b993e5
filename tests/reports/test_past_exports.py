"""Who took which file, and when; and who may take it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from documents import actions as documents
from documents.models import Download, Export
from notifications.models import Message, Notice
from people.models import RoleAssignment
from reports import actions, emails
from tests.accounts_registry.builders import add
from tests.factories import NOW, give_role, make_person
from tests.reports.making import made


@pytest.fixture
def reviewer(cast):
    """A governor who reviews the first school's register."""
    return make_person("Gail Rowe", "AUDIT", trust=cast.trust, school=cast.school)


def page(client, user, address="/exports/"):
    client.force_login(user)
    return client.get(address)


def test_the_list_says_who_asked_and_who_took_it(cast, client, reviewer):
    add(cast)
    export = made(cast, "register_csv")
    page(client, cast.head, f"/exports/{export.pk}/")
    said = page(client, reviewer).content.decode()
    assert "Past downloads" in said and "Tom Okafor" in said and "Priya Nair, " in said
    assert "as at 20 November 2026" in said
    taken = Download.objects.get()
    assert (taken.export, taken.by) == (export, cast.head)
    assert Entry.objects.filter(event="export.downloaded", actor_id=cast.head.pk).count() == 1


def test_the_same_rows_are_the_same_version(cast, client):
    add(cast)
    made(cast, "register_csv")
    made(cast, "register_json", at=NOW + timedelta(minutes=1))
    said = page(client, cast.office).content.decode()
    assert said.count("Same as version 1") == 1


def test_each_sees_their_own_schools_files_and_the_trust_sees_all(cast, client, reviewer):
    made(cast, "register_csv")
    made(cast, "register_json", school=cast.other_school, by=cast.admin)
    made(cast, "register_csv", school=None, by=cast.admin)
    seen = {
        who: Export.objects.visible_to(getattr(cast, who), on=NOW.date()).count()
        for who in ("office", "other_head", "admin", "outsider", "teacher")
    }
    assert seen == {"office": 1, "other_head": 1, "admin": 3, "outsider": 0, "teacher": 0}
    assert Export.objects.visible_to(reviewer, on=NOW.date()).count() == 1


def test_a_copy_with_names_is_not_for_everybody_who_may_export(cast, client, reviewer):
    named, plain = made(cast, "register_csv", names=True), made(cast, "register_csv")
    assert page(client, reviewer, f"/exports/{plain.pk}/").status_code == 200
    refused = page(client, reviewer, f"/exports/{named.pk}/")
    assert refused.status_code == 403 and b"names or gaps" in refused.content
    listed = page(client, reviewer).content.decode()
    assert f"/exports/{plain.pk}/" in listed and f"/exports/{named.pk}/" not in listed
    assert page(client, cast.head, f"/exports/{named.pk}/").status_code == 200


def test_who_may_no_longer_export_cannot_take_an_old_copy(cast, client):
    export = made(cast, "register_csv")
    RoleAssignment.objects.filter(person=cast.office, role="ADMIN").update(
        end_date=timezone.localdate() - timedelta(days=1)
    )
    refused = page(client, cast.office, f"/exports/{export.pk}/")
    assert refused.status_code == 403 and b"You cannot download the register" in refused.content
    assert not Download.objects.exists()


def test_looking_at_the_head_of_a_file_takes_nothing(cast, client):
    export = made(cast, "register_csv")
    client.force_login(cast.office)
    assert client.head(f"/exports/{export.pk}/").status_code == 200
    assert not Download.objects.exists()


def test_twenty_files_ask_no_more_than_two(cast, client, django_assert_num_queries):
    for n in range(2):
        taken(cast, made(cast, "register_csv", at=NOW + timedelta(minutes=n)))
    client.force_login(cast.office)
    client.get("/exports/")
    with CaptureQueriesContext(connection) as few:
        client.get("/exports/")
    for n in range(2, 20):
        taken(cast, made(cast, "register_csv", at=NOW + timedelta(minutes=n)))
    with django_assert_num_queries(len(few)):
        client.get("/exports/")


def taken(cast, export):
    actions.record_export_download(export=export, by=cast.head, at=NOW)


def test_a_large_file_is_announced_once_and_a_small_one_is_not(cast, monkeypatch):
    made(cast, "register_csv")
    assert not Message.objects.filter(kind="export_ready").exists()
    monkeypatch.setattr(emails, "LARGE", 0)
    export = made(cast, "register_csv")
    emails.ready(export, title="Register (CSV)", at=NOW)
    message = Message.objects.get(kind="export_ready")
    assert message.recipient == cast.office and message.link == f"/exports/{export.pk}/"
    assert Notice.objects.filter(kind="export_ready").count() == 1
    assert "Register (CSV) is ready, with 0 rows" in message.text


def test_whoever_waits_sees_how_far_it_has_come(cast, client):
    from tests.reports.making import ask

    export = ask(cast)
    claimed = documents.claim_export(export_id=export.pk, at=NOW)
    documents.begin_pieces(export=claimed, total=40, at=NOW)
    for _ in range(12):
        documents.piece_made(export=claimed)
    said = page(client, cast.office, f"/exports/{export.pk}/").content.decode()
    assert "Made so far: 12 of 40 parts." in said and "you get a notice when it is ready" in said
    assert Export.objects.get().leased_until == NOW + documents.LEASE + timedelta(seconds=80)


def test_the_page_offers_names_only_to_those_who_may_have_them(cast, client, reviewer):
    add(cast)
    assert b"Add the names of the people" in page(client, cast.office).content
    said = page(client, reviewer).content
    assert b"Add the names of the people" not in said and b"Leave out closed channels" in said


def test_each_school_says_how_many_channels_it_has(cast, client):
    add(cast)
    add(cast, account_name="@Two")
    said = page(client, cast.admin).content.decode()
    assert "The whole trust (2 channels)" in said
    assert "Ashdown Academy (2 channels)" in said and "Birchwood Primary (0 channels)" in said


def test_a_poster_is_of_one_school(cast, client):
    client.force_login(cast.admin)
    said = client.post("/exports/", {"kind": "poster_a4", "school": ""}).content.decode()
    assert "Select the school. A poster is for one school" in said
    assert not Export.objects.exists()


def test_what_was_ticked_goes_with_the_order(cast, client):
    client.force_login(cast.office)
    client.post(
        "/exports/",
        {"kind": "register_pdf", "school": str(cast.school.pk), "extras": ["open_only", "names"]},
    )
    assert Export.objects.get().options.items() >= {"closed": False, "names": True}.items()


def test_the_sheet_of_a_channel_is_asked_for_on_its_page(cast, client):
    channel = add(cast)
    address = f"/exports/channel/{channel.reference.lower()}/"
    client.force_login(cast.office)
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert Export.objects.get().options["channel"] == channel.reference
    for who, status in ((cast.teacher, 403), (cast.outsider, 404)):
        client.force_login(who)
        assert client.post(address).status_code == status


def test_a_school_of_another_trust_keeps_its_files_to_itself(cast, client):
    """Somebody with roles in both sees what each lets them see."""
    made(cast, "register_csv")
    give_role(cast.outsider, "ADMIN", trust=cast.other_trust)
    assert not Export.objects.visible_to(cast.outsider, on=NOW.date()).exists()
