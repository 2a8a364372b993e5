"""The verbs of concerns: reporting, handling, and who has sight."""

from incidents.accounts.actions import report_reappearance, report_unapproved
from incidents.concern.actions.handling import (
    add_entry,
    add_referral,
    close,
    mark_seen,
    record_outcome,
    reopen,
    resume,
)
from incidents.concern.actions.sight import (
    end_share,
    meet_condition,
    move_on_unseen,
    name_party,
    record_opening,
    share,
)
from incidents.concern.actions.standing import end_sights
from incidents.concern.actions.undelivered import tell_of_undelivered
from incidents.report.actions.outside import report_fake, report_from_outside
from incidents.report.actions.reporting import (
    RouteChanged,
    add_as_reporter,
    clear_old_drafts,
    forget_typed,
    keep_typed,
    keep_written,
    log_told,
    save_draft,
    send_draft,
    send_report,
    throw_away_report,
)

__all__ = [
    "RouteChanged",
    "add_as_reporter",
    "add_entry",
    "clear_old_drafts",
    "end_sights",
    "forget_typed",
    "keep_typed",
    "keep_written",
    "close",
    "log_told",
    "mark_seen",
    "meet_condition",
    "move_on_unseen",
    "name_party",
    "record_opening",
    "record_outcome",
    "add_referral",
    "reopen",
    "report_reappearance",
    "report_unapproved",
    "resume",
    "report_fake",
    "report_from_outside",
    "save_draft",
    "send_draft",
    "send_report",
    "share",
    "throw_away_report",
    "tell_of_undelivered",
    "end_share",
]
