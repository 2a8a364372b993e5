"""Every kind of event the ledger holds, each with its sentence. Investigators read this; screens never do."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """An event: its code is noun and verb; `sentence` is what a person reads after the actor's name."""

    sentence: str

    def __new__(cls, code: str, sentence: str) -> Event:
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member

    # schools
    TRUST_CREATED = "trust.created", "set up the trust"
    TRUST_CHANGED = "trust.changed", "changed the trust's details"
    TRUST_BRANDED = "trust.branded", "changed the trust's logo or colour"
    SCHOOL_ADDED = "school.added", "added a school"
    SCHOOL_CHANGED = "school.changed", "changed a school's details"
    SCHOOL_IMPORTED = "school.imported", "imported schools from the Department's file"
    DATES_SET = "dates.set", "set term dates"
    SETTING_CHANGED = "setting.changed", "changed a setting"
    PRESET_APPLIED = "preset.applied", "applied a policy's settings"
    # people
    PERSON_ADDED = "person.added", "added a person"
    PERSON_CHANGED = "person.changed", "changed a person's details"
    PERSON_INVITED = "person.invited", "invited a person to sign in"
    PEOPLE_IMPORTED = "people.imported", "imported people from a file"
    POST_ADDED = "post.added", "added a post"
    POST_REMOVED = "post.removed", "removed a post that nothing uses"
    POST_HELD = "post.held", "gave a person a post"
    POST_ENDED = "post.ended", "ended a person's time in a post"
    ROLE_GIVEN = "role.given", "gave a person a role"
    ROLE_ENDED = "role.ended", "ended a person's role"
    LEAVING_SET = "leaving.set", "set a leaving date"
    TRAINING_RECORDED = "training.recorded", "recorded training"
    AWAY_RECORDED = "away.recorded", "recorded time away"
    AWAY_CANCELLED = "away.cancelled", "cancelled time away"
    PHONE_CHANGED = "phone.changed", "changed a safeguarding phone number"
    SIGNED_IN = "session.signed_in", "signed in"
    SIGNED_OUT = "session.signed_out", "signed out"
    SIGN_IN_FAILED = "session.failed", "failed to sign in"
    ACCOUNT_GUESSED = "session.guessed", "noticed that somebody is guessing at an account"
    BROWSERS_FORGOTTEN = "browsers.forgotten", "forgot the browsers they had signed in from"
    PASSWORD_CHANGED = "password.changed", "changed their password"
    SECOND_STEP_CHANGED = "second_step.changed", "changed their second sign-in step"
    SECOND_STEP_RESET = "second_step.reset", "removed a person's second sign-in step"
    APPOINTMENT_PROPOSED = "appointment.proposed", "proposed an appointment, or the end of one"
    APPOINTMENT_CONFIRMED = "appointment.confirmed", "confirmed an appointment, or the end of one"
    APPOINTMENT_CONFIRMED_BY_CODE = (
        "appointment.confirmed_by_code",
        "confirmed an appointment with a code of the server",
    )
    APPOINTMENT_CODE_MADE = "appointment.code_made", "made a code for an appointment on the server"
    APPOINTMENT_DECLINED = "appointment.declined", "did not confirm an appointment"
    APPOINTMENT_AGREED = "appointment.agreed", "agreed that their role ends"
    APPOINTMENT_OBJECTED = "appointment.objected", "objected to the end of their role"
    APPOINTMENT_DECIDED = "appointment.decided", "decided about an objection"
    APPOINTMENT_STOPPED = "appointment.stopped", "stopped an appointment"
    APPOINTMENT_WITHDRAWN = "appointment.withdrawn", "withdrew an appointment"
    APPOINTMENT_DONE = "appointment.done", "put an appointment into effect"
    APPOINTMENT_LAPSED = "appointment.lapsed", "let an appointment lapse"
    APPOINTMENT_SUSPENDED = "appointment.suspended", "held back an appointment"
    APPOINTMENT_RESTORED = "appointment.restored", "gave back an appointment that was held back"
    APPOINTMENT_TAKEN_BACK = "appointment.taken_back", "took back an appointment"
    ROLE_LAID_DOWN = "role.laid_down", "laid down a role"
    APPOINTMENT_LAID_DOWN = "appointment.laid_down", "laid down what they were appointed to"
    LINE_PROPOSED = "line.proposed", "proposed a change of line manager"
    LINE_CONFIRMED = "line.confirmed", "confirmed a change of line manager"
    LINE_DECLINED = "line.declined", "did not confirm a change of line manager"
    LINE_REPLACED = "line.replaced", "took back a proposed change of line manager"
    SCHOOL_TAKES_REPORTS = "school.takes_reports", "found that a school can take reports"
    PERSON_SUSPENDED = "person.suspended", "suspended a person"
    PERSON_SUSPENSION_ENDED = "person.suspension_ended", "ended a person's suspension"
    PERSON_KNOWN = "person.known", "said that they have spoken to a colleague who signed in"
    WAY_IN_PROPOSED = "way_in.proposed", "proposed a change to how a person signs in"
    WAY_IN_CONFIRMED = "way_in.confirmed", "confirmed a change to how a person signs in"
    WAY_IN_STOPPED = "way_in.stopped", "stopped a change to how a person signs in"
    WAY_IN_WITHDRAWN = "way_in.withdrawn", "withdrew a change to how a person signs in"
    WAY_IN_DONE = "way_in.done", "carried out a change to how a person signs in"
    WAY_IN_LAPSED = "way_in.lapsed", "let a change to how a person signs in lapse"
    # policies
    POLICY_ADDED = "policy.added", "added a policy"
    POLICY_PUBLISHED = "policy.published", "published a version of a policy"
    POLICY_REPLACED = "policy.replaced", "replaced a version of a policy"
    POLICY_CONFIRMED = "policy.confirmed", "confirmed they have read a policy"
    # register
    CHANNEL_PLANNED = "channel.planned", "put an approved channel on the register as planned"
    CHANNEL_ADDED = "channel.added", "added an existing channel to the register"
    CHANNEL_ACCEPTED = "channel.accepted", "accepted a channel onto the register"
    CHANNEL_CHANGED = "channel.changed", "changed a channel's details"
    CHANGE_PROPOSED = "channel_change.proposed", "proposed a change of an approved channel"
    CHANGE_DECIDED = "channel_change.decided", "decided on a change of an approved channel"
    CHANNEL_RENAMED = "channel.renamed", "recorded a new name of a channel's account"
    CHANNEL_CORRECTED = "channel.corrected", "corrected which account a channel is"
    CHANNEL_ACCOUNT_ENDED = "channel.account_ended", "recorded that an account is no longer ours"
    CHANNEL_ID_KEPT = "channel.id_kept", "recorded the permanent id of a channel's account"
    CHANNEL_HANDLE_CONFIRMED = (
        "channel.handle_confirmed",
        "confirmed that an account with a changed name is ours",
    )
    CHANNEL_ID_CONFIRMED = (
        "channel.id_confirmed",
        "confirmed the permanent id of a channel's account",
    )
    CHANNEL_ID_DROPPED = "channel.id_dropped", "found that a permanent id is not ours"
    PLATFORM_CHANGED = "platform.changed", "changed a platform or its minimum age"
    CHANNEL_CHECKED = "channel.checked", "completed the opening checks of a channel"
    CHANNEL_OPENED = "channel.opened", "opened a channel"
    CHANNEL_SUSPENDED = "channel.suspended", "paused a channel"
    CHANNEL_RESUMED = "channel.resumed", "resumed a channel"
    CHANNEL_CLOSING = "channel.closing", "started closing a channel"
    CHANNEL_CLOSED = "channel.closed", "closed a channel"
    CHANNEL_FROZEN = "channel.frozen", "confirmed that nobody posts on a paused channel"
    CHANNEL_RESUME_AGREED = "channel.resume_agreed", "agreed that a paused channel may go on"
    CHANNEL_KEPT = "channel.kept", "kept a channel that was closing"
    CHANNEL_CLOSING_STEP = "channel.closing_step", "settled a step of closing a channel"
    CHANNEL_CLOSING_REVERSED = "channel.closing_reversed", "took back a closing recorded by mistake"
    CHANNEL_NAME_RELEASED = "channel.name_released", "released the account name of a closed channel"
    CHANNEL_OPENED_EARLY = (
        "channel.opened_early",
        "recorded that a channel was live before its approval",
    )
    CHANNEL_COMPLETED = "channel.completed", "recorded what follows the opening of a channel"
    CHANNEL_LOGO_AGREED = "channel.logo_agreed", "agreed to the school's logo on a channel"
    CHANNEL_MOVED = "channel.moved", "gave a channel to another school"
    CHANNEL_LOOKED_FOR = "channel.looked_for", "looked whether a closed channel is still gone"
    CHANNEL_CANCELLED = "channel.cancelled", "cancelled a planned channel"
    CHANNEL_PERSON_ADDED = "channel_person.added", "added somebody to a channel"
    CHANNEL_PERSON_ENDED = "channel_person.ended", "ended somebody's part in a channel"
    CHANNEL_PERSON_CHANGED = "channel_person.changed", "changed somebody's part in a channel"
    MODERATOR_CONFIRMED = "moderator.confirmed", "confirmed a moderator of a channel"
    ACCESS_WITHDRAWN = "access.withdrawn", "withdrew somebody's access to a channel"
    ACCESS_RESTORED = "access.restored", "gave back somebody's access to a channel"
    OFFICIAL_CHECKED = "official.checked", "answered the tests of an official account"
    CHANNEL_RISK_SAVED = "channel_risk.saved", "wrote a part of a risk assessment"
    CHANNEL_RISK_SENT = "channel_risk.sent", "sent a risk assessment to be approved"
    CHANNEL_RISK_APPROVED = "channel_risk.approved", "approved the risk assessment of a channel"
    HOUSE_RULES_SAVED = "house_rules.saved", "wrote a version of house rules"
    CONTRIBUTOR_VETTED = "contributor.vetted", "recorded the check of a contributor"
    HISTORY_EXPORTED = "channel_history.exported", "downloaded the history of a channel"
    PRIVACY_REVIEWED = "channel.privacy_reviewed", "checked a channel's privacy settings"
    PRIVACY_COUNTERSIGNED = (
        "channel.privacy_countersigned",
        "countersigned a check of privacy settings",
    )
    REVIEW_ASKED = "channel.review_asked", "asked for a check of a channel's privacy settings"
    IMAGES_SETTLED = "channel.images_settled", "dealt with photos of pupils on a channel"
    LAST_POST_CHECKED = "channel.last_post_checked", "recorded when a channel was last posted on"
    CREDENTIALS_VERIFIED = "channel.credentials_verified", "confirmed a channel's login details"
    CREDENTIALS_ROTATED = "channel.credentials_rotated", "changed a channel's login details"
    RISK_REVIEWED = "channel.risk_reviewed", "approved a channel's risk assessment again"
    EVALUATED = "channel.evaluated", "evaluated a channel against its aims"
    EVALUATION_VIEWED = "channel.evaluation_viewed", "added the headteacher's view of an evaluation"
    REGISTER_CONFIRMED = "register.confirmed", "confirmed a school's register for the year"
    REGISTER_SIGNED = "register.signed", "signed a school's register for the year"
    PLATFORM_MARKED = "platform.marked", "marked that a platform changed its settings"
    COVER_PROPOSED = "cover.proposed", "asked somebody to cover a channel"
    COVER_ACCEPTED = "cover.accepted", "agreed to cover a channel"
    COVER_DECLINED = "cover.declined", "declined to cover a channel"
    COVER_ENDED = "cover.ended", "ended cover that is no longer needed"
    CHANNEL_NUDGED = "channel.nudged", "reminded the people who run a channel of what it needs"
    LIST_DOWNLOADED = "channel_list.downloaded", "downloaded a list of channels"
    VIEW_SAVED = "view.saved", "saved a view of the register"
    VIEW_DELETED = "view.deleted", "deleted a view of the register"
    CHANNEL_IMPORT_UNDONE = "channel.import_undone", "took back a channel that an import had added"
    REGISTER_IMPORTED = "register.imported", "imported channels from a file"
    REGISTER_IMPORT_UNDONE = "register.import_undone", "undid an import of channels"
    REGISTER_EXPORTED = "register.exported", "exported the register"
    PRIVACY_NOTICE_PUBLISHED = (
        "privacy_notice.published",
        "recorded that the privacy notice lists the official accounts",
    )
    # accounts that are not ours
    WATCH_ADDED = "watch.added", "put an account that is not official on the watch list"
    WATCH_CHANGED = "watch.changed", "changed an entry of the watch list"
    WATCH_SEEN_AGAIN = "watch.seen_again", "reported an account that is on the watch list already"
    WATCH_OWN_REPORTED = "watch.own_reported", "reported one of our own accounts as a fake"
    WATCH_NOTICE_SENT = "watch.notice_sent", "sent a notice to the holder of an account"
    WATCH_ANSWERED = "watch.answered", "recorded the answer to a notice"
    WATCH_CONVERTING = "watch.converting", "linked an account to the request that makes it official"
    WATCH_CONVERTED = "watch.converted", "made an account that was on the watch list official"
    WATCH_NOT_CONVERTED = (
        "watch.not_converted",
        "ended the request that would have made an account official",
    )
    WATCH_RENAMED = "watch.renamed", "recorded that an account no longer uses a school's name"
    WATCH_REMOVED = "watch.removed", "recorded that an account is gone"
    WATCH_TOLERATED = "watch.tolerated", "decided to leave an account alone"
    WATCH_ESCALATED = "watch.escalated", "passed an account on to the platform or for advice"
    WATCH_FOUND_AGAIN = "watch.found_again", "recorded that an account is there again"
    WATCH_FAKE_CONFIRMED = "watch.fake_confirmed", "confirmed that an account is a fake"
    WATCH_FAKE_TAKEN_BACK = "watch.fake_taken_back", "took back that an account is a fake"
    WATCH_CHECKED = "watch.checked", "looked at an account of the watch list again"
    TAKEDOWN_REPORTED = "takedown.reported", "logged a report to have an account taken down"
    TAKEDOWN_ANSWERED = "takedown.answered", "logged the answer to a take-down report"
    # approvals
    REQUEST_STARTED = "request.started", "started a request"
    REQUEST_SAVED = "request.saved", "saved answers to a request"
    REQUEST_SENT = "request.sent", "sent a request for approval"
    REQUEST_AGREED = "request.agreed", "agreed to help run a channel"
    REQUEST_DECLINED = "request.declined", "declined to help run a channel"
    REQUEST_SIGNED = "request.signed", "signed a request"
    REQUEST_APPROVED = "request.approved", "approved a request"
    REQUEST_CONDITIONED = "request.conditioned", "approved a request with conditions"
    REQUEST_RETURNED = "request.returned", "sent a request back for changes"
    REQUEST_REJECTED = "request.rejected", "did not approve a request"
    REQUEST_WITHDRAWN = "request.withdrawn", "withdrew a request"
    REQUEST_MOVED = "request.moved", "gave a step of a request to somebody who can sign it"
    REQUEST_ADOPTED = "request.adopted", "took over the request of somebody who has left"
    REQUEST_OPENED = "request.opened", "opened the channel a request asked for"
    RISK_APPROVED = "risk.approved", "approved a risk assessment"
    CONDITION_MET = "condition.met", "confirmed that a condition is met"
    # asked whenever a role passes, whether there are concerns or not
    HAND_OVER_ANSWERED = (
        "hand_over.answered",
        "answered whether there are concerns to hand over",
    )
    # concerns: always restricted
    CONCERN_REPORTED = "concern.reported", "sent a report"
    CONCERN_LOGGED = "concern.logged", "logged a report told to them"
    CONCERN_OPENED = "concern.opened", "opened a concern"
    CONCERN_SEEN = "concern.seen", "marked a concern as seen"
    CONCERN_ADDED_TO = "concern.added_to", "added to a concern"
    CONCERN_REFERRED = "concern.referred", "recorded a referral"
    CONCERN_WAITING = "concern.waiting", "recorded that a concern waits for someone else"
    CONCERN_RESUMED = "concern.resumed", "took a concern up again"
    CONCERN_TRIAGED = "concern.triaged", "began dealing with a concern"
    CONCERN_SHARED = "concern.shared", "shared a concern with a named person"
    CONCERN_UNSHARED = "concern.unshared", "ended a named person's sight of a concern"
    CONCERN_MOVED_ON = "concern.moved_on", "moved an unseen concern on to the next person"
    CONCERN_HANDED_OVER = (
        "concern.handed_over",
        "handed a concern over to the next holder of a role",
    )
    CONCERN_CONDITION_MET = (
        "concern.condition_met",
        "recorded that a condition for telling somebody is met",
    )
    CONCERN_OUTCOME = "concern.outcome", "recorded the outcome of a concern"
    CONCERN_CLOSED = "concern.closed", "closed a concern"
    CONCERN_REOPENED = "concern.reopened", "reopened a concern"
    # services
    KEYS_ROTATED = "keys.rotated", "sealed everything with a new key"
    REMINDER_SENT = "reminder.sent", "sent a reminder"
    EXPORT_DOWNLOADED = "export.downloaded", "downloaded an export"
    MESSAGE_FAILED = "message.failed", "could not deliver a message"
    MESSAGE_SENT_AGAIN = "message.sent_again", "asked for a message to be sent again"
    DEMO_RESET = "demo.reset", "reset the demonstration"


# Words that nothing writes any more. Whoever renames or removes an event puts its old code here: what
# was recorded stays recorded.
FORMER = {
    "request.reassigned": "passed a decision to somebody else",
}


def sentence_of(code: str) -> str:
    """What a person reads after the actor's name, of an event of any version. Raises KeyError for none of ours."""
    return {**FORMER, **{event.value: event.sentence for event in Event}}[code]
