"""The three questions about who, answered from one primitive.

A user answers `roles_on(day)` with the roles they hold. A record may answer `school_id`,
`trust_id` and `relations_of(user, on)`; its manager answers `visible_to(user, on)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from access.roles import Permission, grants

NOT_YOURS = "You cannot do this here. Ask your school office who can."


class Denied(Exception):
    """This person may see the record and may not do this to it: the message is a sentence for them."""

    def __init__(self, reason: str = NOT_YOURS) -> None:
        super().__init__(reason)
        self.reason = reason


class Hidden(Exception):
    """This person must not learn that the record exists: answered as page not found."""


@dataclass(frozen=True)
class Held:
    """A role held on a day, and the schools it reaches (all of a trust's for a trust role)."""

    role: str
    trust_id: UUID
    school_ids: frozenset[UUID]
    is_trust_wide: bool


class Person(Protocol):
    """Whoever asks: a user, as the packages below `people` know them."""

    is_active: bool
    is_system: bool

    @property
    def pk(self) -> UUID: ...

    def roles_on(self, day: date) -> Iterable[Held]: ...


Objection = Callable[[Any, Any, date], str | None]
_objections: dict[Permission, list[Objection]] = {}


def objection(permission: Permission) -> Callable[[Objection], Objection]:
    """Register an object rule: a sentence why this person may not do this to this record, or None."""

    def register(rule: Objection) -> Objection:
        _objections.setdefault(permission, []).append(rule)
        return rule

    return register


def schools_where(user: Person, permission: Permission, on: date) -> frozenset[UUID]:
    """The schools at which this person holds this permission on that day."""
    found: set[UUID] = set()
    for held in user.roles_on(on):
        if grants(held.role, permission):
            found |= held.school_ids
    return frozenset(found)


def trusts_where(user: Person, permission: Permission, on: date) -> frozenset[UUID]:
    """The trusts for the whole of which this person holds this permission on that day."""
    return frozenset(
        held.trust_id
        for held in user.roles_on(on)
        if held.is_trust_wide and grants(held.role, permission)
    )


def own_trusts(user: Person, on: date) -> frozenset[UUID]:
    """The trusts this person belongs to on that day, through any role."""
    return frozenset(held.trust_id for held in user.roles_on(on))


def roles_at(user: Person, record: Any, on: date) -> frozenset[str]:
    """The roles this person holds where the record belongs, and their relations to it."""
    school_id, trust_id = getattr(record, "school_id", None), getattr(record, "trust_id", None)
    held = {
        role.role
        for role in user.roles_on(on)
        if (
            school_id in role.school_ids
            if school_id
            else role.is_trust_wide and role.trust_id == trust_id
        )
    }
    relations = getattr(record, "relations_of", None)
    return frozenset(held | set(relations(user, on) if relations else ()))


def is_visible(user: Person, record: Any, on: date) -> bool:
    """Whether this person may know that the record exists."""
    return bool(record.__class__.objects.visible_to(user, on=on).filter(pk=record.pk).exists())


def check(user: Person, permission: Permission, record: Any, on: date) -> None:
    """May this person do this to this record?

    Asks in order: is it visible to you (else Hidden)? does a role of yours there grant it?
    do the object rules agree? Raises Denied with a sentence for the person.
    """
    if not user.is_active or not is_visible(user, record, on):
        raise Hidden
    if not any(grants(role, permission) for role in roles_at(user, record, on)):
        raise Denied(refusal_for(permission))
    for rule in _objections.get(permission, ()):
        if reason := rule(user, record, on):
            raise Denied(reason)


def can(user: Person, permission: Permission, record: Any, on: date) -> bool:
    """`check` as a yes or no, for showing buttons."""
    try:
        check(user, permission, record, on)
    except (Denied, Hidden):
        return False
    return True


def check_somewhere(user: Person, permission: Permission, on: date) -> None:
    """May this person do this anywhere at all? For pages without a record, such as a list."""
    if not user.is_active or not any(grants(held.role, permission) for held in user.roles_on(on)):
        raise Denied(refusal_for(permission))


def check_at(
    user: Person, permission: Permission, on: date, *, school: Any = None, trust: Any = None
) -> None:
    """May this person do this at that school, or for that whole trust? For making new records."""
    if not user.is_active:
        raise Hidden
    if school is not None:
        if school.trust_id not in own_trusts(user, on):
            raise Hidden
        if school.pk not in schools_where(user, permission, on):
            raise Denied(refusal_for(permission))
    elif trust is not None:
        if trust.pk not in own_trusts(user, on):
            raise Hidden
        if trust.pk not in trusts_where(user, permission, on):
            raise Denied(refusal_for(permission))


def can_at(
    user: Person, permission: Permission, on: date, *, school: Any = None, trust: Any = None
) -> bool:
    """`check_at` as a yes or no."""
    try:
        check_at(user, permission, on, school=school, trust=trust)
    except (Denied, Hidden):
        return False
    return True


REFUSALS: dict[Permission, str] = {
    Permission.PEOPLE_MANAGE: "You cannot change people. Ask your office manager or portal administrator.",
    Permission.APPOINTMENT_PROPOSE: "You cannot propose this. Ask your office manager, headteacher or portal administrator.",
    Permission.APPOINTMENT_CONFIRM: "You cannot confirm this. Its page says who can.",
    Permission.APPOINTMENT_WITHDRAW: "Only whoever proposed this, or keeps the list of people, can do this.",
    Permission.APPOINTMENT_SUSPEND: "Only somebody with a head or safeguarding role there, who was told of it, can do this.",
    Permission.APPOINTMENT_ANSWER: "Only the person whose role it is can answer this.",
    Permission.APPOINTMENT_DECIDE: "The chief executive, the chair, the vice-chair or the trust safeguarding lead decides this.",
    Permission.PERSON_SUSPEND: "Only the chief executive, a chair or the headteacher can do this.",
    Permission.PERSON_KNOW: "Only somebody with a head or safeguarding role there can say this.",
    Permission.MAIL_MANAGE: "You cannot see what was sent to other people. Ask your office manager or portal administrator.",
    Permission.SETTINGS_CHANGE: "You cannot change settings. Ask your headteacher or portal administrator.",
    Permission.TRUST_SET_UP: "Only the portal administrator can do this.",
    Permission.STATUS_SEE: "You cannot see this page. Ask your office manager or portal administrator.",
    Permission.PLATFORM_CHANGE: "Only the portal administrator can change platforms.",
    Permission.CHANNEL_ADD: "You cannot add to the register. Ask your office manager or communications manager.",
    Permission.CHANNEL_ACCEPT: "Only the headteacher can accept a channel onto the register.",
    Permission.CHANNEL_DECIDE_CHANGE: "Only the headteacher, or the chief executive, can decide on this change.",
    Permission.CHANNEL_ACCEPT_FOR_TRUST: "Only the chief executive or the trust’s communications manager can accept a channel of the trust onto the register.",
    Permission.CHANNELS_TO_ACCEPT: "Only the headteacher, or for the trust’s own channels the chief executive or communications manager, can accept a channel onto the register.",
    Permission.ACCOUNT_CONFIRM: "Only the headteacher, the communications manager or the chief executive can say whether this is your account.",
    Permission.CHANNEL_REMIND: "You cannot send reminders about this channel. Ask your office manager.",
    Permission.CHANNEL_OPEN: "You cannot open this channel. Ask your office manager or communications manager.",
    Permission.CHANNEL_PAUSE_FOR_SAFETY: "Only the designated safeguarding lead or a deputy can do this.",
    Permission.CHANNEL_KEEP: "Only the headteacher can do this.",
    Permission.CHANNEL_OPEN_EARLY: "Only the headteacher can record that a channel was live before it was approved.",
    Permission.CHANNEL_RECORD_CLOSED: "You cannot record that it is closed. Ask your office manager or communications manager.",
    Permission.CHANNEL_AGREE_LOGO: "Only the communications manager or the headteacher can agree to the school's logo.",
    Permission.CHANNEL_MOVE: "Only the portal administrator can give a channel to another school.",
    Permission.CHANNEL_RISK_APPROVE: "Only the headteacher can approve a risk assessment.",
    Permission.ACCESS_WITHDRAW: "You cannot withdraw access. Ask your headteacher or communications manager.",
    Permission.REGISTER_EXPORT: "You cannot download the register. Ask your office manager.",
    Permission.REGISTER_INTERNAL: "You cannot have a copy with names or gaps in it. Ask your headteacher, communications manager or office manager.",
    Permission.WATCH_SEE: "You cannot see the list of accounts that are not ours. Ask your communications manager.",
    Permission.WATCH_KEEP: "You cannot change the list of accounts that are not ours. Ask your communications manager.",
    Permission.WATCH_TOLERATE: "Only the headteacher can decide to leave an account alone.",
    Permission.WATCH_CONFIRM_FAKE: "Only the headteacher or the communications manager can call an account a fake.",
    Permission.WATCH_ANSWER: "Only the person who was sent the notice can answer it here.",
    Permission.REGISTER_CONFIRM: "Only the office of this school can confirm its register.",
    Permission.REGISTER_SIGN: "Only the headteacher can sign the register.",
    Permission.CHANNEL_REVIEW: "You cannot check this channel. Ask somebody who runs it.",
    Permission.CHANNEL_COUNTERSIGN: "Only the communications manager or the headteacher can countersign.",
    Permission.CHANNEL_VERIFY: "You cannot confirm these login details. Ask whoever looks after them.",
    Permission.EVALUATION_VIEW: "Only the headteacher can add this.",
    Permission.PLATFORM_MARK: "Only the portal administrator can do this.",
    Permission.COMPLIANCE_SEE: "You cannot see this page. Ask your office manager or communications manager.",
    Permission.REQUEST_DECIDE: "This request is not waiting for you.",
    Permission.CONCERN_LIST: "You cannot see this page. To tell somebody about a worry, report a concern.",
}


def refusal_for(permission: Permission) -> str:
    """The sentence shown when no role grants this."""
    return REFUSALS.get(permission, NOT_YOURS)


def ask(by: Person, permission: Permission, record: Any, on: date) -> None:
    """`check` for a verb: the portal itself, which holds no role, may go on."""
    if not by.is_system:
        check(by, permission, record, on)


def ask_at(
    by: Person, permission: Permission, on: date, *, school: Any = None, trust: Any = None
) -> None:
    """`check_at` for a verb: at a school where one is named, else for the whole trust."""
    if not by.is_system:
        check_at(by, permission, on, school=school, trust=None if school else trust)


def ask_system(by: Person, permission: Permission) -> None:
    """For what only the portal itself does: the first set-up and the Department's file."""
    if not by.is_system:
        raise Denied(refusal_for(permission))
