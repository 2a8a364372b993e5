"""`import_register`: the page's actions from the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts_registry.models import Channel
from audit.models import Entry
from notifications.models import Message
from people.models import Post
from register_imports.models import RegisterImport
from tests.accounts_registry.builders import add
from tests.register_imports.sheets import OFFICE, ods, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "channels.csv"
    path.write_text(OFFICE)
    return path


def run(path: Path, cast: Any, **options: Any) -> Any:
    out = io.StringIO()
    options = {"school": cast.school.urn, "json": True, **options}
    call_command("import_register", str(path), stdout=out, **options)
    return json.loads(out.getvalue()) if options["json"] else out.getvalue()


def test_ready_rows_are_saved_and_the_others_left_out_with_their_reasons(cast, sheet) -> None:
    answer = run(sheet, cast)
    assert [(one["row"], one["channel"]) for one in answer["created"]] == [
        (6, "CH0001"),
        (7, "CH0002"),
        (8, "CH0003"),
        (9, "CH0004"),
        (12, "CH0005"),
    ]
    assert (answer["updated"], answer["unchanged"], answer["ignored"]) == ([], 0, 3)
    assert answer["skipped"] == [
        {"row": 10, "reason": "Row 10, Date opened: “31/2/23” is not a real date"},
        {
            "row": 11,
            "reason": "Row 11, Platform: “Twiter” is not a platform we know. Did you mean X (formerly Twitter)?",
        },
        {"row": 13, "reason": "Rows 6 and 13 are the same account. Delete one"},
    ]
    assert "HoD (PE)" in answer["new_posts"]
    assert not Post.objects.get(title="HoD (PE)").holdings.exists()
    assert Channel.objects.on_register().count() == 5


def test_running_it_twice_changes_nothing(cast, sheet) -> None:
    run(sheet, cast)
    before = list(Channel.objects.order_by("pk").values()), Entry.objects.count()
    answer = run(sheet, cast)
    assert (answer["created"], answer["updated"], answer["unchanged"]) == ([], [], 5)
    assert len(answer["skipped"]) == 3
    assert (list(Channel.objects.order_by("pk").values()), Entry.objects.count()) == before


def test_a_trial_says_what_would_happen_and_does_nothing(cast, sheet) -> None:
    answer = run(sheet, cast, dry_run=True)
    assert [one["row"] for one in answer["created"]] == [6, 7, 8, 9, 12]
    assert answer["dry_run"] is True and len(answer["skipped"]) == 3
    assert not Channel.objects.exists() and not RegisterImport.objects.exists()
    assert not Entry.objects.filter(event="register.imported").exists()
    assert not Message.objects.exists()
    said = run(sheet, cast, dry_run=True, json=False)
    assert said.startswith("Nothing was changed. Would be: created 5, updated 0")


def test_the_head_is_asked_and_the_portal_itself_gets_no_letter(cast, sheet) -> None:
    run(sheet, cast)
    assert {message.recipient for message in Message.objects.all()} == {cast.head}


def test_somebody_may_be_named(cast, sheet) -> None:
    run(sheet, cast, by=cast.office.email)
    kept = RegisterImport.objects.get()
    assert (kept.confirmed_by, kept.file_name) == (cast.office, "channels.csv")
    assert Channel.objects.get(reference="CH0001").states.get().by == cast.office


def test_it_takes_xlsx_and_ods(cast, tmp_path) -> None:
    rows = [["Platform", "Account", "Opened"], ["X", "@AshdownPE", "3/9/19"]]
    for name, data in (("a.xlsx", xlsx(rows)), ("a.ods", ods(rows))):
        (tmp_path / name).write_bytes(data)
    assert len(run(tmp_path / "a.xlsx", cast)["created"]) == 1
    assert run(tmp_path / "a.ods", cast)["unchanged"] == 1


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        (None, {}, "cannot be read"),
        (b"", {}, "The selected file is empty"),
        (b"%PDF-1", {}, "must be a CSV, XLSX or ODS"),
        (b"Who,What\na,b\n", {}, "Choose which column has the platform"),
        (b"Platform,Account\nX,@a\n", {"school": "999999"}, "No school has the URN 999999"),
        (b"Platform,Account\nX,@a\n", {"by": "no@school.example"}, "Nobody here has"),
        (b"Platform,Account\nX,@a\n", {"by": "priya.nair@school.example"}, "You cannot add"),
        (
            b"Platform,Account\nX,@a\n",
            {"by": "olga.stone@school.example"},
            "cannot see that school",
        ),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(cast, tmp_path, content, options, says) -> None:
    path = tmp_path / "a.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=says) as refusal:
        run(path, cast, **options)
    assert "\n" not in str(refusal.value)
    assert not Channel.objects.exists() and not RegisterImport.objects.exists()


def test_a_file_of_nothing_but_problems_is_read_and_not_an_error(cast, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Platform,Account\nTwiter,@a\n")
    answer = run(path, cast)
    assert answer["created"] == [] and len(answer["skipped"]) == 1


def test_what_looks_like_another_account_is_among_its_warnings(cast, tmp_path) -> None:
    add(cast, account_name="@AshdownPE", school=cast.other_school, by=cast.admin)
    path = tmp_path / "a.csv"
    path.write_text("Platform,Account\nX,@Ashdown_PE\nX,@Rowing\n")
    for options in ({"dry_run": True}, {}):
        (warning,) = run(path, cast, **options)["warnings"]
        assert warning["row"] == 2
        assert warning["warning"].startswith("This name looks like @AshdownPE on X")
    assert Channel.objects.filter(school=cast.school).count() == 2
    said = run(path, cast, dry_run=True, json=False)
    assert "Row 2:" not in said  # on the register by now, with nothing to change
