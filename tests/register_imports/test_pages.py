"""The journey of a sheet in the browser: upload, columns, look, mend, import, undo. Nothing is saved before the button."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts_registry.models import Channel
from documents import sheets
from register_imports.actions import imports
from register_imports.models import RegisterImport
from tests.accounts_registry.builders import add, platform
from tests.factories import NOW
from tests.register_imports.sheets import HEADINGS, OFFICE, ods, run, upload, work, xlsx

pytestmark = pytest.mark.django_db
LIST = "/imports/"


def words(answer: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&quot;", '"')
    return " ".join(plain.replace("&amp;", "&").replace("&#x27;", "'").split())


def send(client: Any, data: bytes | str = OFFICE, name: str = "sheet.csv", **fields: Any) -> Any:
    content = data.encode() if isinstance(data, str) else data
    file = SimpleUploadedFile(name, content)
    return client.post(LIST, {"file": file, **fields}, follow=True)


def chosen(page: Any, **changes: str) -> dict[str, str]:
    """What the columns page would send as it stands."""
    form = page.context["form"]
    return {name: str(form[name].value() or "") for name in form.fields} | changes


@pytest.fixture
def office(cast, client):
    client.force_login(cast.office)
    return client


def place(cast) -> dict[str, str]:
    return {"place": str(cast.school.pk)}


def test_a_sheet_of_headings_alone_has_nothing_to_import(cast, office) -> None:
    page = send(office, HEADINGS, **place(cast))
    page = office.post(page.request["PATH_INFO"], chosen(page), follow=True)
    says = words(page)
    assert "No rows to import" in says and "No row of this file is ready to import" in says
    assert "Check No rows" not in says


def test_the_whole_journey(cast, office) -> None:
    page = send(office, **place(cast))
    says = words(page)
    assert "Check what the columns are" in says
    assert "Column F: Date Closed" in says and "For example 21/7/23" in says
    assert not Channel.objects.exists()

    page = office.post(page.request["PATH_INFO"], chosen(page), follow=True)
    says = words(page)
    assert "Check 8 rows before importing" in says
    assert "5 ready. 3 need fixing." in says
    assert "3 rows are ignored" in says and "Row 4: an example of the form" in says
    assert "Row 10, Date opened: “31/2/23” is not a real date" in says
    assert "Add 5, leave out 3" in says and "Cancel, import nothing" in says
    assert "8 posts are not known yet and will be added without a holder" in says
    assert not Channel.objects.exists()

    kept = RegisterImport.objects.get()
    page = office.post(
        f"{kept.get_absolute_url()}mend/",
        {
            "fix-10-opened": "28/2/23",
            "fix-11-platform": "X (formerly Twitter)",
            "fix-13-account": "@ashdownpe",
        },
        follow=True,
    )
    assert "2 rows have been changed" in words(page) and "7 ready. 1 needs fixing." in words(page)
    page = office.post(f"{kept.get_absolute_url()}start/", follow=True)
    assert "Importing 8 rows" in words(page)
    assert page.headers["Refresh"] == "1" and b"<progress" in page.content

    work(kept, at=timezone.now())
    page = office.get(kept.get_absolute_url())
    says = words(page)
    assert "Import finished: 7 added, 0 updated, 1 left out" in says and "Refresh" not in page
    assert "The register had No channels here before and has 7 channels now" in says
    assert "Rows 6 and 13 are the same account. Delete one" in says

    undo = f"{kept.get_absolute_url()}undo/"
    assert "Undo this import" in words(office.get(LIST))
    assert "7 channels that it added will leave the register" in words(office.get(undo))
    assert Channel.objects.on_register().count() == 7, "asking changes nothing"
    page = office.post(undo, follow=True)
    assert "Undoing this import" in words(page)
    work(kept, at=timezone.now())
    assert "7 rows were taken back" in words(office.get(kept.get_absolute_url()))
    again = office.post(undo, follow=True)
    assert "has been undone already" in words(again)


def test_before_and_after_of_what_will_be_updated(cast, office) -> None:
    add(cast, account_name="@AshdownPE")
    kept = upload(cast, HEADINGS + "X,@AshdownPE,,Office,1/2/19,,\n")
    says = words(office.get(kept.get_absolute_url()))
    assert "0 ready. 1 already on the register and will be updated." in says
    assert "Approved users: HoD (Humanities)" in says and "Approved users: Office" in says
    assert "Date opened: 16 May 2018" in says and "Date opened: 1 February 2019" in says
    assert "Update 1" in says


def test_nothing_to_do_has_no_button(cast, office) -> None:
    run(cast, HEADINGS + "X,@AshdownPE,,,1/2/19,,\n")
    kept = upload(cast, HEADINGS + "X,@AshdownPE,,,1/2/19,,\n")
    page = office.get(kept.get_absolute_url())
    assert "Everything in this file is on the register already" in words(page)
    assert f"{kept.get_absolute_url()}start/" not in page.content.decode()
    refused = office.post(f"{kept.get_absolute_url()}start/", follow=True)
    assert "Nothing was imported. No row of this file is ready to import." in words(refused)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_every_kind_of_file_gives_the_same_rows(cast, office, kind) -> None:
    rows = [line.cells for line in sheets.read(OFFICE.encode())]
    data = {"csv": OFFICE.encode(), "xlsx": xlsx(rows), "ods": ods(rows)}[kind]
    send(office, data, f"sheet.{kind}", **place(cast))
    kept = RegisterImport.objects.get()
    assert "5 ready. 3 need fixing." in words(office.get(kept.get_absolute_url()))


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.csv", "The selected file is empty"),
        (b" \n", "a.csv", "The selected file is empty"),
        (b"%PDF-1.7", "a.csv", "The selected file must be a CSV, XLSX or ODS"),
        (b"a,b\n" * 1_500_000, "a.csv", "The selected file must be smaller than 5MB"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(50) + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "The selected file is password protected",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_answered(cast, office, data, name, sentence) -> None:
    page = send(office, data, name, **place(cast))
    assert words(page).startswith("Error: ") and words(page).count(sentence) == 2
    assert not RegisterImport.objects.exists()


def test_no_file_and_no_import_yet(cast, office) -> None:
    assert "You have not imported anything yet." in words(office.get(LIST))
    assert "Select a file" in words(office.post(LIST, place(cast)))


def test_the_wrong_columns_are_answered_and_what_was_chosen_stays(cast, office) -> None:
    page = send(office, "Who,What\nTwiter,@AshdownPE\n", **place(cast))
    path = page.request["PATH_INFO"]
    page = office.post(path, chosen(page))
    assert "Choose which column has the platform" in words(page)
    assert "Choose which column has the account or page name" in words(page)
    page = office.post(path, chosen(page, **{"column-0": "platform", "column-1": "platform"}))
    assert "Platform is chosen twice. Choose it for one column" in words(page)
    assert '<option value="platform" selected>' in page.content.decode()
    page = office.post(path, chosen(page, first_row=""))
    assert "Enter the number of the first row with a channel" in words(page)
    page = office.post(
        path, {"column-0": "platform", "column-1": "account", "first_row": "2"}, follow=True
    )
    assert "1 needs fixing." in words(page)


def test_a_preview_without_its_columns_leads_to_them(cast, office) -> None:
    kept = upload(cast, "Who,What\nTwiter,@AshdownPE\n")
    assert office.get(kept.get_absolute_url()).headers["Location"].endswith("/columns/")


def test_problems_go_into_a_file_and_come_back_mended(cast, office) -> None:
    kept = upload(cast)
    answer = office.get(f"{kept.get_absolute_url()}problems/")
    rows = [line.cells for line in sheets.read(answer.content)]
    assert rows[0][-1] == "Problem" and rows[0][4:6] == ["Date Opened", "Date Closed"]
    assert [row[-1] for row in rows[1:]][0] == "Row 10, Date opened: “31/2/23” is not a real date"
    assert len(rows) == 4
    mended = answer.content.decode().replace("31/2/23", "28/2/23").replace("Twiter", "Twitter")
    send(office, mended, **place(cast))
    again = RegisterImport.objects.latest("reference")
    assert "3 ready." in words(office.get(again.get_absolute_url()))
    # And after the import: what was left out is still there to be fetched.
    imports.start_import(upload=kept, by=cast.office, at=timezone.now())
    work(kept, at=timezone.now())
    after = office.get(f"{kept.get_absolute_url()}problems/")
    assert [line.cells[-1] for line in sheets.read(after.content)] == [row[-1] for row in rows]


def test_only_the_first_rows_are_mended_here_and_the_others_in_the_file(cast, office) -> None:
    rows = "".join(f"X,@a{n},,,31/2/20,,\n" for n in range(30))
    kept = upload(cast, HEADINGS + rows)
    page = office.get(kept.get_absolute_url())
    assert page.content.count(b'name="fix-') == 20
    assert "30 need fixing." in words(page) and words(page).count("In the file") == 10


def test_a_correction_that_is_wrong_too_is_said_again_with_what_was_typed(cast, office) -> None:
    kept = upload(cast, HEADINGS + "X,@AshdownPE,,,31/2/20,,\n")
    page = office.post(f"{kept.get_absolute_url()}mend/", {"fix-2-opened": "30/2/20"}, follow=True)
    assert "Row 2, Date opened: “30/2/20” is not a real date" in words(page)
    page = office.post(f"{kept.get_absolute_url()}mend/", {"fix-2-opened": "x" * 500})
    assert page.status_code == 200 and "x" * 500 in page.content.decode()


def test_what_is_typed_in_a_sheet_is_shown_and_never_run(cast, office) -> None:
    evil = "<script>alert(1)</script>"
    kept = upload(cast, HEADINGS + f"Facebook,{evil},{evil},,{evil},,\n{evil},x,,,,,\n")
    for path in ("", "columns/"):
        text = office.get(f"{kept.get_absolute_url()}{path}").content.decode()
        assert evil not in text and "&lt;script&gt;" in text


def test_the_template_is_a_file_we_take(cast, office) -> None:
    answer = office.get("/imports/template/")
    assert "attachment" in answer.headers["Content-Disposition"]
    kept = upload(cast, answer.content + b"X,@AshdownPE,,Headteacher,Office,1/1/20,\n")
    page = office.get(kept.get_absolute_url())
    assert "1 ready." in words(page) and "Row 2: an example of the form" in words(page)


def test_an_import_is_seen_by_those_who_may_add_there_and_nobody_else(cast, client) -> None:
    kept = upload(cast)
    whole = upload(cast, "School," + HEADINGS, whole_trust=True)
    expected = {
        cast.office: (200, 404),
        cast.admin: (200, 200),
        cast.comms: (200, 200),
        cast.head: (404, 404),
        cast.teacher: (404, 404),
        cast.outsider: (404, 404),
    }
    for person, codes in expected.items():
        client.force_login(person)
        answers = tuple(
            client.get(f"{one.get_absolute_url()}problems/").status_code for one in (kept, whole)
        )
        assert answers == codes, person
    client.force_login(cast.head)
    assert client.get(LIST).status_code == 403
    assert "You cannot add to the register" in words(client.get(LIST))


def test_another_schools_office_sees_none_of_it(cast, client) -> None:
    from tests.factories import make_person

    other = make_person("Una Reed", "ADMIN", trust=cast.trust, school=cast.other_school)
    kept = upload(cast)
    client.force_login(other)
    for path in ("", "columns/", "problems/", "undo/"):
        assert client.get(f"{kept.get_absolute_url()}{path}").status_code == 404
    for path in ("mend/", "start/", "cancel/", "undo/"):
        assert client.post(f"{kept.get_absolute_url()}{path}").status_code == 404
    assert kept.file_name not in words(client.get(LIST))


def test_a_stale_tab_is_a_sentence(cast, office) -> None:
    kept = run(cast)
    for path in ("start/", "cancel/", "mend/"):
        page = office.post(f"{kept.get_absolute_url()}{path}", follow=True)
        assert page.status_code == 200, path
    assert "has been dealt with since you opened the page" in words(page) or "not changed" in words(
        page
    )
    assert Channel.objects.count() == 5


def test_cancelling_imports_nothing(cast, office) -> None:
    kept = upload(cast)
    page = office.post(f"{kept.get_absolute_url()}cancel/", follow=True)
    assert "Nothing was imported." in words(page) and "Cancelled" in words(page)
    assert not Channel.objects.exists()


def test_get_changes_nothing(cast, office) -> None:
    kept = upload(cast)
    before = RegisterImport.objects.values().get()
    for path in ("", "columns/", "problems/", "undo/"):
        office.get(f"{kept.get_absolute_url()}{path}")
    for path in ("mend/", "start/", "cancel/"):
        assert office.get(f"{kept.get_absolute_url()}{path}").status_code == 405
    assert RegisterImport.objects.values().get() == before and not Channel.objects.exists()


def test_undo_is_no_longer_offered_after_seven_days(cast, office) -> None:
    kept = run(cast)
    RegisterImport.objects.update(finished_at=NOW - timedelta(days=30))
    assert "Undo this import" not in words(office.get(LIST))
    assert office.get(f"{kept.get_absolute_url()}undo/").status_code == 302


def test_the_list_asks_the_same_number_of_questions_for_2_imports_and_for_20(
    cast, office, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert office.get(LIST).status_code == 200
        return len(seen)

    for _ in range(2):
        upload(cast)
    asked()
    few = asked()
    for _ in range(18):
        upload(cast)
    assert asked() == few


def test_the_preview_asks_the_same_number_of_questions_for_2_rows_and_for_200(cast, office) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(number: int) -> int:
        rows = "".join(f"X,@Row{n},HoD {n},,1/{n % 20}/20,,\n" for n in range(number))
        kept = upload(cast, HEADINGS + rows)
        with CaptureQueriesContext(connection) as seen:
            assert office.get(kept.get_absolute_url()).status_code == 200
        return len(seen)

    asked(2)
    assert asked(4) == asked(200)


def test_references_count_each_day_for_each_trust(cast) -> None:
    assert [upload(cast).reference for _ in range(3)] == [
        "2026-11-20-01",
        "2026-11-20-02",
        "2026-11-20-03",
    ]
    assert upload(cast, at=NOW + timedelta(days=1)).reference == "2026-11-21-01"
    assert reverse("imports:detail", args=["2026-11-20-01"]) == "/imports/2026-11-20-01/"


def test_what_looks_like_another_account_is_said_before_importing_and_is_no_bar(
    cast, office
) -> None:
    add(cast, account_name="@AshdownPE", school=cast.other_school, by=cast.admin)
    kept = upload(cast, HEADINGS + "X,@Ashdown_PE,<b>Head</b>,,,,\n")
    says = words(office.get(kept.get_absolute_url()))
    assert "1 ready. 1 looks like another account." in says
    assert says.count("This name looks like @AshdownPE on X") == 2  # in the list, and in its row
    assert "It is imported all the same" in says and "Add 1" in says


def test_the_warnings_of_an_update_stand_in_its_row(cast, office) -> None:
    add(cast, account_name="@AshdownPE", school=cast.other_school, by=cast.admin)
    add(cast, account_name="Ashdown sport", platform=platform("facebook"))
    text = HEADINGS + "Facebook,Ashdown sport,,,,,https://www.facebook.com/Ashdown.PE.\n"
    says = words(office.get(upload(cast, text).get_absolute_url()))
    assert "1 already on the register and will be updated. 1 looks like another account." in says
    assert "Check: This name looks like @AshdownPE on X" in says


def test_the_register_leads_to_the_import_for_those_who_may_add(cast, client) -> None:
    for channels in (0, 1):
        if channels:
            add(cast)
        client.force_login(cast.office)
        says = words(client.get("/channels/"))
        assert says.count("Import from a spreadsheet") == 1
        assert ("or import from a spreadsheet" in says) is not bool(channels)
        client.force_login(cast.teacher)
        assert "mport from a spreadsheet" not in words(client.get("/channels/"))
