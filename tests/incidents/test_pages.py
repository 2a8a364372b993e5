"""The pages: the five questions, who will see it, the way out, the restricted area's own rules."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from incidents import actions
from incidents.models import Draft, Incident
from incidents.report import drafts
from notifications.models import Message
from tests.factories import NOW, TODAY, make_away
from tests.incidents.world import answers, send


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, address: str, **form) -> str:
    response = client.post(address, form, follow=True) if form else client.get(address, follow=True)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def title(text: str) -> str:
    return re.search(r"<title>(.*?)</title>", text, re.S)[1].strip()


def test_the_first_page_begins_with_999_and_the_safeguarding_lead(cast) -> None:
    text = page(as_(cast.teacher), "/report/")
    assert text.index("Call 999") < text.index("Amal Haddad") < text.index("Then write it down")
    assert 'href="tel:01632960114"' in text
    assert text.index("If someone walks in") < text.index("Start a report")


def hidden_in(text: str) -> dict[str, str]:
    """What the check page sends along: which draft, and what was shown of it."""
    return dict(re.findall(r'name="(draft|shown)" value="([^"]+)"', text))


def test_a_report_in_five_questions(cast) -> None:
    client = as_(cast.teacher)
    page(client, "/report/step/1/", option="pupil-contact")
    page(client, "/report/step/2/", kinds="pupil")
    page(client, "/report/step/3/", what="A message at 2am")
    page(client, "/report/step/4/", platform="Snapchat", when="about 9pm last night")
    text = page(client, "/report/step/5/", risk="no")
    assert "Amal Haddad, designated safeguarding lead" in text
    assert "Send to Amal Haddad and Sam Hill" in text
    assert "A message at 2am" in text and "Snapchat" in text
    hidden = hidden_in(text)
    text = page(client, "/report/check/", **hidden)
    incident = Incident.objects.get()
    assert incident.reference in text and "If you have not heard by 11am" in text
    assert "A message at 2am" not in text
    # A second press sends nothing more.
    page(client, "/report/check/", **hidden)
    assert Incident.objects.count() == 1


def test_a_colleague_reports_for_somebody_who_cannot_sign_in(cast) -> None:
    """Appointments 3: who told them is sealed with the rest, and folded away like every name."""
    client = as_(cast.teacher)
    page(client, "/report/step/1/", option="pupil-contact")
    page(client, "/report/step/2/", kinds="pupil")
    page(client, "/report/step/3/", what="A message at 2am")
    page(client, "/report/step/4/", platform="Snapchat", told_by="Sunny Supply")
    text = page(client, "/report/step/5/", risk="no")
    assert text.index("Show the names") < text.index("Sunny Supply")
    page(client, "/report/check/", **hidden_in(text))
    incident = Incident.objects.get()
    seen = page(as_(incident.handler), f"/concerns/{incident.reference.lower()}/")
    assert "Told by" in seen and "Sunny Supply" in seen


@pytest.mark.parametrize(
    ("number", "form", "error"),
    [
        (1, {"option": ""}, "Select what has happened"),
        (2, {"kinds": []}, "Select who it is about"),
        (3, {"what": " "}, "Enter what happened"),
        (5, {"risk": ""}, "Select whether anyone is at risk now"),
    ],
)
def test_what_is_missing_is_said(cast, number, form, error) -> None:
    actions.save_draft(by=cast.teacher, answers=answers(cast.school), at=NOW)
    text = page(as_(cast.teacher), f"/report/step/{number}/", press="continue", **form)
    assert text.count(error) >= 2
    assert title(text).startswith("Error: Report, step")


def test_titles_tell_nothing(cast) -> None:
    actions.save_draft(
        by=cast.teacher, answers=answers(cast.school, "intimate-image", risk="yes"), at=NOW
    )
    client = as_(cast.teacher)
    assert title(page(client, "/report/step/2/")) == "Report, step 2 of 5 – Official Channels"
    for address in ("before-you-go-on/", "call/", "check/", "step/2/people/"):
        assert not re.search(
            "image|child|concern|contact", title(page(client, f"/report/{address}")), re.IGNORECASE
        )


def test_a_later_question_waits_for_the_earlier_ones(cast) -> None:
    assert as_(cast.teacher).get("/report/step/5/").url == "/report/step/1/"
    assert as_(cast.teacher).get("/report/check/").url == "/report/"


def test_finding_people_without_script_and_taking_them_out(cast) -> None:
    client = as_(cast.teacher)
    page(client, "/report/step/1/", option="adult-behaviour")
    text = page(client, "/report/step/2/", kinds="adult")
    assert "Which person?" in text
    text = page(client, "/report/step/2/people/", press="find", find="nair")
    assert "Priya Nair, Headteacher" in text
    assert "Olga Stone" not in page(client, "/report/step/2/people/", press="find", find="olga")
    missed = page(client, "/report/step/2/people/", press="find", find="zzz")
    assert missed.count("Nobody") == 1 and "Nobody is found for “zzz”" in missed
    page(client, "/report/step/2/people/", people=str(cast.head.pk))
    page(client, "/report/step/3/", what="x")
    page(client, "/report/step/4/", press="continue")
    text = page(client, "/report/step/5/", risk="no")
    assert "Send to Ruth Marsh and Ivor Day" in text
    assert "Priya Nair will not see it or know it was sent" in text


def test_where_nobody_is_named_it_asks_of_each_who_would_be_told(cast) -> None:
    actions.save_draft(
        by=cast.teacher, answers=answers(cast.school, "adult-behaviour", ("unsure",)), at=NOW
    )
    client = as_(cast.teacher)
    text = page(client, "/report/step/5/")
    assert "Could it be about one of these people?" in text and "Priya Nair, headteacher" in text
    text = page(client, "/report/step/5/", risk="no", could_be=str(cast.head.pk))
    assert "Send to Ruth Marsh and Ivor Day" in text


def test_a_route_that_changes_before_sending_is_shown_again(cast) -> None:
    actions.save_draft(by=cast.teacher, answers=answers(cast.school), at=NOW)
    client = as_(cast.teacher)
    hidden = hidden_in(page(client, "/report/check/"))
    make_away(cast.dsl, TODAY, TODAY)
    text = page(client, "/report/check/", **hidden)
    assert (
        "Something has changed, so nothing was sent yet" in text
        and "Amal Haddad, designated safeguarding lead, who is away" in text
    )
    assert not Incident.objects.exists()


def test_without_anybody_safe_it_shows_numbers_and_keeps_the_draft(cast) -> None:
    everybody = [cast.ceo, cast.chair, cast.head, cast.dsl, cast.safeguarding_lead]
    actions.save_draft(
        by=cast.teacher,
        answers=answers(cast.school, "staff-contact", ("adult",), everybody),
        at=NOW,
    )
    client = as_(cast.teacher)
    text = page(client, "/report/check/", shown="x")
    assert "Nobody here may deal with this" in text and "01632 960312" in text
    assert "Show the names" in text and "know it was sent" not in text
    hidden = text.split("<details")[-1]
    assert "because you named them" in hidden and "Priya Nair" not in text.split("<details")[0]
    assert cast.safeguarding_lead.phone not in text
    assert Draft.objects.exists() and not Incident.objects.exists()


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("intimate-image", "Do not take a copy"),
        ("blackmail", "Do not pay. Do not reply. Call the police"),
    ],
)
def test_images_and_blackmail_have_a_page_of_their_own(cast, option, words) -> None:
    assert f'<h1 class="govuk-heading-l">{words}</h1>' in page(
        as_(cast.teacher), "/report/step/1/", option=option
    )


def test_somebody_at_risk_now_is_given_the_numbers_and_never_blocked(cast) -> None:
    actions.save_draft(by=cast.teacher, answers=answers(cast.school), at=NOW)
    client = as_(cast.teacher)
    assert "Phone first" in page(client, "/report/step/5/", risk="yes")
    assert "Check your report before sending" in page(client, "/report/call/", called="will")


REPORT_PAGES = (
    "step/1/",
    "step/2/",
    "step/2/people/",
    "step/3/",
    "step/4/",
    "step/5/",
    "call/",
    "check/",
    "before-you-go-on/",
)


def test_there_is_no_upload_control_anywhere(cast) -> None:
    actions.save_draft(
        by=cast.teacher, answers=answers(cast.school, "intimate-image", risk="yes"), at=NOW
    )
    client = as_(cast.teacher)
    for address in REPORT_PAGES:
        text = page(client, f"/report/{address}")
        assert 'type="file"' not in text and "multipart" not in text, address


@pytest.mark.parametrize("address", [f"/report/{one}" for one in (*REPORT_PAGES, "exit/")])
def test_a_file_is_refused_by_the_server_wherever_it_is_sent(cast, address) -> None:
    actions.save_draft(by=cast.teacher, answers=answers(cast.school, risk="yes"), at=NOW)
    image = SimpleUploadedFile("image.jpg", b"never kept" * 500_000, content_type="image/jpeg")
    response = as_(cast.teacher).post(address, {"what": "x", "file": image})
    assert response.status_code == 409
    assert "We do not take files here" in response.content.decode()


def test_a_file_is_refused_in_the_restricted_area_too(cast) -> None:
    incident = send(cast)
    image = SimpleUploadedFile("image.jpg", b"never kept", content_type="image/jpeg")
    address = reverse("incidents:add_entry", args=[incident.reference.lower()])
    assert (
        as_(cast.dsl).post(address, {"kind": "note", "text": "x", "file": image}).status_code == 409
    )
    assert as_(cast.office).post(address, {"file": image}).status_code == 404


def test_a_report_without_the_forms_token_is_refused(cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.teacher)
    assert client.post("/report/step/1/", {"option": "mistake"}).status_code == 403
    assert client.post("/report/exit/", {"what": "x"}).status_code == 403


def test_exit_keeps_what_was_typed_locks_the_session_and_leaves(cast) -> None:
    actions.save_draft(by=cast.teacher, answers=answers(cast.school, what=""), at=NOW)
    client = as_(cast.teacher)
    text = page(client, "/report/step/3/")
    assert 'formaction="/report/exit/"' in text
    response = client.post("/report/exit/", {"what": "Half a sent"})
    assert (response.status_code, response.url) == (303, cast.trust.exit_page_url)
    assert drafts.answers_of(cast.teacher, at=NOW).what == "Half a sent"
    response = client.get("/report/step/3/")
    assert response.status_code == 302 and "/sign-in/" in response.url
    # Pressed twice, or long after the session has gone, it still leaves.
    assert client.post("/report/exit/").status_code == 303


def test_pages_of_a_report_are_never_kept_and_may_leave_for_the_neutral_site(cast) -> None:
    response = as_(cast.teacher).get("/report/step/1/")
    assert "no-store" in response.headers["Cache-Control"]
    assert "form-action 'self' https://www.bbc.co.uk" in response.headers["Content-Security-Policy"]
    assert as_(cast.teacher).get("/report/exit/").status_code == 405


def test_the_list_hides_names_until_asked_and_again_on_the_next_load(cast) -> None:
    send(cast)
    client = as_(cast.dsl)
    assert "Jo Bell" not in page(client, "/concerns/")
    assert "Jo Bell" in page(client, "/concerns/", press="names")
    assert "Jo Bell" not in page(client, "/concerns/")


def test_four_tables_and_a_first_action(cast) -> None:
    text = page(as_(cast.dsl), "/concerns/")
    for words in ("No new concerns.", "Nothing is being dealt with.", "Closed in the last 30 days"):
        assert words in text
    incident = send(cast)
    text = page(as_(cast.dsl), "/concerns/")
    assert f'Mark as seen<span class="govuk-visually-hidden">: {incident.reference}' in text


def test_somebody_who_never_knew_gets_page_not_found(cast) -> None:
    incident = send(cast)
    for person in (cast.teacher, cast.head, cast.office, cast.admin, cast.outsider, cast.other_dsl):
        for name in ("detail", "chronology", "who", "add_entry", "share"):
            address = reverse(f"incidents:{name}", args=[incident.reference.lower()])
            assert as_(person).get(address).status_code == 404


def test_somebody_whose_sight_ended_is_told_whom_to_ask_unless_it_is_about_them(cast) -> None:
    incident = send(cast)
    actions.share(incident=incident, by=cast.dsl, person=cast.line_manager, reason="x", at=NOW)
    actions.end_share(incident=incident, by=cast.dsl, person=cast.line_manager, at=NOW)
    response = as_(cast.line_manager).get(incident.get_absolute_url())
    assert response.status_code == 403
    assert "speak to Amal Haddad" in response.content.decode()
    actions.name_party(incident=incident, by=cast.dsl, person=cast.line_manager, at=NOW)
    assert as_(cast.line_manager).get(incident.get_absolute_url()).status_code == 404


def test_fifteen_idle_minutes_ask_for_a_new_sign_in(cast) -> None:
    incident = send(cast)
    client = as_(cast.dsl)
    assert client.get("/concerns/").status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=14), tick=False):
        assert client.get("/concerns/").status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        response = client.get(incident.get_absolute_url())
        assert (
            response.status_code == 302
            and "/sign-in/" in response.url
            and incident.reference.lower() in response.url
        )
        assert client.get("/people/").status_code == 302
        client.force_login(cast.dsl)
        assert client.get("/concerns/").status_code == 200


def test_a_concern_in_pages_from_seen_to_closed(cast) -> None:
    incident = send(cast)
    client, ref = as_(cast.dsl), incident.reference.lower()

    def go(name: str, **form) -> str:
        return page(client, reverse(f"incidents:{name}", args=[ref]), **form)

    assert "She showed me messages" in go("detail")
    go("mark_seen", press="yes")
    assert "Nell asked" in go("add_entry", kind="child", text="Nell asked for help")
    assert "Correction to the" in page(
        client, reverse("incidents:correct", args=[ref, 2]), text="It was Nia"
    )
    text = go(
        "add_referral",
        body="social-care",
        day_0="19",
        day_1="11",
        day_2="2026",
        asks_to_wait="yes",
        their_reference="N-1",
    )
    assert "They ask us to wait" in text and "N-1" in text
    go("resume", said="Ms Lowe")
    assert "Form tutor" in go("share", person=str(cast.line_manager.pk), reason="Form tutor")
    assert "They cannot be given access" not in go("who")
    text = go("outcome", outcome="in-school", reason="Spoken to")
    assert "Reference in your safeguarding system" in text
    assert "Enter the reference" in go("close", safeguarding_reference="")
    assert "CP-9" in go("close", safeguarding_reference="CP-9")
    assert Incident.objects.get().status == "closed"
    assert "Being dealt with" in go("reopen", reason="More")


def test_sharing_with_somebody_it_is_about_says_why_not(cast) -> None:
    incident = send(cast, option="adult-behaviour", kinds=("adult",), people=[cast.deputy_head])
    address = reverse("incidents:share", args=[incident.reference.lower()])
    text = page(as_(cast.head), address, person=str(cast.deputy_head.pk), reason="x")
    assert "This concern may be about this person. They cannot be given access" in text


def test_a_condition_has_a_button_that_names_who_is_told(cast) -> None:
    incident = send(cast)
    client = as_(cast.dsl)
    assert "This is so: tell Priya Nair, headteacher" in page(client, incident.get_absolute_url())
    address = reverse("incidents:meet_condition", args=[incident.reference.lower()])
    assert "Priya Nair was told" in page(client, address, role="HEAD", when="serious")


def test_a_second_person_marking_as_seen_is_told_so(cast) -> None:
    incident = send(cast)
    address = reverse("incidents:mark_seen", args=[incident.reference.lower()])
    page(as_(cast.deputy_dsl), address, press="x")
    assert "Someone else has already marked this concern as seen." in page(
        as_(cast.dsl), address, press="x"
    )


def test_one_told_in_the_corridor(cast) -> None:
    client = as_(cast.dsl)
    form = {
        "option": "pupil-contact",
        "kinds": "pupil",
        "what": "Told me at break",
        "risk": "no",
        "how_received": "in-person",
    }
    assert "Jo Bell" in page(client, "/concerns/log/", press="find", find="bell", **form)
    page(client, "/concerns/log/", told_by=str(cast.teacher.pk), find="", **form)
    incident = Incident.objects.get()
    assert (incident.reported_by, incident.logged_by) == (cast.teacher, cast.dsl)
    assert as_(cast.office).get("/concerns/log/").status_code == 403


def test_a_reporter_adds_and_never_reads(cast) -> None:
    incident = send(cast)
    client = as_(cast.teacher)
    address = reverse("report:add", args=[incident.reference.lower()])
    text = page(client, address, text="One more thing")
    assert (
        "Added to your report" in text
        and "She showed me" not in text
        and "One more thing" not in text
    )
    assert as_(cast.colleague).get(address).status_code == 404
    assert incident.reference in page(client, "/report/")


def test_the_reference_in_an_e_mail_leads_to_its_page(cast) -> None:
    incident = send(cast)
    link = Message.objects.get(kind="concern").link
    assert incident.reference in page(as_(cast.dsl), link)


def test_what_was_being_typed_when_the_page_locked_is_kept_sealed(cast) -> None:
    incident = send(cast)
    client = as_(cast.dsl)
    address = reverse("incidents:add_entry", args=[incident.reference.lower()])
    page(client, address)
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        response = client.post(address, {"kind": "note", "text": "A long entry"})
        assert response.status_code == 302 and "/sign-in/" in response.url
        assert not incident.entries.exists()
        client.force_login(cast.dsl)
        text = page(client, address)
        assert "We kept what you were typing" in text and "A long entry</textarea>" in text
        page(client, address, kind="note", text="A long entry")
    assert not Draft.objects.exists()


def test_what_one_person_typed_is_never_shown_to_another(cast) -> None:
    incident = send(cast)
    address = reverse("incidents:add_entry", args=[incident.reference.lower()])
    actions.keep_typed(by=cast.deputy_dsl, page=address, typed={"text": "Sam wrote this"}, at=NOW)
    assert "Sam wrote this" not in page(as_(cast.dsl), address)


def test_exit_keeps_a_half_written_entry_too(cast) -> None:
    incident = send(cast)
    address = reverse("incidents:add_entry", args=[incident.reference.lower()])
    client = as_(cast.dsl)
    leave = re.search(r'formaction="([^"]+)"', page(client, address))[1]
    assert client.post(leave, {"kind": "note", "text": "Half an en"}).status_code == 303
    assert client.get(address).status_code == 302
    assert "Half an en</textarea>" in page(as_(cast.dsl), address)


def test_exit_takes_out_whoever_it_could_be_about(cast) -> None:
    actions.save_draft(
        by=cast.teacher, answers=answers(cast.school, "adult-behaviour", ("unsure",)), at=NOW
    )
    could_be = [str(cast.head.pk), "nobody's id"]
    as_(cast.teacher).post("/report/exit/", {"risk": "no", "could_be": could_be})
    assert drafts.answers_of(cast.teacher, at=NOW).people == [str(cast.head.pk)]
    assert "Send to Ruth Marsh and Ivor Day" in page(as_(cast.teacher), "/report/check/")


def test_a_draft_without_its_school_goes_back_to_the_first_question(cast) -> None:
    client = as_(cast.ceo)
    client.post("/report/exit/", {"option": "staff-contact"})
    client.force_login(cast.ceo)
    actions.save_draft(
        by=cast.ceo,
        answers=drafts.answers_of(cast.ceo, at=NOW).but(kinds=["adult"], what="x", risk="yes"),
        at=NOW,
    )
    for address in ("step/2/", "step/2/people/", "step/5/", "call/", "check/"):
        assert client.get(f"/report/{address}", follow=True).wsgi_request.path == "/report/step/1/"
    client.post("/report/exit/", {"option": "staff-contact", "school": str(cast.school.pk)})
    assert drafts.answers_of(cast.ceo, at=NOW).school == str(cast.school.pk)


def test_who_is_asked_next_is_named_before_sending_and_can_be_taken_out(cast) -> None:
    actions.save_draft(
        by=cast.teacher, answers=answers(cast.school, "staff-contact", ("unsure",)), at=NOW
    )
    client = as_(cast.teacher)
    fifth = page(client, "/report/step/5/")
    check = page(client, "/report/check/")
    asked = check[check.index("Asked one after the other") : check.index("Nobody else, unless")]
    for name in ("Ruth Marsh, chief executive", "Ivor Day, chair of governors"):
        assert name in asked and name in fifth
    assert "Priya Nair" not in asked


def test_somebody_brought_in_because_of_the_risk_is_asked_about_first(cast) -> None:
    actions.save_draft(
        by=cast.teacher, answers=answers(cast.school, "adult-behaviour", ("unsure",)), at=NOW
    )
    client = as_(cast.teacher)
    assert "Sam Hill, deputy designated" in page(client, "/report/step/5/")
    text = page(client, "/report/step/5/", risk="yes", could_be=str(cast.deputy_dsl.pk))
    assert "Phone first" in text and "Sam Hill" not in text


def test_whom_a_logged_concern_is_about_survives_the_lock(cast) -> None:
    client = as_(cast.dsl)
    page(client, "/concerns/log/")
    form = {"kinds": ["adult"], "people": [str(cast.head.pk)], "what": "x", "option": "mistake"}
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        assert client.post("/concerns/log/", form).status_code == 302
        client.force_login(cast.dsl)
        text = page(client, "/concerns/log/")
    for value in ("adult", str(cast.head.pk)):
        assert re.search(rf'<input[^>]*value="{value}"[^>]*checked', text)


@pytest.mark.parametrize("who", ["chair", "line_manager"])
def test_nobody_opens_a_concern_without_a_second_step(cast, settings, who) -> None:
    incident = send(cast, option="staff-contact", kinds=("head",))
    actions.share(incident=incident, by=cast.ceo, person=cast.line_manager, reason="x", at=NOW)
    settings.SECOND_STEP = "restricted"
    client = as_(getattr(cast, who))
    response = client.get(incident.get_absolute_url())
    assert response.status_code == 302 and response.url.startswith("/account/second-step/")
    # It is asked of those it was opened to, and tells nobody else that there is anything.
    assert as_(cast.colleague).get(incident.get_absolute_url()).status_code == 404


def test_what_was_never_a_choice_is_asked_again(cast) -> None:
    client = as_(cast.teacher)
    client.post("/report/exit/", {"option": "mistake", "kinds": "junk", "risk": "perhaps"})
    client.force_login(cast.teacher)
    assert client.get("/report/check/").url == "/report/step/2/"


def test_too_long_a_story_is_said_in_words_and_kept(cast) -> None:
    actions.save_draft(by=cast.teacher, answers=answers(cast.school, what=""), at=NOW)
    text = page(as_(cast.teacher), "/report/step/3/", what="a" * 10_001)
    assert "Enter 10000 characters or fewer. You have entered 10001" in text
    assert "a" * 10_001 in text


@pytest.mark.parametrize("address", ["/report/", "/report/step/1/", "/concerns/"])
def test_no_colleague_is_offered_to_ask_about_a_report(cast, address) -> None:
    assert "Get help with this page" in page(as_(cast.dsl), "/account/")
    assert "Get help with this page" not in page(as_(cast.dsl), address)


@pytest.mark.parametrize("address", ["/report/step/3/", "/concerns/log/"])
def test_the_browser_is_asked_to_remember_no_word(cast, address) -> None:
    actions.save_draft(by=cast.dsl, answers=answers(cast.school), at=NOW)
    assert re.search(r'<form[^>]*autocomplete="off"', page(as_(cast.dsl), address))
