"""All that was signed reaches the channel, as it was answered, and by the person it is about (faults A3 to A7)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts_registry.entry.approved_facts import ApprovedFacts
from accounts_registry.models import Channel
from approvals import actions
from approvals.handover.channel_facts import facts_of
from approvals.models import Condition, Request
from approvals.request import checks
from approvals.request.checks import NotReady
from approvals.request.gaps import gaps_of
from people.models import User
from platforms.models import Platform
from schools.models import Setting
from tests.approvals.stage import approved, at_head, draft, ready, sent, sign
from tests.factories import NOW, TODAY, make_confirmed, make_person, make_policy, make_trained
from tests.watch_list.watching import add


def put_setting(cast, key, value):
    Setting.objects.create(
        trust=cast.trust, key=key, value=value, effective_from=NOW, changed_by_id=cast.admin.pk
    )


# ---- Fault A3: the mark --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answered", "used", "agreed"),
    [
        ("yes", "yes", True, TODAY),
        ("yes", "no", False, None),
        ("yes", "not_used", False, None),
        ("no", "yes", False, None),
    ],
)
def test_the_mark_is_used_as_it_was_answered(cast, asked, answered, used, agreed):
    request = sent(cast, school_mark=asked)
    sign(request, cast.line_manager)
    sign(request, cast.comms, brand=answered)
    facts = facts_of(Request.objects.get(pk=request.pk))
    assert (facts.logo_used, facts.logo_agreed_on) == (used, agreed)


# ---- Fault A5: the hand-over ---------------------------------------------------------------------


def test_everything_signed_reaches_the_channel(cast):
    request = approved(cast, hosting="other", host_name="Web Works Ltd", consent_plan="By letter")
    channel = Channel.objects.get(pk=request.channel_id)
    assert (channel.hosting, channel.host_name) == ("contractor", "Web Works Ltd")
    same = {
        "aims": "aims",
        "why_worthwhile": "why_worthwhile",
        "content": "content",
        "consent_plan": "consent_plan",
        "promotion": "promotion",
        "other_ways": "other_ways",
        "security_measures": "security_measures",
        "exit_strategy": "exit_strategy",
        "cover_plan": "cover_plan",
        "measures": "success_measures",
        "department": "department",
    }
    for column, answer in same.items():
        assert getattr(channel, column) == getattr(request, answer) != "", column


def test_every_answer_of_the_form_is_handed_over_or_named_here():
    """A question that is added to the form is lost in silence no more."""
    from approvals.request.snapshot import NAMED, PLAIN

    handed = {one.name for one in fields(ApprovedFacts)}
    called = {
        "success_measures": "measures",
        "hours_a_week": "hours_planned",
        "school_mark": "logo_used",
        "go_live_date": "planned_opening",
        "closing_date": "planned_closing",
        "first_review_date": "next_review_on",
    }
    elsewhere = {
        "title": "what the request is called",
        "identity": "worked out again from the account name",
        "risk_assessment": "a risk assessment of its own",
        "statement_property": "a statement, kept with the request",
        "statement_conduct": "a statement, kept with the request",
        "statement_not_open_yet": "a statement, kept with the request",
        "author": "kept with the request",
        "line_manager": "kept with the request",
        "master_post": "one of the people",
        "overseer_post": "one of the people",
    }
    lost = {one for one in (*PLAIN, *NAMED) if called.get(one, one) not in handed} - set(elsewhere)
    assert lost == set()


def test_a_misspelt_fact_is_an_error():
    with pytest.raises(TypeError):
        ApprovedFacts(platform=Platform(), account_name="@A", exit_stratgy="Posts are archived.")


# ---- Fault A6: a condition belongs to a person ---------------------------------------------------


def test_a_condition_is_of_the_person_and_not_of_a_name_that_begins_alike(cast):
    """Jo Bell, and Jo Bell Smith whose name begins with hers."""
    longer = make_person("Jo Bell Smith", trust=cast.trust, school=cast.school)
    version = make_policy(cast.trust)
    make_confirmed(version, cast.teacher, longer)
    make_trained(cast.teacher)
    lines = [
        {"part": part, "person": person}
        for part in ("administrator", "moderator")
        for person in (cast.teacher, longer)
    ]
    request = at_head(cast, people=[*lines, {"part": "poster", "person": cast.teacher}])
    actions.agree(request=request, by=longer, at=NOW)
    sign(
        request,
        cast.head,
        outcome="approve_with_conditions",
        reason="Training comes first, please.",
    )
    condition = Condition.objects.get()
    assert (condition.owner, condition.about, condition.gap) == (longer, longer, "untrained")
    with pytest.raises(ValidationError, match="not done yet"):
        actions.confirm_condition(condition=condition, by=cast.head, at=NOW)
    User.objects.filter(pk=longer.pk).update(family_name="Married")
    with pytest.raises(ValidationError, match="not done yet"):
        actions.confirm_condition(condition=condition, by=cast.head, at=NOW)
    make_trained(longer)
    actions.confirm_condition(condition=condition, by=cast.head, at=NOW)
    assert Request.objects.get(pk=request.pk).status == "approved"


def test_who_says_no_after_the_condition_was_set_has_not_met_it(cast):
    ready(cast, cast.teacher, cast.colleague)
    request = at_head(cast)
    sign(request, cast.head, outcome="approve_with_conditions", reason="Agree first, please, Lena.")
    actions.decline(request=request, by=cast.colleague, at=NOW)
    with pytest.raises(ValidationError, match="not done yet"):
        actions.confirm_condition(condition=Condition.objects.get(), by=cast.head, at=NOW)


def test_a_waived_gap_is_waived_for_that_person_alone(cast):
    ready(cast, cast.teacher)
    request = at_head(cast)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    sign(
        request,
        cast.head,
        outcome="approve_with_conditions",
        reason="Training comes first, please.",
    )
    for condition in request.conditions.all():
        actions.waive_condition(
            condition=condition, reason="She starts later", by=cast.head, at=NOW
        )
    assert Request.objects.get(pk=request.pk).status == "approved"
    assert {gap.person for gap in gaps_of(request, TODAY)} == {cast.colleague}


# ---- Fault A4: the same rules wherever somebody is named -----------------------------------------


def volunteer(cast):
    return make_person("Vi Lunt", trust=cast.trust, school=cast.school, category="volunteer")


def with_people(cast, *people):
    lines = [
        {"part": part, "person": person}
        for part in ("administrator", "moderator")
        for person in people
    ]
    return draft(cast, people=[*lines, {"part": "poster", "person": people[0]}])


def test_only_employees_is_only_employees_in_a_request_too(cast):
    put_setting(cast, "non_employee_operators", "never")
    request = with_people(cast, cast.teacher, volunteer(cast))
    with pytest.raises(
        NotReady, match="Vi Lunt is not an employee, and only employees run channels"
    ):
        actions.send(request=request, by=cast.teacher, at=NOW)


def test_where_the_headteacher_agrees_her_signature_is_her_word(cast):
    one = volunteer(cast)
    ready(cast, cast.teacher, one)
    request = with_people(cast, cast.teacher, one)
    request = actions.send(request=request, by=cast.teacher, at=NOW)
    said = [check for check in checks.automatic(request, TODAY) if not check.is_ok]
    assert "Vi Lunt is not an employee. The headteacher agrees by signing" in {
        c.detail for c in said
    }
    actions.agree(request=request, by=one, at=NOW)
    for signer in (cast.line_manager, cast.comms, cast.head):
        sign(request, signer)
    channel = Request.objects.get(pk=request.pk).channel
    reasons = set(channel.people.filter(person=one).values_list("non_employee_reason", flat=True))
    assert reasons == {f"Named in request {request.reference}, which was approved"}


def test_nobody_is_both_where_a_trust_keeps_them_apart(cast):
    put_setting(cast, "dual_role_allowed", False)
    request = with_people(cast, cast.teacher, cast.colleague)
    with pytest.raises(NotReady, match="Jo Bell is already a moderator, and nobody is both here"):
        actions.send(request=request, by=cast.teacher, at=NOW)


def test_one_person_alone_runs_no_channel(cast):
    """Administrator, moderator, poster and the post behind it: with all parts filled there is one person."""
    for key in ("min_admins", "min_moderators"):
        put_setting(cast, key, 1)
    request = with_people(cast, cast.office)
    with pytest.raises(NotReady, match="At least 2 people must run it, and here 1 person would"):
        actions.send(request=request, by=cast.teacher, at=NOW)


def test_the_post_behind_the_account_is_an_employees(cast):
    User.objects.filter(pk=cast.office.pk).update(category="contractor")
    with pytest.raises(NotReady, match="Master administration must be held by an employee"):
        sent(cast)


def test_the_last_signature_looks_again(cast):
    ready(cast, cast.teacher, cast.colleague)
    request = at_head(cast)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    put_setting(cast, "dual_role_allowed", False)
    with pytest.raises(ValidationError, match="nobody is both here"):
        sign(request, cast.head)


def test_the_page_says_it_beside_the_box(cast, client):
    put_setting(cast, "dual_role_allowed", False)
    request = draft(cast)
    client.force_login(cast.teacher)
    typed = {
        "administrator_1": str(cast.teacher.pk),
        "administrator_2": str(cast.colleague.pk),
        "moderator_1": str(cast.teacher.pk),
        "moderator_2": str(cast.head.pk),
        "poster_1": str(cast.colleague.pk),
        "master_post": str(request.master_post_id),
    }
    page = client.post(f"/requests/{request.reference.lower()}/tasks/people/", typed)
    assert "Jo Bell is already a moderator, and nobody is both here" in page.content.decode()


# ---- Fault A7: what is stated is true ------------------------------------------------------------


def test_an_account_that_exists_is_not_stated_to_be_closed(cast, client):
    add(cast, first_opened_on=date(2024, 9, 3), account_name="@MissBellHistory")
    request = draft(cast, platform=Platform.objects.get(code="x"), account_name="@MissBellHistory")
    client.force_login(cast.teacher)
    url = f"/requests/{request.reference.lower()}/check-answers/"
    page = client.get(url).content.decode()
    assert "The account is open already. Nothing new is posted on it" in page
    assert "The account is not open yet" not in page
    ticks = ("statement_property", "statement_conduct", "statement_existing")
    assert client.post(url, dict.fromkeys(ticks, "on")).status_code == 302
    request.refresh_from_db()
    assert (request.statement_existing, request.statement_not_open_yet) == (True, False)
    kept = request.revisions.get().answers
    assert kept["statement_existing"] is True and kept["statement_not_open_yet"] is False


def test_any_other_request_states_what_it_always_did(cast):
    request = sent(cast)
    assert (request.statement_existing, request.statement_not_open_yet) == (False, True)
    assert "statement_existing" not in request.revisions.get().answers


def test_a_statement_of_the_other_case_is_not_taken(cast):
    request = draft(cast)
    with pytest.raises(NotReady, match="Select all 3 statements"):
        actions.send(
            request=request,
            by=cast.teacher,
            at=NOW,
            statements=("statement_property", "statement_conduct", "statement_existing"),
        )
