"""People from a file: judged row by row, shown, and only then added."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from access.check import Denied
from audit.models import Entry
from people.actions import begin_import, import_people
from people.models import PeopleImport, User
from people.sheets.people_sheet import COLUMNS, judge, read, template
from tests.factories import NOW, TODAY
from workflow.moves import WrongState

pytestmark = pytest.mark.django_db
HEADER = ",".join(COLUMNS) + "\n"
GOOD = HEADER + (
    "Nia,Cole,nia.cole@school.example,Teaching staff,Teacher of art,,dan.poe@school.example\n"
    "Dan,Poe,Dan.Poe@school.example,,HoD (Art),Leadership team,priya.nair@school.example\n"
    "Gus,Lee,gus@home.example,Governor,,,\n"
)


def checked(cast, text: str, school="school"):
    return judge(read(text.encode()), trust=cast.trust, school=getattr(cast, school), on=TODAY)


def upload(cast, text: str = GOOD, *, by=None):
    return begin_import(
        trust=cast.trust,
        school=cast.school,
        file_name="staff.csv",
        rows=read(text.encode()),
        by=by or cast.office,
        at=NOW,
    )


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_template_is_a_file_we_take(cast) -> None:
    rows = judge(read(template().encode()), trust=cast.trust, school=cast.school, on=TODAY)
    assert rows[0].problems == [
        "Row 2, Email: “jo.bell@school.example” is already on the list of people"
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",,a@school.example,,,,", "Row 2, Last name: enter a name"),
        ("Nia,Cole,,,,,", "Row 2, Email: enter a work email address"),
        ("Nia,Cole,nia,,,,", "Row 2, Email: “nia” is not an email address"),
        (
            "Nia,Cole,nia@gmail.example,,,,",
            "Row 2, Email: “nia@gmail.example” must end in @school.example",
        ),
        (
            "Nia,Cole,n@school.example,Wizard,,,",
            "Row 2, Category: “Wizard” must be one of: Teaching staff",
        ),
        (
            "Nia,Cole,n@school.example,,,Chief executive,",
            "Row 2, Role: “Chief executive” is not a role that can be held at a school",
        ),
        (
            "Nia,Cole,n@school.example,,Lena Fox,,",
            "Row 2, Post: “Lena Fox” has the name of a person",
        ),
        ("Nia,Cole,n@school.example,,Cover for Nía Cole,,", "has the name of a person in it"),
        ("Nia,Cole,n@school.example,,Mrs Ahmed,,", "Enter the post that they hold"),
        ("Nia,Cole,n@school.example,,L. Fox,,", "“L. Fox” has the name of a person"),
        ("Nia,Cole,n@school.example,,Cole N,,", "“Cole N” has the name of a person"),
        ("Nia,Cole,n@school.example,,lena,,", "“lena” has the name of a person"),
        ("Nia,Cole,n@school.example,,Zoe Trent,,", "“Zoe Trent” reads like a person's name"),
        ("Nia,Cole,n@school.example,,,Moderator of a channel,", "is not a role"),
        (
            "Nia,Cole,n@school.example,,,,no@school.example",
            "Row 2, Line manager email: “no@school.example” is nobody",
        ),
        ("Nia,Cole,n@school.example,,,,n@school.example", "is this person's own"),
        ("Nia,Cole,n@school.example,,,,olga.stone@school.example", "is nobody on the list"),
    ],
)
def test_what_needs_fixing_is_said_with_the_cell(cast, row, says) -> None:
    (only,) = checked(cast, HEADER + row + "\n")
    assert not only.is_ready
    assert says in only.problems[0]


def test_a_post_that_reads_like_a_name_is_left_out_or_said_to_be_one(cast, client) -> None:
    rows = "Nia,Cole,nia.cole@school.example,,Zoe Trent,,\nAl,Poe,al@school.example,,Lena Fox,,\n"
    kept = upload(cast, HEADER + rows)
    client.force_login(cast.office)
    page = reverse("people:check_import", args=[kept.pk])
    shown = client.get(page).content.decode()
    assert "Yes, “Zoe Trent” is the title of a post: add Nia Cole too" in shown
    assert "“Lena Fox” is the title" not in shown and "Add those ticked" in shown
    client.post(page)
    assert not User.objects.filter(email="nia.cole@school.example").exists()
    client.post(page, {"said_titles": ["Zoe Trent", "Lena Fox"]})
    added = User.objects.get(email="nia.cole@school.example")
    assert [str(post) for post in added.posts_on(TODAY)] == ["Zoe Trent"]
    assert not User.objects.filter(email="al@school.example").exists()


def test_the_same_address_twice_names_the_other_row(cast) -> None:
    rows = checked(cast, HEADER + "A,B,a@school.example,,,,\n\nC,D,A@school.example,,,,\n")
    assert [row.number for row in rows] == [2, 4]
    assert rows[1].problems == ["Row 4, Email: “A@school.example” is also in row 2"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The selected file is empty"),
        (b"  \n ", "The selected file is empty"),
        (b"Name,Mail\nNia,x\n", "needs a column called First name"),
        (HEADER.encode(), "no rows"),
        (HEADER.encode() + b"A,B,,,,,\n" * 2001, "2000 rows or fewer"),
        (HEADER.encode() + b'"' + b"x" * 200_000, "is not a CSV that we can read"),
        (b"%PDF-1.7 and so on", "The selected file must be a CSV, XLSX or ODS"),
        (b"First name,Last name,Email,Work email\nA,B,a@x.example,\n", "Two columns of the file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, says) -> None:
    with pytest.raises(ValidationError, match=says):
        read(data)


def test_other_headings_orders_and_encodings(cast) -> None:
    data = "Surname,Forename,E-mail,Job title\nO’Neil,Zoë,zoe@school.example,Cook\n".encode(
        "cp1252"
    )
    (row,) = read(data)
    assert (row["First name"], row["Last name"], row["Post"]) == ("Zoë", "O’Neil", "Cook")


def test_a_spreadsheet_in_another_encoding_is_read(cast) -> None:
    assert [row["First name"] for row in read(GOOD.encode("utf-16"))] == ["Nia", "Dan", "Gus"]


def test_ready_rows_become_people_with_posts_roles_and_managers(cast) -> None:
    people = import_people(upload=upload(cast), by=cast.office, at=NOW)
    nia, dan, gus = people
    assert [str(post) for post in nia.posts_on(TODAY)] == ["Teacher of art"]
    nia.refresh_from_db()
    dan.refresh_from_db()
    assert (nia.line_manager, dan.line_manager) == (dan, cast.head)
    assert not dan.holds("SLT", TODAY, cast.school) and gus.category == "governor"
    assert dan.appointments.get().role == "SLT"  # proposed, with the rest of the sheet
    last = Entry.objects.filter(event="people.imported").order_by("position").last()
    assert last.data == {"step": "imported", "added": 3, "left_out": 0}


def test_rows_that_need_fixing_are_left_out_and_not_kept(cast) -> None:
    kept = upload(cast, GOOD + "Bad,Row,nobody,,,,\n")
    import_people(upload=kept, by=cast.office, at=NOW)
    kept.refresh_from_db()
    assert kept.rows == [] and not User.objects.filter(given_name="Bad").exists()
    with pytest.raises(WrongState):
        import_people(upload=kept, by=cast.office, at=NOW)
    assert User.objects.filter(given_name="Nia").count() == 1


def test_who_may_import(cast) -> None:
    for person in (cast.teacher, cast.head, cast.dsl):
        with pytest.raises(Denied):
            upload(cast, by=person)
    kept = upload(cast)
    with pytest.raises(Denied):
        import_people(upload=kept, by=cast.head, at=NOW)


def test_one_refusal_later_on_adds_nobody(cast) -> None:
    kept = upload(cast, GOOD + "Eve,Two,eve@school.example,,,Headteacher,\n")
    with pytest.raises(ValidationError, match="Row 5, Eve Two: Priya Nair is headteacher"):
        import_people(upload=kept, by=cast.office, at=NOW)
    assert not User.objects.filter(given_name="Nia").exists()


def test_in_the_browser_nothing_is_saved_before_the_button(cast, client) -> None:
    client.force_login(cast.office)
    before = User.objects.count()
    file = SimpleUploadedFile("staff.csv", (GOOD + "Bad,Row,nobody,,,,\n").encode())
    page = client.post(
        reverse("people:import"), {"file": file, "place": str(cast.school.pk)}, follow=True
    )
    says = words(page)
    assert "Check 4 rows before importing" in says, says
    assert "3 ready. 1 needs fixing. Nothing is saved yet." in says
    assert "Row 5, Email: “nobody” is not an email address" in says
    assert "Add 3 people, leave out 1" in says
    assert User.objects.count() == before
    done = client.post(page.request["PATH_INFO"], follow=True)
    assert "3 people are on the list of people" in words(done)
    assert User.objects.count() == before + 3
    again = client.post(page.request["PATH_INFO"], follow=True)
    assert "already been imported" in words(again)


def test_another_administrators_upload_is_not_there(cast, client) -> None:
    kept = upload(cast, by=cast.admin)
    client.force_login(cast.office)
    assert client.get(reverse("people:check_import", args=[kept.pk])).status_code == 404
    assert PeopleImport.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"", "The selected file is empty"),
        ("a.csv", b"%PDF-1.7", "must be a CSV, XLSX or ODS"),
        ("a.csv", b"a,b\n1,2\n", "First name"),
    ],
)
def test_wrong_files_are_answered(cast, client, name, data, says) -> None:
    client.force_login(cast.office)
    page = client.post(
        reverse("people:import"),
        {"file": SimpleUploadedFile(name, data), "place": str(cast.school.pk)},
    )
    assert says in words(page) and words(page).startswith("Error: ")


def test_no_file_is_asked_for(cast, client) -> None:
    client.force_login(cast.office)
    assert "Select a file" in words(
        client.post(reverse("people:import"), {"place": str(cast.school.pk)})
    )
