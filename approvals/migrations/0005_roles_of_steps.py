"""Steps of requests that are under way say by which role somebody signs, as new ones do."""

from __future__ import annotations

from django.db import migrations

ROLES = {
    "Headteacher": "HEAD",
    "Deputy headteacher": "DHT",
    "Chair": "CHAIR",
    "Chief executive": "CEO",
    "Communications manager": "COMMS",
    "Leadership team": "SLT",
    "Line manager": "LINE",
    "Next in line": "LINE",
    "Second signatory": "SECOND",
}


def name_roles(apps, schema_editor):
    stages = apps.get_model("approvals", "Stage").objects.filter(role="")
    for capacity, role in ROLES.items():
        stages.filter(capacity=capacity).exclude(signer=None).update(role=role)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_who_signs_instead")]

    operations = [migrations.RunPython(name_roles, migrations.RunPython.noop)]
