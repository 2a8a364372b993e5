"""Every school with a safeguarding lead has taken reports until now, and goes on."""

from django.db import migrations
from django.utils import timezone


def go_on(apps, schema_editor):
    held = apps.get_model("people", "RoleAssignment").objects.filter(role="DSL")
    schools = apps.get_model("schools", "School").objects.filter(
        pk__in=held.exclude(school=None).values("school")
    )
    schools.update(takes_reports_since=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0007_suspensions"),
        ("schools", "0003_takes_reports"),
    ]

    operations = [migrations.RunPython(go_on, migrations.RunPython.noop)]
