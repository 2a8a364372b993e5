"""Where a concern goes, as data: each of the twelve options against who it is about (requirements 5.4).

A row names roles in order: the first one handles it. The code (M1 to M60) is the row of the matrix
it serves. Who stands in for whom is at the end (5.3). The trust's safeguarding lead confirms this
table against the guidance in force before a school uses it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

OPERATIONAL, STAFF_MATTER, SAFEGUARDING, NAMED = "VIS-1", "VIS-2", "VIS-3", "VIS-4"
TIERS = (OPERATIONAL, STAFF_MATTER, SAFEGUARDING, NAMED)


@dataclass(frozen=True)
class Later:
    """Somebody who is told, and can see it, only once the handler records that this has become true."""

    role: str
    when: str


WHEN: dict[str, str] = {
    "serious": "It is repeated, sexual or threatening, or the request was accepted",
    "criteria": "The police or children's social care must be told",
    "harm": "The local authority designated officer has advised what to do",
    "police": "The police must be told",
    "child": "A child may be at risk",
    "staff": "A member of staff needs support or may face formal action",
    "employer": "The chief executive must decide or be told",
    "takedown": "Somebody must ask the platform to take it down",
    "data": "Personal data of other people has been exposed",
    "access": "Access, filtering or equipment must be looked at",
}


@dataclass(frozen=True)
class RoutingRow:
    """One cell: who is told now (the first handles it), who else can open it, who may come later."""

    code: str
    told: tuple[str, ...]
    tier: str
    clock: str
    opens: tuple[str, ...] = ()
    later: tuple[Later, ...] = ()

    def also(self, *roles: str) -> RoutingRow:
        return replace(self, told=(*self.told, *(role for role in roles if role not in self.told)))

    def instead(self, old: str, new: str) -> RoutingRow:
        return replace(
            self, told=tuple(dict.fromkeys(new if role == old else role for role in self.told))
        )


def later(**roles: str) -> tuple[Later, ...]:
    return tuple(Later(role, when) for role, when in roles.items())


DSL, HEAD, BOTH = ("DSL",), ("HEAD",), ("HEAD", "DSL")
HR_AFTER = later(HR="harm")

# Concerns about the headteacher or the safeguarding lead go the same way whatever has happened.
ABOUT_HEAD = RoutingRow("M58", ("CEO", "CHAIR"), NAMED, "four-hours")
ABOUT_DSL = RoutingRow("M57", HEAD, NAMED, "four-hours", later=later(HR="staff"))
# About the chair, a trustee or the chief executive: nobody below them, and nobody of the school (M13).
ABOUT_CHAIR = RoutingRow("M13", ("TRUST_CHAIR",), NAMED, "four-hours")
ABOUT_BOTH = RoutingRow("M58", ("CEO", "CHAIR", "TSL"), NAMED, "four-hours")

BY_A_PUPIL = RoutingRow("M5", DSL, SAFEGUARDING, "two-hours", later=later(HEAD="serious"))
BY_AN_ADULT = RoutingRow("M8", BOTH, NAMED, "four-hours", later=HR_AFTER)
IMAGE = RoutingRow("M17", DSL, SAFEGUARDING, "hour", later=later(HEAD="criteria"))
IMAGE_BY_ADULT = RoutingRow("M18", ("DSL", "HEAD"), NAMED, "hour", later=HR_AFTER)
BULLYING = RoutingRow("M19", DSL, SAFEGUARDING, "school-day", later=later(HEAD="serious"))
DISCLOSED = RoutingRow("M15", DSL, SAFEGUARDING, "two-hours", later=later(HEAD="criteria"))
EXTREME = RoutingRow(
    "M21", DSL, SAFEGUARDING, "two-hours", later=later(HEAD="criteria", NETMAN="access")
)
BLACKMAIL = RoutingRow("M17", ("DSL", "HEAD"), SAFEGUARDING, "hour")
CONDUCT = RoutingRow("M35", HEAD, STAFF_MATTER, "two-days", later=later(HR="staff", DSL="child"))
ABUSE = RoutingRow("M28", HEAD, STAFF_MATTER, "two-days", later=later(HR="staff", CEO="police"))
FAKE = RoutingRow("M45", ("COMMS", "HEAD"), OPERATIONAL, "same-day", later=later(DSL="child"))
IN_OUR_NAME = RoutingRow("M43", ("COMMS", "HEAD"), OPERATIONAL, "two-days")
BACK = RoutingRow("M44", ("HEAD", "COMMS", "NETMAN"), OPERATIONAL, "school-day")
LOST = RoutingRow(
    "M49", ("NETMAN", "COMMS"), OPERATIONAL, "hour", opens=HEAD, later=later(DPO="data")
)
MISTAKE = RoutingRow(
    "M51", ("COMMS", "DPO"), OPERATIONAL, "two-days", opens=HEAD, later=later(DSL="child")
)
OTHER = RoutingRow("M56", HEAD, STAFF_MATTER, "two-days", later=later(HR="staff", DSL="child"))


def accounts(row: RoutingRow) -> dict[str, RoutingRow]:
    """A row about an account and not about a person: the same whoever may be behind it, but for the two leads."""
    kinds = ("pupil", "adult", "governor", "outside", "nobody", "unsure")
    return {**dict.fromkeys(kinds, row), "head": ABOUT_HEAD, "dsl": ABOUT_DSL}


ROUTES: dict[str, dict[str, RoutingRow]] = {
    "pupil-contact": {
        "pupil": BY_A_PUPIL,
        "adult": replace(BY_A_PUPIL, told=("DSL", "HEAD"), later=()),
        "head": ABOUT_HEAD,
        "dsl": ABOUT_DSL,
        "governor": replace(BY_A_PUPIL, told=("DSL", "TSL")),
        "outside": RoutingRow("M4", DSL, SAFEGUARDING, "school-day", later=later(HEAD="serious")),
        "nobody": BY_A_PUPIL,
        "unsure": BY_A_PUPIL,
    },
    "staff-contact": {
        "pupil": BY_AN_ADULT,
        "adult": BY_AN_ADULT,
        "head": replace(ABOUT_HEAD, code="M12"),
        "dsl": replace(ABOUT_DSL, code="M11"),
        "chair": ABOUT_CHAIR,
        "governor": BY_AN_ADULT.also("TSL"),
        "outside": RoutingRow("M10", DSL, SAFEGUARDING, "school-day", later=later(HEAD="criteria")),
        "nobody": BY_AN_ADULT,
        "unsure": BY_AN_ADULT,
    },
    "intimate-image": {
        "pupil": IMAGE,
        "adult": IMAGE_BY_ADULT,
        "head": replace(ABOUT_HEAD, clock="hour"),
        "dsl": replace(ABOUT_DSL, clock="hour"),
        "chair": replace(ABOUT_CHAIR, clock="hour"),
        "governor": IMAGE_BY_ADULT.also("TSL"),
        "outside": IMAGE,
        "nobody": IMAGE,
        "unsure": IMAGE,
    },
    "harm-to-pupil": {
        "pupil": BULLYING,
        "adult": BY_AN_ADULT,
        "head": replace(ABOUT_HEAD, code="M12"),
        "dsl": replace(ABOUT_DSL, code="M11"),
        "chair": ABOUT_CHAIR,
        "governor": BY_AN_ADULT.also("TSL"),
        "outside": replace(DISCLOSED, code="M16"),
        "nobody": replace(DISCLOSED, code="M16"),
        "unsure": replace(DISCLOSED, code="M16"),
    },
    "extreme": {
        "pupil": EXTREME,
        "adult": RoutingRow("M22", BOTH, NAMED, "four-hours", later=HR_AFTER),
        "head": ABOUT_HEAD,
        "dsl": ABOUT_DSL,
        "chair": ABOUT_CHAIR,
        "governor": RoutingRow("M22", ("HEAD", "DSL", "TSL"), NAMED, "four-hours", later=HR_AFTER),
        "outside": replace(EXTREME, code="M23"),
        "nobody": replace(EXTREME, code="M23"),
        "unsure": EXTREME,
    },
    "blackmail": {
        "pupil": BLACKMAIL,
        "adult": IMAGE_BY_ADULT,
        "head": replace(ABOUT_HEAD, clock="hour"),
        "dsl": replace(ABOUT_DSL, clock="hour"),
        "chair": replace(ABOUT_CHAIR, clock="hour"),
        "governor": IMAGE_BY_ADULT.also("TSL"),
        "outside": BLACKMAIL,
        "nobody": BLACKMAIL,
        "unsure": BLACKMAIL,
    },
    "adult-behaviour": {
        "pupil": replace(
            CONDUCT, told=BOTH, tier=SAFEGUARDING, clock="school-day", later=later(HR="staff")
        ),
        "adult": CONDUCT,
        "head": ABOUT_HEAD,
        "dsl": ABOUT_DSL,
        "chair": ABOUT_CHAIR,
        "governor": CONDUCT.instead("HEAD", "CHAIR"),
        "outside": OTHER,
        "nobody": OTHER,
        "unsure": OTHER,
    },
    "abuse-of-staff": {
        "pupil": RoutingRow("M29", HEAD, SAFEGUARDING, "school-day", later=later(HR="staff")),
        "adult": replace(ABUSE, code="M30"),
        "head": replace(ABOUT_HEAD, code="M34"),
        "dsl": ABOUT_DSL,
        "chair": ABOUT_CHAIR,
        "governor": ABUSE.instead("HEAD", "CHAIR"),
        "outside": ABUSE,
        "nobody": ABUSE,
        "unsure": ABUSE,
    },
    "fake-account": {
        "pupil": RoutingRow(
            "M46", ("DSL", "HEAD"), SAFEGUARDING, "school-day", later=later(COMMS="takedown")
        ),
        "adult": RoutingRow(
            "M46", ("HEAD", "COMMS"), STAFF_MATTER, "two-days", later=later(DSL="child")
        ),
        "head": ABOUT_HEAD,
        "dsl": ABOUT_DSL,
        "governor": FAKE.also("TSL"),
        "outside": FAKE,
        "nobody": FAKE,
        "unsure": FAKE,
    },
    "lost-account": {
        "pupil": RoutingRow(
            "M50",
            ("DSL", "NETMAN"),
            SAFEGUARDING,
            "hour",
            opens=HEAD,
            later=later(COMMS="takedown"),
        ),
        "adult": LOST.also("HEAD"),
        "head": replace(ABOUT_HEAD, clock="hour"),
        "dsl": replace(ABOUT_DSL, clock="hour"),
        "governor": LOST.also("TSL"),
        "outside": LOST,
        "nobody": LOST,
        "unsure": LOST,
    },
    "mistake": {
        "pupil": RoutingRow(
            "M38", ("HEAD", "DPO"), SAFEGUARDING, "school-day", later=later(COMMS="takedown")
        ),
        "adult": MISTAKE.also("HEAD"),
        "head": ABOUT_HEAD,
        "dsl": ABOUT_DSL,
        "governor": MISTAKE.also("TSL"),
        "outside": MISTAKE,
        "nobody": MISTAKE,
        "unsure": MISTAKE,
    },
    "account-in-our-name": accounts(IN_OUR_NAME),
    "closed-channel-back": accounts(BACK),
    "something-else": {
        "pupil": DISCLOSED,
        "adult": OTHER,
        "head": ABOUT_HEAD,
        "dsl": ABOUT_DSL,
        "chair": ABOUT_CHAIR,
        "governor": OTHER.instead("HEAD", "CHAIR"),
        "outside": DISCLOSED,
        "nobody": DISCLOSED,
        "unsure": DISCLOSED,
    },
}

# Who takes a role's place where the one who holds it may not hear of it...
IF_CONCERNED: dict[str, tuple[str, ...]] = {
    "DSL": ("HEAD", "TSL"),
    "DDSL": ("DSL",),
    "HEAD": ("CEO", "CHAIR"),
    "CEO": ("TRUST_CHAIR", "TRUST_VICE_CHAIR", "TSL"),
    "CHAIR": ("VICE_CHAIR", "TRUST_CHAIR", "CEO"),
    "VICE_CHAIR": ("CHAIR", "TRUST_CHAIR", "CEO"),
    "TRUST_CHAIR": ("TRUST_VICE_CHAIR", "VICE_CHAIR", "CHAIR", "TSL", "CEO"),
    "TRUST_VICE_CHAIR": ("TRUST_CHAIR", "TSL", "CEO"),
    "COMMS": ("HEAD", "CEO"),
    "NETMAN": ("HEAD", "CEO"),
    "DPO": ("CEO",),
    "HR": ("CEO",),
    "TSL": ("CEO",),
    "DHT": ("HEAD",),
}
# ... and where nobody holds it, or they are away.
IF_AWAY: dict[str, tuple[str, ...]] = {
    "DSL": ("DDSL", "HEAD", "TSL"),
    "DDSL": ("DSL",),
    "HEAD": ("CEO", "CHAIR", "VICE_CHAIR", "TRUST_CHAIR", "TSL"),
    "CEO": ("TRUST_CHAIR", "TRUST_VICE_CHAIR", "TSL"),
    "CHAIR": ("VICE_CHAIR", "TRUST_CHAIR", "CEO"),
    "VICE_CHAIR": ("CHAIR", "TRUST_CHAIR", "CEO"),
    "TRUST_CHAIR": ("TRUST_VICE_CHAIR", "VICE_CHAIR", "CHAIR", "CEO", "TSL"),
    "TRUST_VICE_CHAIR": ("TRUST_CHAIR", "CEO", "TSL"),
    "COMMS": ("HEAD", "DHT", "CEO"),
    "NETMAN": ("HEAD", "DHT", "CEO"),
    "DPO": ("HEAD", "CEO"),
    "HR": ("CEO",),
    "TSL": ("CEO",),
    "DHT": ("HEAD",),
}
# Where the substitutes all take part, and not only the first of them.
ALL_OF_THEM = frozenset({"HEAD"})
# Who is asked next, one after the other, when nobody has marked a concern as seen in time (5.5).
LADDERS: dict[str, tuple[str, ...]] = {
    OPERATIONAL: ("HEAD", "CEO"),
    STAFF_MATTER: ("HEAD", "CEO"),
    SAFEGUARDING: ("DSL", "DDSL", "HEAD", "TSL"),
    NAMED: ("CEO", "CHAIR", "VICE_CHAIR", "TRUST_CHAIR", "TRUST_VICE_CHAIR", "TSL"),
}
# Who is asked from outside the school's own team, in this order, where somebody would deal with it alone
# who has named, suspended or held back the others.
OUTSIDE: dict[str, tuple[str, ...]] = {
    tier: tuple(
        dict.fromkeys((*(("TSL",) if tier in (SAFEGUARDING, NAMED) else ()), *LADDERS[NAMED]))
    )
    for tier in TIERS
}
# These hear of a part only and do not take a concern over.
NOT_HANDLERS = frozenset({"DPO", "HR"})
