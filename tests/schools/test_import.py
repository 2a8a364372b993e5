"""Schools from the Department's file: its layout, its encoding, and what is made of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from access.check import Denied
from audit.models import Entry
from people.system import system_user
from schools import actions, gias
from schools.models import School, SchoolAddress, Trust
from tests.cast import Cast
from tests.factories import NOW

HEADINGS = [
    "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "EstablishmentStatus (code)",
    "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "Trusts (code)", "Trusts (name)", "UKPRN",
    "Street", "Locality", "Address3", "Town", "County (name)", "Postcode", "SchoolWebsite", "TelephoneNum",
]  # fmt: skip
DEFAULTS = {
    "LA (code)": "830", "LA (name)": "Derbyshire", "EstablishmentNumber": "2001",
    "EstablishmentStatus (code)": "1", "PhaseOfEducation (name)": "Primary", "StatutoryLowAge": "4",
    "StatutoryHighAge": "11", "UKPRN": "10012345", "Street": "Hill Street", "Town": "Ripley",
    "Postcode": "DE5 3JU", "SchoolWebsite": "www.hill.example", "TelephoneNum": "01773742281",
}  # fmt: skip


def row(urn: str, name: str, **cells: str) -> dict[str, str]:
    named = {
        "status": "EstablishmentStatus (code)",
        "uid": "Trusts (code)",
        "trust": "Trusts (name)",
        "town": "Town",
    }
    return {
        "URN": urn,
        "EstablishmentName": name,
        **DEFAULTS,
        **{named.get(k, k): v for k, v in cells.items()},
    }


@pytest.fixture
def write(tmp_path: Path):
    def write(*rows: dict[str, str], encoding: str = "cp1252") -> str:
        text = io.StringIO()
        # The real file has some 140 columns, in an order that has changed over the years.
        sheet = csv.DictWriter(
            text, [*reversed(HEADINGS), "Easting"], quoting=csv.QUOTE_ALL, lineterminator="\r\n"
        )
        sheet.writeheader()
        sheet.writerows(rows)
        path = tmp_path / "edubase.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return str(path)

    return write


def run(path: str, **options) -> dict:
    out = io.StringIO()
    call_command("import_schools", path, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_a_school_is_made_with_its_trust(write) -> None:
    path = write(
        row("112345", "Marehay Primary’s School", uid="5711", trust="HILL AND DALE ACADEMY TRUST")
    )
    answer = run(path, all=True)
    assert (answer["created"], answer["skipped"]) == (["112345"], [])
    school = School.objects.select_related("trust").get(urn="112345")
    assert (school.name, school.slug) == ("Marehay Primary’s School", "marehay-primarys-school")
    assert (school.trust.name, school.trust.group_uid) == ("Hill and Dale Academy Trust", "5711")
    assert (school.laestab, school.ukprn, school.low_age, school.high_age) == (
        "8302001",
        "10012345",
        4,
        11,
    )
    assert (school.office_phone, school.website_url) == ("01773 742281", "https://www.hill.example")
    assert school.address == "Hill Street\nRipley\nDE5 3JU"
    assert SchoolAddress.objects.get(slug=school.slug).school == school
    assert Entry.objects.get(event="school.imported").data["created"] == 1


@pytest.mark.django_db
def test_run_twice_it_changes_nothing(write) -> None:
    path = write(row("112345", "Marehay Primary School"))
    run(path, all=True)
    answer = run(path, all=True)
    assert (answer["created"], answer["updated"], answer["unchanged"]) == ([], [], ["112345"])
    assert Entry.objects.filter(event="school.imported").count() == 1


@pytest.mark.django_db
def test_what_the_office_keeps_is_filled_in_and_never_overwritten(write) -> None:
    run(write(row("112345", "Marehay Primary School", TelephoneNum="")), all=True)
    School.objects.update(website_url="https://ours.example")
    answer = run(write(row("112345", "Marehay Academy")), all=True)
    school = School.objects.get()
    assert answer["updated"] == ["112345"]
    assert (school.name, school.slug) == ("Marehay Academy", "marehay-primary-school")
    assert (school.office_phone, school.website_url) == ("01773 742281", "https://ours.example")


@pytest.mark.django_db
def test_closed_and_proposed_schools_are_left_out(write) -> None:
    path = write(
        row("100001", "Closed School", status="2"),
        row("100002", "Closing School", status="3"),
        row("100003", "Coming School", status="4"),
    )
    answer = run(path, all=True)
    assert answer["created"] == ["100002"]
    assert {(each["urn"], each["reason"]) for each in answer["skipped"]} == {
        ("100001", "it is closed"),
        ("100003", "it is not open yet"),
    }
    assert run(path, all=True, closed=True)["created"] == ["100001"]
    assert School.objects.get(urn="100001").status == "closed"


@pytest.mark.django_db
def test_rows_that_make_no_sense_are_left_out_with_their_reason(write) -> None:
    path = write(
        row("12", "Short"), row("100001", ""), row("100002", "Good"), row("100002", "Again")
    )
    answer = run(path, all=True)
    assert answer["created"] == ["100002"]
    assert [(each["row"], each["reason"]) for each in answer["skipped"]] == [
        (2, "its URN is not 6 digits"),
        (3, "it has no name"),
        (5, "its URN is also in row 4"),
    ]


@pytest.mark.django_db
def test_choosing_by_trust_and_by_urn(write) -> None:
    path = write(
        row("100001", "One", uid="1", trust="T1"),
        row("100002", "Two", uid="2", trust="T2"),
        row("100003", "Three"),
    )
    assert run(path, trust="2")["created"] == ["100002"]
    answer = run(path, urn=["100003", "999999"])
    assert answer["created"] == ["100003"]
    assert answer["skipped"] == [{"row": None, "urn": "999999", "reason": "it is not in the file"}]


@pytest.mark.django_db
def test_schools_of_one_name_and_without_a_trust_each_get_their_own(write) -> None:
    path = write(
        row("100001", "St Mary's School", town="Ripley"),
        row("100002", "St Mary's School", town="Eccles"),
        row("100003", "St Mary's School", town="Eccles"),
    )
    run(path, all=True)
    assert list(School.objects.order_by("urn").values_list("slug", flat=True)) == [
        "st-marys-school",
        "st-marys-school-eccles",
        "st-marys-school-100003",
    ]
    assert list(Trust.objects.order_by("name").values_list("name", flat=True)) == [
        "St Mary's School",
        "St Mary's School (100003)",
        "St Mary's School, Eccles",
    ]


def test_a_trust_set_up_by_hand_is_recognised_and_a_school_stays_in_its_trust(
    cast: Cast, write
) -> None:
    path = write(
        row("900001", "New School", uid="9", trust="NORTHMOOR LEARNING TRUST"),
        row(cast.school.urn, cast.school.name, uid="8", trust="Somebody Else"),
    )
    run(path, all=True)
    cast.trust.refresh_from_db()
    cast.school.refresh_from_db()
    assert cast.trust.group_uid == "9"
    assert School.objects.get(urn="900001").trust == cast.school.trust == cast.trust
    assert not Trust.objects.filter(group_uid="8").exists()


@pytest.mark.django_db
def test_a_trial_run_changes_nothing(write) -> None:
    answer = run(write(row("100001", "One")), all=True, dry_run=True)
    assert answer["created"] == ["100001"]
    assert not School.objects.exists() and not Trust.objects.exists() and not Entry.objects.exists()


@pytest.mark.django_db
def test_a_file_of_something_else_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "pupils.csv"
    path.write_text("Name,Class\nA,B\n")
    with pytest.raises(
        CommandError, match=r"pupils.csv is not an establishment file: it has no column URN"
    ):
        run(str(path), all=True)
    with pytest.raises(CommandError, match="cannot be read"):
        run(str(tmp_path / "missing.csv"), all=True)


@pytest.mark.django_db
def test_a_trust_that_is_not_in_the_file_is_one_clear_line(write) -> None:
    with pytest.raises(CommandError, match="UID 77"):
        run(write(row("100001", "One")), trust="77")


@pytest.mark.django_db
def test_a_file_saved_again_as_utf_8_is_read(write) -> None:
    assert run(write(row("100001", "One"), encoding="utf-8-sig"), all=True)["created"] == ["100001"]


@pytest.mark.django_db
def test_the_cost_grows_by_the_batch_not_by_the_row(write, django_assert_max_num_queries) -> None:
    path = write(*(row(str(100000 + n), f"School {n % 40}", town=f"Town {n}") for n in range(900)))
    with django_assert_max_num_queries(60):
        run(path, all=True)
    assert School.objects.count() == 900


def test_only_the_portal_itself_imports(cast: Cast) -> None:
    with pytest.raises(Denied):
        actions.import_rows(rows=[], by=cast.admin, at=NOW)


def test_words_are_read_as_people_write_them() -> None:
    assert (
        gias.spoken("THE DIOCESE OF ST ALBANS MULTI-ACADEMY TRUST")
        == "The Diocese of St Albans Multi-Academy Trust"
    )
    assert gias.spoken("United Learning Trust") == "United Learning Trust"
    assert gias.phone("1773742281") == "01773 742281"
    assert gias.website("http://a.example") == "http://a.example"
    assert gias.website("none") == gias.website("see our page.") == ""


CELL = st.text(st.characters(codec="cp1252", exclude_categories=("Cc",)), max_size=40)


@pytest.mark.django_db
@given(st.lists(st.tuples(st.integers(0, 999_999), CELL, CELL, CELL), max_size=6))
def test_whatever_the_cells_hold_every_row_is_made_or_explained(rows: list) -> None:
    cells = [
        row(f"{urn:06}", name, town=town, uid=uid, trust=name) for urn, name, town, uid in rows
    ]
    read = [
        gias.row_of(line, {k: v.strip() for k, v in each.items()})
        for line, each in enumerate(cells, 2)
    ]
    result = actions.import_rows(rows=read, by=system_user(), at=NOW, dry_run=True)
    assert len(result.created) + len(result.updated) + len(result.unchanged) + len(
        result.skipped
    ) == len(rows)
