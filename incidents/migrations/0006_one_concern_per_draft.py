"""A concern remembers the draft it was made from, so that a second press finds it."""

from django.db import migrations, models

from audit.triggers import AppendOnly

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
    "row_key",
)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0005_texts_under_row_keys")]
    operations = [
        migrations.AddField(
            model_name="incident",
            name="made_from",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(
                fields=("logged_by", "made_from"), name="one_concern_per_draft"
            ),
        ),
        # The table was made anew, and its triggers with it.
        AppendOnly("incidents_incident", except_columns=MOVES_ON),
    ]
