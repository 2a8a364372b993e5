"""One process of a portal under way, for tests/long/keys.py: prepares it, uses it, or reckons what is there.

python -m tests.sealing.user prepare CONCERNS | walk NUMBER SEED STEPS | reckon
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
import uuid
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.conf import settings  # noqa: E402

from audit.verify import first_broken  # noqa: E402
from incidents.models import Incident  # noqa: E402
from people.models import User  # noqa: E402
from people.sign_in import authenticator_keys  # noqa: E402
from tests.cast import make_cast  # noqa: E402
from tests.sealing.traffic import Traffic, read_everything  # noqa: E402

PEOPLE = ("Jo", "Lena", "Priya", "Amal")
WRITTEN = Path(settings.DATA_DIR) / "written"


def main(verb: str, *words: str) -> dict[str, Any]:
    return {"prepare": prepare, "walk": walk, "reckon": reckon}[verb](*words)


def prepare(concerns: str) -> dict[str, Any]:
    Traffic(make_cast(), seed=0, concerns=int(concerns))
    for person in User.objects.filter(is_system=False):
        TOTP.activate(person, "A" * 32)
        RecoveryCodes.activate(person)
    WRITTEN.mkdir(parents=True, exist_ok=True)
    return {}


def walk(number: str, seed: str, steps: str) -> dict[str, Any]:
    """Read and write, and use two recovery codes on the way; what was written is kept aside."""
    person = User.objects.get(given_name=PEOPLE[int(number)])
    traffic = Traffic(SimpleNamespace(dsl=User.objects.get(given_name="Amal")), 0, concerns=0)
    traffic.incidents = list(Incident.objects.order_by("pk"))[:20]
    chance = random.Random(int(seed) * 10 + int(number))
    for step in range(int(steps)):
        traffic.tried(lambda step=step: traffic.step(chance, person, step))
        if step % 20 == 10 and step < 40:
            traffic.tried(lambda: use_a_code(person))
    entries = {str(pk): text for pk, text in traffic.written.items()}
    drafts = {str(pk): text for pk, text in traffic.drafts.items()}
    kept = {"entries": entries, "drafts": drafts, "codes": {str(person.pk): 2}}
    (WRITTEN / f"{time.time()}-{number}.json").write_text(json.dumps(kept))
    return {"steps": traffic.reads + traffic.writes, "faults": traffic.faults}


def use_a_code(person: User) -> None:
    row = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    with authenticator_keys.of(person):
        code = RecoveryCodes(row).get_unused_codes()[0]
        assert RecoveryCodes(row).validate_code(code)


def reckon() -> dict[str, Any]:
    """What was written and is not there; where the ledger breaks; how many texts open."""
    traffic = Traffic(SimpleNamespace(), 0, concerns=0)
    codes: Counter[str] = Counter()
    for file in sorted(WRITTEN.glob("*.json")):
        kept = json.loads(file.read_text())
        traffic.written |= {uuid.UUID(pk): text for pk, text in kept["entries"].items()}
        traffic.drafts |= kept["drafts"]
        codes.update(kept["codes"])
    forgotten = sum(used(pk) != number for pk, number in codes.items())
    lost = len(traffic.lost()) + forgotten
    return {"lost": lost, "broken": first_broken(), "texts": read_everything()}


def used(pk: str) -> int:
    row = Authenticator.objects.get(user_id=pk, type=Authenticator.Type.RECOVERY_CODES)
    return row.data["used_mask"].bit_count()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])) + "\n")
