"""Writing and sending: drafts are private, what is missing is named, and what is sent is fixed."""

from __future__ import annotations

from datetime import date

import pytest

from access.check import Denied, Hidden
from approvals import actions
from approvals.models import Request
from approvals.request import checks, snapshot
from approvals.request.checks import NotReady
from audit.models import Entry
from notifications.models import Message
from platforms.models import Platform
from tests.approvals.stage import answers, draft, later, sent, sign
from tests.factories import NOW, TODAY, give_role, make_person
from workflow.moves import WrongState

LONG_REASON = "Say who looks after it in the summer holidays."


def refusals(request, **options) -> list[str]:
    with pytest.raises(NotReady) as refused:
        actions.send(request=request, by=request.author, at=NOW, **options)
    return [problem.text for problem in refused.value.problems]


# ---- Writing -----------------------------------------------------------------------------------


def test_a_draft_is_its_authors_alone(cast):
    request = draft(cast)
    seen_by = [
        person
        for person in cast.everybody()
        if Request.objects.visible_to(person, on=TODAY).exists()
    ]
    assert seen_by == [cast.teacher]
    with pytest.raises(Hidden):
        actions.save_task(request=request, task="dates", answers={}, by=cast.head, at=NOW)


def test_a_draft_remembers_who_and_what(cast):
    request = draft(cast)
    assert (request.line_manager, request.department, request.identity) == (
        cast.line_manager,
        "PE",
        "instagram:ashdownpe",
    )
    assert Entry.objects.filter(event="request.started", object_ref=request.reference).count() == 1
    assert Entry.objects.filter(event="request.saved", object_ref=request.reference).count() == 8


def test_nobody_starts_at_another_school(cast):
    with pytest.raises(Denied):
        actions.start(school=cast.other_school, by=cast.teacher, at=NOW)
    with pytest.raises(Hidden):
        actions.start(school=cast.other_school, by=cast.outsider, at=NOW)


def test_what_was_sent_cannot_be_changed(cast):
    request = sent(cast)
    with pytest.raises(WrongState, match="This request has been sent"):
        actions.save_task(request=request, task="dates", answers={}, by=cast.teacher, at=NOW)


def test_a_signer_cannot_change_the_answers(cast):
    with pytest.raises(Denied):
        actions.save_task(
            request=sent(cast), task="dates", answers={}, by=cast.line_manager, at=NOW
        )


def test_naming_people_again_keeps_who_has_agreed(cast):
    request = sent(cast)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    sign(request, cast.line_manager, outcome="return", reason=LONG_REASON, tasks=["people"])
    again = answers(cast)["people"]
    request = actions.save_task(
        request=request, task="people", answers=again, by=cast.teacher, at=NOW
    )
    assert not request.people.filter(person=cast.colleague, agreed_at=None).exists()


def test_a_part_nobody_agreed_to_is_asked_about(cast):
    request = sent(cast)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    sign(request, cast.line_manager, outcome="return", reason=LONG_REASON, tasks=["people"])
    more = answers(cast)["people"]
    more["people"] = [*more["people"], {"part": "poster", "person": cast.colleague}]
    request = actions.save_task(
        request=request, task="people", answers=more, by=cast.teacher, at=NOW
    )
    unasked = request.people.filter(person=cast.colleague, agreed_at=None)
    assert {line.part for line in unasked} == {"poster"}


# ---- Sending -----------------------------------------------------------------------------------


def test_sending_asks_the_first_signer_and_tells_those_concerned(cast):
    request = sent(cast, audience=[{"group": "own_pupils", "age_from": 13, "age_to": 18}])
    assert (request.status, request.revision) == ("awaiting_line_manager", 1)
    told = {(m.recipient.full_name, m.kind) for m in Message.objects.all()}
    assert told == {
        ("Dana Reid", "decision_asked"),
        ("Ravi Shah", "request_copy"),
        ("Lena Fox", "agreement_asked"),
        ("Amal Haddad", "request_pupils"),
    }


def test_the_safeguarding_lead_hears_only_of_channels_for_pupils(cast):
    sent(cast)
    assert not Message.objects.filter(kind="request_pupils").exists()


def test_the_author_agrees_by_sending(cast):
    request = sent(cast)
    assert {line.person for line in request.people.unanswered()} == {cast.colleague}


def test_sending_twice_is_a_sentence(cast):
    request = sent(cast)
    with pytest.raises(WrongState, match="You have already sent this request"):
        actions.send(request=request, by=cast.teacher, at=NOW)
    assert request.revisions.count() == 1


def test_what_is_sent_is_kept_with_its_fingerprint(cast):
    revision = sent(cast).revisions.get()
    assert revision.answers["hours_a_week"] == "1.5"
    assert revision.answers["go_live_date"] == "2027-01-05"
    assert revision.fingerprint == snapshot.fingerprint(revision.answers)


def test_unfinished_tasks_are_named(cast):
    request = actions.start(school=cast.school, by=cast.teacher, at=NOW)
    for task in ("purpose", "content", "platform", "audience", "contributors", "safety"):
        request = actions.save_task(
            request=request, task=task, answers=answers(cast)[task], by=cast.teacher, at=NOW
        )
    assert refusals(request) == [
        "Finish 2 tasks before you send this: Name who will run it; Plan dates and cover"
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"go_live_date": date(2026, 11, 19)}, "Go-live date must be today or in the future"),
        ({"closing_date": date(2027, 1, 5)}, "Closing date must be after the go-live date, 5 January 2027"),
        (
            {"contributors": [{"group": "own_pupils", "age_from": 11, "age_to": 16}], "openness": "closed", "consent_plan": "Letters home"},
            "The youngest pupils who add to it are 11, and Instagram is for people aged 13 and over",
        ),
        (
            {"contributors": [{"group": "own_pupils", "age_from": 14, "age_to": 16}], "consent_plan": "Letters home"},
            "Make the channel private, because pupils will add to it",
        ),
    ],
)  # fmt: skip
def test_answers_that_do_not_go_together_stop_it(cast, change, sentence):
    assert refusals(draft(cast, **change)) == [sentence]


def test_a_group_of_pupils_without_an_age_hides_no_other(cast):
    """Answers of before an age was asked for, or brought from elsewhere, have none."""
    unknown = {"group": "own_pupils", "age_from": None, "age_to": None}
    plan = {"openness": "closed", "consent_plan": "Letters home"}
    assert checks.too_young(draft(cast, contributors=[unknown], **plan)) == ""
    young = {"group": "other_school_pupils", "age_from": 11, "age_to": 12}
    request = draft(cast, contributors=[unknown, young], account_name="@AshdownPE2", **plan)
    assert refusals(request) == [
        "The youngest pupils who add to it are 11, and Instagram is for people aged 13 and over"
    ]


def test_too_few_people_and_people_who_have_left(cast):
    one = [
        {"part": part, "person": cast.teacher} for part in ("administrator", "moderator", "poster")
    ]
    assert refusals(draft(cast, people=one)) == [
        "Add at least 2 administrators. You have added 1",
        "Add at least 2 moderators. You have added 1",
    ]
    request = draft(cast, account_name="@AshdownPE2")
    cast.colleague.leaving_date = date(2026, 11, 1)
    cast.colleague.save()
    assert refusals(request)[0] == "Lena Fox has left. Choose someone else"


def test_a_name_that_is_asked_for_already_is_not_free(cast):
    sent(cast)
    assert refusals(draft(cast, account_name="https://www.instagram.com/ashdownpe/"))[0].endswith(
        "is already asked for in another request"
    )


def test_a_name_of_another_trust_says_nothing_of_it(cast):
    sent(cast)
    instagram = Platform.objects.get(code="instagram")
    asked = Request(trust=cast.other_trust, platform=instagram)
    assert checks.account_problem(asked, instagram, "ashdownpe") == (
        "This account is already registered by another organisation here"
    )


def test_every_statement_is_made(cast):
    assert refusals(draft(cast), statements=["statement_property"]) == [
        "Select all 3 statements to show you agree with them"
    ]


def test_a_missing_signer_is_named(cast):
    cast.comms.assignments.filter(role="COMMS").update(end_date=date(2026, 1, 1))
    assert refusals(draft(cast)) == [
        "Nobody can sign as communications manager for this request. Ask your office manager to add one."
    ]


def test_nothing_changes_when_it_cannot_be_sent(cast):
    request = draft(cast, go_live_date=date(2026, 11, 19))
    refusals(request)
    request.refresh_from_db()
    assert (request.status, request.revision, request.sent_at) == ("draft", 0, None)
    assert not Message.objects.exists()


def test_a_step_that_is_not_needed_is_a_row_with_its_reason(cast):
    author = make_person("Ola Grant", trust=cast.trust, school=cast.school, line_manager=cast.head)
    request = sent(cast, author=author)
    assert request.status == "awaiting_comms"
    unneeded = request.decisions.get()
    assert (unneeded.outcome, unneeded.stage) == ("not_required", "line_manager")
    assert unneeded.reason == "The line manager is also the headteacher, who signs last"
    assert [stage.signer for stage in request.stages.all()] == [None, cast.comms, cast.head]


def test_whoever_would_post_does_not_sign(cast):
    people = [
        {"part": part, "person": person}
        for part in ("administrator", "moderator")
        for person in (cast.teacher, cast.colleague)
    ]
    request = sent(cast, people=[*people, {"part": "poster", "person": cast.line_manager}])
    first = request.stages.first()
    assert (first.signer, first.why) == (
        cast.deputy_head,
        "The line manager would post on this channel or moderate it alone",
    )


def test_an_interest_is_shown_beside_the_signature(cast):
    give_role(cast.office, "COMMS", trust=cast.trust, school=cast.school)
    request = sent(cast)
    sign(request, cast.line_manager)
    decision = sign(request, cast.office)
    assert decision.interest == "Named in this request: master administration"


# ---- Sending again (4.1.5) ---------------------------------------------------------------------


def returned_by_comms(cast, **changes):
    request = sent(cast)
    sign(request, cast.line_manager)
    sign(request, cast.comms, outcome="return", reason=LONG_REASON, tasks=["dates", "purpose"])
    for task in ("dates", "purpose"):
        given = answers(cast, **changes)[task]
        request = actions.save_task(
            request=request, task=task, answers=given, by=cast.teacher, at=later(hours=1)
        )
    return actions.send(request=request, by=cast.teacher, at=later(hours=2))


def test_without_a_material_change_it_goes_back_to_who_returned_it(cast):
    request = returned_by_comms(cast, cover_plan="The office covers in the summer.")
    assert (request.status, request.revision) == ("awaiting_comms", 2)
    assert request.decisions.get(stage="line_manager").counts
    sign(request, cast.comms, at=later(hours=3))
    request.refresh_from_db()
    assert request.status == "awaiting_head"


@pytest.mark.parametrize(
    "change", [{"aims": "Something else entirely."}, {"go_live_date": date(2026, 12, 7)}]
)
def test_a_material_change_voids_every_signature(cast, change):
    request = returned_by_comms(cast, **change)
    assert (request.status, request.revision) == ("awaiting_line_manager", 2)
    assert not request.decisions.standing().exists()
    assert Message.objects.filter(kind="decision_asked", recipient=cast.line_manager).count() == 2


def test_going_live_later_is_not_material(cast):
    assert returned_by_comms(cast, go_live_date=date(2027, 2, 1)).status == "awaiting_comms"


def test_a_reopened_task_has_to_be_saved_again(cast):
    request = sent(cast)
    sign(request, cast.line_manager, outcome="return", reason=LONG_REASON, tasks=["dates"])
    assert refusals(request) == ["Finish 1 task before you send this: Plan dates and cover"]


def test_a_line_manager_found_after_the_draft_was_started_is_asked(cast):
    cast.teacher.line_manager = None
    cast.teacher.save()
    request = draft(cast)
    with pytest.raises(NotReady, match="Nobody can sign as line manager"):
        actions.send(request=request, by=cast.teacher, at=NOW)
    cast.teacher.line_manager = cast.line_manager
    cast.teacher.save()
    request = Request.objects.get(pk=request.pk)
    request = actions.send(request=request, by=cast.teacher, at=NOW)
    assert request.current_stage.signer == cast.line_manager
    assert request.revisions.get().answers["line_manager"] == "Dana Reid"
