"""A changed name of an account counts once a second person has looked; what the register has now counts as seen."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q


def keep_what_was_accepted(apps: Any, schema_editor: Any) -> None:
    """Nobody's answer changes on the day of the update: the accounts there are were accepted or approved."""
    channels = apps.get_model("accounts_registry", "Channel").objects.exclude(identity="")
    signed = Q(legacy_import=False) | Q(accepted_at__isnull=False)
    channels.filter(signed).exclude(status="planned").update(confirmed_identity=F("identity"))


class Migration(migrations.Migration):
    dependencies = [("accounts_registry", "0007_what_was_signed")]

    operations = [
        migrations.AddField(
            "channel",
            "confirmed_identity",
            models.CharField(blank=True, default="", max_length=140),
        ),
        migrations.RunPython(keep_what_was_accepted, migrations.RunPython.noop),
        migrations.AlterField(
            "channel", "confirmed_identity", models.CharField(blank=True, max_length=140)
        ),
    ]
