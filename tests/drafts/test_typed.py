"""Nothing typed is lost: it is kept while somebody types, given back to them on that page, and then forgotten."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import get_resolver

from accounts_registry.life import actions as life
from accounts_registry.models import Channel
from approvals.decision.forms import DecisionForm
from audit.models import Entry
from drafts import actions, api, boxes
from drafts.models import TypedPage
from incidents.models import Draft
from policies.models import PolicyVersion
from portal.typed import pages
from portal.typed.kept_answers import give_back
from sealing.boxes import CannotOpen
from tests.accounts_registry.builders import ready
from tests.accounts_registry.test_closing import WHY, journey
from tests.cast import Cast
from tests.factories import NOW, make_policy

PAGE = "/policies/social-media-policy/publish/"
SUMMARY = "Nobody answers a friend request of a pupil"
KEPT = "We kept what you were typing here"


@pytest.fixture
def version(cast: Cast) -> PolicyVersion:
    return make_policy(cast.trust)


@pytest.fixture
def writer(cast: Cast, version: PolicyVersion) -> Client:
    client = Client()
    client.force_login(cast.admin)
    return client


def types(client: Client, page: str = PAGE, **typed: Any) -> Any:
    """What the script sends while somebody types."""
    return client.post("/typed/", {"typed_page": page, **typed})


def shown(client: Client, page: str = PAGE) -> str:
    return client.get(page).content.decode()


def test_what_somebody_types_is_given_back_on_that_page(writer: Client) -> None:
    dates = {"approved_on_0": "3", "approved_on_1": "9", "approved_on_2": "2026"}
    typed = {"change_summary": SUMMARY, "is_major": "yes", **dates}
    assert types(writer, **typed).status_code == 204
    page = shown(writer)
    assert f"{KEPT} on 20 November 2026 at 9am" in page and f"{SUMMARY}</textarea>" in page
    assert re.search(r'name="approved_on_1"[^>]*value="9"', page)
    assert re.search(r'name="is_major"[^>]*value="yes"[^>]*checked', page)
    assert KEPT not in shown(writer, "/policies/add/")


def test_only_what_was_changed_comes_back_and_page_by_page_it_adds_up(
    cast: Cast, writer: Client
) -> None:
    types(writer, change_summary=SUMMARY)
    types(writer, number="2")
    writer.post(PAGE, {"text": "5.3.2 Nobody", "minute_reference": ""})
    kept = api.kept(cast.admin, PAGE, at=NOW).data
    assert kept.dict() == {"change_summary": SUMMARY, "number": "2", "text": "5.3.2 Nobody"}
    types(writer, change_summary="", number="", text=" ")
    assert not TypedPage.objects.exists()


def test_it_is_given_to_nobody_else(cast: Cast, writer: Client) -> None:
    types(writer, change_summary=SUMMARY)
    writer.force_login(cast.comms)
    page = shown(writer)
    assert SUMMARY not in page and KEPT not in page


def test_a_page_of_somebody_who_has_gone_keeps_nothing_for_the_next(
    cast: Cast, version: PolicyVersion
) -> None:
    """The tab of one person stays open, and a colleague signs in beside it."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.admin)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', shown(client))[1]
    sent = {"change_summary": SUMMARY, "csrfmiddlewaretoken": token}
    client.post("/sign-out/", {"csrfmiddlewaretoken": token})
    assert types(client, **sent).status_code == 302
    page = client.get("/sign-in/").content.decode()
    fresh = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    given = {"login": cast.comms.email, "password": "correct horse battery"}
    assert client.post("/sign-in/", {**given, "csrfmiddlewaretoken": fresh}).status_code == 302
    assert types(client, **sent).status_code == 403
    assert types(client, change_summary=SUMMARY).status_code == 403
    assert client.post(PAGE, sent).status_code == 403
    assert not TypedPage.objects.exists()


def test_without_a_session_nothing_is_stored_and_the_page_comes_again(
    cast: Cast, writer: Client
) -> None:
    types(writer, change_summary=SUMMARY)
    writer.session.flush()
    sent = {"change_summary": f"{SUMMARY}, and more", "text": "", "owner": str(cast.admin.pk)}
    sent |= {"drawn_from": "8617", "begins_0": "3", "begins_1": "12", "begins_2": "2026"}
    answer = writer.post(PAGE, sent | {"code": "ABCD", "password1": "Tulip-99-Garden"})
    page = answer.content.decode()
    assert answer.status_code == 403 and "no-store" in answer.headers["Cache-Control"]
    assert "You were signed out" in page and f'href="/sign-in/?next={PAGE}"' in page
    assert "Change summary" in page and f"{SUMMARY}, and more" in page
    assert "3 December 2026" in page
    assert not any(word in page for word in (str(cast.admin.pk), "ABCD", "Tulip", "8617"))
    assert "and more" not in str(api.kept(cast.admin, PAGE, at=NOW).data)
    writer.force_login(cast.admin)
    page = shown(writer)
    assert f"{SUMMARY}</textarea>" in page


def test_of_a_report_and_of_a_press_only_a_sentence_is_left(cast: Cast, client: Client) -> None:
    """On a shared computer the next one finds nothing of it."""
    for page in ("/report/step/4/", "/concerns/c-7k4p-29xm/chronology/add/", "/account/phones/"):
        sent = {"phone": ""} if "account" in page else {"what": "What I saw today was this"}
        answer = client.post(page, sent, follow=True)
        ((where, _),) = answer.redirect_chain
        assert where == f"/sign-in/?next={page}&ended=yes"
        said = answer.content.decode()
        assert "Your session ended, so what you just sent was not taken" in said
        assert "I saw" not in said
    assert "Your session ended" not in client.get(f"/sign-in/?next={PAGE}").content.decode()
    assert not TypedPage.objects.exists() and not Draft.objects.exists()


def test_every_form_in_which_something_is_typed_keeps_it(cast: Cast, client: Client) -> None:
    """A name and an address are words too: nobody types them twice."""
    client.force_login(cast.office)
    page = "/people/add/"
    assert "data-app-typed" in shown(client, page)
    types(client, page, given_name="Ann", email="ann@school.example")
    client.session.flush()
    client.force_login(cast.office)
    assert re.search(r'name="given_name"[^>]*value="Ann"', shown(client, page))
    for other in ("/people/", "/account/", "/channels/"):
        assert "data-app-typed" not in shown(client, other)


def test_the_answer_tells_of_no_page_whether_it_is_there(cast: Cast, writer: Client) -> None:
    for page in ("/concerns/c-7k4p-29xm/chronology/add/", "/nowhere/", "", "/sign-in/", "x" * 999):
        answer = types(writer, page, text="What I saw today was this")
        assert (answer.status_code, answer.content) == (204, b"")
    assert not TypedPage.objects.exists()
    assert writer.get("/typed/").status_code == 405


def test_it_is_thrown_away(writer: Client) -> None:
    types(writer, change_summary=SUMMARY)
    assert "Throw away what was kept" in shown(writer)
    answer = writer.post("/typed/throw-away/", {"typed_page": PAGE})
    assert answer.headers["Location"] == PAGE
    assert KEPT not in shown(writer) and not TypedPage.objects.exists()
    for elsewhere in ("//elsewhere.example/", "https://elsewhere.example/", "/nowhere/"):
        assert writer.post("/typed/throw-away/", {"typed_page": elsewhere}).url == "/"


def test_what_is_sent_back_is_kept_and_what_is_recorded_is_forgotten(writer: Client) -> None:
    """Without scripts: at each Continue."""
    form: dict[str, Any] = {"number": "2", "change_summary": SUMMARY, "text": "5.3.2 Nobody"}
    assert writer.post(PAGE, form).status_code == 200
    assert f"{SUMMARY}</textarea>" in shown(writer)
    form |= {"is_major": "no", "approved_by_body": "Board of trustees"}
    for name, (day, month, year) in {
        "approved_on": (3, 9, 2026),
        "issued_on": (20, 11, 2026),
        "review": (1, 6, 2027),
    }.items():
        form |= {f"{name}_0": day, f"{name}_1": month, f"{name}_2": year}
    assert writer.post(PAGE, form).status_code == 302
    assert KEPT not in shown(writer) and not TypedPage.objects.exists()


def test_it_ends_after_30_days_whether_or_not_anybody_swept(writer: Client, cast: Cast) -> None:
    types(writer, change_summary=SUMMARY)
    last = NOW + timedelta(days=30)
    assert api.kept(cast.admin, PAGE, at=last)
    assert api.kept(cast.admin, PAGE, at=last + timedelta(seconds=1)) is None
    assert actions.clear_old_drafts(at=last) == 0
    assert actions.clear_old_drafts(at=last + timedelta(seconds=1)) == 1


def test_it_is_sealed_to_its_person_and_page_and_stands_on_no_ledger(
    writer: Client, cast: Cast, caplog: Any
) -> None:
    before = Entry.objects.count()
    types(writer, change_summary=SUMMARY)
    row = TypedPage.objects.get()
    assert "friend" not in row.box
    with pytest.raises(CannotOpen):
        boxes.opened(row.box, cast.comms.pk, PAGE)
    with pytest.raises(CannotOpen):
        boxes.opened(row.box, cast.admin.pk, "/policies/add/")
    assert Entry.objects.count() == before and "friend" not in caplog.text


def test_passwords_signatures_and_secrets_are_never_kept(writer: Client, cast: Cast) -> None:
    types(
        writer,
        change_summary=SUMMARY,
        text="The password is Tulip-99-Garden",
        password1="x y",
        typed_signature="Jo Bell",
        minute_reference="Hunter2Hunter2",
    )
    kept = api.kept(cast.admin, PAGE, at=NOW)
    assert {name for name, values in kept.data.lists() if values} == {"change_summary"}


def test_decisions_statements_and_signatures_are_given_anew() -> None:
    form = DecisionForm(outcomes=("approve", "return"), stage="head", ask_risk=True)
    sent = "seen=x&outcome=approve&risk_approved=on&typed_signature=Jo+Bell&note=Well+thought+of"
    assert give_back(form, QueryDict(sent))
    assert form.initial == {"note": "Well thought of"}


def test_one_person_fills_no_table(writer: Client, cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "MOST_PAGES", 2)
    for number in range(4):
        page = f"/policies/number-{number}/publish/"
        typed = {"text": ["a"]}
        at = NOW + timedelta(minutes=number)
        actions.keep_typed(by=cast.admin, page=page, typed=typed, at=at)
    assert {row.page[17:18] for row in TypedPage.objects.all()} == {"2", "3"}
    types(writer, text="a" * 200_001)
    assert TypedPage.objects.count() == 2


def test_answers_of_several_pages_outlive_the_session_until_they_are_recorded(cast: Cast) -> None:
    channel, client = ready(cast), Client()
    client.force_login(cast.head)
    client.post("/channels/ch9001/close/", {**WHY, "note": "The project is over"})
    client.session.flush()
    client.force_login(cast.head)
    page = shown(client, "/channels/ch9001/close/")
    assert "The project is over</textarea>" in page and KEPT in page
    assert journey(client).status_code == 302
    assert client.post("/channels/ch9001/close/check/").status_code == 302
    assert Channel.objects.get(pk=channel.pk).status == "closing"
    assert not TypedPage.objects.exists()


def test_what_was_refused_is_kept(cast: Cast) -> None:
    """A page that was overtaken leads elsewhere with a sentence; what was written there is not lost."""
    channel, client = ready(cast), Client()
    client.force_login(cast.comms)
    life.pause(channel=channel, cause="other", reason="By the head", by=cast.head, at=NOW)
    page, reason = "/channels/ch9001/pause/", "Nobody is here to moderate it"
    answer = client.post(page, {"cause": "other", "reason": reason})
    assert answer.status_code == 302
    assert api.kept(cast.comms, page, at=NOW).data["reason"] == reason


def test_whatever_may_be_about_a_concern_is_kept_with_concerns() -> None:
    for page in every_page_of("incidents."):
        if pages.kind_of(page) is not None:
            assert pages.kind_of(page) in (pages.Kind.REPORT, pages.Kind.CONCERN), page


def every_page_of(module: str) -> list[str]:
    """An address of each view of these files."""
    found = []

    def walk(resolver: Any, before: str) -> None:
        for one in resolver.url_patterns:
            route = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one, route)
            elif one.callback.__module__.startswith(module):
                found.append("/" + re.sub(r"<[^>]*int:[^>]*>", "1", route))

    walk(get_resolver(), "")
    assert len(found) > 25
    return [re.sub(r"<[^>]*>", "ch9001", page) for page in found]


def test_nothing_of_it_reaches_the_rows_of_concerns(writer: Client) -> None:
    types(writer, change_summary=SUMMARY)
    assert not Draft.objects.exists()
