"""One portal of a moment becomes what a dump is taken of: python -m tests.upgrades.fill demo | empty

Prints what can be counted in it. On the morning of the tests (tests/clock.py), whatever day it is.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from typing import Any

import time_machine

from tests.clock import MOMENT

PERSON = {
    "trust": "Elmfield Academy",
    "preset": "",
    "school": "Elmfield Academy",
    "urn": "",
    "given_name": "Ola",
    "family_name": "Brandt",
    "email": "ola.brandt@elmfield.example",
    "password": "thrown away with the dump",
}


def main(kind: str) -> dict[str, Any]:
    with time_machine.travel(MOMENT, tick=True):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
        {"demo": tell_the_demo, "empty": set_it_up}[kind]()
        seal_something()
        return counted()


def tell_the_demo() -> None:
    from django.core.management import call_command

    call_command("demo_data", verbosity=0)


def set_it_up() -> None:
    from django.utils import timezone

    from portal import first_run

    first_run.set_up(PERSON, at=timezone.now())


def seal_something() -> None:
    """Somebody has a second step and leaves a page half typed, so that everything that is ever sealed is there."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP
    from django.utils import timezone

    from drafts import actions
    from people.models import User
    from people.sign_in import authenticator_keys

    person = User.objects.filter(is_system=False, is_active=True).earliest("email")
    with authenticator_keys.of(person):
        TOTP.activate(person, "A" * 32)
        RecoveryCodes.activate(person)
    typed = {"reason": ["half a sentence"]}
    actions.keep_typed(by=person, page="/register/", typed=typed, at=timezone.now())


def counted() -> dict[str, Any]:
    """What must be found again after every upgrade."""
    from approvals.models import Decision
    from audit.verify import anchor
    from tests.sealing.traffic import read_everything

    signatures = Decision.objects.count()
    return {"anchor": str(anchor()), "signatures": signatures, "sealed": read_everything()}


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):  # only the last line is the answer
        answer = main(*sys.argv[1:])
    print(json.dumps(answer))
