"""The pages of requests: nothing typed is lost, every refusal is a sentence, and a stale tab is no error."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals import actions
from approvals.models import Request
from tests.approvals.stage import answers, approved, at_head, draft, ready, sent, sign

REASON = "Say who looks after it in the summer holidays."


@pytest.fixture
def soon() -> dict:
    """Dates that are still to come whenever these tests run: pages read the clock."""
    day = timezone.localdate() + timedelta(days=30)
    return {
        "go_live_date": day,
        "first_review_date": day + timedelta(days=300),
        "at": timezone.now(),
    }


def page(request: Request, name: str, *more: str) -> str:
    return reverse(f"approvals:{name}", args=[request.reference.lower(), *more])


def errors(response) -> list[str]:
    """What the error summary says."""
    return [str(error) for field in response.context["form"] for error in field.errors]


def fresh(client, person) -> None:
    """As signing in leaves a session."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


PURPOSE = {
    "title": "Instagram for PE",
    "scope": "club",
    "aims": "Results",
    "why_worthwhile": "Families look there",
    "success_measures": "More players",
}


# ---- Writing -----------------------------------------------------------------------------------


def test_starting_leads_to_the_task_list(client, cast):
    client.force_login(cast.teacher)
    response = client.post(reverse("approvals:start"), {"school": str(cast.school.pk)})
    request = Request.objects.get()
    assert response.url == page(request, "tasks")
    text = client.get(response.url).content.decode()
    assert "You have completed 0 of 8 tasks." in text
    assert "Cannot start yet" in text


def test_a_good_page_leads_to_the_next_task(client, cast):
    client.force_login(cast.teacher)
    request = actions.start(school=cast.school, by=cast.teacher, at=timezone.now())
    response = client.post(page(request, "task", "purpose"), {**PURPOSE, "go": "continue"})
    assert response.url == page(request, "task", "content")
    request.refresh_from_db()
    assert (request.title, request.tasks_saved) == ("Instagram for PE", ["purpose"])


def test_errors_keep_what_was_typed(client, cast):
    client.force_login(cast.teacher)
    request = actions.start(school=cast.school, by=cast.teacher, at=timezone.now())
    response = client.post(
        page(request, "task", "purpose"), {**PURPOSE, "aims": "", "go": "continue"}
    )
    assert errors(response) == ["Enter what you want this channel to achieve"]
    text = response.content.decode()
    assert "<title>Error: Say what it is for" in text
    assert 'value="Instagram for PE"' in text
    assert "Families look there" in text


def test_finishing_later_keeps_good_and_bad_without_complaint(client, cast):
    client.force_login(cast.teacher)
    request = actions.start(school=cast.school, by=cast.teacher, at=timezone.now())
    typed = {
        "go_live_date_0": "32",
        "go_live_date_1": "1",
        "go_live_date_2": "2027",
        "cover_plan": "We take turns",
    }
    response = client.post(page(request, "task", "dates"), {**typed, "go": "later"})
    assert response.url == page(request, "tasks")
    request.refresh_from_db()
    assert (request.cover_plan, request.go_live_date, request.tasks_saved) == (
        "We take turns",
        None,
        [],
    )
    text = client.get(page(request, "task", "dates")).content.decode()
    assert 'value="32"' in text
    assert "We take turns" in text


def test_add_another_keeps_the_boxes_already_filled(client, cast):
    client.force_login(cast.teacher)
    request = actions.start(school=cast.school, by=cast.teacher, at=timezone.now())
    address = page(request, "task", "people")
    text = client.post(
        address, {"administrator_1": str(cast.colleague.pk), "add": "moderator"}
    ).content.decode()
    assert 'name="moderator_3"' in text
    assert "administrator_3" not in text
    assert f'<option value="{cast.colleague.pk}" selected>' in text


def test_the_same_person_twice_and_too_few(client, cast):
    client.force_login(cast.teacher)
    request = actions.start(school=cast.school, by=cast.teacher, at=timezone.now())
    twice = {f"administrator_{number}": str(cast.colleague.pk) for number in (1, 2)}
    response = client.post(page(request, "task", "people"), {**twice, "go": "continue"})
    assert errors(response) == [
        "Lena Fox is already an administrator. Choose someone else",
        "Add at least 2 moderators. You have added none",
        "Add at least 1 person who is approved to post",
        "Select the post that holds master administration",
    ]


def test_a_taken_name_is_said_where_it_is_typed(client, cast):
    sent(cast)
    client.force_login(cast.teacher)
    request = actions.start(school=cast.school, by=cast.teacher, at=timezone.now())
    platform = answers(cast)["platform"]
    given = {**platform, "platform": str(platform["platform"].pk), "go": "continue"}
    assert errors(client.post(page(request, "task", "platform"), given)) == [
        "@AshdownPE on Instagram is already asked for in another request"
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"audience": ["own_pupils"]}, "Enter the age range of the pupils, like 11 to 16"),
        (
            {"audience": ["own_pupils"], "youngest": "16", "oldest": "11"},
            "The youngest age must be lower than the oldest age",
        ),
        ({}, "Select who the channel is for"),
        (
            {"audience": ["organisations"]},
            "Enter the names of the other schools, organisations or people",
        ),
    ],
)
def test_who_it_is_for_is_asked_with_ages_and_names(client, cast, given, said):
    client.force_login(cast.teacher)
    request = actions.start(school=cast.school, by=cast.teacher, at=timezone.now())
    whole = {**given, "promotion": "Newsletter", "other_ways": "Website", "go": "continue"}
    assert errors(client.post(page(request, "task", "audience"), whole)) == [said]


def test_a_closing_date_before_going_live(client, cast):
    client.force_login(cast.teacher)
    request = actions.start(school=cast.school, by=cast.teacher, at=timezone.now())
    year = timezone.localdate().year + 1
    given = {"go_live_date_0": "5", "go_live_date_1": "January", "go_live_date_2": year,
             "closing_date_0": "4", "closing_date_1": "1", "closing_date_2": year,
             "exit_strategy": "Archive", "hours_a_week": "1.5", "cover_plan": "Turns", "go": "continue"}  # fmt: skip
    assert errors(client.post(page(request, "task", "dates"), given)) == [
        f"Closing date must be after the go-live date, 5 January {year}"
    ]


def test_checking_and_sending(client, cast, soon):
    at = soon.pop("at")
    request = draft(cast, at=at, **soon)
    client.force_login(cast.teacher)
    text = client.get(page(request, "check_answers")).content.decode()
    assert "Send to Dana Reid (your line manager)" in text
    assert "Dana Reid</strong>, line manager" in text
    assert "Everybody else named has agreed: Lena Fox has not agreed yet" in text
    statements = dict.fromkeys(
        ("statement_property", "statement_conduct", "statement_not_open_yet"), "on"
    )
    assert (
        errors(client.post(page(request, "check_answers"), {}))
        == ["Select the statement to show you agree with it"] * 3
    )
    response = client.post(page(request, "check_answers"), statements)
    assert response.url == page(request, "sent")
    assert request.reference in client.get(response.url).content.decode()


def test_a_stale_tab_is_a_sentence(client, cast):
    request = sent(cast)
    client.force_login(cast.teacher)
    response = client.post(
        page(request, "task", "purpose"), {**PURPOSE, "go": "continue"}, follow=True
    )
    assert response.redirect_chain[-1][0] == request.get_absolute_url()
    assert (
        "This request has been sent, so its answers cannot be changed now."
        in response.content.decode()
    )


# ---- Deciding ----------------------------------------------------------------------------------


@pytest.mark.clause("I-B-32")
def test_deciding_in_one_page(client, cast):
    request = sent(cast)
    client.force_login(cast.line_manager)
    text = client.get(page(request, "decision")).content.decode()
    assert "checked" not in text.split("What is your decision?")[1].split("</fieldset>")[0]
    assert 'autocomplete="name"' in text
    assert "Approve with conditions" not in text
    assert errors(client.post(page(request, "decision"), {"seen": request.fingerprint})) == [
        "Select your decision",
        "Type your full name to sign",
    ]
    response = client.post(
        page(request, "decision"),
        {
            "outcome": "approve",
            "typed_signature": "Jo Bell",
            "note": "Good",
            "seen": request.fingerprint,
        },
    )
    assert errors(response) == ["Type your name as it is on your account: Dana Reid"]
    assert "Good" in response.content.decode()
    response = client.post(
        page(request, "decision"),
        {"outcome": "approve", "typed_signature": "Dana Reid", "seen": request.fingerprint},
    )
    assert response.url == page(request, "decision_recorded")
    text = client.get(response.url).content.decode()
    assert "You approved this request" in text
    assert "We have told Jo Bell. Next: Ravi Shah, communications manager." in text


def test_sending_back_takes_one_more_page(client, cast):
    request = sent(cast)
    client.force_login(cast.line_manager)
    response = client.post(
        page(request, "decision"),
        {"outcome": "return", "typed_signature": "Dana Reid", "seen": request.fingerprint},
    )
    assert response.url == page(request, "decision_reasons", "return")
    assert errors(client.post(response.url, {"typed_signature": "Dana Reid"})) == [
        "Select at least one task that needs changing",
        "Enter what needs to change. Jo Bell will see this",
    ]
    given = {"typed_signature": "Dana Reid", "tasks": ["dates"], "reason": REASON}
    assert client.post(response.url, given).url == page(request, "decision_recorded")
    client.force_login(cast.teacher)
    text = client.get(page(request, "tasks")).content.decode()
    assert REASON in text
    assert "Opened again for changes" in text


def sent_again(cast, request: Request, **changes) -> None:
    """Sent back by the line manager, changed and sent again."""
    sign(request, cast.line_manager, outcome="return", reason=REASON, tasks=["purpose"])
    request.refresh_from_db()
    actions.save_task(
        request=request,
        task="purpose",
        answers=answers(cast, **changes)["purpose"],
        by=cast.teacher,
        at=timezone.now(),
    )
    actions.send(request=request, by=cast.teacher, at=timezone.now())
    request.refresh_from_db()


def test_answers_that_have_changed_since_are_not_signed(client, cast, soon):
    request = sent(cast, **soon)
    seen = request.fingerprint
    client.force_login(cast.line_manager)
    assert f'name="seen" value="{seen}"' in client.get(page(request, "decision")).content.decode()
    sent_again(cast, request, aims="Sell tickets to strangers")
    given = {
        "outcome": "approve",
        "typed_signature": "Dana Reid",
        "note": "Well thought through",
        "seen": seen,
    }
    response = client.post(page(request, "decision"), given, follow=True)
    text = response.content.decode()
    assert response.redirect_chain[-1][0] == page(request, "decision")
    assert (
        "The answers have changed since you opened this page. Your decision was not recorded."
        in text
    )
    assert "Sell tickets to strangers" in text
    assert "Well thought through" in text
    assert 'value="Dana Reid"' not in text
    assert not request.decisions.filter(outcome="approve").exists()
    given.pop("seen")
    assert client.post(page(request, "decision"), given).url == page(request, "decision")
    assert not request.decisions.filter(outcome="approve").exists()


def test_a_reason_written_about_earlier_answers_is_not_signed(client, cast, soon):
    request = sent(cast, **soon)
    client.force_login(cast.line_manager)
    first = {"outcome": "reject", "typed_signature": "Dana Reid", "seen": request.fingerprint}
    assert client.post(page(request, "decision"), first).url == page(
        request, "decision_reasons", "reject"
    )
    sent_again(cast, request, aims="Show results to families only")
    given = {"typed_signature": "Dana Reid", "reason_code": "purpose", "reason": REASON}
    assert client.post(page(request, "decision_reasons", "reject"), given).url == page(
        request, "decision"
    )
    assert not request.decisions.filter(outcome="reject").exists()


def test_a_title_is_one_line_of_what_can_be_seen(client, cast):
    request = draft(cast)
    client.force_login(cast.teacher)
    address = page(request, "task", "purpose")
    assert errors(client.post(address, {**PURPOSE, "title": "\u200b\u2060"})) == [
        "Enter what you will call this channel"
    ]
    client.post(address, {**PURPOSE, "title": "PE\r\nBcc: x@school.example \u202eEP\u200b"})
    request.refresh_from_db()
    assert request.title == "PE Bcc: x@school.example EP"


def test_posts_and_people_of_elsewhere_cannot_be_named(client, cast):
    request = draft(cast)
    client.force_login(cast.teacher)
    for person in (cast.outsider, cast.other_teacher):
        post = person.holdings.get().post
        given = {
            "administrator_1": str(person.pk),
            "master_post": str(post.pk),
            "overseer_post": str(post.pk),
        }
        found = errors(client.post(page(request, "task", "people"), given))
        assert found.count("Select a person who works here") == 1
        assert found.count("Select a post of your school or trust") == 2


def test_a_box_with_a_number_that_is_none_is_no_error(client, cast):
    request = draft(cast)
    client.force_login(cast.teacher)
    response = client.post(
        page(request, "task", "people"), {"moderator_x": "1", "poster_99999999999": "1"}
    )
    assert response.status_code == 200


def test_a_reasons_page_without_a_decision_begins_at_the_beginning(client, cast):
    request = sent(cast)
    client.force_login(cast.line_manager)
    assert client.get(page(request, "decision_reasons", "return")).url == page(request, "decision")


@pytest.mark.clause("I-B-34")
def test_the_last_signature_asks_to_sign_in_again_and_keeps_what_was_typed(client, cast):
    ready(cast, cast.teacher, cast.colleague)
    request = at_head(cast)
    actions.agree(request=request, by=cast.colleague, at=timezone.now())
    given = {"outcome": "approve", "typed_signature": "Priya Nair", "note": "Well thought through",
             "risk_approved": "on", "resources_confirmed": "on", "seen": request.fingerprint}  # fmt: skip
    client.force_login(cast.head)
    response = client.post(page(request, "decision"), given)
    assert response.url == page(request, "sign_in_again")
    assert "We have kept everything you typed" in client.get(response.url).content.decode()
    assert request.decisions.count() == 2
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(cast.head.pk)
    session.save()
    text = client.get(page(request, "decision")).content.decode()
    assert "Well thought through" in text
    assert 'value="Priya Nair"' in text
    assert client.post(page(request, "decision"), given).url == page(request, "decision_recorded")
    request.refresh_from_db()
    assert request.status == "approved"


def test_conditions_take_one_more_page(client, cast):
    ready(cast, cast.teacher)
    request = at_head(cast)
    fresh(client, cast.head)
    first = {
        "outcome": "approve_with_conditions",
        "risk_approved": "on",
        "resources_confirmed": "on",
        "seen": request.fingerprint,
    }
    response = client.post(page(request, "decision"), first)
    assert response.url == page(request, "decision_reasons", "approve_with_conditions")
    assert "Lena Fox has no current training" in client.get(response.url).content.decode()
    given = {"text_1": "Turn comments off first", "typed_signature": "Priya Nair"}
    assert errors(client.post(response.url, given)) == [
        "Select who must do it",
        "Enter the date it must be done by",
    ]
    day = timezone.localdate() + timedelta(days=9)
    given |= {
        "owner_1": str(cast.teacher.pk),
        "due_1_0": day.day,
        "due_1_1": day.month,
        "due_1_2": day.year,
    }
    assert client.post(response.url, given).url == page(request, "decision_recorded")
    assert request.conditions.get(automatic=False).owner == cast.teacher


def test_who_may_not_decide(client, cast):
    request = sent(cast)
    for person, status, said in (
        (cast.teacher, 403, "You cannot decide your own request."),
        (cast.office, 403, "This request is not waiting for you."),
        (cast.other_head, 404, ""),
        (cast.outsider, 404, ""),
    ):
        client.force_login(person)
        response = client.get(page(request, "decision"))
        assert (response.status_code, said in response.content.decode()) == (status, True)
    client.force_login(cast.head)
    response = client.get(page(request, "decision"), follow=True)
    assert "This request is with Dana Reid now." in response.content.decode()
    sign(request, cast.line_manager)
    client.force_login(cast.line_manager)
    response = client.post(page(request, "decision"), {"outcome": "approve"}, follow=True)
    assert "Your decision was not recorded" in response.content.decode()


# ---- Following ---------------------------------------------------------------------------------


def test_the_timeline_reads_as_sentences(client, cast):
    request = approved(cast)
    client.force_login(cast.teacher)
    text = client.get(request.get_absolute_url()).content.decode()
    for sentence in (
        "Jo Bell sent this for approval",
        "Dana Reid, Head of PE, approved this",
        "Lena Fox agreed to help run it",
        "Priya Nair approved the risk assessment",
        "Priya Nair, Headteacher, approved this",
    ):
        assert sentence in text


def test_somebody_named_answers_on_the_page(client, cast):
    request = sent(cast)
    client.force_login(cast.colleague)
    assert "I agree to help run it" in client.get(request.get_absolute_url()).content.decode()
    response = client.post(page(request, "agreement"), {"answer": "yes"}, follow=True)
    assert "You have agreed to help run this channel." in response.content.decode()
    assert client.get(page(request, "agreement")).url == request.get_absolute_url()


def test_the_list_shows_each_person_what_is_theirs(client, cast):
    request = sent(cast)
    client.force_login(cast.line_manager)
    text = client.get(reverse("approvals:list")).content.decode()
    assert "Decide: Instagram for Ashdown PE" in text
    assert "All in your school" not in text
    client.force_login(cast.office)
    text = client.get(reverse("approvals:list")).content.decode()
    assert "No decisions are waiting for you." in text
    assert request.get_absolute_url() in text
    client.force_login(cast.other_head)
    assert "Instagram" not in client.get(reverse("approvals:list")).content.decode()


def test_withdrawing_asks_first(client, cast):
    request = sent(cast)
    client.force_login(cast.teacher)
    assert (
        "Dana Reid no longer has to decide."
        in client.get(page(request, "withdraw")).content.decode()
    )
    client.post(page(request, "withdraw"), {"reason": ""})
    request.refresh_from_db()
    assert request.status == "withdrawn"


def test_opening_waits_for_its_checks(client, cast):
    request = approved(cast)
    address = reverse("approvals:open", args=[request.channel.reference.lower()])
    client.force_login(cast.office)
    text = client.get(address).content.decode()
    assert "Before this channel can open" in text
    assert "Open this channel" not in text
    client.force_login(cast.teacher)
    assert client.get(address).status_code == 403


def test_the_list_asks_no_more_for_more_rows(client, cast):
    client.force_login(cast.head)
    counts = []
    for number in range(4):
        sent(cast, account_name=f"@AshdownPE{number}")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("approvals:list"))
        counts.append(len(asked))
    assert counts[-1] <= counts[1]


def test_a_password_in_an_answer_is_refused_and_not_even_kept_as_a_draft(cast, client):
    request = draft(cast)
    client.force_login(request.author)
    text = client.post(
        page(request, "task", "safety"),
        {
            "risk_assessment": "Comments could be unkind",
            "security_measures": "The password is Zebra!Canary7731",
        },
    ).content.decode()
    assert "Do not enter a password" in text
    request.refresh_from_db()
    assert "Canary7731" not in repr(vars(request))
