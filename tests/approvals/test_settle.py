"""After the decision and beside it: agreeing, conditions, withdrawing, opening."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied, Hidden
from accounts_registry.entry.actions import channels
from accounts_registry.models import Channel
from approvals import actions, api
from approvals.decision.actions.deciding import Term
from approvals.models import Request
from audit.models import Entry
from notifications.models import Message
from people.models import Post
from tests.approvals.stage import approved, at_head, later, ready, sent, sign
from tests.factories import NOW, TODAY, make_confirmed, make_trained
from workflow.moves import WrongState


def events(name: str) -> int:
    return Entry.objects.filter(event=name).count()


# ---- Agreeing ----------------------------------------------------------------------------------


def test_agreeing_twice_changes_nothing(cast):
    request = sent(cast)
    assert list(api.agreements_due(cast.colleague)) == [request]
    for _ in range(2):
        actions.agree(request=request, by=cast.colleague, at=NOW)
    assert events("request.agreed") == 1
    assert not api.agreements_due(cast.colleague)


def test_saying_no_tells_the_author_and_stops_an_approval(cast):
    ready(cast, cast.teacher, cast.colleague)
    request = at_head(cast)
    actions.decline(request=request, by=cast.colleague, at=NOW)
    assert Message.objects.get(kind="agreement_declined").recipient == cast.teacher
    with pytest.raises(ValidationError, match="Lena Fox has said no"):
        sign(request, cast.head)


def test_an_answer_that_is_none_is_not_a_no(cast, client):
    request = sent(cast)
    client.force_login(cast.colleague)
    client.post(f"/requests/{request.reference.lower()}/agreement/", {"answer": ""})
    assert list(api.agreements_due(cast.colleague)) == [request]
    assert not Message.objects.filter(kind="agreement_declined").exists()


def test_only_those_named_answer_and_only_while_it_matters(cast):
    request = sent(cast)
    with pytest.raises(Denied):
        actions.agree(request=request, by=cast.line_manager, at=NOW)
    with pytest.raises(Hidden):
        actions.agree(request=request, by=cast.other_teacher, at=NOW)
    actions.withdraw(request=request, by=cast.teacher, at=NOW)
    with pytest.raises(WrongState, match="no longer being decided"):
        actions.agree(request=request, by=cast.colleague, at=NOW)


# ---- Conditions --------------------------------------------------------------------------------


def with_conditions(cast) -> Request:
    ready(cast, cast.teacher)
    request = at_head(cast)
    actions.agree(request=request, by=cast.colleague, at=NOW)
    term = Term("Turn comments off before the first post", cast.teacher, TODAY)
    sign(request, cast.head, outcome="approve_with_conditions", conditions=[term])
    request.refresh_from_db()
    return request


def test_the_last_condition_puts_the_channel_on_the_register(cast):
    request = with_conditions(cast)
    written, unconfirmed, untrained = (
        request.conditions.get(text__contains=part)
        for part in ("comments", "confirmed", "training")
    )
    actions.confirm_condition(condition=written, by=cast.head, at=NOW)
    with pytest.raises(
        ValidationError, match="This is not done yet: Lena Fox has not confirmed the policy"
    ):
        actions.confirm_condition(condition=unconfirmed, by=cast.head, at=NOW)
    make_confirmed(cast.trust.policies.get().versions.get(), cast.colleague)
    make_trained(cast.colleague)
    actions.confirm_condition(condition=unconfirmed, by=cast.head, at=NOW)
    assert not Channel.objects.exists()
    actions.confirm_condition(condition=untrained, by=cast.head, at=NOW)
    request.refresh_from_db()
    assert (request.status, request.channel.status) == ("approved", "planned")
    assert Message.objects.filter(kind="request_approved", recipient=cast.teacher).count() == 1


def test_a_condition_can_be_dropped_with_a_reason(cast):
    request = with_conditions(cast)
    first = request.conditions.filter(automatic=True).first()
    with pytest.raises(ValidationError, match="Enter why this is no longer needed"):
        actions.waive_condition(condition=first, reason=" ", by=cast.head, at=NOW)
    for condition in request.conditions.all():
        actions.waive_condition(
            condition=condition, reason="She will only read", by=cast.head, at=NOW
        )
    request.refresh_from_db()
    assert request.status == "approved"
    with pytest.raises(WrongState, match="settled already"):
        actions.waive_condition(condition=first, reason="Again", by=cast.head, at=NOW)


def test_only_the_head_settles_and_never_what_is_theirs_to_do(cast):
    request = with_conditions(cast)
    condition = request.conditions.get(automatic=False)
    with pytest.raises(Denied):
        actions.confirm_condition(condition=condition, by=cast.comms, at=NOW)
    with pytest.raises(Denied, match="You cannot do this here|your own request"):
        actions.confirm_condition(condition=condition, by=cast.teacher, at=NOW)
    condition.owner = cast.head
    condition.save()
    with pytest.raises(Denied, match="Somebody else has to confirm this"):
        actions.confirm_condition(condition=condition, by=cast.head, at=NOW)


def test_nobody_lets_themself_off_and_what_the_portal_sees_needs_nobody_else(cast):
    request = with_conditions(cast)
    written = request.conditions.get(automatic=False)
    request.conditions.update(owner=cast.head)
    with pytest.raises(Denied, match="Somebody else has to confirm this"):
        actions.waive_condition(condition=written, reason="It is fine", by=cast.head, at=NOW)
    make_confirmed(cast.trust.policies.get().versions.get(), cast.colleague)
    make_trained(cast.colleague)
    for condition in request.conditions.filter(automatic=True):
        actions.confirm_condition(condition=condition, by=cast.head, at=NOW)
    assert request.conditions.filter(state="met").count() == 2


def test_nobody_sets_themself_a_condition(cast):
    ready(cast, cast.teacher)
    request = at_head(cast)
    term = Term("Turn comments off before the first post", cast.head, TODAY)
    with pytest.raises(ValidationError, match="Somebody else has to meet each condition"):
        sign(request, cast.head, outcome="approve_with_conditions", conditions=[term])


def test_where_the_head_asks_whoever_signed_last_settles_the_conditions(cast):
    ready(cast, cast.teacher, cast.colleague)
    request = sent(cast, author=cast.head)
    while (stage := request.current_stage) and not stage.is_final:
        sign(request, stage.signer)
        request.refresh_from_db()
    assert stage.signer == cast.chair
    for person in (cast.colleague, cast.teacher):
        actions.agree(request=request, by=person, at=NOW)
    term = Term("Turn comments off before the first post", cast.teacher, TODAY)
    sign(request, cast.chair, outcome="approve_with_conditions", conditions=[term])
    condition = request.conditions.get()
    for person in (cast.head, cast.ceo, cast.teacher):
        with pytest.raises(Denied):
            actions.confirm_condition(condition=condition, by=person, at=NOW)
    actions.confirm_condition(condition=condition, by=cast.chair, at=NOW)
    request.refresh_from_db()
    assert request.status == "approved"


# ---- Withdrawing -------------------------------------------------------------------------------


def test_withdrawing_ends_it_and_tells_whom_it_waited_for(cast):
    request = sent(cast)
    actions.withdraw(request=request, by=cast.teacher, at=NOW)
    request.refresh_from_db()
    assert request.status == "withdrawn"
    assert Message.objects.get(kind="request_ended").recipient == cast.line_manager
    assert not api.waiting_for(cast.line_manager, TODAY)
    with pytest.raises(WrongState, match="already ended"):
        actions.withdraw(request=request, by=cast.teacher, at=NOW)
    with pytest.raises(
        WrongState, match="Jo Bell withdrew this request. Your decision was not recorded"
    ):
        sign(request, cast.line_manager)


def test_only_its_author_withdraws_it(cast):
    request = sent(cast)
    with pytest.raises(Denied):
        actions.withdraw(request=request, by=cast.head, at=NOW)
    with pytest.raises(Hidden):
        actions.withdraw(request=request, by=cast.outsider, at=NOW)


def test_after_approval_it_needs_a_reason_and_cancels_the_channel(cast):
    request = approved(cast)
    with pytest.raises(ValidationError, match="Enter why you withdraw it"):
        actions.withdraw(request=request, by=cast.teacher, at=NOW)
    actions.withdraw(request=request, by=cast.teacher, at=NOW, reason="The club has ended")
    assert Channel.objects.get().status == "cancelled"


def test_whoever_heard_of_the_approval_hears_that_it_is_withdrawn(cast):
    request = approved(cast)
    heard = set(Message.objects.filter(kind="request_approved").values_list("recipient", flat=True))
    actions.withdraw(request=request, by=cast.teacher, at=NOW, reason="We use the newsletter")
    told = list(Message.objects.filter(kind="request_ended").values_list("recipient", flat=True))
    assert len(told) == len(set(told))
    assert set(told) == heard - {cast.teacher.pk} | {cast.head.pk}


def test_a_channel_that_was_cancelled_does_not_keep_its_request_alive(cast):
    request = approved(cast)
    channels.cancel_planned(channel=request.channel, reason="No time for it", by=cast.head, at=NOW)
    actions.withdraw(request=request, by=cast.teacher, at=NOW, reason="It was cancelled")
    request.refresh_from_db()
    assert request.status == "withdrawn"


# ---- Opening -----------------------------------------------------------------------------------


def check_everything(channel: Channel, by, at) -> None:
    channels.save_opening_checks(
        channel=channel,
        by=by,
        at=at,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=True,
        url="https://www.instagram.com/ashdownpe/",
        credentials_location="School safe",
        credentials_post=Post.objects.get(title="Business manager"),
        recovery_email="social@school.example",
        two_factor="on",
        privacy_settings_checked_on=TODAY,
        house_rules_url="https://school.example/rules",
        profile_states_role=True,
        moderation_mode="after",
        logo_used=False,
    )


def test_opening_makes_the_channel_live_and_ends_the_request(cast):
    request = approved(cast)
    check_everything(request.channel, cast.office, NOW)
    actions.open_channel(
        channel=request.channel, date_opened=TODAY, by=cast.office, at=later(hours=1)
    )
    request.refresh_from_db()
    channel = Channel.objects.get()
    assert (request.status, channel.status, channel.date_opened) == ("opened", "open", TODAY)
    assert Message.objects.get(kind="channel_live").recipient == cast.teacher
    with pytest.raises(WrongState, match="already open"):
        actions.open_channel(channel=channel, date_opened=TODAY, by=cast.office, at=later(hours=2))


def test_an_unchecked_channel_stays_planned_and_so_does_its_request(cast):
    request = approved(cast)
    with pytest.raises(WrongState, match="This channel cannot open yet"):
        actions.open_channel(channel=request.channel, date_opened=TODAY, by=cast.office, at=NOW)
    request.refresh_from_db()
    assert request.status == "approved"


def test_who_may_not_open_it(cast):
    request = approved(cast)
    with pytest.raises(Denied):
        actions.open_channel(
            channel=request.channel, date_opened=TODAY, by=cast.line_manager, at=NOW
        )
    with pytest.raises(Hidden):
        actions.open_channel(
            channel=request.channel, date_opened=date(2026, 11, 20), by=cast.outsider, at=NOW
        )


def test_the_channel_takes_over_the_risk_assessment_of_its_request(cast):
    request = approved(cast)
    first = request.channel.risk_assessments.get()
    assert first.narrative == "Abuse: comments are off."
    assert (first.assessor, first.approved_by) == (request.author, cast.head)
    assert first.request_reference == request.reference
    assert request.channel.risk_review_due == first.review_due
    assert request.channel.people.filter(part="moderator", designated_by=cast.head).count() == 2
