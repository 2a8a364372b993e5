"""An imported channel is a channel like any other: found at once, one for each account, and looked at twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts_registry.accounts import ownership
from accounts_registry.entry.actions import registering
from accounts_registry.history import as_at
from accounts_registry.listing.page import listing
from accounts_registry.listing.wanted import Wanted
from accounts_registry.models import Channel, SearchDocument
from register_imports.actions import imports
from register_imports.reading import judged_rows, matches
from schools.calendar import add_school_days
from secret_detection import detect
from tests.accounts_registry.builders import add, platform
from tests.factories import NOW, TODAY
from tests.register_imports.sheets import HEADINGS, run, upload, work

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
LINK = "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv"
OTHER_ID = "UCzzzzzzzzzzzzzzzzzzzzzz"


def found(cast, q: str) -> list[str]:
    return [row.name for row in listing(cast.office, Wanted(q=q), on=TODAY).rows]


def judged(cast, cells: str, **where):
    kept = upload(cast, HEADINGS + cells, **where)
    return judged_rows.judged(kept, by=kept.uploaded_by, on=TODAY)


def left_out(kept) -> list[str]:
    return list(kept.rows.filter(outcome="left_out").values_list("problem", flat=True))


def undo(kept, cast):
    imports.undo_import(upload=kept, by=cast.office, at=LATER)
    return work(kept, at=LATER)


# ---- The search -----------------------------------------------------------------------------


def test_what_was_imported_is_found_at_once_and_not_after_it_is_undone(cast) -> None:
    kept = run(cast, HEADINGS + "X,@AshdownPE,Headteacher,Head of juggling,1/1/20,,\n")
    assert found(cast, "ashdownpe") == found(cast, "juggling") == ["@AshdownPE"]
    undo(kept, cast)
    assert found(cast, "ashdownpe") == found(cast, "juggling") == found(cast, "") == []
    asked = listing(cast.office, Wanted(status="cancelled"), on=TODAY)
    assert [row.name for row in asked.rows] == ["@AshdownPE"]


def test_what_was_undone_stood_on_the_register_of_no_day(cast) -> None:
    def stood(day: date) -> int:
        return len(as_at.standing(("account_name",), trust=cast.trust, day=day))

    sheet = "X,@AshdownPE,,,1/1/20,,\nX,@AshdownArt,,,1/1/18,1/1/21,\nX,@AshdownMusic,,,,,\n"
    kept = run(cast, HEADINGS + sheet)
    assert [stood(date(2019, 6, 1)), stood(date(2020, 6, 1)), stood(TODAY)] == [1, 2, 3]
    undo(kept, cast)
    for day in (date(2019, 6, 1), date(2020, 6, 1), TODAY, TODAY + timedelta(days=3)):
        assert stood(day) == 0, day


def test_what_was_updated_is_found_by_its_new_words_until_it_is_undone(cast) -> None:
    add(cast, account_name="Ashdown library", platform=platform("facebook"))
    rows = "Facebook,Ashdown library,,Head of juggling,,,https://www.facebook.com/BooksAtHome\n"
    kept = run(cast, HEADINGS + rows)
    assert kept.updated == 1
    assert found(cast, "booksathome") == found(cast, "juggling") == ["Ashdown library"]
    undo(kept, cast)
    assert found(cast, "booksathome") == found(cast, "juggling") == []
    assert found(cast, "library") == ["Ashdown library"]


def test_every_batch_writes_its_words_down_together(cast) -> None:
    def asked(number: int, name: str) -> int:
        kept = upload(cast, HEADINGS + "".join(f"X,@{name}{n},,,,,\n" for n in range(number)))
        imports.start_import(upload=kept, by=cast.office, at=NOW)
        with CaptureQueriesContext(connection) as seen:
            work(kept)
        return sum("searchdocument" in one["sql"] and "SELECT" in one["sql"] for one in seen)

    assert asked(2, "Few") == asked(40, "Many")
    assert SearchDocument.objects.count() == 42


# ---- Which account it is ---------------------------------------------------------------------


def test_a_row_keeps_what_the_platform_calls_it_and_what_it_looks_like(cast) -> None:
    run(cast, HEADINGS + f"YouTube,Ashdown films,,,,,{LINK}\n")
    by_hand = registering.add_existing(
        school=cast.other_school, platform=platform("youtube"), account_name="Ashdown films",
        url=LINK.replace("UCabcdefghijklmnopqrstuv", OTHER_ID), master_post="Headteacher",
        poster_posts=[], date_opened=None, by=cast.admin, at=NOW,
    )  # fmt: skip
    imported = Channel.objects.get(school=cast.school)
    assert imported.permanent_id == LINK.rpartition("/")[2]
    assert imported.skeleton == by_hand.skeleton != ""


def test_an_update_sets_both_and_an_undo_puts_them_back(cast) -> None:
    channel = add(cast, account_name="Ashdown films", platform=platform("youtube"))
    Channel.objects.filter(pk=channel.pk).update(handle="", identity="", url="", permanent_id="")
    channel.refresh_from_db()
    before = channel.skeleton
    kept = run(cast, HEADINGS + f"YouTube,Ashdown films,,,,,{LINK}\n")
    assert kept.updated == 1
    channel.refresh_from_db()
    assert channel.permanent_id == LINK.rpartition("/")[2]
    undo(kept, cast)
    channel.refresh_from_db()
    assert (channel.permanent_id, channel.identity, channel.skeleton) == ("", "", before)


def renamed(cast, **where) -> Channel:
    """A channel that the platform calls as the row does, and people by another name."""
    channel = add(cast, account_name="@AshdownFilms", platform=platform("youtube"), **where)
    Channel.objects.filter(pk=channel.pk).update(permanent_id=LINK.rpartition("/")[2])
    return channel


def test_an_account_held_under_another_name_is_refused_in_the_usual_words(cast) -> None:
    holder = renamed(cast, school=cast.other_school, by=cast.admin)
    result = judged(cast, f"YouTube,Ashdown films,,,,,{LINK}\n")
    (row,) = result.of("fix")
    sentence = ownership.held_sentence(
        holder, platform=holder.platform, handle=row.resolved.handle, trust_id=cast.trust.pk
    )
    assert sentence.endswith(f"It belongs to {cast.other_school}")
    assert [one.says for one in row.problems] == [f"Row 2, Link: {sentence}"]


def test_another_trusts_account_by_its_permanent_id_says_only_that(cast) -> None:
    elsewhere = renamed(cast)
    Channel.objects.filter(pk=elsewhere.pk).update(school=None, trust=cast.other_trust)
    (row,) = judged(cast, f"YouTube,Ashdown films,,,,,{LINK}\n").of("fix")
    assert [one.says for one in row.problems] == [f"Row 2, Link: {ownership.ELSEWHERE}"]


def parked(cast, **changes) -> Channel:
    channel = add(cast, account_name="@AshdownPE", date_closed=date(2023, 7, 21))
    Channel.objects.filter(pk=channel.pk).update(handle_parked=True, **changes)
    return channel


def test_a_name_that_a_closed_channel_keeps_is_not_registered_anew(cast) -> None:
    channel = parked(cast)
    (row,) = judged(cast, "X,@AshdownPE,,,,,\n").of("fix")
    assert f"is kept by {channel.reference}, which is closed" in row.problems[0].says
    # The closed one itself is still the closed one.
    assert judged(cast, "X,@AshdownPE,,,,21/7/23,\n").counts.unchanged == 1


def test_a_name_kept_by_another_trust_says_only_that_it_is_taken(cast) -> None:
    parked(cast, school=None, trust=cast.other_trust)
    (row,) = judged(cast, "X,@AshdownPE,,,,,\n").of("fix")
    assert [one.says for one in row.problems] == [
        f"Row 2, Account or page name: {ownership.ELSEWHERE}"
    ]


def test_a_reference_does_not_give_a_channel_an_account_that_is_taken(cast) -> None:
    add(cast, account_name="@AshdownPE", school=cast.other_school, by=cast.admin)
    nameless = add(cast, account_name="Ashdown sport")
    Channel.objects.filter(pk=nameless.pk).update(identity="", handle="", url="")
    text = f"Reference,Platform,Link\n{nameless.reference},X,https://x.com/AshdownPE\n"
    kept = upload(cast, text)
    (row,) = judged_rows.judged(kept, by=cast.office, on=TODAY).of("fix")
    assert "is already on the register" in row.problems[0].says


@pytest.mark.parametrize("number", [1, 6])
def test_what_the_database_refuses_is_left_out_alone(cast, monkeypatch, number) -> None:
    """Somebody else is a moment quicker: seen by the database alone, whatever was asked before."""
    add(cast, account_name="@AshdownPE", school=cast.other_school, by=cast.admin)
    others = "".join(f"X,@Ashdown{n},,,,,\n" for n in "abcde"[: number - 1])
    kept = upload(cast, HEADINGS + "X,@AshdownPE,,,,,\n" + others)
    monkeypatch.setattr(matches, "_channel_of", lambda row, known, trust: None)
    monkeypatch.setattr(matches, "holder_of", lambda row, known: None)
    imports.start_import(upload=kept, by=cast.office, at=NOW)
    work(kept)
    assert (kept.state, kept.added, kept.left_out) == ("done", number - 1, 1)
    (sentence,) = left_out(kept)
    assert "@AshdownPE on X" in sentence and "is already on the register" in sentence
    assert Channel.objects.filter(identity="x:ashdownpe").count() == 1


def test_one_account_by_two_names_in_one_sheet_is_saved_once(cast) -> None:
    nameless = add(cast, account_name="Ashdown sport")
    Channel.objects.filter(pk=nameless.pk).update(identity="", handle="", url="")
    text = (
        "Reference,Platform,Account,Link\n"
        f"{nameless.reference},X,,https://x.com/AshdownPE\n,X,@AshdownPE,\n,X,@AshdownArt,\n"
    )
    kept = run(cast, text)
    assert (kept.state, kept.updated, kept.unchanged, kept.added) == ("done", 1, 1, 1)
    assert Channel.objects.filter(identity="x:ashdownpe").count() == 1


def test_an_undo_leaves_alone_what_would_take_somebodys_account(cast, monkeypatch) -> None:
    channel = add(cast, account_name="Ashdown films", platform=platform("facebook"))
    kept = run(
        cast, HEADINGS + "Facebook,Ashdown films,,,,,https://www.facebook.com/AshdownFilms\n"
    )
    assert kept.updated == 1
    row = kept.rows.get()
    row.was["facts"]["identity"] = "x:taken"
    row.save()
    Channel.objects.filter(pk=add(cast, account_name="@Other").pk).update(identity="x:taken")
    monkeypatch.setattr(ownership, "taken", lambda *a, **k: None)
    undo(kept, cast)
    assert (kept.state, kept.rows.get().undo) == ("undone", "kept")
    channel.refresh_from_db()
    assert channel.identity == "facebook:ashdownfilms"


# ---- What looks like another account -----------------------------------------------------------


def test_what_looks_like_another_account_is_flagged_in_the_words_of_the_form(cast) -> None:
    add(cast, account_name="@AshdownPE", school=cast.other_school, by=cast.admin)
    result = judged(cast, "X,@Ashdown_PE,,,,,\nX,@Rowing,,,,,\n")
    alike, plain = result.of("ready")
    said = ownership.warnings(
        platform=platform("x"), typed="@Ashdown_PE", trust_id=cast.trust.pk,
        school_id=cast.school.pk, account_name="@Ashdown_PE",
    )  # fmt: skip
    assert alike.warnings == said and said[0].startswith("This name looks like @AshdownPE on X")
    assert plain.warnings == []
    assert result.counts.sentence == "2 ready. 1 looks like another account."
    assert result.counts.button == "Add 2"


def test_another_platforms_and_another_trusts_are_flagged_too(cast) -> None:
    add(cast, account_name="@AshdownPE", school=cast.other_school, by=cast.admin)
    there = add(cast, account_name="@RowingClub")
    Channel.objects.filter(pk=there.pk).update(school=None, trust=cast.other_trust)
    result = judged(cast, "Instagram,Ashdown.PE,,,,,\nX,@Rowing_C1ub,,,,,\n")
    own, others = result.of("ready")
    assert "looks like @AshdownPE on X" in own.warnings[0]
    assert others.warnings == [ownership.ELSEWHERE_ALIKE]
    assert result.counts.sentence == "2 ready. 2 look like other accounts."


def test_what_was_on_a_register_before_is_flagged(cast) -> None:
    closed = add(cast, account_name="@AshdownPE", date_closed=date(2023, 7, 21))
    Channel.objects.filter(pk=closed.pk).update(school=None, trust=cast.other_trust)
    (row,) = judged(cast, "X,@AshdownPE,,,,,\n").of("ready")
    assert row.warnings == [ownership.ELSEWHERE_BEFORE]


def test_a_schools_own_account_elsewhere_and_a_row_that_changes_no_name_are_not(cast) -> None:
    add(cast, account_name="@AshdownPE")
    result = judged(cast, "Instagram,AshdownPE,,,,,\nX,@AshdownPE,,Caretaker,,,\n")
    assert (result.counts.ready, result.counts.update, result.counts.flagged) == (1, 1, 0)


def test_flagging_asks_the_same_number_of_questions_for_2_rows_and_for_200(cast) -> None:
    def asked(number: int, name: str) -> int:
        for n in range(min(number, 20)):
            add(cast, account_name=f"@{name}{'abcdefghjkmopqrstvwxy'[n]}zz", school=cast.other_school,
                by=cast.admin)  # fmt: skip
        rows = "".join(
            f"X,@{name}{'abcdefghjkmopqrstvwxy'[n % 20]}zz_{'' if n < 20 else n},,,,,\n"
            for n in range(number)
        )
        kept = upload(cast, HEADINGS + rows)
        with CaptureQueriesContext(connection) as seen:
            result = judged_rows.judged(kept, by=cast.office, on=TODAY)
        assert result.counts.flagged == number, result.counts
        return len(seen)

    assert asked(2, "Few") == asked(200, "Many")


# ---- Secrets ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("X,@AshdownPE,password: hunter2,,,,", "Master administration role"),
        ("X,@AshdownPE,,Head of PE; Tr0ub4dor&3x,,,", "Approved users"),
        ("Facebook,Ashdown PE (password is hunter22),,,,,", "Account or page name"),
        ("Other: Friendface password: hunter22,Ashdown,,,,,", "Platform"),
    ],
)
def test_what_looks_like_a_password_is_refused_by_row_and_not_kept(cast, cells, column) -> None:
    result = judged(cast, f"{cells}\nX,@AshdownArt,Headteacher,Head of PE,,,\n")
    assert result.counts.ready == 1
    (row,) = result.of("fix")
    assert [one.says for one in row.problems] == [f"Row 2, {column}: {detect.SENTENCE}"]
    kept = run(cast, f"{HEADINGS}{cells}\nX,@AshdownArt,Headteacher,Head of PE,,,\n")
    assert (kept.added, kept.left_out) == (1, 1)
    assert "hunter2" not in str(kept.lines) and "Tr0ub4dor" not in str(kept.lines)


# ---- What is missing --------------------------------------------------------------------------


def test_however_a_channel_is_added_it_has_thirty_school_days(cast) -> None:
    by_hand = add(cast)
    kept = run(
        cast,
        HEADINGS + "X,@AshdownPE,Headteacher,Head of PE,1/1/20,,\nX,@AshdownArt,,,,,\n"
        "X,@AshdownOld,Headteacher,Head of PE,1/1/20,1/1/21,\n",
    )
    assert kept.added == 3
    due = add_school_days(cast.school, TODAY, 30)
    assert by_hand.gaps_due == due
    rows = Channel.objects.exclude(pk=by_hand.pk).values_list("account_name", "gaps_due")
    assert dict(rows) == {"@AshdownPE": due, "@AshdownArt": due, "@AshdownOld": None}


def test_accepting_late_gives_thirty_school_days_from_then(cast) -> None:
    run(cast, HEADINGS + "X,@AshdownPE,Headteacher,Head of PE,1/1/20,,\n")
    channel = Channel.objects.get()
    at = NOW + (channel.gaps_due - TODAY) + timedelta(days=10)
    answers = dict.fromkeys(
        ("master_privileges_held", "editorial_oversight", "admins_limited"), True
    )
    channel = registering.accept(channel=channel, by=cast.head, at=at, **answers)
    assert channel.gaps_due == add_school_days(cast.school, at.date(), 30)
