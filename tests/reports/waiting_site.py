"""A portal in a folder of its own, asked from outside as people ask it: for tests that stop and start its parts.

python -m tests.reports.waiting_site set_up | ask NUMBER SECONDS_AGO | states | page
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from datetime import date, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from documents.models import Download, Export  # noqa: E402
from notifications.models import Notice  # noqa: E402
from people.models import User  # noqa: E402
from reports import actions  # noqa: E402
from tests.factories import make_person, make_school, make_trust  # noqa: E402


def set_up() -> Any:
    call_command("migrate", interactive=False, verbosity=0)
    trust = make_trust("Northmoor Learning Trust", short_name="northmoor")
    school = make_school(trust, "Ashdown Academy")
    make_person("Tess Admin", "TADMIN", trust=trust)
    make_person("Tom Okafor", "ADMIN", trust=trust, school=school)
    return "done"


def ask(number: str, seconds_ago: str) -> Any:
    """So many files, asked for so long ago: each in a transaction of its own, with its doorbell."""
    office = User.objects.get(family_name="Okafor")
    at = timezone.now() - timedelta(seconds=int(seconds_ago))
    held = office.assignments.get(role="ADMIN")
    for _ in range(int(number)):
        actions.ask_for_export(
            kind="register_xlsx",
            trust=held.trust,
            school=held.school,
            as_at=date.today(),
            by=office,
            at=at,
        )
    return "done"


def states() -> Any:
    """How many files are how far; each is made once, and nobody is told anything twice."""
    rows = Export.objects.values_list("state", "file")
    files = [file for _, file in rows if file]
    assert len(files) == len(set(files))
    told = Notice.objects.values_list("key", flat=True)
    assert len(told) == len(set(told)) and not Download.objects.exists()
    return Counter(state for state, _ in rows)


def page() -> Any:
    """What the one who asked first reads, and when their page looks again."""
    client = Client()
    client.force_login(User.objects.get(family_name="Okafor"))
    answer = client.get(f"/exports/{Export.objects.earliest('asked_at').pk}/")
    says = b"".join(answer) if answer.streaming else answer.content
    return {
        "is_the_file": "Content-Disposition" in answer,
        "again": answer.headers.get("Refresh", ""),
        "stopped": b"does this work has stopped" in says,
        "not_taken": b"Nothing has taken this up yet" in says,
        "kept": b"What you asked for is kept" in says,
        "whom": b"tell Tess Admin" in says,
    }


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
