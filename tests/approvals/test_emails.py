"""What people read about a request: the ask first, plain words, one link, and no pupil."""

from __future__ import annotations

import pytest

from approvals import actions
from notifications.models import Message
from tests.approvals.stage import approved, at_head, later, sent, sign
from tests.factories import NOW

PUPILS = [{"group": "own_pupils", "age_from": 13, "age_to": 18}]


def letter(kind: str, person) -> Message:
    return Message.objects.get(kind=kind, recipient=person)


def test_asking_for_a_decision(cast):
    request = sent(cast, audience=PUPILS)
    message = letter("decision_asked", cast.line_manager)
    assert message.subject == "Decide: Instagram for Ashdown PE"
    words, _, footer = message.text.partition("\n-- \n")
    assert footer.startswith("You got this because you are asked to sign this request.")
    assert (
        words
        == f"""Dear Dana,

Jo Bell (PE) has asked for a new channel and needs your decision as line manager.

In brief
What it is for: Show match results and clubs to families, so that more pupils come.
Where: @AshdownPE on Instagram
For: Pupils of this school
Pupils: yes
Go live: 5 January 2027
Checks: 6 of 8 OK
  Everybody named is ready to run a channel: no. Jo Bell has no current training. Lena Fox has no current training
  Everybody else named has agreed: no. Lena Fox has not agreed yet

You are the first to decide.

Read it and decide:

http://testserver/requests/{request.reference.lower()}/decision/

You will sign in if you are not already. It takes about 1 minute.
"""
    )


def test_progress_names_who_is_next(cast):
    request = sent(cast)
    sign(request, cast.line_manager, note="Good idea")
    message = letter("request_progress", cast.teacher)
    assert message.subject == "Your request: approved by Dana Reid, now with Ravi Shah"
    assert "They wrote: Good idea" in message.text
    assert "It is now with Ravi Shah (communications manager)." in message.text


def test_the_safeguarding_lead_gets_no_link_she_cannot_open(cast):
    sent(cast, audience=PUPILS)
    message = letter("request_pupils", cast.dsl)
    assert message.link == "/"
    assert "@AshdownPE on Instagram" in message.text


def test_an_approval_says_what_comes_next(cast):
    approved(cast)
    message = letter("request_approved", cast.teacher)
    assert message.subject == "Approved: Instagram for Ashdown PE"
    assert "It is on the register as not live yet." in message.text
    assert (
        "Your part in it: administrator and moderator."
        in letter("request_approved", cast.colleague).text
    )


def test_subjects_stay_short_and_whole(cast):
    sent(cast, title="Instagram for the combined Ashdown and Birchwood winter sports fixtures")
    message = letter("decision_asked", cast.line_manager)
    assert message.subject == "Decide: Instagram for the combined…"
    assert all(len(one.subject) <= 60 for one in Message.objects.all())


@pytest.mark.parametrize("verb", ["agree", "decline"])
def test_asking_again_on_a_new_revision_leaves_those_who_answered_alone(cast, verb):
    request = sent(cast)
    getattr(actions, verb)(request=request, by=cast.colleague, at=NOW)
    sign(
        request,
        cast.line_manager,
        outcome="return",
        reason="Say more about what you will post.",
        tasks=[],
    )
    actions.send(request=request, by=cast.teacher, at=later(hours=1))
    assert Message.objects.filter(kind="agreement_asked", recipient=cast.colleague).count() == 1


def test_every_letter_has_its_link_and_no_leftover_markup(cast):
    at_head(cast, audience=PUPILS)
    approved(cast, account_name="@AshdownPE2")
    for message in Message.objects.all():
        assert "{" not in message.text, message.kind
        assert "&#" not in message.text, message.kind
        assert "http://testserver" + message.link in message.text, message.kind
