"""Whom nobody has spoken to yet does nothing on which others rely, whatever role they were given."""

from __future__ import annotations

import pytest

from access import check
from access.check import Denied, can
from access.roles import COUNTS_ONCE_KNOWN, ROLES, WAY_IN_TAKES_TWO, Permission
from people import actions
from people.appointments import actions as appointments
from people.known import knowers
from people.models import User
from people.objections import nobody_unknown
from tests.accounts_registry.builders import add, platform
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_person
from tests.people.test_appointments import confirm, propose

P = Permission
# What such roles give besides, and why it may be done by whom nobody has spoken to yet.
SEES = {
    *(P.STATUS_SEE, P.SCHOOLS_SEE, P.PEOPLE_SEE, P.CONFIRMATIONS_SEE, P.APPOINTMENT_SEE, P.CHANNEL_SEE),
    *(P.CHANNEL_DETAIL, P.CHANNELS_TO_ACCEPT, P.COMPLIANCE_SEE, P.COVER_SEE, P.WATCH_SEE, P.REQUEST_SEE),
    *(P.WAY_IN_SEE, P.POLICY_READ, P.REGISTER_EXPORT, P.REGISTER_INTERNAL),
}  # fmt: skip
SETS_UP = {
    *(P.TRUST_SET_UP, P.SETTINGS_CHANGE, P.PEOPLE_MANAGE, P.MAIL_MANAGE, P.PLATFORM_CHANGE, P.PLATFORM_MARK),
    *(P.CHANNEL_ADD, P.CHANNEL_OPEN, P.CHANNEL_CHANGE, P.CHANNEL_MOVE, P.CHANNEL_REMIND, P.CHANNEL_COMPLETE),
    *(P.POLICY_PUBLISH, P.TRAINING_RECORD, P.AWAY_RECORD, P.COVER_ARRANGE, P.WATCH_KEEP),
}  # fmt: skip
ONLY_PROPOSES = {P.APPOINTMENT_PROPOSE, P.APPOINTMENT_WITHDRAW, P.WAY_IN_WITHDRAW, P.REQUEST_START}
PROTECTS = {
    *(P.CHANNEL_PAUSE, P.CHANNEL_PAUSE_FOR_SAFETY, P.CHANNEL_CLOSE, P.CHANNEL_CANCEL, P.ACCESS_WITHDRAW),
    *(P.CHANNEL_CONFIRM_FROZEN, P.CHANNEL_RECORD_CLOSED, P.CHANNEL_CHECK_CLOSED, P.CONCERN_REPORT, P.CONCERN_LOG),
}  # fmt: skip
# Whoever runs or keeps a channel says it, with or without such a role.
OF_A_CHANNEL = {P.CHANNEL_CUSTODY, P.CHANNEL_REVIEW, P.CHANNEL_VERIFY}
THEIR_OWN = {P.SAFEGUARDING_PHONE_CHANGE}
# The list is empty until they are known: incidents/concern/models/readers.py.
OPENS_NOTHING = {P.CONCERN_LIST}


def unknown(person: User) -> User:
    User.objects.filter(pk=person.pk).update(known_at=None, last_login=NOW)
    return User.objects.get(pk=person.pk)


def test_of_everything_such_a_role_gives_it_is_said_whether_it_counts() -> None:
    given = {one for role in ROLES if role.code in WAY_IN_TAKES_TWO for one in role.permissions}
    free = SEES | SETS_UP | ONLY_PROPOSES | PROTECTS | OF_A_CHANNEL | THEIR_OWN | OPENS_NOTHING
    assert not free & COUNTS_ONCE_KNOWN
    assert given - free - COUNTS_ONCE_KNOWN == set()
    for permission in COUNTS_ONCE_KNOWN:
        assert nobody_unknown in check._objections[permission], permission


def test_an_unknown_head_suspends_nobody_and_lets_nobody_in(cast: Cast) -> None:
    head = unknown(cast.head)
    for verb in (actions.suspend_person, actions.end_suspension):
        with pytest.raises(Denied, match="once somebody has spoken to you.*Ask Amal Haddad"):
            verb(person=cast.dsl, by=head, at=NOW)
    actions.know_person(person=head, by=cast.dsl, at=NOW)
    head = User.objects.get(pk=head.pk)
    assert actions.suspend_person(person=cast.deputy_dsl, by=head, at=NOW).is_suspended(TODAY)


def test_nor_accepts_a_channel_signs_the_register_or_agrees_to_anything(cast: Cast) -> None:
    channel = add(cast, platform=platform("x"), account_name="@SSchoolPE", url="")
    for user, permission, record in (
        (cast.head, P.REGISTER_SIGN, cast.school),
        (cast.office, P.REGISTER_CONFIRM, cast.school),
        (cast.head, P.CHANNEL_ACCEPT, channel),
        (cast.head, P.CHANNEL_KEEP, channel),
        (cast.ceo, P.CHANNEL_DECIDE_CHANGE, channel),
        (cast.comms, P.CHANNEL_COUNTERSIGN, channel),
    ):
        assert can(user, permission, record, TODAY), permission
        assert not can(unknown(user), permission, record, TODAY), permission
        User.objects.filter(pk=user.pk).update(known_at=NOW)


def test_nor_holds_back_gives_back_or_confirms_what_it_was_asked_about_before(cast: Cast) -> None:
    row = propose(cast)
    chair = unknown(cast.chair)
    for verb in (appointments.confirm, appointments.decline):
        with pytest.raises(Denied, match="once somebody has spoken"):
            verb(appointment=row, by=chair, at=NOW)
    confirm(row, cast.dsl)
    with pytest.raises(Denied, match="once somebody has spoken"):
        appointments.hold_back_appointment(appointment=row, by=chair, at=NOW)
    appointments.hold_back_appointment(appointment=row, by=cast.head, at=NOW)
    with pytest.raises(Denied, match="once somebody has spoken"):
        appointments.give_back_appointment(appointment=row, by=chair, at=NOW)
    assert appointments.give_back_appointment(appointment=row, by=cast.ceo, at=NOW).status == "done"


def test_what_is_their_own_stays_theirs(cast: Cast) -> None:
    """They object to the end of their role, and lay it down."""
    row = cast.dsl.assignments.get(role="DSL")
    end = appointments.propose_end(assignment=row, end_date=TODAY, by=cast.office, at=NOW)
    dsl = unknown(cast.dsl)
    assert appointments.object_to(appointment=end, by=dsl, at=NOW).status == "objected"
    assert actions.lay_down_role(assignment=row, by=dsl, at=NOW).end_date == TODAY


def test_the_first_people_of_a_school_begin_with_each_other(cast: Cast) -> None:
    """Nobody there is known: head and lead say it for each other, and both are heard from then on."""
    User.objects.update(known_at=None, last_login=NOW)
    head, dsl = User.objects.get(pk=cast.head.pk), User.objects.get(pk=cast.dsl.pk)
    actions.know_person(person=dsl, by=head, at=NOW)
    actions.know_person(person=head, by=User.objects.get(pk=dsl.pk), at=NOW)
    head = User.objects.get(pk=head.pk)
    assert can(head, P.REGISTER_SIGN, cast.school, TODAY)
    new = make_person("Nia New", trust=cast.trust, school=cast.school)
    assert can(head, P.PERSON_SUSPEND, new, TODAY)


def test_while_somebody_known_could_say_it_no_unknown_pair_says_it_for_each_other(
    cast: Cast,
) -> None:
    """One person with two printed links is a head and a lead; the deputy lead is there and known."""
    head, dsl = unknown(cast.head), unknown(cast.dsl)
    for who in (cast.ceo, cast.chair, cast.safeguarding_lead):
        User.objects.filter(pk=who.pk).update(known_at=None)
    for by, person in ((head, dsl), (dsl, head)):
        with pytest.raises(Denied, match="about you first. Ask Sam Hill"):
            actions.know_person(person=person, by=by, at=NOW)
    assert head not in knowers.to_get_to_know(dsl, TODAY)
    assert knowers.knowers_of(head, TODAY) == (cast.deputy_dsl.pk,)
    actions.know_person(person=head, by=cast.deputy_dsl, at=NOW)
    actions.know_person(person=dsl, by=User.objects.get(pk=head.pk), at=NOW)


@pytest.mark.parametrize("who", ["chair", "ceo", "safeguarding_lead"])
def test_a_known_chair_chief_executive_or_trust_lead_goes_before_a_pair(
    cast: Cast, who: str
) -> None:
    User.objects.exclude(pk=getattr(cast, who).pk).update(known_at=None, last_login=NOW)
    head, dsl = User.objects.get(pk=cast.head.pk), User.objects.get(pk=cast.dsl.pk)
    with pytest.raises(Denied, match="about you first"):
        actions.know_person(person=dsl, by=head, at=NOW)
    actions.know_person(person=dsl, by=User.objects.get(pk=getattr(cast, who).pk), at=NOW)
