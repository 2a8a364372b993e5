"""What the long proofs of signing in ask of a portal from inside it."""

from __future__ import annotations

import base64
import json

from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command

from people.attempts.models import Attempt
from people.models import User
from tests.factories import make_person, make_school, make_trust


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def print_people(number: int) -> None:
    trust, found = make_trust(), []
    for one in range(number):
        school = make_school(trust)
        person = make_person(f"Person{one} Door", "HEAD", trust=trust, school=school)
        secret = base64.b32encode(f"secret, number {one:05}".encode()).decode()
        TOTP.activate(person, secret)
        found.append({"email": person.email, "secret": secret})
    print(json.dumps(found))


def forget_attempts() -> None:
    """As if an hour had passed, and half a minute for each app."""
    Attempt.objects.all().delete()
    User.objects.update(code_counter=0)


def print_attempts() -> None:
    print(Attempt.objects.count())
