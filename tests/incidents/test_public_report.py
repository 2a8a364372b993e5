"""Page L5: a fake account reported by somebody who is not signed in, to exactly the people it is for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from incidents import actions
from incidents.models import Incident
from incidents.report.public_forms import SALT
from notifications.models import Message, Notice
from people.attempts.limits import LIMITS, Limit, Limits
from people.models import RoleAssignment
from people.system import system_user
from tests.accounts_registry import builders
from tests.cast import Cast
from tests.factories import NOW
from tests.incidents.world import readers, told
from tests.watch_list.watching import friends
from watch_list.models import WatchedAccount, WatchStep

PAGE = "/verify/report/"
FAKE = "https://www.instagram.com/ashdown.academy1/"


def stamp(seconds: float = 30) -> str:
    return signing.dumps((timezone.now() - timedelta(seconds=seconds)).timestamp(), salt=SALT)


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    row = {
        "account": FAKE,
        "school": cast.school.slug,
        "worry": "pretends",
        "email": "",
        "website": "",
        "stamp": stamp(),
    }
    return {**row, **changes}


def send(client: Client, cast: Cast, **changes: Any) -> Any:
    return client.post(PAGE, typed(cast, **changes))


def test_the_first_line_is_999_and_the_page_asks_four_things(cast: Cast, client: Client) -> None:
    response = client.get(PAGE, {"account": "@AshdownPEE"})
    page = response.content.decode()
    main = page[page.index("<h1") :]
    assert main.index("If a child is in danger, call 999.") < main.index("Account name or link")
    assert 'value="@AshdownPEE"' in page
    assert "no-store" in response.headers["Cache-Control"]
    for person in cast.everybody():
        assert person.family_name not in page


def test_the_trap_is_out_of_everybodys_way(cast: Cast, client: Client) -> None:
    page = client.get(PAGE).content.decode()
    trap = page[page.index('aria-hidden="true"><label for="id_website"') :][:260]
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert "captcha" not in page.lower()


def test_it_goes_to_the_communications_manager(cast: Cast, client: Client) -> None:
    answer = send(client, cast, email="parent@home.example")
    assert answer.headers["Location"] == f"{PAGE}sent/{cast.school.slug}/"
    entry = WatchedAccount.objects.get()
    assert (entry.status, entry.kind, entry.school) == ("reported", "impersonation", cast.school)
    assert (entry.identity, entry.found_by) == ("instagram:ashdown.academy1", system_user())
    message = Message.objects.get()
    assert (message.recipient, message.subject) == (
        cast.comms,
        "A possible fake account was reported",
    )
    assert "@ashdown.academy1 on Instagram" in message.text
    assert f"/channels/watch/{entry.reference.lower()}/" in message.text
    assert "parent@home.example" not in message.text
    assert Entry.objects.filter(event="watch.added", actor_id=system_user().pk).count() == 1
    assert Incident.objects.count() == 0


def test_the_next_page_tells_nothing_of_what_was_reported(cast: Cast, client: Client) -> None:
    places = {
        worry: send(client, cast, worry=worry).headers["Location"]
        for worry in ("pretends", "money", "mocks", "child", "other")
    }
    assert len(set(places.values())) == 1
    page = client.get(places["child"]).content.decode()
    assert "Your report was sent" in page
    assert "01632 960001" in page
    for word in ("ashdown.academy1", "instagram", "C-", "WA0"):
        assert word not in page.replace(cast.school.slug, "")


def test_reports_of_one_account_are_one_entry_and_one_email(cast: Cast, client: Client) -> None:
    send(client, cast)
    send(client, cast, account="@ashdown.academy1 ", worry="money")
    send(client, cast, account="https://instagram.com/Ashdown.Academy1?igsh=abc", worry="money")
    assert WatchedAccount.objects.count() == 2  # a bare name says no platform
    linked = WatchedAccount.objects.exclude(identity="").get()
    assert linked.steps.count() == 2
    assert Message.objects.filter(reference=linked.reference).count() == 1


def test_a_childs_safety_goes_to_the_safeguarding_lead_and_to_nobody_else(
    cast: Cast, client: Client
) -> None:
    send(client, cast, worry="child", email="parent@home.example")
    incident = Incident.objects.get()
    assert (incident.tier, incident.route, incident.handler) == ("VIS-3", "M16", cast.dsl)
    assert told(incident) == {"Amal"}
    assert readers(incident) == {"Amal", "Sam"}
    assert set(Message.objects.values_list("recipient", flat=True)) == {cast.dsl.pk}
    assert set(Notice.objects.values_list("recipient", flat=True)) == {cast.dsl.pk}
    assert WatchedAccount.objects.count() == 0
    assert not Entry.objects.filter(event__startswith="watch").exists()
    assert Entry.objects.get(event="concern.reported").restricted
    for text in Message.objects.values_list("text", flat=True):
        assert "ashdown.academy1" not in text
        assert "parent@home.example" not in text


def test_the_safeguarding_lead_reads_it_as_it_was_sent(cast: Cast, client: Client) -> None:
    send(client, cast, worry="child", email="parent@home.example")
    incident = Incident.objects.get()
    client.force_login(cast.dsl)
    page = client.get(incident.get_absolute_url()).content.decode()
    for words in (
        "Somebody who was not signed in",
        "On the public page",
        FAKE,
        "parent@home.example",
    ):
        assert words in page, words
    listed = client.get("/concerns/").content.decode()
    assert "Somebody who was not signed in" in listed
    for person in (cast.comms, cast.head, cast.office):
        client.force_login(person)
        assert client.get(incident.get_absolute_url()).status_code in (403, 404)


def test_nothing_is_sent_to_whoever_was_not_signed_in(cast: Cast, client: Client) -> None:
    send(client, cast, worry="child", email="parent@home.example")
    incident = Incident.objects.get()
    actions.mark_seen(incident=incident, by=cast.dsl, at=NOW)
    actions.record_outcome(
        incident=incident, by=cast.dsl, outcome="no-action", reason="A club", at=NOW
    )
    actions.close(incident=incident, by=cast.dsl, safeguarding_reference="SG-1", at=NOW)
    assert set(Message.objects.values_list("recipient", flat=True)) == {cast.dsl.pk}
    assert not Message.objects.filter(address="parent@home.example").exists()


def test_without_anybody_to_send_it_to_it_is_not_said_to_be_sent(
    cast: Cast, client: Client
) -> None:
    RoleAssignment.objects.filter(role__in=("DSL", "DDSL", "HEAD", "TSL", "CEO", "CHAIR")).delete()
    answer = send(client, cast, worry="child")
    assert answer.status_code == 503
    assert "Your report was not sent" in answer.content.decode()
    assert Incident.objects.count() == 0


def test_our_own_account_is_not_put_on_the_watch_list(cast: Cast, client: Client) -> None:
    channel = builders.add(cast, url="https://x.com/AshdownPE", account_name="Ashdown PE")
    Message.objects.all().delete()
    for _ in range(2):
        send(client, cast, account="https://twitter.com/ashdownpe?s=20", worry="money")
    assert WatchedAccount.objects.count() == 0
    message = Message.objects.get()
    assert message.recipient == cast.comms
    assert channel.reference in message.text
    assert "It asks for money or personal details" in message.text


def test_a_closed_channel_that_is_back_is_said_to_be_that(cast: Cast, client: Client) -> None:
    closed = builders.add(
        cast,
        url="https://x.com/AshdownTrips",
        account_name="Ashdown Trips",
        date_closed=NOW.date(),
    )
    Message.objects.all().delete()
    send(client, cast, account="https://x.com/ashdowntrips")
    entry = WatchedAccount.objects.get()
    assert (entry.kind, entry.channel) == ("reappeared", closed)
    assert Message.objects.get().recipient == cast.comms
    closed.refresh_from_db()
    assert (closed.status, closed.date_closed) == ("closed", NOW.date())


def test_what_others_run_stays_what_it_is(cast: Cast, client: Client) -> None:
    entry = friends(cast)
    send(client, cast, account=entry.url)
    entry.refresh_from_db()
    assert (entry.kind, entry.status) == ("run_by_others", "reported")
    assert entry.steps.count() == 2
    assert Message.objects.count() == 0


def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast, client: Client) -> None:
    page = send(client, cast, account="", worry="", email="parent").content.decode()
    for words in (
        "Enter an account name or link",
        "Select what worries you",
        "Enter an email address like name@example.com",
    ):
        assert page.count(words) >= 2, words
    assert 'value="parent"' in page
    assert page.index("Error: Report") < page.index("<h1")


def test_an_empty_report_sent_in_haste_is_told_one_thing_of_each_field(
    cast: Cast, client: Client
) -> None:
    answer = send(client, cast, account="", worry="", stamp=stamp(0))
    assert answer.context["form"].errors == {
        "account": ["Enter an account name or link"],
        "worry": ["Select what worries you"],
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "https://spam.example"},
        {"stamp": ""},
        {"stamp": "forged:stamp"},
        {"stamp": lambda: stamp(0)},
        {"stamp": lambda: stamp(60 * 60 * 25)},
        {"stamp": lambda: stamp(-60)},
    ],
)
def test_a_machine_is_told_to_press_again_and_a_person_can(
    cast: Cast, client: Client, changes: dict[str, Any]
) -> None:
    given = {key: value() if callable(value) else value for key, value in changes.items()}
    answer = send(client, cast, **given)
    assert answer.status_code == 200
    assert WatchedAccount.objects.count() == 0
    assert "press the button again" in answer.content.decode()
    shown = answer.context["form"]
    assert shown["website"].value() in ("", None)
    assert FAKE in answer.content.decode()


def test_one_place_sends_only_so_many_and_is_told_so(cast: Cast, client: Client) -> None:
    for number in range(8):
        assert send(client, cast, account=f"@fake{number}").status_code == 302
    answer = send(client, cast, account="@fake9")
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Your report was not sent" in page
    assert "01632 960001" in page
    assert WatchedAccount.objects.count() == 8
    elsewhere = client.post(PAGE, typed(cast, account="@fake9"), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_no_header_and_no_line_can_be_put_into_the_email(cast: Cast, client: Client) -> None:
    nasty = "@fake\r\nBcc: everybody@home.example\r\n\r\n<script>alert(1)</script>"
    send(client, cast, account=nasty)
    message = Message.objects.get()
    assert "\n" not in message.subject
    assert "\nBcc:" not in message.text
    client.force_login(cast.head)
    entry = WatchedAccount.objects.get()
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "<script>alert" not in page


def test_an_address_with_a_second_line_is_refused(cast: Cast, client: Client) -> None:
    answer = send(client, cast, email="a@home.example\r\nBcc: b@home.example")
    assert answer.status_code == 200
    assert WatchStep.objects.count() == 0


def test_it_takes_no_file(cast: Cast, client: Client) -> None:
    answer = send(client, cast, picture=SimpleUploadedFile("a.png", b"x"))
    assert answer.status_code == 409
    assert WatchedAccount.objects.count() == 0


def test_it_is_a_form_of_our_own(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(PAGE, typed(cast)).status_code == 403
    assert WatchedAccount.objects.count() == 0


def test_another_school_than_those_offered_is_refused(cast: Cast, client: Client) -> None:
    page = send(client, cast, school="no-such-school").content.decode()
    assert "Select the school" in page or "Select one of the answers" in page
    assert WatchedAccount.objects.count() == 0


def test_only_who_can_see_the_concern_sees_it_in_the_pack(cast: Cast, client: Client) -> None:
    incident = actions.report_from_outside(
        school=cast.school, account=FAKE, by=system_user(), at=NOW
    )
    entry = friends(cast, kind="impersonation")
    WatchedAccount.objects.filter(pk=entry.pk).update(incident_reference=incident.reference)
    for person in (cast.comms, cast.head, cast.office):
        client.force_login(person)
        page = client.get(f"{entry.get_absolute_url()}take-down/").content.decode()
        assert incident.reference not in page
        assert "concern" not in page[page.index("<h1") : page.index("What was seen")]


def test_the_pack_compares_with_the_real_account_and_says_what_to_do(
    cast: Cast, client: Client
) -> None:
    real = builders.add(
        cast,
        platform=builders.platform("instagram"),
        account_name="Ashdown Academy",
        url="https://www.instagram.com/ashdown.academy/",
    )
    from accounts_registry.entry.actions import registering

    registering.accept(
        channel=real,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=True,
        by=cast.head,
        at=NOW,
    )
    send(client, cast)
    entry = WatchedAccount.objects.get()
    client.force_login(cast.comms)
    page = client.get(f"{entry.get_absolute_url()}take-down/").content.decode()
    for words in (
        "Theirs has the number 1 (one) more, at the end",
        "16 May 2018",
        real.reference,
        "Not yet checked by your trust",
        "Professionals Online Safety Helpline",
        "Report Fraud",
        "No report has been logged yet",
    ):
        assert words in page, words
    entry.platform.takedown_steps = ["Press the three dots", "Choose Report"]
    entry.platform.report_url = "https://help.instagram.example/report"
    entry.platform.links_checked_on = NOW.date()
    entry.platform.save()
    page = client.get(f"{entry.get_absolute_url()}take-down/").content.decode()
    for words in (
        "Press the three dots",
        "help.instagram.example",
        "Last checked on 20 November 2026",
    ):
        assert words in page, words
    client.force_login(cast.teacher)
    assert client.get(f"{entry.get_absolute_url()}take-down/").status_code == 404


def test_characters_that_nobody_sees_are_no_account(cast: Cast, client: Client) -> None:
    page = send(client, cast, account="\u200b\u2060")
    assert "Enter an account name or link" in page.content.decode()
    assert not WatchedAccount.objects.exists()


def test_a_flood_of_other_reports_does_not_shut_out_a_childs_safety(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "report", Limits(account=Limit(2, 86_400)))
    answers = [send(client, cast, account=f"@fake{number}").status_code for number in range(3)]
    assert answers == [302, 302, 429]
    assert send(client, cast, worry="child").status_code == 302
    assert Incident.objects.count() == 1
