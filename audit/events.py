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
    PASSWORD_CHANGED = "password.changed", "changed their password"
    SECOND_STEP_CHANGED = "second_step.changed", "changed their second sign-in step"
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
    CHANNEL_CHECKED = "channel.checked", "completed the opening checks of a channel"
    CHANNEL_OPENED = "channel.opened", "opened a channel"
    CHANNEL_SUSPENDED = "channel.suspended", "paused a channel"
    CHANNEL_RESUMED = "channel.resumed", "resumed a channel"
    CHANNEL_CLOSING = "channel.closing", "started closing a channel"
    CHANNEL_CLOSED = "channel.closed", "closed a channel"
    CHANNEL_CANCELLED = "channel.cancelled", "cancelled a planned channel"
    CHANNEL_PERSON_ADDED = "channel_person.added", "added somebody to a channel"
    CHANNEL_PERSON_ENDED = "channel_person.ended", "ended somebody's part in a channel"
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
    PLATFORM_CHANGED = "platform.changed", "marked that a platform changed its settings"
    COVER_PROPOSED = "cover.proposed", "asked somebody to cover a channel"
    COVER_ACCEPTED = "cover.accepted", "agreed to cover a channel"
    COVER_DECLINED = "cover.declined", "declined to cover a channel"
    COVER_ENDED = "cover.ended", "ended cover that is no longer needed"
    REGISTER_EXPORTED = "register.exported", "exported the register"
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
    REQUEST_OPENED = "request.opened", "opened the channel a request asked for"
    RISK_APPROVED = "risk.approved", "approved a risk assessment"
    CONDITION_MET = "condition.met", "confirmed that a condition is met"
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
    CONCERN_CONDITION_MET = (
        "concern.condition_met",
        "recorded that a condition for telling somebody is met",
    )
    CONCERN_OUTCOME = "concern.outcome", "recorded the outcome of a concern"
    CONCERN_CLOSED = "concern.closed", "closed a concern"
    CONCERN_REOPENED = "concern.reopened", "reopened a concern"
    # services
    REMINDER_SENT = "reminder.sent", "sent a reminder"
    EXPORT_DOWNLOADED = "export.downloaded", "downloaded an export"
    MESSAGE_FAILED = "message.failed", "could not deliver a message"
    DEMO_RESET = "demo.reset", "reset the demonstration"
