"""An account that was ever written down as a member of staff's is never called a fake in public."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def keep_what_is_known(apps: Any, schema_editor: Any) -> None:
    """Of an entry that names nobody any more only the ledger knows, and that is not read for facts."""
    entries = apps.get_model("accounts_registry", "WatchedAccount").objects
    entries.filter(Q(holder__isnull=False) | Q(kind="quasi_school")).update(was_held=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts_registry", "0009_confirmed_accounts_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "watchedaccount",
            "was_held",
            models.BooleanField(default=False),
        ),
        migrations.AddField(
            "watchedaccount",
            "kind_changed_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(keep_what_is_known, migrations.RunPython.noop),
    ]
