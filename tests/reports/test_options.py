"""How the register may be printed (3.44), and for whom."""

from __future__ import annotations

from datetime import date, timedelta

import pikepdf
import pytest

from access.check import Denied
from documents.models import Fragment
from schools.models import Setting
from tests.accounts_registry.builders import add
from tests.accounts_registry.two_years import accepted
from tests.documents import structure
from tests.factories import NOW, TODAY, make_policy
from tests.reports.making import ask, made, words_of


@pytest.fixture
def channel(cast):
    return add(cast, url="https://x.com/HistorySSchool")


def test_names_are_never_the_default_and_the_sheet_says_so(cast, channel, weasyprint):
    assert "Okafor" not in words_of(made(cast))
    named = words_of(made(cast, names=True))
    assert "(Tom" in named and "Okafor)" in named and "(nobody holds" in named
    assert "This copy has names in it. Do not display it." in named
    assert "names included: not for display" in named


@pytest.mark.parametrize("option", ["names", "annex"])
def test_names_and_gaps_are_for_those_who_look_after_channels(cast, channel, option):
    for who in (cast.office, cast.head, cast.comms):
        assert ask(cast, by=who, **{option: True})
    assert ask(cast, by=cast.officer)
    for who in (cast.officer, cast.ceo):
        with pytest.raises(Denied, match="names or gaps"):
            ask(cast, by=who, **{option: True})


def test_the_annex_says_what_each_channel_needs(cast, channel, weasyprint):
    export = made(cast, annex=True)
    said = words_of(export)
    assert "Ashdown Academy: what the channels need" in said
    assert "Not yet confirmed" in said and "Administrators 0 of 2" in said
    assert "Take them off before you display it." in said
    assert "what the channels need" not in words_of(made(cast))
    with pikepdf.open(export.file.path) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "Official social media channels",
            "Ashdown Academy",
            "Internal annex: Ashdown Academy",
        ]


def test_the_link_has_a_column_of_its_own(cast, channel, weasyprint):
    assert "x.com/HistorySSchool" not in words_of(made(cast))
    said = words_of(made(cast, link=True))
    assert "Link" in said and "https://x.com/" in said


def test_an_earlier_day_prints_the_policy_of_that_day(cast, channel, weasyprint):
    make_policy(cast.trust)
    assert "Version 1, in force from 1 July 2026" in words_of(made(cast))
    earlier = words_of(made(cast, as_at=date(2026, 6, 30)))
    assert (
        "None on record" in earlier and "As at 30 June 2026 · generated 20 November 2026" in earlier
    )
    assert "Not numbered: rows of an earlier day" in earlier


def test_no_code_where_the_public_list_is_off(cast, channel, weasyprint):
    Setting.objects.create(
        trust=cast.trust,
        key="register_public_extract",
        value=False,
        effective_from=NOW,
        changed_by_id=cast.head.pk,
    )
    for kind in ("register_pdf", "poster_a4", "poster_a5", "channel_sheet"):
        with pikepdf.open(made(cast, kind, channel=reference(kind, channel)).file.path) as pdf:
            tree = structure.elements(pdf.Root.StructTreeRoot.K)
            assert [one for one in tree if str(one.S) == "/Figure" and "/Alt" in one] == [], kind


def reference(kind, channel):
    return channel.reference if kind == "channel_sheet" else ""


@pytest.mark.parametrize("kind", ["register_pdf", "poster_a4", "poster_a5", "channel_sheet"])
def test_every_pdf_is_tagged_says_its_language_and_names_nobody(cast, channel, weasyprint, kind):
    accepted(channel, cast.head, "2026-11-20")
    export = made(cast, kind, channel=reference(kind, channel))
    with pikepdf.open(export.file.path) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked) and str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.Title) and bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        figures = [
            str(one.Alt)
            for one in structure.elements(pdf.Root.StructTreeRoot.K)
            if str(one.S) == "/Figure" and "/Alt" in one
        ]
    assert any("QR code that leads to testserver/v/ashdown-academy" in alt for alt in figures)
    said = words_of(export)
    assert "Okafor" not in said and "Boyd" not in said


def test_a_merged_register_holds_together(cast, channel, weasyprint):
    export = made(cast, school=None, by=cast.admin, annex=True)
    with pikepdf.open(export.file.path) as pdf:
        assert structure.check(pdf) > 40
        assert {str(one.S) for one in structure.elements(pdf.Root.StructTreeRoot.K)} >= {
            "/H1",
            "/H2",
            "/Table",
            "/Caption",
            "/THead",
            "/TH",
            "/TD",
            "/Figure",
        }
        assert f"Page 1 of {len(pdf.pages)}" in words_of(export)


def test_a_school_that_has_not_changed_is_not_printed_anew(cast, channel, weasyprint, monkeypatch):
    add(cast, by=cast.admin, school=cast.other_school, account_name="@Birchwood")
    made(cast, school=None, by=cast.admin)
    kept = set(Fragment.objects.values_list("key", flat=True))
    assert len(kept) == 2
    add(cast, account_name="@Another")
    again = made(cast, school=None, by=cast.admin, at=NOW + timedelta(minutes=5))
    new = set(Fragment.objects.values_list("key", flat=True)) - kept
    assert len(new) == 1 and "@Another" in words_of(again) and "@Birchwood" in words_of(again)


def test_kept_pages_go_after_a_month_without_use(cast, channel, weasyprint):
    from documents.actions import clear_old_fragments

    made(cast)
    assert clear_old_fragments(on=TODAY + timedelta(days=30)) == 0
    assert clear_old_fragments(on=TODAY + timedelta(days=31)) == 1
    assert made(cast).state == "ready"


def test_the_poster_shows_only_what_is_official(cast, channel, weasyprint):
    assert "This school has no official accounts." in words_of(made(cast, "poster_a4"))
    accepted(channel, cast.head, "2026-11-20")
    for n in range(7):
        accepted(add(cast, account_name=f"@Page{n}"), cast.head, "2026-11-20")
    said = words_of(made(cast, "poster_a5"))
    assert "Our official accounts" in said and "And 2 more. All of them are on the list." in said
    assert "Check it here: testserver/v/ashdown-academy" in said


def test_the_sheet_of_a_channel_says_what_the_register_says(cast, channel, weasyprint):
    said = words_of(made(cast, "channel_sheet", channel=channel.reference))
    for words in (
        "CH0001",
        "History@SSchool",
        "Business manager",
        "HoD (Humanities)",
        "16 May 2018",
    ):
        assert words in said
    assert "generated 20 November 2026 at 9am by the business manager" in said
