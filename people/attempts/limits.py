"""How many attempts are allowed in how long: one table."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from people.person.models import User
from workflow.promised import promised

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds


@dataclass(frozen=True)
class Limit:
    """At most `amount` in `seconds`; browsers known before may use `kept` of these when others have used the rest."""

    amount: int
    seconds: int
    kept: int = 0

    def amount_for(self, is_known: bool) -> int:
        return self.amount if is_known else self.amount - self.kept


@dataclass(frozen=True)
class Limits:
    """Per account (or whatever is aimed at) and per address of the network."""

    account: Limit | None = None
    address: Limit | None = None


# A whole school has one address, so one person guessing there must not shut out the others.
LIMITS: dict[str, Limits] = {
    # Wrong passwords and wrong codes together. 6 of the 20 are the owner's own; strangers in a network have 60 a
    # minute, and browsers known before 40 more, so that one script there shuts out none of these.
    "sign_in": Limits(account=Limit(20, HOUR, kept=6), address=Limit(100, MINUTE, kept=40)),
    "link": Limits(address=Limit(60, 10 * MINUTE)),
    # Reports of fake accounts, for each school, those about a child apart.
    "report": Limits(account=Limit(100, DAY), address=Limit(8, HOUR)),
    # The code of the server that appoints the first people.
    "set_up": Limits(address=Limit(20, HOUR)),
    # Questions whether an account is real: a parent asks a few, a machine thousands.
    "check": Limits(address=Limit(120, MINUTE)),
}
LONGEST = max(
    limit.seconds for row in LIMITS.values() for limit in (row.account, row.address) if limit
)
TOLD_FROM = promised(LIMITS["sign_in"].account).amount_for(is_known=False)


def account_mark(person: User | None, typed: str = "") -> str:
    """The fingerprint of an account: of the person where there is one, else of what was typed."""
    return _mark("account", str(person.pk) if person else typed.strip().lower())


def address_mark(request: HttpRequest) -> str:
    """The fingerprint of where a request comes from; of the network, for IPv6."""
    return _mark("address", get_ip(request))


def _mark(kind: str, value: str) -> str:
    return salted_hmac(f"people.attempts.{kind}", value, algorithm="sha256").hexdigest()[:32]
