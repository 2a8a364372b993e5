"""Who may do what: every role, in one table that a head teacher can be shown.

A role is held at a school or at a whole trust, with dates, and is given by an administrator.
A relation (the author, a line manager, somebody who runs a channel) comes from the record itself.
Nothing else grants anything: there is no superuser here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may be allowed to do. The words are the verbs of the actions."""

    # schools and people
    TRUST_SET_UP = "trust.set_up"
    SETTINGS_CHANGE = "settings.change"
    STATUS_SEE = "status.see"
    SCHOOLS_SEE = "schools.see"
    PEOPLE_SEE = "people.see"
    PEOPLE_MANAGE = "people.manage"
    TRAINING_RECORD = "training.record"
    AWAY_RECORD = "away.record"
    SAFEGUARDING_PHONE_CHANGE = "safeguarding_phone.change"
    MAIL_MANAGE = "mail.manage"
    APPOINTMENT_PROPOSE = "appointment.propose"
    APPOINTMENT_SEE = "appointment.see"
    APPOINTMENT_CONFIRM = "appointment.confirm"
    APPOINTMENT_WITHDRAW = "appointment.withdraw"
    APPOINTMENT_SUSPEND = "appointment.suspend"
    APPOINTMENT_ANSWER = "appointment.answer"
    APPOINTMENT_DECIDE = "appointment.decide"
    PERSON_KNOW = "person.know"
    LINE_CONFIRM = "line.confirm"
    PERSON_SUSPEND = "person.suspend"
    WAY_IN_SEE = "way_in.see"
    WAY_IN_CONFIRM = "way_in.confirm"
    WAY_IN_STOP = "way_in.stop"
    WAY_IN_WITHDRAW = "way_in.withdraw"
    # policies
    POLICY_READ = "policy.read"
    POLICY_PUBLISH = "policy.publish"
    CONFIRMATIONS_SEE = "confirmations.see"
    # the register
    CHANNEL_SEE = "channel.see"
    CHANNEL_DETAIL = "channel.detail"
    CHANNEL_ADD = "channel.add"
    CHANNEL_ACCEPT = "channel.accept"
    CHANNEL_ACCEPT_FOR_TRUST = "channel.accept_for_trust"
    CHANNELS_TO_ACCEPT = "channel.see_to_accept"
    CHANNEL_OPEN = "channel.open"
    CHANNEL_CHANGE = "channel.change"
    CHANNEL_DECIDE_CHANGE = "channel.decide_change"
    ACCOUNT_CONFIRM = "account.confirm"
    CHANNEL_CUSTODY = "channel.custody"
    CHANNEL_RISK_APPROVE = "channel.risk_approve"
    MODERATOR_CONFIRM = "moderator.confirm"
    ACCESS_WITHDRAW = "channel.withdraw_access"
    CHANNEL_CANCEL = "channel.cancel"
    CHANNEL_PAUSE = "channel.pause"
    CHANNEL_CLOSE = "channel.close"
    CHANNEL_REMIND = "channel.remind"
    PLATFORM_CHANGE = "platform.change"
    CHANNEL_PAUSE_FOR_SAFETY = "channel.pause_for_safety"
    CHANNEL_CONFIRM_FROZEN = "channel.confirm_frozen"
    CHANNEL_KEEP = "channel.keep"
    CHANNEL_RECORD_CLOSED = "channel.record_closed"
    CHANNEL_CHECK_CLOSED = "channel.check_closed"
    CHANNEL_COMPLETE = "channel.complete"
    CHANNEL_AGREE_LOGO = "channel.agree_logo"
    CHANNEL_OPEN_EARLY = "channel.open_early"
    CHANNEL_MOVE = "channel.move"
    CHANNEL_REVIEW = "channel.review"
    CHANNEL_COUNTERSIGN = "channel.countersign"
    CHANNEL_VERIFY = "channel.verify"
    EVALUATION_VIEW = "evaluation.view"
    PLATFORM_MARK = "platform.mark"
    REGISTER_CONFIRM = "register.confirm"
    REGISTER_SIGN = "register.sign"
    COMPLIANCE_SEE = "compliance.see"
    COVER_SEE = "cover.see"
    COVER_ARRANGE = "cover.arrange"
    COVER_ANSWER = "cover.answer"
    REGISTER_EXPORT = "register.export"
    REGISTER_INTERNAL = "register.internal"
    # accounts that are not ours
    WATCH_SEE = "watch.see"
    WATCH_KEEP = "watch.keep"
    WATCH_TOLERATE = "watch.tolerate"
    WATCH_CONFIRM_FAKE = "watch.confirm_fake"
    WATCH_ANSWER = "watch.answer"
    # approvals
    REQUEST_START = "request.start"
    REQUEST_SEE = "request.see"
    REQUEST_EDIT = "request.edit"
    REQUEST_SEND = "request.send"
    REQUEST_WITHDRAW = "request.withdraw"
    REQUEST_ADOPT = "request.adopt"
    REQUEST_DECIDE = "request.decide"
    REQUEST_AGREE = "request.agree"
    REQUEST_APPROVE_RISK = "request.approve_risk"
    REQUEST_CONFIRM_CONDITION = "request.confirm_condition"
    # concerns
    CONCERN_REPORT = "concern.report"
    CONCERN_LOG = "concern.log"
    CONCERN_LIST = "concern.list"
    CONCERN_READ = "concern.read"
    CONCERN_HANDLE = "concern.handle"
    CONCERN_SHARE = "concern.share"
    CONCERN_ADD_TO = "concern.add_to"


P = Permission

# A word on which others rely: said by nobody whom no colleague has spoken to yet. What anybody who runs a
# channel says of it, what protects somebody at once, and what only proposes is not among them.
COUNTS_ONCE_KNOWN = frozenset(
    {
        P.PERSON_SUSPEND,
        P.APPOINTMENT_CONFIRM,
        P.APPOINTMENT_SUSPEND,
        P.APPOINTMENT_DECIDE,
        P.LINE_CONFIRM,
        P.WAY_IN_CONFIRM,
        P.WAY_IN_STOP,
        P.CHANNEL_ACCEPT,
        P.CHANNEL_ACCEPT_FOR_TRUST,
        P.CHANNEL_DECIDE_CHANGE,
        P.CHANNEL_RISK_APPROVE,
        P.CHANNEL_KEEP,
        P.CHANNEL_AGREE_LOGO,
        P.CHANNEL_OPEN_EARLY,
        P.CHANNEL_COUNTERSIGN,
        P.ACCOUNT_CONFIRM,
        P.MODERATOR_CONFIRM,
        P.EVALUATION_VIEW,
        P.REGISTER_CONFIRM,
        P.REGISTER_SIGN,
        P.WATCH_TOLERATE,
        P.WATCH_CONFIRM_FAKE,
        P.REQUEST_DECIDE,
        P.REQUEST_APPROVE_RISK,
        P.REQUEST_CONFIRM_CONDITION,
    }
)


@dataclass(frozen=True)
class Role:
    """A role: its code, its name on screen, where it may be held, and what it grants."""

    code: str
    name: str
    description: str
    held_at: frozenset[str]  # "school", "trust", or empty for a relation to one record
    permissions: frozenset[Permission]
    sole: bool = False  # one holder at a time
    appointed: bool = False  # may come to hear a concern or to sign; sent the test letters

    @property
    def is_relation(self) -> bool:
        return not self.held_at


SCHOOL, TRUST = frozenset({"school"}), frozenset({"trust"})
ANYWHERE = SCHOOL | TRUST

STAFF_MAY = frozenset(
    {
        P.CHANNEL_SEE,
        P.POLICY_READ,
        P.REQUEST_START,
        P.CONCERN_REPORT,
        P.AWAY_RECORD,
        P.COVER_SEE,
    }
)
REGISTRAR_MAY = frozenset(
    {
        P.CHANNEL_DETAIL,
        P.CHANNEL_CUSTODY,
        P.CHANNEL_ADD,
        P.CHANNEL_OPEN,
        P.CHANNEL_CHANGE,
        P.CHANNEL_REMIND,
        P.CHANNEL_CONFIRM_FROZEN,
        P.CHANNEL_RECORD_CLOSED,
        P.CHANNEL_CHECK_CLOSED,
        P.CHANNEL_COMPLETE,
        P.CHANNEL_REVIEW,
        P.CHANNEL_VERIFY,
        P.REGISTER_CONFIRM,
        P.COMPLIANCE_SEE,
        P.REGISTER_EXPORT,
        P.REGISTER_INTERNAL,
        P.PEOPLE_SEE,
        P.PEOPLE_MANAGE,
        P.APPOINTMENT_PROPOSE,
        P.APPOINTMENT_SEE,
        P.APPOINTMENT_WITHDRAW,
        P.MAIL_MANAGE,
        P.WAY_IN_SEE,
        P.WAY_IN_WITHDRAW,
        P.CONFIRMATIONS_SEE,
        P.REQUEST_SEE,
        P.COVER_ARRANGE,
        P.SCHOOLS_SEE,
        P.WATCH_SEE,
        P.WATCH_KEEP,
        P.STATUS_SEE,
    }
)
HEAD_MAY = frozenset(
    {
        P.CHANNEL_DETAIL,
        P.CHANNEL_CUSTODY,
        P.CHANNEL_ACCEPT,
        P.CHANNELS_TO_ACCEPT,
        P.CHANNEL_CHANGE,
        P.CHANNEL_DECIDE_CHANGE,
        P.ACCOUNT_CONFIRM,
        P.CHANNEL_CANCEL,
        P.CHANNEL_PAUSE,
        P.CHANNEL_CLOSE,
        P.CHANNEL_REMIND,
        P.CHANNEL_KEEP,
        P.CHANNEL_CHECK_CLOSED,
        P.CHANNEL_COMPLETE,
        P.CHANNEL_AGREE_LOGO,
        P.CHANNEL_OPEN_EARLY,
        P.CHANNEL_RISK_APPROVE,
        P.MODERATOR_CONFIRM,
        P.ACCESS_WITHDRAW,
        P.CHANNEL_REVIEW,
        P.CHANNEL_COUNTERSIGN,
        P.CHANNEL_VERIFY,
        P.EVALUATION_VIEW,
        P.REGISTER_SIGN,
        P.COMPLIANCE_SEE,
        P.REGISTER_EXPORT,
        P.REGISTER_INTERNAL,
        P.REQUEST_SEE,
        P.REQUEST_APPROVE_RISK,
        P.REQUEST_CONFIRM_CONDITION,
        P.PEOPLE_SEE,
        P.APPOINTMENT_PROPOSE,
        P.APPOINTMENT_SEE,
        P.PERSON_SUSPEND,
        P.CONFIRMATIONS_SEE,
        P.SETTINGS_CHANGE,
        P.COVER_ARRANGE,
        P.CONCERN_LIST,
        P.CONCERN_LOG,
        P.SAFEGUARDING_PHONE_CHANGE,
        P.TRAINING_RECORD,
        P.SCHOOLS_SEE,
        P.WATCH_SEE,
        P.WATCH_KEEP,
        P.WATCH_TOLERATE,
        P.WATCH_CONFIRM_FAKE,
    }
)
SAFEGUARDING_MAY = frozenset(
    {
        P.CONCERN_LIST,
        P.CONCERN_LOG,
        P.SAFEGUARDING_PHONE_CHANGE,
        P.CHANNEL_DETAIL,
        P.CHANNEL_PAUSE_FOR_SAFETY,
        P.CHANNEL_CUSTODY,
        P.SCHOOLS_SEE,
    }
)

ROLES: tuple[Role, ...] = (
    Role(
        "STAFF",
        "Member of staff",
        "Everybody who works, helps or governs here. Sees the open channels, asks for a channel, "
        "confirms policies, records time away and reports concerns.",
        ANYWHERE,
        STAFF_MAY,
    ),
    Role(
        "COMMS",
        "Communications manager",
        "Decides the second step of a request, looks after the school's name and mark, and arranges cover.",
        ANYWHERE,
        frozenset(
            {
                P.CHANNEL_DETAIL,
                P.CHANNEL_CUSTODY,
                P.CHANNEL_ADD,
                P.CHANNEL_OPEN,
                P.CHANNEL_CHANGE,
                P.CHANNEL_ACCEPT_FOR_TRUST,
                P.CHANNELS_TO_ACCEPT,
                P.ACCOUNT_CONFIRM,
                P.MODERATOR_CONFIRM,
                P.ACCESS_WITHDRAW,
                P.CHANNEL_PAUSE,
                P.CHANNEL_CLOSE,
                P.CHANNEL_REMIND,
                P.CHANNEL_CONFIRM_FROZEN,
                P.CHANNEL_RECORD_CLOSED,
                P.CHANNEL_CHECK_CLOSED,
                P.CHANNEL_COMPLETE,
                P.CHANNEL_AGREE_LOGO,
                P.CHANNEL_REVIEW,
                P.CHANNEL_COUNTERSIGN,
                P.CHANNEL_VERIFY,
                P.COMPLIANCE_SEE,
                P.REGISTER_EXPORT,
                P.REGISTER_INTERNAL,
                P.REQUEST_SEE,
                P.TRAINING_RECORD,
                P.COVER_ARRANGE,
                P.POLICY_PUBLISH,
                P.CONFIRMATIONS_SEE,
                P.PEOPLE_SEE,
                P.SCHOOLS_SEE,
                P.CONCERN_LIST,
                P.WATCH_SEE,
                P.WATCH_KEEP,
                P.WATCH_CONFIRM_FAKE,
            }
        ),
        appointed=True,
    ),
    Role(
        "HEAD",
        "Headteacher",
        "Gives the final signature, accepts channels onto the register and hears concerns about adults.",
        SCHOOL,
        HEAD_MAY,
        sole=True,
        appointed=True,
    ),
    Role(
        "DHT",
        "Deputy headteacher",
        "Stands in for the headteacher where a signature or a concern needs somebody else.",
        SCHOOL,
        frozenset(
            {
                P.CHANNEL_DETAIL,
                P.CHANNEL_CUSTODY,
                P.CHANNEL_RISK_APPROVE,
                P.REQUEST_SEE,
                P.SCHOOLS_SEE,
            }
        ),
        appointed=True,
    ),
    Role(
        "SLT",
        "Leadership team",
        "Signs the leadership step where a trust asks for one.",
        SCHOOL,
        frozenset({P.CHANNEL_DETAIL, P.CHANNEL_CUSTODY, P.REQUEST_SEE}),
        appointed=True,
    ),
    Role(
        "DSL",
        "Designated safeguarding lead",
        "Hears every concern about a child. Nobody else sees one unless its route or the DSL says so.",
        SCHOOL,
        SAFEGUARDING_MAY,
        sole=True,
        appointed=True,
    ),
    Role(
        "DDSL",
        "Deputy designated safeguarding lead",
        "Reads and handles the school's safeguarding concerns with the DSL.",
        SCHOOL,
        SAFEGUARDING_MAY,
        appointed=True,
    ),
    Role(
        "ADMIN",
        "Office manager",
        "Keeps the register and the list of people, and prints Appendix 1. Reads no concern.",
        SCHOOL,
        REGISTRAR_MAY,
    ),
    Role(
        "NETMAN",
        "Network manager",
        "Looks after access. Told at once when an account is lost.",
        ANYWHERE,
        frozenset(
            {
                P.CHANNEL_DETAIL,
                P.CHANNEL_CHECK_CLOSED,
                P.SCHOOLS_SEE,
                P.CONCERN_LIST,
                P.CHANNEL_CUSTODY,
                P.MODERATOR_CONFIRM,
                P.ACCESS_WITHDRAW,
                P.CHANNEL_VERIFY,
            }
        ),
        appointed=True,
    ),
    Role(
        "DPO",
        "Data protection officer",
        "Told when personal data may have been shared.",
        ANYWHERE,
        frozenset(
            {
                P.CHANNEL_DETAIL,
                P.CHANNEL_COMPLETE,
                P.REGISTER_EXPORT,
                P.CONCERN_LIST,
                P.CHANNEL_CUSTODY,
                P.COMPLIANCE_SEE,
            }
        ),
        appointed=True,
    ),
    Role(
        "HR",
        "Human resources",
        "Sees a concern about a member of staff only when the headteacher shares it. Records time away for everybody.",
        ANYWHERE,
        frozenset({P.CONCERN_LIST, P.PEOPLE_SEE, P.AWAY_RECORD}),
        appointed=True,
    ),
    Role(
        "TADMIN",
        "Portal administrator",
        "Sets the portal up for the whole trust: schools, people, roles and settings. Reads no concern.",
        TRUST,
        REGISTRAR_MAY
        | {
            P.TRUST_SET_UP,
            P.SETTINGS_CHANGE,
            P.PLATFORM_CHANGE,
            P.CHANNEL_MOVE,
            P.POLICY_PUBLISH,
            P.TRAINING_RECORD,
            P.PLATFORM_MARK,
        },
    ),
    Role(
        "OFFICER",
        "Trust officer",
        "Looks across the trust's schools: channels, requests, people and policies.",
        TRUST,
        frozenset(
            {
                P.CHANNEL_DETAIL,
                P.CHANNEL_CUSTODY,
                P.COMPLIANCE_SEE,
                P.REGISTER_EXPORT,
                P.REQUEST_SEE,
                P.PEOPLE_SEE,
                P.SCHOOLS_SEE,
                P.CONFIRMATIONS_SEE,
                P.WATCH_SEE,
            }
        ),
    ),
    Role(
        "CEO",
        "Chief executive",
        "Decides where a headteacher cannot, and hears concerns about a headteacher.",
        TRUST,
        frozenset(
            {
                P.CHANNEL_DETAIL,
                P.CHANNEL_ACCEPT_FOR_TRUST,
                P.CHANNELS_TO_ACCEPT,
                P.ACCOUNT_CONFIRM,
                P.CHANNEL_CLOSE,
                P.CHANNEL_CUSTODY,
                P.CHANNEL_DECIDE_CHANGE,
                P.CHANNEL_RISK_APPROVE,
                P.COMPLIANCE_SEE,
                P.REGISTER_EXPORT,
                P.REQUEST_SEE,
                P.SETTINGS_CHANGE,
                P.SCHOOLS_SEE,
                P.PEOPLE_SEE,
                P.APPOINTMENT_PROPOSE,
                P.APPOINTMENT_SEE,
                P.PERSON_SUSPEND,
                P.CONCERN_LIST,
                P.CONCERN_LOG,
                P.WATCH_SEE,
            }
        ),
        sole=True,
        appointed=True,
    ),
    Role(
        "CHAIR",
        "Chair of governors",
        "Hears concerns about a headteacher, with the chief executive.",
        ANYWHERE,
        frozenset(
            {
                P.CONCERN_LIST,
                P.PEOPLE_SEE,
                P.APPOINTMENT_PROPOSE,
                P.APPOINTMENT_SEE,
                P.PERSON_SUSPEND,
            }
        ),
        sole=True,
        appointed=True,
    ),
    Role(
        "VICE_CHAIR",
        "Vice-chair of governors",
        "Hears a concern where the chair may not hear of it, or is away.",
        ANYWHERE,
        frozenset({P.CONCERN_LIST}),
        appointed=True,
    ),
    Role(
        "TSL",
        "Trust safeguarding lead",
        "The last person a safeguarding concern moves on to when nobody at the school has seen it.",
        TRUST,
        frozenset({P.CONCERN_LIST, P.SAFEGUARDING_PHONE_CHANGE}),
        appointed=True,
    ),
    Role(
        "AUDIT",
        "Reviewer",
        "A governor or internal scrutiny: registers, read only.",
        ANYWHERE,
        frozenset({P.CHANNEL_DETAIL, P.REGISTER_EXPORT, P.SCHOOLS_SEE}),
    ),
    # Relations: who you are to one record.
    Role(
        "SELF",
        "The person themself",
        "Everybody, for what is their own: time away, their answers, their notices.",
        frozenset(),
        frozenset({P.AWAY_RECORD, P.COVER_ANSWER, P.WAY_IN_SEE, P.WAY_IN_STOP}),
    ),
    Role(
        "KNOWER",
        "Another holder of a head or safeguarding role",
        "Says of a colleague with such a role, once they have signed in: I have spoken to them, it is they.",
        frozenset(),
        frozenset({P.PERSON_KNOW}),
    ),
    Role(
        "LINE_CONFIRMER",
        "Confirmer of a line manager",
        "The headteacher; for a headteacher and the trust's own people the chief executive or the chair.",
        frozenset(),
        frozenset({P.LINE_CONFIRM}),
    ),
    Role(
        "APPOINTEE",
        "Somebody who is to be appointed",
        "Sees what was proposed for them, and that it waits.",
        frozenset(),
        frozenset({P.APPOINTMENT_SEE}),
    ),
    Role(
        "PROPOSER",
        "Proposer of an appointment",
        "Sees it, and takes it back until it is confirmed.",
        frozenset(),
        frozenset({P.APPOINTMENT_SEE, P.APPOINTMENT_WITHDRAW}),
    ),
    Role(
        "OUTGOING",
        "Holder whose role ends",
        "Agrees, or objects: then the chief executive, the chair or the trust safeguarding lead decides.",
        frozenset(),
        frozenset({P.APPOINTMENT_SEE, P.APPOINTMENT_ANSWER}),
    ),
    Role(
        "TOLD",
        "Told of an appointment",
        "Holds a head or safeguarding role there: all but deputies can suspend it for seven days, until a second one "
        "confirms.",
        frozenset(),
        frozenset({P.APPOINTMENT_SEE, P.APPOINTMENT_SUSPEND}),
    ),
    Role(
        "DECIDER",
        "Decider about an objection",
        "Chief executive, chair, vice-chair or trust safeguarding lead, who was told, did not propose it and does not "
        "hold the role that ends.",
        frozenset(),
        frozenset({P.APPOINTMENT_SEE, P.APPOINTMENT_DECIDE}),
    ),
    Role(
        "APPOINTER",
        "Second person for an appointment",
        "Confirms it: headteacher, safeguarding lead, chief executive, chair or vice-chair, who manages no people, did "
        "not propose it, and was not put there by who did.",
        frozenset(),
        frozenset({P.APPOINTMENT_SEE, P.APPOINTMENT_CONFIRM}),
    ),
    Role(
        "CONFIRMER",
        "Second person for a way in",
        "Confirms that a colleague's way of signing in may change: a head, safeguarding lead, chief executive, chair or "
        "vice-chair, who manages "
        "no people and did not propose it.",
        frozenset(),
        frozenset({P.WAY_IN_SEE, P.WAY_IN_CONFIRM}),
    ),
    Role(
        "WITNESS",
        "Told of a changed way in",
        "Held a head or safeguarding role where the colleague works when it was proposed, and can stop the change.",
        frozenset(),
        frozenset({P.WAY_IN_SEE, P.WAY_IN_STOP}),
    ),
    Role(
        "AUTHOR",
        "Author of a request",
        "Writes, sends, mends and withdraws their own request. Never decides it.",
        frozenset(),
        frozenset({P.REQUEST_SEE, P.REQUEST_EDIT, P.REQUEST_SEND, P.REQUEST_WITHDRAW}),
    ),
    Role(
        "ADOPTER",
        "Line manager of an author who has left",
        "Takes the request over as their own, or withdraws it; where there is none, the headteacher does.",
        frozenset(),
        frozenset({P.REQUEST_SEE, P.REQUEST_ADOPT, P.REQUEST_WITHDRAW}),
    ),
    Role(
        "SIGNER",
        "Signer of a request",
        "The person a request is waiting for, or who has signed it.",
        frozenset(),
        frozenset({P.REQUEST_SEE, P.REQUEST_DECIDE}),
    ),
    Role(
        "LAST_SIGNER",
        "Last signer of a request",
        "Whoever set the conditions of a request says when they are met, chief executive and chair included.",
        frozenset(),
        frozenset({P.REQUEST_SEE, P.REQUEST_CONFIRM_CONDITION}),
    ),
    Role(
        "NAMED",
        "Named in a request",
        "Somebody proposed to run the channel: sees the request and says whether they agree.",
        frozenset(),
        frozenset({P.REQUEST_SEE, P.REQUEST_AGREE}),
    ),
    Role(
        "LM",
        "Line manager",
        "Sees who in their team has confirmed a policy, and records their training.",
        frozenset(),
        frozenset({P.CONFIRMATIONS_SEE, P.TRAINING_RECORD, P.AWAY_RECORD}),
    ),
    Role(
        "MADMIN",
        "Master administration",
        "Holds the post that a channel's master administration belongs to.",
        frozenset(),
        frozenset(
            {
                P.CHANNEL_SEE,
                P.CHANNEL_DETAIL,
                P.CHANNEL_OPEN,
                P.CHANNEL_CHANGE,
                P.CHANNEL_CONFIRM_FROZEN,
                P.CHANNEL_COMPLETE,
                P.CHANNEL_CUSTODY,
                P.CHANNEL_REVIEW,
                P.CHANNEL_VERIFY,
                P.COVER_ARRANGE,
            }
        ),
    ),
    Role(
        "CADMIN",
        "Administrator of a channel",
        "Named as an administrator of one channel.",
        frozenset(),
        frozenset(
            {
                P.CHANNEL_SEE,
                P.CHANNEL_DETAIL,
                P.CHANNEL_CONFIRM_FROZEN,
                P.COVER_ARRANGE,
                P.CHANNEL_CUSTODY,
                P.CHANNEL_REVIEW,
            }
        ),
    ),
    Role(
        "MOD",
        "Moderator of a channel",
        "Named as a moderator of one channel.",
        frozenset(),
        frozenset(
            {
                P.CHANNEL_SEE,
                P.CHANNEL_DETAIL,
                P.CHANNEL_CONFIRM_FROZEN,
                P.COVER_ARRANGE,
                P.CHANNEL_CUSTODY,
                P.CHANNEL_REVIEW,
            }
        ),
    ),
    Role(
        "POSTER",
        "Approved to post",
        "Approved to post on one channel.",
        frozenset(),
        frozenset(
            {
                P.CHANNEL_SEE,
                P.CHANNEL_DETAIL,
                P.CHANNEL_CONFIRM_FROZEN,
                P.CHANNEL_CUSTODY,
                P.CHANNEL_REVIEW,
            }
        ),
    ),
    Role(
        "OVERSEER",
        "Editorial overseer",
        "Answers for what is posted on one channel.",
        frozenset(),
        frozenset({P.CHANNEL_SEE, P.CHANNEL_DETAIL}),
    ),
    Role(
        "VETTER",
        "Checker of contributors",
        "Checks who may take part in one channel, and records it.",
        frozenset(),
        frozenset({P.CHANNEL_SEE, P.CHANNEL_DETAIL}),
    ),
    Role(
        "CUSTODIAN",
        "Keeper of login details",
        "Holds the post that looks after a channel's login details, and says that they are where they should be.",
        frozenset(),
        frozenset({P.CHANNEL_SEE, P.CHANNEL_VERIFY}),
    ),
    Role(
        "HOLDER",
        "Holder of an account that is not official",
        "Has been told in writing that their account uses the school's name, and says what they will do.",
        frozenset(),
        frozenset({P.WATCH_ANSWER}),
    ),
    Role(
        "HANDLER",
        "Handler of a concern",
        "The person a concern went to: reads it, writes its chronology, shares it by name, closes it.",
        frozenset(),
        frozenset({P.CONCERN_READ, P.CONCERN_HANDLE, P.CONCERN_SHARE}),
    ),
    Role(
        "READER",
        "Reader of a concern",
        "Somebody a concern's route lists, or with whom its handler shared it.",
        frozenset(),
        frozenset({P.CONCERN_READ}),
    ),
    Role(
        "REPORTER",
        "Reporter of a concern",
        "May add to their own report until it is closed; cannot read or change what was sent.",
        frozenset(),
        frozenset({P.CONCERN_ADD_TO}),
    ),
)
BY_CODE: dict[str, Role] = {role.code: role for role in ROLES}
APPOINTED: tuple[str, ...] = tuple(role.code for role in ROLES if role.appointed)
# Whoever signs in as one of these reads concerns, signs, or decides who may: two people change their way in.
WAY_IN_TAKES_TWO = frozenset((*APPOINTED, "ADMIN", "TADMIN"))
ASSIGNABLE: tuple[Role, ...] = tuple(role for role in ROLES if not role.is_relation)


def grants(code: str, permission: Permission) -> bool:
    """Whether the role with this code grants this permission."""
    return permission in BY_CODE[code].permissions
