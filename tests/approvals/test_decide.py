"""Deciding: the litany of the verb, R7, and what a signature keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied, Hidden
from accounts_registry.models import Channel
from approvals import actions
from approvals.decision.actions.deciding import StaleSignIn, Term
from approvals.models import Decision
from approvals.request import snapshot
from audit.models import Entry
from notifications.models import Message
from people.models import RoleAssignment, User
from people.names import names
from tests.approvals.stage import answers, approved, at_head, later, ready, sent, sign
from tests.factories import NOW, TODAY
from workflow.moves import WrongState

LONG_REASON = "Say who looks after it in the summer holidays."


def events(request) -> list[str]:
    return list(
        Entry.objects.filter(object_id=str(request.pk))
        .order_by("position")
        .values_list("event", flat=True)
    )


def told(request) -> set[tuple[str, str]]:
    return {
        (m.recipient.full_name, m.kind) for m in Message.objects.filter(reference=request.reference)
    }


def test_three_signatures_put_the_channel_on_the_register_as_planned(cast):
    request = approved(cast)
    assert request.status == "approved"
    channel = Channel.objects.get()
    assert (channel.status, channel.account_name, channel.approval_reference) == (
        "planned",
        "@AshdownPE",
        request.reference,
    )
    assert channel.identity == "instagram:ashdownpe"
    assert set(channel.people.values_list("part", flat=True)) == {
        "master",
        "administrator",
        "moderator",
        "poster",
    }
    assert [d.stage for d in request.decisions.all()] == ["line_manager", "comms", "head"]
    assert events(request)[-5:] == [
        "request.signed", "request.signed", "request.agreed", "risk.approved", "request.approved",
    ]  # fmt: skip


def test_a_signature_keeps_statement_text_post_and_fingerprint(cast):
    request = sent(cast)
    decision = sign(request, cast.line_manager, note="Good.")
    assert decision.capacity == "Head of PE"
    assert decision.statement.startswith("I approve what this channel is for")
    assert decision.revision.answers["title"] == "Instagram for Ashdown PE"
    assert decision.fingerprint == snapshot.seal(decision)
    assert snapshot.problem_with(Decision.objects.get(pk=decision.pk)) == ""


def test_everybody_concerned_is_told_and_nobody_else(cast):
    request = approved(cast)
    assert told(request) == {
        ("Dana Reid", "decision_asked"),
        ("Ravi Shah", "request_copy"),
        ("Lena Fox", "agreement_asked"),
        ("Ravi Shah", "decision_asked"),
        ("Jo Bell", "request_progress"),
        ("Priya Nair", "decision_asked"),
        ("Jo Bell", "request_approved"),
        ("Dana Reid", "request_approved"),
        ("Ravi Shah", "request_approved"),
        ("Lena Fox", "request_approved"),
        ("Tom Okafor", "request_approved"),
    }


def test_nobody_decides_their_own_request(cast):
    request = sent(cast)
    with pytest.raises(Denied, match="You cannot decide your own request"):
        sign(request, cast.teacher)


def test_somebody_else_is_refused_with_the_reason(cast):
    request = sent(cast)
    with pytest.raises(Denied, match="This request is not waiting for you"):
        sign(request, cast.office)


@pytest.mark.parametrize("who", ["other_head", "outsider"])
def test_another_school_never_learns_of_it(cast, who):
    with pytest.raises(Hidden):
        sign(sent(cast), getattr(cast, who))


def test_out_of_turn_and_twice_are_sentences(cast):
    request = sent(cast)
    with pytest.raises(
        WrongState, match="This request is with Dana Reid now. Your decision was not recorded"
    ):
        sign(request, cast.head)
    sign(request, cast.line_manager)
    with pytest.raises(
        WrongState, match="You approved this at 9:00am. Your decision was not recorded"
    ):
        sign(request, cast.line_manager)
    assert request.decisions.count() == 1


def test_who_comes_late_reads_who_was_first(cast):
    request = sent(cast)
    sign(request, cast.line_manager)
    sign(request, cast.comms, outcome="return", reason=LONG_REASON, at=later(hours=1, minutes=12))
    with pytest.raises(
        WrongState,
        match="Ravi Shah sent this back for changes at 10:12am. Your decision was not recorded",
    ):
        sign(request, cast.head)


@pytest.mark.parametrize("typed", ["dana reid", "Dana  REID", "Dána Reid", "Dana Mary Reid"])
def test_a_name_is_known_however_it_is_typed(cast, typed):
    assert sign(sent(cast), cast.line_manager, typed_signature=typed).typed_signature == typed


@pytest.mark.parametrize(
    ("typed", "is_theirs"),
    [
        ("Soren Brien-Lukasz", True),
        ("SØREN  Brien\u2011Łukasz", True),
        ("Søren Brien\u2013Łukasz", True),
        ("Søren Łukasz", False),
        ("Brien-Łukasz", False),
        ("Søren BrienŁukasz", True),
        ("S Brien-Łukasz", False),
        ("Sören", False),
    ],
)
def test_dashes_and_letters_of_other_keyboards_are_the_same_name(typed, is_theirs):
    person = User(given_name="Søren", family_name="Brien-Łukasz")
    assert names.is_name_of(typed, person) is is_theirs


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"typed_signature": ""}, "typed_signature", "Type your full name to sign"),
        (
            {"typed_signature": "Jo Bell"},
            "typed_signature",
            "Type your name as it is on your account: Dana Reid",
        ),
        ({"outcome": "maybe"}, "outcome", "Select your decision"),
        ({"outcome": "approve_with_conditions"}, "outcome", "Select your decision"),
        ({"outcome": "return"}, "reason", "Enter what needs to change. Jo Bell will see this"),
        ({"outcome": "reject", "reason": LONG_REASON}, "reason_code", "Select the main reason"),
        (
            {"outcome": "reject", "reason": "No."},
            "reason",
            "Say a little more: at least 20 characters",
        ),
    ],
)
def test_an_incomplete_decision_is_refused_by_field(cast, change, field, sentence):
    request = sent(cast)
    with pytest.raises(ValidationError) as refused:
        sign(request, cast.line_manager, **change)
    assert refused.value.message_dict[field] == [sentence]
    assert request.decisions.count() == 0


def test_the_communications_manager_answers_about_the_mark(cast):
    request = sent(cast)
    sign(request, cast.line_manager)
    with pytest.raises(ValidationError) as refused:
        sign(request, cast.comms, brand="")
    assert refused.value.message_dict["brand"] == ["Select whether it may use our name and mark"]
    assert sign(request, cast.comms, brand="no").brand == "no"


def test_send_back_opens_the_ticked_tasks_and_tells_the_author(cast):
    request = sent(cast)
    sign(request, cast.line_manager, outcome="return", reason=LONG_REASON, tasks=["dates"])
    request.refresh_from_db()
    assert (request.status, request.tasks_reopened) == ("returned", ["dates"])
    assert "dates" not in request.tasks_saved
    letter = Message.objects.get(kind="request_returned")
    assert letter.subject == "Changes needed: Instagram for Ashdown PE"
    assert LONG_REASON in letter.text
    assert "- Plan dates and cover" in letter.text


def test_a_no_ends_it_and_frees_the_name(cast):
    request = sent(cast)
    sign(request, cast.line_manager)
    sign(request, cast.comms, outcome="reject", reason=LONG_REASON, reason_code="platform")
    request.refresh_from_db()
    assert request.status == "rejected"
    assert ("Dana Reid", "request_ended") in told(request)
    assert LONG_REASON in Message.objects.get(kind="request_rejected").text
    assert LONG_REASON not in Message.objects.get(kind="request_ended").text
    assert sent(cast).status == "awaiting_line_manager"


# ---- R7: the final signature -------------------------------------------------------------------


def test_the_final_signature_needs_a_fresh_sign_in(cast):
    ready(cast, cast.teacher, cast.colleague)
    request = at_head(cast)
    for stale in (None, later(minutes=-16)):
        with pytest.raises(StaleSignIn):
            sign(request, cast.head, signed_in_at=stale)
    assert request.decisions.count() == 2


def test_people_who_are_not_ready_stop_an_outright_yes(cast):
    ready(cast, cast.teacher)
    request = at_head(cast)
    with pytest.raises(ValidationError) as refused:
        sign(request, cast.head)
    assert refused.value.message_dict["outcome"] == [
        "You cannot approve this yet: Lena Fox has not confirmed the policy; Lena Fox has no current training; "
        "Lena Fox has not agreed yet. You can approve it with conditions"
    ]
    assert not Channel.objects.exists()


@pytest.mark.parametrize("missing", ["resources_confirmed", "risk_approved"])
def test_resources_and_risks_are_confirmed_by_name(cast, missing):
    ready(cast, cast.teacher, cast.colleague)
    request = at_head(cast)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    with pytest.raises(ValidationError) as refused:
        sign(request, cast.head, **{missing: False})
    assert list(refused.value.message_dict) == [missing]


def test_risks_can_be_approved_before(cast):
    ready(cast, cast.teacher, cast.colleague)
    request = at_head(cast)
    with pytest.raises(Denied):
        actions.approve_risk(request=request, by=cast.comms, at=NOW)
    actions.approve_risk(request=request, by=cast.head, at=NOW)
    actions.approve_risk(request=request, by=cast.head, at=later(minutes=1))
    assert events(request).count("risk.approved") == 1
    actions.agree(request=request, by=cast.colleague, at=NOW)
    assert sign(request, cast.head, risk_approved=False).outcome == "approve"


def test_what_people_lack_becomes_a_condition(cast):
    ready(cast, cast.teacher)
    request = at_head(cast)
    term = Term("Turn comments off before the first post", cast.teacher, TODAY)
    sign(request, cast.head, outcome="approve_with_conditions", conditions=[term])
    request.refresh_from_db()
    assert request.status == "approved_with_conditions"
    assert not Channel.objects.exists()
    assert {(c.text, c.owner.full_name, c.automatic) for c in request.conditions.all()} == {
        ("Turn comments off before the first post", "Jo Bell", False),
        ("Lena Fox has not confirmed the policy", "Lena Fox", True),
        ("Lena Fox has no current training", "Lena Fox", True),
        ("Lena Fox has not agreed yet", "Lena Fox", True),
    }
    assert {("Jo Bell", "request_conditions"), ("Lena Fox", "request_conditions")} <= told(request)


# ---- What a signature covers -------------------------------------------------------------------


def test_an_approved_risk_assessment_is_approved_again_when_it_changes(cast):
    request = at_head(cast)
    actions.approve_risk(request=request, by=cast.head, at=NOW)
    for written, stays in (("Abuse: comments are off.", True), ("There is none.", False)):
        sign(
            request,
            cast.head,
            outcome="return",
            reason="Look at the risks once more.",
            tasks=["safety"],
        )
        given = answers(cast, risk_assessment=written)["safety"]
        actions.save_task(request=request, task="safety", answers=given, by=cast.teacher, at=NOW)
        actions.send(request=request, by=cast.teacher, at=NOW)
        request.refresh_from_db()
        assert request.status == "awaiting_head"
        assert (request.risk_approved_at is not None) is stays


def test_only_the_answers_that_were_read_are_signed(cast):
    request = sent(cast)
    with pytest.raises(WrongState, match="The answers have changed since you opened this page"):
        sign(request, cast.line_manager, seen="0" * 64)
    assert request.decisions.count() == 0


def test_who_is_no_longer_headteacher_signs_nothing_as_headteacher(cast):
    ready(cast, cast.teacher, cast.colleague)
    request = at_head(cast)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    RoleAssignment.objects.filter(person=cast.head, role="HEAD").update(
        end_date=TODAY - timedelta(days=1)
    )
    cast.head.__dict__.pop("_held", None)
    with pytest.raises(Denied, match="You cannot sign as headteacher here now"):
        sign(request, cast.head)
    assert not Channel.objects.exists()
