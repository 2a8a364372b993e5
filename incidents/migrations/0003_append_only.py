from django.db import migrations

from audit.triggers import AppendOnly

# What was sent, whom it is about and what was written stays as it was: only what moves may change.
MOVES_ON = (
    "status",
    "tier",
    "handler_id",
    "uploads_allowed",
    "moves_on_at",
    "times_moved_on",
    "seen_at",
    "outcome",
    "outcome_reason",
    "safeguarding_reference",
    "closed_at",
)
SIGHT = ("may_handle", "told_at", "first_opened_at", "last_opened_at", "times_opened", "ended_at")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_initial")]
    operations = [
        AppendOnly("incidents_incident", except_columns=MOVES_ON),
        AppendOnly("incidents_party"),
        AppendOnly("incidents_reader", except_columns=SIGHT),
        AppendOnly("incidents_entry"),
        AppendOnly("incidents_referral", except_columns=("closed_at",)),
    ]
