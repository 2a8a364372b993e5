"""The register on paper, in a spreadsheet and for a program: the same rows, asked for and recorded."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import date, timedelta

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from access.check import Denied, Hidden
from accounts_registry.entry.actions import registering
from audit.models import Entry
from documents import actions as documents
from documents.models import Export
from reports import actions, tasks
from reports.exports import KINDS
from reports.wording import in_a_sentence
from tests.accounts_registry.builders import add, platform
from tests.factories import NOW, TODAY, make_policy


def ask(cast, kind="register_pdf", by=None, school=True, as_at=TODAY, **options):
    return actions.ask_for_export(
        kind=kind,
        trust=cast.trust,
        school=cast.school if school is True else school,
        as_at=as_at,
        by=by or cast.office,
        at=NOW,
        **options,
    )


def made(cast, kind="register_pdf", **options):
    export = actions.prepare_export(export_id=ask(cast, kind, **options).pk, at=NOW)
    assert export is not None
    return export


def text_of(export) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", export.file.path, "-"], check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def appendix_1(cast):
    """The two rows of the form itself, at the two schools."""
    one = add(cast)
    two = add(
        cast,
        school=cast.other_school,
        by=cast.admin,
        platform=platform("facebook"),
        account_name="Marehay Primary",
        master_post="Headteacher",
        poster_posts=["DHT", "SBO"],
        date_opened=date(2023, 1, 16),
    )
    return one, two


def accept(channel, by):
    return registering.accept(
        channel=channel,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=True,
        by=by,
        at=NOW,
    )


def test_the_pdf_is_tagged_titled_and_in_british_english(cast, appendix_1, weasyprint):
    export = made(cast)
    with pikepdf.open(export.file.path) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked) and root.StructTreeRoot is not None
        assert str(root.Lang) == "en-GB"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo.Title) == "Official social media channels: Ashdown Academy"
        tags = set(structure(root.StructTreeRoot))
        assert {"/Table", "/TH", "/TD", "/TR", "/H1", "/H2", "/Figure"} <= tags
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    assert export.row_count == 1
    assert export.content_type == "application/pdf"


def structure(node):
    """The kinds of every element of the structure tree."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from structure(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from structure(node.K)


@pytest.mark.clause("Q-App1-2", "Q-App1-4", "Q-App1-7")
def test_the_school_pdf_reads_as_the_form_does(cast, appendix_1, weasyprint):
    accept(appendix_1[0], cast.head)
    page = " ".join(text_of(made(cast)).split())
    assert "Ashdown Academy official social media channels are:" in page
    order = [
        "Platform",
        "Account/Page name",
        "Master administration role",
        "Approved users (posting)",
        "Opened",
        "Closed",
    ]
    places = [page.index(label) for label in order]
    assert places == sorted(places)
    assert (
        "X (formerly Twitter) History@SSchool Business manager HoD (Humanities) 16 May 2018 Open"
        in page
    )
    assert "Marehay Primary" not in page
    assert "Page 1 of 2" in page and "by the business manager" in page
    assert "Tom Okafor" not in page


def test_the_trust_pdf_has_a_section_for_every_school(cast, appendix_1, weasyprint):
    page = " ".join(text_of(made(cast, school=None, by=cast.comms)).split())
    assert "2 schools, 2 open channels." in page
    assert "Facebook Marehay Primary Headteacher DHT, SBO 16 Jan 2023 Open" in page
    assert page.count("not yet confirmed") == 2
    assert "Not yet confirmed: 2." in page


def test_an_empty_register_says_so(cast, weasyprint):
    assert text_of(made(cast)).count("No official channels") == 2


def test_every_format_has_the_same_rows(cast, appendix_1, weasyprint):
    sheet = made(cast, "register_csv", school=None, by=cast.comms)
    data = made(cast, "register_json", school=None, by=cast.comms)
    paper = made(cast, "register_pdf", school=None, by=cast.comms)
    assert sheet.fingerprint == data.fingerprint == paper.fingerprint
    rows = list(csv.reader(io.StringIO(sheet.file.read().decode("utf-8-sig"), newline="")))
    from_json = json.loads(data.file.read())["rows"]
    assert (
        [row[2] for row in rows[1:3]]
        == [row["account_name"] for row in from_json]
        == ["History@SSchool", "Marehay Primary"]
    )
    page = text_of(paper)
    assert all(row[2] in page and row[5] in page for row in rows[1:3])


def test_the_register_keeps_count_of_its_versions(cast, appendix_1, weasyprint):
    assert [made(cast).version, made(cast).version] == [1, 1]
    accept(appendix_1[0], cast.head)
    newer = made(cast)
    assert newer.version == 2
    assert "2 (replaces 1, 20 November 2026)" in " ".join(text_of(newer).split())
    assert made(cast, as_at=TODAY - timedelta(days=1)).version is None


def test_the_document_control_names_the_policy(cast, appendix_1, weasyprint):
    make_policy(cast.trust)
    page = " ".join(text_of(made(cast)).split())
    assert "Version 1, in force from 1 July 2026" in page
    assert "Trust board" in page and "Register owner Business manager" in page


def test_no_code_is_printed_where_the_public_list_is_off(cast, appendix_1, monkeypatch, weasyprint):
    assert "Check the live list" in text_of(made(cast))
    monkeypatch.setattr("reports.owners.value", lambda *args, **kwargs: False)
    assert "Check the live list" not in text_of(made(cast))


def test_hostile_names_are_only_text(cast, weasyprint):
    add(
        cast,
        account_name='<img src="file:///etc/passwd"> & co',
        platform=platform("other"),
        platform_other="Board",
    )
    assert '<img src="file:///etc/' in text_of(made(cast)).replace("\n", "")


def test_asking_is_recorded(cast):
    ask(cast)
    entry = Entry.objects.get(event="register.exported")
    assert (entry.actor_id, entry.school_id, entry.data["kind"]) == (
        cast.office.pk,
        cast.school.pk,
        "register_pdf",
    )


@pytest.mark.parametrize("who", ["teacher", "dsl", "deputy_head"])
def test_the_wrong_role_is_refused(cast, who):
    with pytest.raises(Denied, match="office manager"):
        ask(cast, by=getattr(cast, who))


def test_another_school_is_refused_and_another_trust_hidden(cast):
    with pytest.raises(Denied):
        ask(cast, school=cast.other_school)
    with pytest.raises(Denied):
        ask(cast, school=None)
    with pytest.raises(Hidden):
        ask(cast, by=cast.outsider)


def test_a_file_is_made_once_and_after_a_killed_worker_again(cast):
    export = ask(cast, "register_csv")
    assert documents.claim_export(export_id=export.pk, at=NOW) is not None
    assert actions.prepare_waiting_exports(at=NOW) == 0
    assert actions.prepare_waiting_exports(at=NOW + documents.LEASE + timedelta(seconds=1)) == 1
    assert actions.prepare_waiting_exports(at=NOW + timedelta(hours=1)) == 0


def test_a_file_that_cannot_be_made_is_given_up_after_three_tries(cast, monkeypatch, caplog):
    export = ask(cast, "register_csv")
    monkeypatch.setattr("reports.orders.register.entries", lambda **_: 1 / 0)
    for _ in range(4):
        actions.prepare_waiting_exports(at=NOW)
    export.refresh_from_db()
    assert (export.state, export.tries) == ("failed", 3)
    assert "could not be prepared" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_down_breaks_nothing(cast, monkeypatch):
    def unreachable(*args, **kwargs):
        raise OSError("nobody there")

    monkeypatch.setattr(tasks.prepare, "apply_async", unreachable)
    assert ask(cast).state == "asked"


def test_the_page_waits_and_then_is_the_file(cast, client, appendix_1):
    client.force_login(cast.office)
    answer = client.post("/exports/", {"kind": "register_csv", "school": str(cast.school.pk)})
    waiting = client.get(answer.url)
    assert waiting.headers["Refresh"] == "1" and b"Preparing your download" in waiting.content
    actions.prepare_waiting_exports(at=NOW + timedelta(days=1000))
    ready = client.get(answer.url)
    assert ready.headers["Content-Disposition"].startswith(
        'attachment; filename="official-channels-ashdown-academy-'
    )
    assert b"History@SSchool" in b"".join(ready.streaming_content)
    assert Entry.objects.filter(event="export.downloaded").count() == 1
    for other, status in ((cast.head, 200), (cast.teacher, 404), (cast.outsider, 404)):
        client.force_login(other)
        assert client.get(answer.url).status_code == status


def test_asking_by_get_makes_nothing(cast, client):
    client.force_login(cast.office)
    assert b"Appendix 1 (PDF)" in client.get("/exports/?kind=register_pdf").content
    assert not Export.objects.exists()


def test_a_day_to_come_is_refused(cast, client):
    client.force_login(cast.office)
    tomorrow = {"as_at_0": "1", "as_at_1": "1", "as_at_2": "2999"}
    page = client.post(
        "/exports/", {"kind": "register_csv", "school": str(cast.school.pk), **tomorrow}
    ).content.decode()
    assert "Day must be today or in the past" in page


@pytest.mark.parametrize("format", ["csv", "json", "pdf", "xlsx"])
def test_the_command_writes_the_same_file(cast, appendix_1, tmp_path, format, capsys):
    out = tmp_path / f"register.{format}"
    call_command("export_register", format=format, school=cast.school.urn, out=str(out))
    assert out.stat().st_size > 100
    assert "1 rows" in capsys.readouterr().out
    assert Entry.objects.filter(event="register.exported").count() == 1


def test_the_command_says_what_it_made_as_json(cast, appendix_1, tmp_path, capsys):
    out = tmp_path / "register.csv"
    call_command(
        "export_register",
        "--format=csv",
        f"--school={cast.school.urn}",
        "--as-at=2022-01-01",
        f"--out={out}",
        f"--by={cast.office.email}",
        "--json",
    )
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["as_at"], said["format"]) == (1, "2022-01-01", "csv")
    assert said["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert Export.objects.get().asked_by == cast.office


def test_the_command_says_in_one_line_what_is_wrong(cast, tmp_path):
    with pytest.raises(CommandError, match="No school has the URN 000000"):
        call_command("export_register", format="csv", school="000000", out=str(tmp_path / "x"))
    with pytest.raises(CommandError, match="--trust"):
        call_command("export_register", format="csv", out=str(tmp_path / "x"))
    with pytest.raises(CommandError, match="office manager"):
        call_command(
            "export_register",
            format="csv",
            school=cast.school.urn,
            by=cast.teacher.email,
            out=str(tmp_path / "x"),
        )
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command(
            "export_register",
            format="csv",
            school=cast.school.urn,
            out=str(tmp_path / "nowhere" / "x"),
        )


def test_the_web_never_imports_weasyprint():
    script = (
        "import django, sys; django.setup();"
        "from django.core.management import call_command; call_command('check');"
        "from django.test import Client; assert Client().get('/healthz?only=web').status_code;"
        "import portal.wsgi, reports.views, reports.tasks;"
        "print({'weasyprint', 'pikepdf', 'xlsxwriter'} & set(sys.modules))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    assert answer.stdout.split()[-1] == "set()"


def test_every_kind_says_what_it_is():
    assert [
        kind.code for kind in KINDS.values() if not (kind.says and kind.holds and kind.ending)
    ] == []


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Business Manager", "business manager"),
        ("Head of PE", "head of PE"),
        ("HoD (Art)", "HoD (Art)"),
        ("DHT", "DHT"),
    ],
)
def test_a_post_goes_on_in_a_sentence(title, said):
    assert in_a_sentence(title) == said
