"""Dates, posts and headings as people type them, and what our own exports say when they come back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts_registry.models import Channel, ChannelState
from documents import sheets
from register_imports.reading import cells, columns, judged_rows
from register_imports.reading.dates import EARLIEST, read_date
from reports.actions import ask_for_export, prepare_export
from tests.accounts_registry.builders import add, platform
from tests.factories import NOW, TODAY
from tests.register_imports.sheets import HEADINGS, OFFICE, run, upload

DAYS = st.dates(EARLIEST, TODAY)
SHAPES = (
    "{d.day}/{d.month}/{d.year}",
    "{d:%d/%m/%Y}",
    "{d:%d.%m.%Y}",
    "{d.day}-{d.month}-{d.year}",
    "{d:%d %m %Y}",
    "{d:%Y-%m-%d}",
    "{d:%Y-%m-%d} 00:00:00",
    "{d:%d/%m/%Y} 09:30",
    "{d.day} {d:%B} {d.year}",
    "{d.day} {d:%b} {d.year}",
    "{d.day}th {d:%B} {d.year}",
    "{d:%A} {d.day} {d:%B} {d.year}",
    "{d.day}-{d:%b}-{d.year}",
    "  {d.day} / {d.month} / {d.year} ",
)
SHORT = (
    "{d.day}/{d.month}/{d:%y}",
    "{d:%d.%m.%y}",
    "{d.day}-{d:%b}-{d:%y}",
    "{d.day} {d:%b} '{d:%y}",
)


@given(DAYS, st.sampled_from(SHAPES))
def test_every_way_of_writing_a_day_is_that_day(day: date, shape: str) -> None:
    assert read_date(shape.format(d=day), on=TODAY) == (day, "")


@given(st.dates(date(2000, 1, 1), TODAY), st.sampled_from(SHORT))
def test_a_year_of_two_digits_is_in_this_century(day: date, shape: str) -> None:
    assert read_date(shape.format(d=day), on=TODAY) == (day, "")


@given(st.dates(TODAY + timedelta(days=1), date(2099, 12, 31)), st.sampled_from((*SHAPES, *SHORT)))
def test_no_date_is_ever_in_the_future(day: date, shape: str) -> None:
    assert read_date(shape.format(d=day), on=TODAY) == (None, "is in the future")


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_day_a_problem_or_nothing(text: str) -> None:
    read = read_date(text, on=TODAY)
    assert read.day is None or (EARLIEST <= read.day <= TODAY and not read.problem)


@pytest.mark.parametrize(
    "text",
    ["31/2/23", "12/25/2019", "0/1/20", "1/13/20", "2019", "May 2019", "1/2/3/4", "16/5/218", "²/1/20", "1_0/1/20", "yesterday", "43236", "29/2/23"],
)  # fmt: skip
def test_what_is_no_date_is_said_to_be_none(text: str) -> None:
    assert read_date(text, on=TODAY) == (None, "is not a real date")


@pytest.mark.parametrize(
    "text", ["", " ", "-", "n/a", "Unknown", "Open", "not recorded", "TBC", "?"]
)
def test_a_cell_that_says_nothing_is_no_problem(text: str) -> None:
    assert read_date(text, on=TODAY) == (None, "")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("HoD (PE); PE technician", ["HoD (PE)", "PE technician"]),
        ("DHT, SBO", ["DHT", "SBO"]),
        ("HoD Art / Art technician", ["HoD Art", "Art technician"]),
        ("HoD (Art, Design)", ["HoD (Art, Design)"]),
        ("SENCo/DSL", ["SENCo/DSL"]),
        ("One\nTwo\n", ["One", "Two"]),
        ("Head of Art, Design, SBM", ["Head of Art, Design", "SBM"]),
        ("DHT, dht ,DHT", ["DHT"]),
        ("-", []),
        ("Nobody", []),
        (" , ; ", []),
        ("(((", ["((("]),
    ],
)
def test_the_posts_of_a_cell(text: str, titles: list[str]) -> None:
    assert cells.posts(text, {"head of art, design"}) == titles


@given(st.text(max_size=80))
def test_no_cell_breaks_the_reading_of_posts(text: str) -> None:
    assert all(title == title.strip() and title for title in cells.posts(text, frozenset()))


@pytest.mark.parametrize(
    "text", ["Eg Twitter", "eg. X", "E.g. Facebook", "EG: X", "e. g. X", "Example: X", "Eg"]
)
def test_the_forms_own_examples(text: str) -> None:
    assert cells.is_example(text)


@pytest.mark.parametrize("text", ["Egham School", "Twitter", "eggs", "EGHS", "Examples"])
def test_names_that_only_begin_like_one(text: str) -> None:
    assert not cells.is_example(text)


def layout(text: str) -> columns.Layout:
    return columns.guess(sheets.read(text.encode()), ["X", "Twitter", "Facebook"])


def test_headings_of_two_rows_under_a_title() -> None:
    found = layout(OFFICE)
    assert found.first_row == 4
    assert found.columns == {
        "platform": 0, "account": 1, "master": 2, "posters": 3, "opened": 4, "closed": 5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first_row", "expected"),
    [
        ("Platform,Account\nX,@a\n", 2, {"platform": 0, "account": 1}),
        ("ACCOUNT NAME*,platform:\n@a,X\n", 2, {"account": 0, "platform": 1}),
        ("Notes,Link,Site\n,https://x.com/a,X\n", 2, {"url": 1, "platform": 2}),
        ("\n\nTitle\n\nPlatform,Page name\nX,@a\n", 6, {"platform": 0, "account": 1}),
        (",,Date,\nPlatform,Account,Opened,Closed\nX,@a,,\n", 3, {"platform": 0, "account": 1, "opened": 2, "closed": 3}),
        ("Platform,Account,Date\n,,Open\nX,@a,1/1/20\n", 3, {"platform": 0, "account": 1, "opened": 2}),
        ("X,@a,Head,Office,1/1/20\n", 1, {"platform": 0, "account": 1, "master": 2, "posters": 3, "opened": 4}),
        ("Who knows,What\nX,@a\n", 2, {"platform": 0, "account": 1}),
        ("1,X,@a\n2,Facebook,b\n", 1, {"platform": 1, "account": 2}),
        ("Nothing,here\nthat,is known\n", 1, {}),
    ],
)  # fmt: skip
def test_columns_are_guessed(text: str, first_row: int, expected: dict[str, int]) -> None:
    assert layout(text) == (first_row, expected)


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), min_size=1, max_size=8))
def test_no_sheet_breaks_the_guessing(rows: list[list[str]]) -> None:
    lines = [sheets.SheetLine(number, row) for number, row in enumerate(rows, 1)]
    found = columns.guess(lines, ["X"])
    assert len(columns.described(lines, found)) == max(map(len, rows))


# ---- Round trips ----------------------------------------------------------------------------


def exported(cast, kind: str = "register_csv") -> bytes:
    export = ask_for_export(
        kind=kind, trust=cast.trust, school=None, as_at=TODAY, by=cast.admin, at=NOW, waits=False
    )
    made = prepare_export(export_id=export.pk, at=NOW)
    assert made is not None
    return made.file.open().read()


@pytest.mark.django_db
def test_our_own_csv_comes_back_with_nothing_to_change(cast) -> None:
    run(cast)
    add(
        cast,
        account_name="History@SSchool",
        poster_posts=["HoD (Humanities)", "Head of Art, Design"],
    )
    add(cast, platform=platform("other"), platform_other="Snapchat", account_name="Ashdown Snaps")
    add(cast, school=cast.other_school, by=cast.admin, account_name="@Birchwood", date_opened=None)
    states = ChannelState.objects.count()
    kept = upload(cast, exported(cast), whole_trust=True)
    result = judged_rows.judged(kept, by=cast.admin, on=TODAY)
    assert [problem.says for row in result.rows for problem in row.problems] == []
    assert (result.counts.unchanged, result.counts.rows) == (8, 8)
    assert ChannelState.objects.count() == states


@pytest.mark.django_db
def test_a_link_beside_the_reference_fills_the_gap_and_another_account_is_refused(cast) -> None:
    add(cast, account_name="History@SSchool")
    add(cast, account_name="@AshdownPE")
    text = "Reference,Link\nCH0001,https://x.com/HistorySSchool\nCH0002,https://x.com/Another\nCH0099,https://x.com/Nobody\n"
    kept = upload(cast, text)
    result = judged_rows.judged(kept, by=cast.office, on=TODAY)
    assert [row.outcome for row in result.rows] == ["update", "fix", "fix"]
    assert "is not the account of CH0002" in result.rows[1].problems[0].says
    assert "is not on your register" in result.rows[2].problems[0].says


@pytest.mark.django_db
@pytest.mark.parametrize("trigger", ["=", "+", "-", "@", "\t="])
def test_no_cell_that_was_imported_runs_when_it_is_exported(cast, trigger) -> None:
    kept = upload(cast, HEADINGS + f'Facebook,"{trigger}cmd|calc",,,,,\n')
    result = judged_rows.judged(kept, by=cast.office, on=TODAY)
    if result.counts.ready:
        run(cast, HEADINGS + f'Facebook,"{trigger}cmd|calc",,,,,\n')
        text = exported(cast).decode()
        assert f",{trigger}cmd" not in text and f'"{trigger}cmd' not in text
    else:
        assert "is a formula" in result.rows[0].problems[0].says
    assert Channel.objects.count() == result.counts.ready
