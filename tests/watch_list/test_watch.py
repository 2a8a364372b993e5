"""The watch list: adding, every move of it, and who sees it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from audit.models import Entry
from notifications.models import Message, Notice
from people.system import system_user
from tests.accounts_registry import builders
from tests.at_once import at_once
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_school
from tests.watch_list.watching import add, friends
from watch_list import entries_page, watching
from watch_list.actions import moves, takedown, watch
from watch_list.models import TakedownReport, WatchedAccount
from workflow.moves import WrongState

LATER = TODAY + timedelta(days=30)


def sent(cast: Cast, **changes: object) -> WatchedAccount:
    entry = add(cast, **changes)
    return moves.send_notice(
        entry=entry, text=watching.notice_for(entry, TODAY), by=cast.comms, at=NOW
    )


def events(name: str) -> int:
    return Entry.objects.filter(event=name).count()


def test_an_account_is_put_on_the_list_with_what_its_link_means(cast: Cast) -> None:
    entry = add(cast)
    assert (entry.reference, entry.status) == ("WA0001", "reported")
    assert (entry.handle, entry.identity) == ("MissBellHistory", "x:missbellhistory")
    assert entry.account_name == "Miss Bell History @ Ashdown"
    assert entry.next_check_on == date(2026, 11, 27)  # 5 school days
    assert [entry.master_privileges_held, entry.editorial_oversight, entry.admins_limited] == [
        False
    ] * 3
    assert events("watch.added") == 1
    assert Message.objects.count() == 0


def test_a_name_alone_is_a_name_and_no_identity(cast: Cast) -> None:
    entry = add(cast, account="Miss Stuart History", called="")
    assert (entry.account_name, entry.identity, entry.url) == ("Miss Stuart History", "", "")


def test_a_link_that_is_no_account_never_becomes_a_link_of_ours(cast: Cast) -> None:
    entry = add(cast, account="https://facebook.com.evil.example/Ashdown", platform=None, called="")
    assert (entry.url, entry.identity, entry.platform.code) == ("", "", "other")


def test_the_same_account_twice_is_refused_with_its_reference(cast: Cast) -> None:
    add(cast)
    for same in ("@missbellhistory", "https://mobile.twitter.com/MissBellHistory?s=20"):
        with pytest.raises(ValidationError, match="already, as WA0001"):
            add(cast, account=same)
    assert WatchedAccount.objects.count() == 1


def test_an_account_of_ours_is_refused(cast: Cast) -> None:
    channel = builders.add(cast, url="https://x.com/AshdownPE", account_name="Ashdown PE")
    with pytest.raises(ValidationError, match=channel.reference):
        add(cast, account="@AshdownPE")


def test_it_was_not_found_tomorrow(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="today or in the past"):
        add(cast, found_on=TODAY + timedelta(days=1))


def test_only_those_who_keep_the_list_add_to_it(cast: Cast) -> None:
    for person, refusal in (
        (cast.teacher, Denied),
        (cast.dsl, Denied),
        (cast.officer, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            add(cast, by=person)
    for keeper in (cast.comms, cast.head, cast.office, cast.admin):
        add(cast, by=keeper, account=f"@{keeper.given_name}Account")


def test_only_an_organisation_is_named_in_public(cast: Cast) -> None:
    assert friends(cast).named_in_public
    assert not add(cast, organisation="The PE team").named_in_public
    unnamed = friends(cast, account="@AshdownParents1", named_in_public=False)
    assert not unnamed.named_in_public


def test_details_change_and_the_second_press_writes_nothing(cast: Cast) -> None:
    entry = add(cast)
    for _ in range(2):
        watch.change_watched(
            entry=entry,
            by=cast.office,
            at=NOW,
            first_opened_on=date(2024, 9, 3),
            master_privileges_held=True,
        )
    entry.refresh_from_db()
    assert (entry.first_opened_on, entry.master_privileges_held) == (date(2024, 9, 3), True)
    assert events("watch.changed") == 1
    with pytest.raises(Denied):
        watch.change_watched(entry=entry, by=cast.officer, at=NOW, holder_text="x")
    with pytest.raises(Hidden):
        watch.change_watched(entry=entry, by=cast.other_head, at=NOW, holder_text="x")


def test_changing_to_an_account_that_is_listed_is_refused(cast: Cast) -> None:
    entry, other = add(cast), friends(cast)
    with pytest.raises(ValidationError, match=other.reference):
        watch.change_watched(
            entry=entry, by=cast.comms, at=NOW, account=other.url, platform=other.platform
        )


def test_the_notice_goes_to_the_holder_and_to_nobody_else(cast: Cast) -> None:
    entry = sent(cast)
    assert (entry.status, entry.notice_sent_on, entry.answer_by) == (
        "notice_sent",
        TODAY,
        date(2026, 12, 4),
    )
    message = Message.objects.get()
    assert message.recipient == cast.teacher
    for words in ("no liability", "make it official", "rename it", "close it", "4 December 2026"):
        assert words in message.text
    assert f"/channels/watch/{entry.reference.lower()}/answer/" in message.text
    assert events("watch.notice_sent") == 1
    with pytest.raises(WrongState, match="sent already"):
        moves.send_notice(entry=entry, text="Again", by=cast.comms, at=NOW)
    assert Message.objects.count() == 1


def test_an_unknown_holder_gets_a_letter_and_no_email(cast: Cast) -> None:
    entry = sent(cast, holder=None, holder_text="A former pupil")
    assert entry.status == "notice_sent"
    assert Message.objects.count() == 0


def test_the_holder_answers_on_a_page_of_their_own_and_sees_nothing_else(
    cast: Cast, client: Client
) -> None:
    entry = sent(cast)
    client.force_login(cast.teacher)
    page = f"/channels/watch/{entry.reference.lower()}/"
    assert client.get(page).status_code == 403
    assert client.get("/channels/watch/").status_code == 403
    form = client.get(f"{page}answer/")
    assert "no liability" in form.content.decode()
    empty = client.post(f"{page}answer/", {}).content.decode()
    assert empty.count("Select what you will do") == 2
    assert (
        client.post(f"{page}answer/", {"choice": "close", "text": "On Friday"}).status_code == 302
    )
    entry.refresh_from_db()
    assert entry.response == "I will close it, or have done so.\nOn Friday"
    assert (entry.responded_on, entry.next_check_on) == (entry.responded_on, entry.responded_on)
    told = Message.objects.exclude(recipient=cast.teacher).values_list("recipient", flat=True)
    assert set(told) == {cast.comms.pk}
    with pytest.raises(WrongState, match="has been answered"):
        moves.answer_notice(entry=entry, choice="close", by=cast.teacher, at=NOW)


def test_nobody_but_the_holder_answers_for_them(cast: Cast) -> None:
    entry = sent(cast)
    for person, refusal in (
        (cast.comms, Denied),
        (cast.colleague, Hidden),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            moves.answer_notice(entry=entry, choice="close", by=person, at=NOW)


def test_the_holder_is_nobody_before_the_notice(cast: Cast) -> None:
    entry = add(cast)
    with pytest.raises(Hidden):
        moves.answer_notice(entry=entry, choice="close", by=cast.teacher, at=NOW)


def test_an_answer_by_letter_is_written_down(cast: Cast) -> None:
    entry = sent(cast, holder=None)
    moves.record_answer(entry=entry, text="She rang", answered_on=TODAY, by=cast.office, at=NOW)
    entry.refresh_from_db()
    assert entry.response == "She rang"
    with pytest.raises(WrongState):
        moves.record_answer(entry=entry, text="Again", answered_on=TODAY, by=cast.office, at=NOW)


def test_nobody_decides_about_their_own_account(cast: Cast) -> None:
    entry = sent(cast, holder=cast.office)
    with pytest.raises(Denied, match="This account is yours"):
        moves.remove_watched(entry=entry, removed_on=TODAY, by=cast.office, at=NOW)
    own = add(cast, account="@HeadsBlog1", holder=cast.head)
    with pytest.raises(Denied, match="This account is yours"):
        moves.tolerate(entry=own, reason="Mine", next_check_on=LATER, by=cast.head, at=NOW)


def test_renamed_ends_it_with_a_look_in_six_months(cast: Cast) -> None:
    entry = moves.rename_watched(
        entry=sent(cast), new_name="@MissBell", renamed_on=TODAY, by=cast.comms, at=NOW
    )
    assert (entry.status, entry.next_check_on) == ("renamed", date(2027, 5, 20))
    assert not Notice.objects.unread().filter(needs_action=True).exists()
    with pytest.raises(WrongState):
        moves.rename_watched(entry=entry, new_name="x", renamed_on=TODAY, by=cast.comms, at=NOW)


def test_gone_is_over_and_can_come_back(cast: Cast) -> None:
    entry = moves.remove_watched(entry=add(cast), removed_on=TODAY, by=cast.comms, at=NOW)
    assert (entry.status, entry.next_check_on) == ("removed", None)
    with pytest.raises(WrongState):
        moves.record_check(entry=entry, found="x", next_check_on=LATER, by=cast.comms, at=NOW)
    entry = moves.find_again(
        entry=entry, reason="It posts again", next_check_on=LATER, by=cast.comms, at=NOW
    )
    assert (entry.status, entry.next_check_on) == ("reported", LATER)


def test_only_the_head_leaves_an_account_alone_and_says_why(cast: Cast) -> None:
    entry = add(cast)
    with pytest.raises(Denied, match="Only the headteacher"):
        moves.tolerate(entry=entry, reason="Harmless", next_check_on=LATER, by=cast.comms, at=NOW)
    with pytest.raises(ValidationError, match="Enter the reason"):
        moves.tolerate(entry=entry, reason=" ", next_check_on=LATER, by=cast.head, at=NOW)
    with pytest.raises(Hidden):
        moves.tolerate(entry=entry, reason="No", next_check_on=LATER, by=cast.other_head, at=NOW)
    entry = moves.tolerate(
        entry=entry, reason="Harmless", next_check_on=LATER, by=cast.head, at=NOW
    )
    assert entry.status == "tolerated"
    assert Entry.objects.get(event="watch.tolerated").reason == "Harmless"


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), date(2027, 5, 21)])
def test_the_next_look_is_within_six_months(cast: Cast, day: date) -> None:
    entry = add(cast)
    with pytest.raises(ValidationError, match="within 6 months, by 20 May 2027"):
        moves.record_check(entry=entry, found="x", next_check_on=day, by=cast.comms, at=NOW)
    with pytest.raises(ValidationError, match="by 20 May 2027"):
        moves.escalate(entry=entry, reason="x", next_check_on=day, by=cast.comms, at=NOW)
    entry.refresh_from_db()
    assert (entry.status, entry.next_check_on) == ("reported", date(2026, 11, 27))


def test_a_look_is_recorded(cast: Cast) -> None:
    entry = moves.record_check(
        entry=add(cast), found="Still there", next_check_on=LATER, by=cast.office, at=NOW
    )
    assert (entry.last_checked_on, entry.next_check_on) == (TODAY, LATER)
    assert events("watch.checked") == 1


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 6, 30), date(2026, 12, 28)),
        (date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 1, 15), date(2026, 7, 15)),
    ],
)
def test_six_months_are_never_more(day: date, last: date) -> None:
    assert watching.six_months_after(day) == last


def test_reports_to_platforms_are_logged_once_with_their_answer(cast: Cast) -> None:
    entry = add(cast, kind="impersonation")
    for _ in range(2):
        report = takedown.log_takedown(
            entry=entry,
            to="platform",
            made_on=TODAY,
            their_reference="R-1",
            by=cast.comms,
            at=NOW,
        )
    assert TakedownReport.objects.count() == 1
    assert events("takedown.reported") == 1
    with pytest.raises(ValidationError, match="same as or after the report"):
        takedown.answer_takedown(
            report=report,
            answer="Gone",
            answered_on=TODAY - timedelta(days=1),
            by=cast.comms,
            at=NOW,
        )
    takedown.answer_takedown(
        report=report, answer="Refused", answered_on=TODAY, by=cast.comms, at=NOW
    )
    with pytest.raises(WrongState):
        takedown.answer_takedown(
            report=report, answer="Gone", answered_on=TODAY, by=cast.comms, at=NOW
        )
    for person, refusal in (
        (cast.officer, Denied),
        (cast.teacher, Hidden),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            takedown.log_takedown(entry=entry, to="police", made_on=TODAY, by=person, at=NOW)


def test_report_makes_one_entry_of_many_and_takes_up_what_was_over(cast: Cast) -> None:
    def report(**more: object) -> WatchedAccount:
        return watch.report(
            school=cast.school,
            account="https://x.com/AshdownTrips",
            kind="reappeared",
            by=system_user(),
            found_by=cast.office,
            at=NOW,
            **more,
        )

    entry = report(incident_reference="C-7K4P-29XM")
    assert (entry.kind, entry.found_by, entry.next_check_on) == ("reappeared", cast.office, TODAY)
    assert report().pk == entry.pk
    assert entry.steps.count() == 2
    assert Message.objects.count() == 0
    moves.remove_watched(entry=entry, removed_on=TODAY, by=cast.comms, at=NOW)
    again = report()
    assert (again.pk, again.status, again.incident_reference) == (
        entry.pk,
        "reported",
        "C-7K4P-29XM",
    )


def test_report_by_a_person_asks_what_they_may(cast: Cast) -> None:
    with pytest.raises(Denied):
        watch.report(
            school=cast.school, account="@AshdownTrips", kind="parody", by=cast.teacher, at=NOW
        )


def test_no_page_or_ledger_line_of_the_register_shows_a_concern(cast: Cast, client: Client) -> None:
    entry = watch.report(
        school=cast.school,
        account="https://x.com/AshdownTrips",
        kind="reappeared",
        by=system_user(),
        at=NOW,
        incident_reference="C-7K4P-29XM",
    )
    client.force_login(cast.head)
    ref = entry.reference.lower()
    for page in ("", f"{ref}/", f"{ref}/details/", f"{ref}/take-down/"):
        assert "C-7K4P-29XM" not in client.get(f"/channels/watch/{page}").content.decode()
    assert not Entry.objects.filter(data__icontains="C-7K4P").exists()


def test_the_list_is_for_those_who_look_after_accounts(cast: Cast, client: Client) -> None:
    entry = add(cast)
    page = f"/channels/watch/{entry.reference.lower()}/"
    for person in (cast.comms, cast.head, cast.office, cast.admin, cast.officer, cast.ceo):
        client.force_login(person)
        assert "Miss Bell History" in client.get("/channels/watch/").content.decode(), person
        assert client.get(page).status_code == 200
    for person in (cast.colleague, cast.dsl, cast.network, cast.chair):
        client.force_login(person)
        assert client.get("/channels/watch/").status_code == 403, person
        assert client.get(page).status_code == 404, person
    client.force_login(cast.other_head)
    assert "Miss Bell" not in client.get("/channels/watch/").content.decode()
    assert client.get(page).status_code == 404
    client.force_login(cast.outsider)
    assert client.get(page).status_code == 404


def test_somebody_who_only_looks_is_offered_no_move(cast: Cast, client: Client) -> None:
    entry = add(cast)
    client.force_login(cast.officer)
    page = client.get(f"/channels/watch/{entry.reference.lower()}/").content.decode()
    assert "What do you want to record?" not in page
    assert client.get("/channels/watch/add/").status_code == 403


def test_search_and_filters(cast: Cast) -> None:
    add(cast)
    friends(cast)
    gone = add(cast, account="@AshdownFake1", called="", kind="impersonation")
    moves.remove_watched(entry=gone, removed_on=TODAY, by=cast.comms, at=NOW)

    def found(**query: str) -> list[str]:
        wanted = entries_page.Wanted.from_query(query)
        return [row.reference for row in entries_page.rows(cast.head, wanted, on=TODAY)]

    assert set(found()) == {"WA0001", "WA0002", "WA0003"}
    assert found(q="missbell") == ["WA0001"]
    assert found(q="https://twitter.com/MissBellHistory?lang=en") == ["WA0001"]
    assert found(q="the friends of ashdown") == ["WA0002"]
    assert found(platform="facebook") == ["WA0002"]
    assert found(kind="impersonation") == ["WA0003"]
    assert found(status="removed") == ["WA0003"]
    assert set(found(status="current")) == {"WA0001", "WA0002"}
    assert found(status="due") == []
    assert found(school=str(cast.other_school.pk)) == []
    assert set(found(school="nonsense", kind="nonsense", status="x", page="-1")) == set(found())


def test_the_list_asks_as_much_for_twenty_as_for_two(
    cast: Cast, client: Client, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.head)
    for number in range(2):
        add(cast, account=f"@AshdownFake{number}", called="")
    client.get("/channels/watch/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/channels/watch/")
    for number in range(2, 20):
        add(cast, account=f"@AshdownFake{number}", called="")
    with django_assert_num_queries(len(few)):
        client.get("/channels/watch/")


def test_what_people_typed_is_escaped(cast: Cast, client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    entry = add(
        cast,
        account=nasty,
        called="",
        holder=None,
        holder_text=nasty,
        organisation=nasty,
        note=nasty,
    )
    client.force_login(cast.head)
    for page in ("", f"{entry.reference.lower()}/", f"{entry.reference.lower()}/take-down/"):
        text = client.get(f"/channels/watch/{page}").content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_adding_in_the_browser(cast: Cast, client: Client) -> None:
    make_school(cast.trust, "Third School")
    client.force_login(cast.comms)
    empty = client.post("/channels/watch/add/", {"account": ""}).content.decode()
    for words in ("Select the school", "Enter an account name or link", "Select what it is"):
        assert empty.count(words) >= 2
    typed = {
        "school": str(cast.school.pk),
        "account": "@FriendsOfAshdown",
        "platform": "x",
        "kind": "run_by_others",
        "note": "They told us in May",
    }
    without = client.post("/channels/watch/add/", typed).content.decode()
    assert without.count("Enter the organisation that runs it") == 2
    assert "They told us in May" in without
    answer = client.post(
        "/channels/watch/add/",
        {**typed, "organisation": "the Friends of Ashdown", "named_in_public": "on"},
        follow=True,
    )
    page = answer.content.decode()
    assert "is on the watch list as WA0001" in page
    assert "It is run by the Friends of Ashdown. We know about it." in page
    assert "Run by others</strong>" in page


MOVES = {
    "details": {"account": "@MissBellHistory", "platform": "x", "kind": "parody"},
    "evidence": {"evidence": "Asks for money", "evidence_kept": "Office folder"},
    "notice": {"text": "Choose"},
    "gone": {"removed_on_0": "20", "removed_on_1": "11", "removed_on_2": "2026"},
    "pass-on": {"reason": "To the platform", "next_check_on_0": "1", "next_check_on_1": "2"},
}


def test_each_move_has_its_page(cast: Cast, client: Client) -> None:
    entry = add(cast)
    client.force_login(cast.head)
    page = f"/channels/watch/{entry.reference.lower()}/"
    for name in (
        "details", "evidence", "notice", "response", "renamed", "gone", "leave-alone",
        "pass-on", "found-again", "check", "reports/add", "convert", "take-down",
    ):  # fmt: skip
        assert client.get(f"{page}{name}/").status_code == 200, name
    assert client.post(f"{page}details/", MOVES["details"]).status_code == 302
    assert client.post(f"{page}evidence/", MOVES["evidence"]).status_code == 302
    entry.refresh_from_db()
    assert (entry.kind, entry.evidence, entry.holder) == ("parody", "Asks for money", None)
    bad = client.post(f"{page}pass-on/", MOVES["pass-on"]).content.decode()
    assert "Next check must include a year" in bad
    assert "To the platform" in bad
    assert client.post(f"{page}notice/", MOVES["notice"]).status_code == 302
    stale = client.post(f"{page}notice/", MOVES["notice"], follow=True).content.decode()
    assert "A notice has been sent already" in stale
    logged = {"to": "police", "made_on_0": "1", "made_on_1": "6", "made_on_2": "2026"}
    assert client.post(f"{page}reports/add/", logged).status_code == 302
    report = TakedownReport.objects.get()
    answered = {
        "answer": "A crime number",
        "answered_on_0": "2",
        "answered_on_1": "6",
        "answered_on_2": "2026",
    }
    assert client.post(f"{page}reports/{report.pk}/", answered).status_code == 302
    assert "A crime number" in client.get(f"{page}take-down/").content.decode()


@pytest.mark.clause("Q-5.2-9", "Q-5.2-8")
def test_whoever_runs_it_has_a_dated_notice_and_it_is_nowhere_the_schools(
    cast: Cast, client: Client
) -> None:
    entry = add(cast)
    client.force_login(cast.comms)
    address = f"/channels/watch/{entry.reference.lower()}/notice/"
    assert client.post(address, {"text": "Choose"}).status_code == 302
    entry.refresh_from_db()
    assert entry.notice_sent_on == TODAY
    assert Message.objects.get(kind__startswith="watch").recipient == entry.holder
    for page in ("/channels/", "/verify/ashdown-academy/", "/channels/privacy-notice/"):
        assert entry.handle not in client.get(page, follow=True).content.decode()
    said = client.get(f"/verify/check/?account={entry.handle}").content.decode()
    assert "not on our list" in said


def test_two_reports_of_one_new_account_make_one_entry(transactional_db, cast: Cast) -> None:
    at_once(
        lambda: watch.report(
            school=cast.school,
            account="@AshdownAlumni",
            kind="impersonation",
            by=system_user(),
            at=NOW,
        )
    )
    assert WatchedAccount.objects.count() == 1
