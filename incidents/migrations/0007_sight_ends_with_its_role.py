"""Sight remembers the other roles that give it, and why it ended."""

from django.db import migrations, models

from audit.triggers import AppendOnly

SIGHT = (
    "may_handle",
    "told_at",
    "first_opened_at",
    "last_opened_at",
    "times_opened",
    "ended_at",
    "ended_why",
    "row_key",
)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_one_concern_per_draft")]
    operations = [
        migrations.AddField(
            model_name="reader",
            name="also_as",
            field=models.CharField(blank=True, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reader",
            name="ended_why",
            field=models.CharField(blank=True, default="", max_length=10),
            preserve_default=False,
        ),
        # The table was made anew, and its triggers with it.
        AppendOnly("incidents_reader", except_columns=SIGHT),
    ]
