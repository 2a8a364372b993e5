"""An id counts once the headteacher or communications have found it to be ours; what was accepted with its row does."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q


def keep_what_was_accepted(apps: Any, schema_editor: Any) -> None:
    """Rows whose account is the id itself, and that the headteacher has accepted or approved by it."""
    channels = apps.get_model("accounts_registry", "Channel").objects.exclude(permanent_id="")
    signed = Q(legacy_import=False) | Q(accepted_at__isnull=False)
    accepted = channels.filter(signed, handle__endswith=F("permanent_id"))
    accepted.update(confirmed_id=F("permanent_id"))


class Migration(migrations.Migration):
    dependencies = [("accounts_registry", "0003_append_only")]

    operations = [
        migrations.AddField(
            "channel", "confirmed_id", models.CharField(blank=True, default="", max_length=100)
        ),
        migrations.RunPython(keep_what_was_accepted, migrations.RunPython.noop),
        migrations.AlterField(
            "channel", "confirmed_id", models.CharField(blank=True, max_length=100)
        ),
    ]
