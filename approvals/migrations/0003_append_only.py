from django.db import migrations

from audit.triggers import AppendOnly


class Migration(migrations.Migration):
    """What was sent and signed is never changed; only whether a signature still counts."""

    dependencies = [("approvals", "0002_initial")]
    operations = [
        AppendOnly("approvals_revision"),
        AppendOnly("approvals_decision", except_columns=("counts",)),
    ]
