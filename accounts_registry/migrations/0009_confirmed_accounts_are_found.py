"""The public page looks an account up by the name that was confirmed too, while another waits."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts_registry", "0008_confirmed_handles")]

    operations = [
        migrations.AddIndex(
            "channel",
            models.Index(fields=["confirmed_identity"], name="accounts_re_confirm_544e72_idx"),
        ),
    ]
