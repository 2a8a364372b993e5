"""A school's own sheet onto the register: judged row by row, imported whole or not at all, and undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.check import Denied, Hidden
from accounts_registry.crew.actions.crew import add_person
from accounts_registry.entry.actions import registering
from accounts_registry.entry.actions.channels import change_details
from accounts_registry.models import Channel, ChannelState
from accounts_registry.record import facts
from audit.models import Entry
from audit.verify import first_broken
from notifications.models import Message
from people.models import Post
from register_imports.actions import imports
from register_imports.actions import work as import_work
from register_imports.models import ImportedRow, RegisterImport
from register_imports.reading import judged_rows
from tests.accounts_registry.builders import add, platform
from tests.factories import NOW, TODAY
from tests.register_imports.sheets import HEADINGS, OFFICE, run, upload, work
from workflow.moves import WrongState

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def judged(cast, text=OFFICE, *, by=None, **where):
    kept = upload(cast, text, by=by, **where)
    return judged_rows.judged(kept, by=by or kept.uploaded_by, on=TODAY)


def outcomes(result) -> dict[int, str]:
    return {row.number: row.outcome for row in result.rows}


def says(result) -> list[str]:
    return [problem.says for row in result.rows for problem in row.problems]


def one(cast, cells: str, **where):
    """A sheet of one row."""
    return judged(cast, HEADINGS + cells + "\n", **where)


# ---- Judging --------------------------------------------------------------------------------


def test_the_offices_sheet_as_it_is(cast) -> None:
    result = judged(cast)
    assert outcomes(result) == {
        4: "ignored", 5: "ignored", 6: "ready", 7: "ready", 8: "ready", 9: "ready",
        10: "fix", 11: "fix", 12: "ready", 13: "fix", 15: "ignored",
    }  # fmt: skip
    assert result.counts.sentence == "5 ready. 3 need fixing."
    assert result.counts.button == "Add 5, leave out 3"
    assert says(result) == [
        "Row 10, Date opened: “31/2/23” is not a real date",
        "Row 11, Platform: “Twiter” is not a platform we know. Did you mean X (formerly Twitter)?",
        "Rows 6 and 13 are the same account. Delete one",
    ]
    assert not Channel.objects.exists()


def test_platforms_links_posts_and_dates_are_understood(cast) -> None:
    rows = {row.number: row for row in judged(cast).rows}
    assert (rows[6].platform.code, rows[6].resolved.identity) == ("x", "x:ashdownpe")
    assert rows[6].posters == ["HoD (PE)", "PE technician"]
    assert (rows[7].account_name, rows[7].opened) == ("@AshdownMusic", date(2021, 2, 1))
    assert (rows[8].resolved.identity, rows[8].opened) == (
        "facebook:ashdownofficial",
        date(2017, 6, 14),
    )
    assert (rows[9].posters, rows[9].closed) == (
        ["HoD Art", "Art technician"],
        date(2023, 7, 21),
    )
    assert rows[12].lacks == ["a link", "an opening date"]


def test_ignored_rows_say_why(cast) -> None:
    ignored = {row.number: row.ignored for row in judged(cast).of("ignored")}
    assert ignored == {4: "an example of the form", 5: "an example of the form", 15: "a note"}


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("Friendface,@a,,,,,", "Row 2, Platform: “Friendface” is not a platform we know"),
        (",Ashdown,,,,,", "Row 2, Platform: enter the platform"),
        ("X,,Headteacher,,,,", "Row 2, Account or page name: enter the account or page name"),
        ("X,@AshdownPE,,,1/1/30,,", "Row 2, Date opened: “1/1/30” is in the future"),
        ("X,@AshdownPE,,,99/1/20,,", "Row 2, Date opened: “99/1/20” is not a real date"),
        ("X,@AshdownPE,,,1/1/20,1/1/19,", "Row 2, Date closed: “1/1/19” is before the date opened"),
        ("X,@AshdownPE,,,31/12/1899,,", "Row 2, Date opened: “31/12/1899” is before 1995"),
        (
            "Instagram,@a,,,,,https://www.youtube.com/@AshdownMusic",
            "This is a YouTube link. You chose Instagram",
        ),
        ("X,@a,,,,,https://x.com/i/flow", "This link does not lead to an account"),
        ("X,@a,,,,,https://user@x.com/a", "Enter the full link to the account"),
        ("Facebook,=1+1,,,,,", "Row 2, Account or page name: “=1+1” is a formula"),
        ("Other,Ashdown,,,,,", "enter its name, like Other: Snapchat"),
        (f"Facebook,{'a' * 151},,,,,", "must be 150 characters or fewer"),
        (f"X,@AshdownPE,{'b' * 81},,,,", "a post must be 80 characters or fewer"),
        (f"Website,Site,,,,,https://ashdown.example/{'c' * 250}", "is too long"),
    ],
)
def test_what_needs_fixing_is_said_with_the_cell(cast, cells, sentence) -> None:
    result = one(cast, cells)
    assert outcomes(result) == {2: "fix"}, result.rows
    assert any(sentence in problem for problem in says(result)), says(result)


@pytest.mark.parametrize(
    ("cells", "identity"),
    [
        ("twitter,@AshdownPE,,,,,", "x:ashdownpe"),
        ("X,AshdownPE,,,,,", "x:ashdownpe"),
        (
            " FB ,https://www.facebook.com/Ashdown.Official/?ref=share,,,,,",
            "facebook:ashdownofficial",
        ),
        (",,,,,,https://www.tiktok.com/@ashdown.library?_t=1", "tiktok:ashdown.library"),
        ("Other: Snapchat,Ashdown,,,,,", ""),
        ("X,'@AshdownPE,,,,,", "x:ashdownpe"),
        ("Facebook,Friends of Ashdown,,,,,", ""),
    ],
)
def test_what_is_typed_in_many_ways_is_one_account(cast, cells, identity) -> None:
    (row,) = one(cast, cells).rows
    assert (row.outcome, row.resolved.identity) == ("ready", identity), row.problems


def test_accounts_are_found_by_identity_and_not_by_name(cast) -> None:
    add(cast, account_name="@AshdownPE")
    (row,) = one(cast, "Twitter,https://mobile.twitter.com/ashdownpe/status/1?s=20,,,,,").rows
    assert row.outcome == "unchanged" and row.channel.reference == "CH0001"
    # A page whose name is the same, with a link of its own, is another account.
    add(
        cast,
        platform=platform("facebook"),
        account_name="Ashdown",
        url="https://facebook.com/AshdownMain",
    )
    (row,) = one(cast, "Facebook,Ashdown,,,,,https://facebook.com/AshdownSixthForm").rows
    assert row.outcome == "ready"


def test_two_rows_that_name_one_channel_in_two_ways_are_one_account(cast) -> None:
    add(cast, account_name="@AshdownPE")
    text = "Reference," + HEADINGS + "CH0001,X,@AshdownPE,,,,,\n,X,@ashdownpe,,,,,\n"
    result = judged(cast, text)
    assert outcomes(result) == {2: "unchanged", 3: "fix"}
    assert says(result) == ["Rows 2 and 3 are the same account. Delete one"]


def test_another_trusts_account_says_only_that_it_is_taken(cast) -> None:
    far = cast.outsider.assignments.filter(role="HEAD").get().school
    from people.system import system_user

    with pytest.raises(Hidden):
        add(cast, school=far, account_name="@CarrowHigh")
    from tests.factories import make_person

    office = make_person("Ola Stone", "ADMIN", trust=cast.other_trust, school=far)
    add(cast, school=far, account_name="@CarrowHigh", by=office)
    result = one(cast, "X,@CarrowHigh,,,,,")
    assert says(result) == [
        "Row 2, Account or page name: This account is already registered by another organisation here"
    ]
    assert system_user().is_system


def test_a_row_of_another_school_is_refused_by_row(cast) -> None:
    heading = "School," + HEADINGS
    result = judged(
        cast,
        heading
        + "Birchwood Primary,X,@Birchwood,,,,,\nAshdown Academy,X,@Ashdown,,,,,\n,X,@AshdownToo,,,,,\nNowhere,X,@Nowhere,,,,,\n",
    )
    assert outcomes(result) == {2: "fix", 3: "ready", 4: "ready", 5: "fix"}
    assert says(result) == [
        "Row 2, School: you cannot add to the register of Birchwood Primary",
        "Row 5, School: “Nowhere” is not a school of your trust",
    ]


def test_a_trusts_sheet_names_its_schools_by_name_urn_or_an_earlier_name(cast) -> None:
    from schools.models import SchoolAddress

    SchoolAddress.objects.create(slug="birch-lane-infants", school=cast.other_school)
    text = (
        "School,"
        + HEADINGS
        + (
            f"{cast.school.urn},X,@One,,,,,\nbirchwood primary,X,@Two,,,,,\n"
            "Birch Lane Infants,X,@Three,,,,,\nNorthmoor Learning Trust,X,@Four,,,,,\n,X,@Five,,,,,\n"
        )
    )
    result = judged(cast, text, whole_trust=True)
    assert [getattr(row.place, "name", None) for row in result.rows] == [
        "Ashdown Academy",
        "Birchwood Primary",
        "Birchwood Primary",
        "Northmoor Learning Trust",
        None,
    ]
    assert outcomes(result) == {2: "ready", 3: "ready", 4: "ready", 5: "ready", 6: "fix"}
    assert run(cast, text, whole_trust=True).added == 4
    assert Channel.objects.get(identity="x:four").school is None


def test_a_channel_that_lives_is_not_closed_or_reopened_by_a_sheet(cast) -> None:
    add(cast, account_name="@AshdownPE")
    add(cast, account_name="@AshdownArt", date_closed=date(2023, 7, 21))
    result = judged(cast, HEADINGS + "X,@AshdownPE,,,,1/2/24,\nX,@AshdownArt,,,,,\n")
    assert says(result) == [
        "Row 2, Date closed: CH0001 is open on the register. Close it on its own page",
        "Row 3, Date closed: CH0002 was closed on 21 July 2023. Add it on its own page if it is open again",
    ]


def test_an_opening_after_the_closing_is_refused(cast) -> None:
    add(cast, account_name="@AshdownArt", date_closed=date(2023, 7, 21))
    result = judged(
        cast, "Reference,Account,Opened,Closed,Platform\nCH0001,@AshdownArt,1/1/24,,X\n"
    )
    assert result.counts.fix == 1


def test_judging_asks_the_same_number_of_questions_for_2_rows_and_for_200(cast) -> None:
    def asked(number: int) -> int:
        rows = "".join(f"X,@Account{n},Headteacher,HoD {n % 7},1/1/20,,\n" for n in range(number))
        kept = upload(cast, HEADINGS + rows)
        with CaptureQueriesContext(connection) as seen:
            judged_rows.judged(kept, by=cast.office, on=TODAY)
        return len(seen)

    asked(2)
    assert asked(2) == asked(200)


# ---- Importing ------------------------------------------------------------------------------


def test_ready_rows_are_on_the_register_and_the_others_are_not(cast) -> None:
    kept = run(cast)
    assert (kept.state, kept.added, kept.updated, kept.left_out) == ("done", 5, 0, 3)
    assert (kept.before, kept.after) == (0, 5)
    assert list(Channel.objects.order_by("reference").values_list("reference", "status")) == [
        ("CH0001", "open"),
        ("CH0002", "open"),
        ("CH0003", "open"),
        ("CH0004", "closed"),
        ("CH0005", "open"),
    ]
    closed = Channel.objects.get(reference="CH0004")
    assert {part.end_date for part in closed.people.all()} == {date(2023, 7, 21)}


def test_a_row_comes_out_as_adding_it_by_hand_would_have_made_it(cast) -> None:
    run(cast, HEADINGS + "Twitter,@AshdownPE,Business Manager,HoD (PE); PE technician,3/9/19,,\n")
    imported = Channel.objects.get()
    imports.undo_import(upload=RegisterImport.objects.get(), by=cast.office, at=NOW)
    work(RegisterImport.objects.get())
    by_hand = registering.add_existing(
        school=cast.school,
        platform=platform("x"),
        account_name="@AshdownPE",
        master_post="Business Manager",
        poster_posts=["HoD (PE)", "PE technician"],
        date_opened=date(2019, 9, 3),
        by=cast.office,
        at=NOW,
    )
    assert facts.changed(facts.facts(imported), facts.facts(by_hand)) == []
    assert _people(imported) == _people(by_hand)
    ours, theirs = imported.states.first(), by_hand.states.first()
    assert (ours.on, ours.status, ours.by_id) == (theirs.on, theirs.status, theirs.by_id)
    assert facts.changed(ours.facts, theirs.facts) == []


def _people(channel):
    return [
        (part.part, part.post_id, part.start_date, part.order)
        for part in channel.people.order_by("order")
    ]


def test_posts_nobody_knew_are_added_without_a_holder(cast) -> None:
    assert [title for _, title in judged(cast).new_posts] == [
        "HoD (PE)", "Head of music", "School business manager", "Office",
        "HoD Art", "Art technician", "PTA chair", "PTA",
    ]  # fmt: skip
    run(cast)
    post = Post.objects.get(title="HoD (PE)")
    assert post.school == cast.school and not post.holdings.exists()
    assert Post.objects.filter(title__iexact="business manager", school=cast.school).count() == 1


def test_who_may_not_add_posts_is_told_by_row(cast) -> None:
    kept = upload(
        cast, HEADINGS + "X,@AshdownPE,Headteacher,,,,\nX,@AshdownArt,HoD Art,,,,\n", by=cast.comms
    )
    assert says(judged_rows.judged(kept, by=cast.comms, on=TODAY)) == [
        "Row 3, Master administration role: Ashdown Academy has no post called HoD Art. "
        "Ask the office manager to add it"
    ]


def test_running_it_twice_changes_nothing(cast) -> None:
    run(cast)
    before = list(Channel.objects.order_by("pk").values())
    states = ChannelState.objects.count()
    again = upload(cast)
    assert judged_rows.judged(again, by=cast.office, on=TODAY).counts.unchanged == 5
    with pytest.raises(ValidationError, match="No row of this file is ready"):
        imports.start_import(upload=again, by=cast.office, at=NOW)
    # Even where it is confirmed all the same.
    imports.start_import(upload=again, by=cast.office, at=NOW, waits=False)
    work(again)
    assert (again.added, again.updated, again.unchanged, again.left_out) == (0, 0, 5, 3)
    assert list(Channel.objects.order_by("pk").values()) == before
    assert ChannelState.objects.count() == states


def test_only_what_differs_is_updated_and_its_former_value_kept(cast) -> None:
    channel = add(cast, account_name="History@SSchool", poster_posts=["HoD (Humanities)", "SBM"])
    kept = run(
        cast,
        HEADINGS + "X,History@SSchool,,HoD (History),17/5/18,,https://x.com/HistorySSchool\n",
        at=LATER,
    )
    assert (kept.added, kept.updated) == (0, 1)
    channel.refresh_from_db()
    assert (channel.identity, channel.date_opened) == ("x:historysschool", date(2018, 5, 17))
    row = kept.rows.get()
    assert row.changes == {
        "url": ["none", "https://x.com/HistorySSchool"],
        "opened": ["16 May 2018", "17 May 2018"],
        "posters": ["HoD (Humanities), SBM", "HoD (History)"],
    }
    now = channel.people.on(LATER.date())
    assert {(part.part, str(part.post)) for part in now} == {
        ("master", "Business manager"),
        ("poster", "HoD (History)"),
    }
    before = channel.people.on(LATER.date() - timedelta(days=1))
    assert {str(part.post) for part in before if part.part == "poster"} == {
        "HoD (Humanities)",
        "SBM",
    }
    state = channel.states.last()
    assert set(state.changed) == {"identity", "handle", "url", "date_opened"}
    assert "row 2" in state.reason


def test_a_person_approved_by_name_is_never_ended_by_a_sheet(cast) -> None:
    channel = add(cast, account_name="@AshdownPE")
    add_person(
        channel=channel,
        part="poster",
        person=cast.colleague,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    run(cast, HEADINGS + "X,@AshdownPE,,Office,,,\n", at=LATER)
    now = channel.people.on(LATER.date()).filter(part="poster")
    assert {part.person or str(part.post) for part in now} == {cast.colleague, "Office"}


def test_a_closed_channels_date_and_people_are_mended_together(cast) -> None:
    channel = add(cast, account_name="@AshdownArt", date_closed=date(2023, 7, 21))
    run(cast, HEADINGS + "X,@AshdownArt,,HoD Art,,1/9/23,\n", at=LATER)
    channel.refresh_from_db()
    assert channel.date_closed == date(2023, 9, 1)
    last = channel.people.on(date(2023, 9, 1))
    assert {(part.part, str(part.post)) for part in last} == {
        ("master", "Business manager"),
        ("poster", "HoD Art"),
    }


def test_it_is_recorded_once_for_each_batch_and_the_chain_holds(cast) -> None:
    run(cast)
    steps = [
        entry.data.get("step")
        for entry in Entry.objects.filter(event="register.imported").order_by("position")
    ]
    assert steps == ["uploaded", "confirmed", "batch", "finished"]
    last = Entry.objects.filter(event="register.imported").order_by("position").last()
    assert last.data == {
        "step": "finished", "added": 5, "updated": 0, "unchanged": 0, "left_out": 3, "before": 0, "after": 5,
    }  # fmt: skip
    assert first_broken() is None
    assert Channel.objects.get(reference="CH0001").states.count() == 1


def test_whoever_pressed_and_the_head_are_told_and_nobody_else(cast) -> None:
    run(cast)
    told = {message.recipient: message.subject for message in Message.objects.all()}
    assert told == {
        cast.office: "Import finished: 5 added, 0 updated, 3 left out",
        cast.head: "5 channels wait for you to accept onto the register",
    }


def test_two_that_race_for_one_account_make_one(cast, monkeypatch) -> None:
    """Somebody registers the account after it was looked at: the batch is taken back and looked at again."""
    kept = upload(cast, HEADINGS + "X,@AshdownPE,,,,,\nX,@AshdownArt,,,,,\n")
    imports.start_import(upload=kept, by=cast.office, at=NOW)
    from register_imports.rows import batch

    real, raced = batch.next_references, []

    def meanwhile(number: int) -> list[str]:
        if not raced:
            raced.append(True)
            add(cast, account_name="@AshdownPE", school=cast.other_school, by=cast.admin)
        return real(number)

    monkeypatch.setattr(batch, "next_references", meanwhile)
    work(kept)
    # The race was inside the batch's own transaction here, so it went with the batch.
    assert kept.state == "done"
    assert Channel.objects.filter(identity="x:ashdownpe").count() == 1


def test_a_batch_asks_the_same_number_of_questions_for_2_rows_and_for_200(cast) -> None:
    def asked(number: int, name: str) -> int:
        rows = "".join(
            f"X,@{name}{n},Headteacher,Business manager,1/1/20,,\n" for n in range(number)
        )
        kept = upload(cast, HEADINGS + rows)
        imports.start_import(upload=kept, by=cast.office, at=NOW)
        with CaptureQueriesContext(connection) as seen:
            work(kept)
        assert kept.added == number
        # SQLite takes a long insert in pieces; what is asked of it is what counts.
        return sum(one["sql"].startswith("SELECT") for one in seen)

    asked(2, "First")
    assert asked(2, "Few") == asked(200, "Many")


def test_a_clock_that_was_set_back_holds_no_import_up(cast) -> None:
    """Its worker was killed while the clock was an hour fast."""
    kept = upload(cast)
    imports.start_import(upload=kept, by=cast.office, at=NOW)
    assert import_work._claim(kept.pk, NOW + timedelta(hours=1)) is not None
    assert import_work.work_on_waiting(clock=lambda: NOW) == 1
    kept.refresh_from_db()
    assert kept.state == "done"


def test_a_worker_that_lost_its_lease_writes_no_more(cast) -> None:
    kept = upload(cast)
    imports.start_import(upload=kept, by=cast.office, at=NOW)
    claimed = import_work._claim(kept.pk, NOW)
    assert claimed is not None and import_work._claim(kept.pk, NOW) is None
    later = NOW + timedelta(minutes=5)
    assert import_work.work_on_waiting(clock=lambda: later) == 1
    assert (
        import_work._import(claimed, lambda: later).state == "running"
    )  # what it held, not what is
    kept.refresh_from_db()
    assert (kept.state, kept.added, Channel.objects.count()) == ("done", 5, 5)


def test_what_fails_again_and_again_is_given_up_and_says_so(cast, monkeypatch) -> None:
    kept = upload(cast)
    imports.start_import(upload=kept, by=cast.office, at=NOW)

    def broken(*args, **kwargs):
        raise RuntimeError("no")

    monkeypatch.setattr(import_work, "import_batch", broken)
    for _ in range(import_work.MOST_TRIES + 1):
        import_work.work_on_waiting(clock=lambda: NOW)
    kept.refresh_from_db()
    assert (kept.state, Channel.objects.count()) == ("failed", 0)


# ---- Who may --------------------------------------------------------------------------------


def test_who_may_import(cast) -> None:
    for person in (cast.teacher, cast.head, cast.dsl, cast.officer):
        with pytest.raises(Denied):
            upload(cast, by=person)
    with pytest.raises(Hidden):
        upload(cast, by=cast.outsider)
    with pytest.raises(Denied):
        upload(cast, by=cast.office, whole_trust=True)
    kept = upload(cast)
    for verb in (imports.start_import, imports.cancel_import, imports.undo_import):
        with pytest.raises((Denied, Hidden)):
            verb(upload=kept, by=cast.head, at=NOW)


def test_rights_lost_before_the_worker_comes_leave_every_row_out(cast) -> None:
    kept = upload(cast)
    imports.start_import(upload=kept, by=cast.office, at=NOW)
    cast.office.assignments.filter(role="ADMIN").update(end_date=date(2026, 1, 1))
    work(kept)
    assert (kept.added, kept.left_out, Channel.objects.count()) == (0, 8, 0)


def test_wrong_states_are_refused_and_a_second_press_does_nothing(cast) -> None:
    kept = run(cast)
    for verb in (imports.start_import, imports.cancel_import):
        with pytest.raises(WrongState):
            verb(upload=kept, by=cast.office, at=NOW)
    with pytest.raises(WrongState):
        imports.mend_rows(upload=kept, fixes={}, by=cast.office, at=NOW)
    assert import_work.work_on(import_id=kept.pk, clock=lambda: NOW) is None
    assert Channel.objects.count() == 5


def test_a_sheet_that_nobody_imports_is_forgotten_after_seven_days(cast) -> None:
    kept = upload(cast)
    import_work.work_on_waiting(clock=lambda: NOW + timedelta(days=7))
    kept.refresh_from_db()
    assert kept.state == "uploaded" and kept.lines
    for _ in range(2):
        import_work.work_on_waiting(clock=lambda: NOW + timedelta(days=7, minutes=1))
    kept.refresh_from_db()
    assert (kept.state, kept.lines, kept.fixes) == ("cancelled", [], {})
    steps = [entry.data["step"] for entry in Entry.objects.filter(event="register.imported")]
    assert steps.count("cancelled") == 1


def test_a_cancelled_import_keeps_nothing(cast) -> None:
    kept = imports.cancel_import(upload=upload(cast), by=cast.office, at=NOW)
    assert (kept.state, kept.lines) == ("cancelled", [])
    assert import_work.work_on_waiting(clock=lambda: NOW) == 0


# ---- Undo -----------------------------------------------------------------------------------


def undone(kept, cast, *, at=LATER):
    imports.undo_import(upload=kept, by=cast.office, at=at)
    return work(kept, at=at)


def test_what_was_added_leaves_the_register_and_frees_its_account(cast) -> None:
    kept = undone(run(cast), cast)
    assert kept.state == "undone"
    assert not Channel.objects.on_register().exists()
    assert set(Channel.objects.values_list("status", flat=True)) == {"cancelled"}
    assert Entry.objects.filter(event="channel.import_undone").count() == 5
    assert Channel.objects.first().states.last().reason == "The import was undone"
    assert add(cast, account_name="@AshdownPE").status == "open"


def test_what_was_updated_is_as_before(cast) -> None:
    channel = add(cast, account_name="History@SSchool")
    before, people = facts.facts(channel), _people(channel)
    kept = run(
        cast,
        HEADINGS + "X,History@SSchool,Headteacher,Office,17/5/18,,https://x.com/HistorySSchool\n",
        at=LATER,
    )
    undone(kept, cast)
    channel.refresh_from_db()
    assert facts.changed(before, facts.facts(channel)) == []
    on = LATER.date()
    assert [
        (part.part, part.post_id, part.start_date, part.order) for part in channel.people.on(on)
    ] == people


def test_those_touched_since_are_left_alone_and_listed(cast) -> None:
    kept = run(cast)
    touched, accepted, staffed = Channel.objects.filter(status="open").order_by("reference")[:3]
    change_details(channel=touched, account_name="@AshdownSport", by=cast.office, at=NOW)
    registering.accept(
        channel=accepted, master_privileges_held=True, editorial_oversight=True, admins_limited=True,
        by=cast.head, at=NOW,
    )  # fmt: skip
    add_person(
        channel=staffed,
        part="administrator",
        person=cast.colleague,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    undone(kept, cast)
    assert {row.channel for row in kept.rows.filter(undo="kept")} == {touched, accepted, staffed}
    assert Channel.objects.on_register().count() == 3


def test_undo_lasts_seven_days_and_a_second_press_does_nothing(cast) -> None:
    kept = run(cast)
    with pytest.raises(WrongState, match="could be undone until 27 November 2026"):
        imports.undo_import(upload=kept, by=cast.office, at=NOW + timedelta(days=7, seconds=1))
    undone(kept, cast)
    with pytest.raises(WrongState, match="has been undone already"):
        imports.undo_import(upload=kept, by=cast.office, at=LATER)
    with pytest.raises(WrongState, match="nothing to undo"):
        imports.undo_import(upload=upload(cast), by=cast.office, at=LATER)


def test_importing_undoing_and_importing_again(cast) -> None:
    undone(run(cast), cast)
    again = run(cast, at=LATER)
    assert (again.added, Channel.objects.on_register().count()) == (5, 5)
    assert ImportedRow.objects.filter(undo="undone").count() == 5
