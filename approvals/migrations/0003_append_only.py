from django.db import migrations

from audit.triggers import append_only


class Migration(migrations.Migration):
    """What was sent and signed is never changed; only whether a signature still counts."""

    dependencies = [("approvals", "0002_initial")]
    operations = [
        append_only("approvals_revision"),
        append_only("approvals_decision", except_columns=("counts",)),
    ]
