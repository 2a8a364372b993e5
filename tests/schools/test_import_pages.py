"""Schools from the Department's file by page: the administrator's own trust, looked at first."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from access.check import Denied
from audit.models import Entry
from schools import actions, gias
from schools.models import School, SchoolImport, Trust
from tests.factories import NOW
from tests.schools.test_import import HEADINGS, row
from workflow.moves import WrongState

pytestmark = pytest.mark.django_db
PAGE = "/imports/schools/"


def file_of(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    sheet = csv.DictWriter(text, HEADINGS, lineterminator="\r\n")
    sheet.writeheader()
    sheet.writerows(rows)
    return text.getvalue().encode("cp1252")


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def send(client: Any, data: bytes, **typed: str) -> Any:
    file = SimpleUploadedFile("edubase.csv", data)
    return client.post(PAGE, {"file": file, **typed}, follow=True)


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.admin)
    return client


def ours(urn: str, name: str, **cells: str) -> dict[str, str]:
    return row(urn, name, uid="5711", trust="NORTHMOOR LEARNING TRUST", **cells)


def test_upload_look_import(cast, admin) -> None:
    data = file_of(
        ours("300001", "Elm Primary"),
        ours("300002", "Old School", status="2"),
        ours(cast.school.urn, "Ashdown High"),
        row("300009", "Somebody Else’s", uid="9999", trust="ANOTHER TRUST"),
    )
    before = School.objects.count()
    page = send(admin, data)
    says = words(page)
    assert "Check 3 schools before importing" in says
    assert "1 to add. 1 already here and will be updated. 0 already here" in says
    assert "Elm Primary" in says and "It is closed" in says and "Somebody Else" not in says
    assert "Ashdown Academy" in says and "Ashdown High" in says
    assert "Add 1, update 1, leave out 1" in says
    assert School.objects.count() == before and not Trust.objects.filter(group_uid="5711").exists()

    done = admin.post(page.request["PATH_INFO"], follow=True)
    assert "Import finished: 1 added, 1 updated, 1 left out." in words(done)
    elm = School.objects.get(urn="300001")
    assert elm.trust == cast.trust
    assert Trust.objects.get(pk=cast.trust.pk).group_uid == "5711"
    cast.school.refresh_from_db()
    assert cast.school.name == "Ashdown High" and not School.objects.filter(urn="300009").exists()
    assert "already been imported" in words(admin.post(page.request["PATH_INFO"], follow=True))
    steps = [e.data.get("step") for e in Entry.objects.filter(event="school.imported")]
    assert "uploaded" in steps


def test_a_school_without_our_trust_comes_in_by_its_urn(cast, admin) -> None:
    page = send(admin, file_of(row("300003", "Oak School")), urns="300003")
    admin.post(page.request["PATH_INFO"])
    assert School.objects.get(urn="300003").trust == cast.trust


def test_what_is_another_trusts_is_never_touched(cast, admin) -> None:
    far = School.objects.get(trust=cast.other_trust)
    cast.other_trust.group_uid = "7777"
    cast.other_trust.save()
    data = file_of(
        row(far.urn, "Taken Over"),
        row("300004", "Theirs By Number", uid="7777", trust="SOUTHMERE TRUST"),
    )
    page = send(admin, data, urns=f"{far.urn} 300004")
    assert words(page).count("It belongs to another organisation here") == 2
    admin.post(page.request["PATH_INFO"])
    far.refresh_from_db()
    assert far.name == "Carrow High School" and far.trust == cast.other_trust
    assert not School.objects.filter(urn="300004").exists()


@pytest.mark.parametrize(
    ("data", "typed", "sentence"),
    [
        (b"", {}, "The selected file is empty"),
        (b"a,b\r\n1,2\r\n", {}, "is not an establishment file"),
        (b"%PDF-1.7", {}, "is not an establishment file"),
        (
            file_of(row("300009", "Other", uid="9", trust="ANOTHER")),
            {},
            "has no school of Northmoor",
        ),
        (file_of(ours("300001", "Elm")), {"urns": "12"}, "A URN is 6 numbers"),
    ],
)
def test_what_cannot_be_used_is_answered(cast, admin, data, typed, sentence) -> None:
    page = send(admin, data, **typed)
    assert words(page).startswith("Error: ") and sentence in words(page)
    assert not SchoolImport.objects.exists()


def test_only_the_portal_administrator_may(cast, client) -> None:
    for person in (cast.office, cast.head, cast.officer, cast.outsider):
        client.force_login(person)
        assert client.get(PAGE).status_code == 403, person
        with pytest.raises(Denied):
            actions.upload_schools(
                trust=cast.trust if person != cast.outsider else cast.other_trust,
                file_name="a.csv", rows=[], closed=False, by=person, at=NOW,
            )  # fmt: skip
    rows = list(gias.read_lines(file_of(ours("300001", "Elm")).decode().splitlines(True)))
    kept = actions.upload_schools(
        trust=cast.trust, file_name="a.csv", rows=rows, closed=False, by=cast.admin, at=NOW
    )
    with pytest.raises(Denied):
        actions.import_schools(upload=kept, by=cast.office, at=NOW)
    actions.import_schools(upload=kept, by=cast.admin, at=NOW)
    with pytest.raises(WrongState):
        actions.import_schools(upload=kept, by=cast.admin, at=NOW)


def test_another_administrators_upload_is_not_there(cast, client) -> None:
    from tests.factories import make_person

    kept = actions.upload_schools(
        trust=cast.trust, file_name="a.csv", rows=[], closed=False, by=cast.admin, at=NOW
    )
    client.force_login(make_person("Far Admin", "TADMIN", trust=cast.other_trust))
    assert client.get(f"{PAGE}{kept.pk}/").status_code == 404
