"""The people one can be in the demo, grouped by what they do, each with a word on why to try them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    email: str
    why: str


@dataclass(frozen=True)
class Group:
    title: str
    people: tuple[Persona, ...]


@dataclass(frozen=True)
class Thing:
    """One thing to try: what, as whom, how long, and the page it begins on."""

    title: str
    says: str
    email: str
    minutes: str
    start: str


def address(name: str) -> str:
    """The work address of somebody of the demo trust: "Priya Nair" is priya.nair@northmoor.example."""
    given, family = name.lower().split(" ", 1)
    return f"{given}.{family.replace(' ', '')}@northmoor.example"


GROUPS: tuple[Group, ...] = (
    Group(
        "Deciding",
        (
            Persona(address("Priya Nair"), "Headteacher of Southfield School: the final signature"),
            Persona(
                address("Dana Reid"), "Head of humanities: a line manager with a request to read"
            ),
            Persona(address("Ravi Shah"), "Communications manager of the trust"),
            Persona(address("Kay Moss"), "Headteacher of Marehay Primary School"),
            Persona(address("Ruth Marsh"), "Chief executive"),
        ),
    ),
    Group(
        "Asking for a channel and running one",
        (
            Persona(address("Jo Bell"), "Teacher of PE with a draft to finish"),
            Persona(address("Eve Stuart"), "Teacher of history who moderates a channel"),
            Persona(address("Kofi Mensah"), "Head of PE with changes to make"),
            Persona(address("Lena Fox"), "PE technician, asked to help run a channel"),
        ),
    ),
    Group(
        "Keeping children safe",
        (
            Persona(address("Amal Haddad"), "Designated safeguarding lead with a new concern"),
            Persona(address("Sam Hill"), "Deputy safeguarding lead"),
            Persona(address("Ellis Park"), "Deputy headteacher and safeguarding lead at Marehay"),
            Persona(address("Gwen Tully"), "Trust safeguarding lead"),
        ),
    ),
    Group(
        "Keeping the register",
        (
            Persona(address("Tom Okafor"), "Business manager: the register, people and Appendix 1"),
            Persona(address("Jean Porter"), "School business officer at Marehay"),
            Persona(address("Nell Reed"), "Network manager"),
            Persona(address("Tess Quinn"), "Portal administrator of the trust"),
        ),
    ),
    Group(
        "Looking across",
        (
            Persona(address("Uma Trent"), "Trust officer: both schools at once"),
            Persona(address("Ken Ames"), "Governor with a reviewer's eye"),
            Persona(
                "olga.stone@southmere.example",
                "Headteacher in another trust, who sees none of this",
            ),
        ),
    ),
)

THINGS: tuple[Thing, ...] = (
    Thing(
        "Decide a request",
        "Read one page, type your name, and a channel is on its way.",
        address("Priya Nair"),
        "1 minute",
        "decide",
    ),
    Thing(
        "Report a concern and see who gets it",
        "Before you send it, the page names who will see it and who will not.",
        address("Eve Stuart"),
        "2 minutes",
        "report",
    ),
    Thing(
        "Print the register",
        "Appendix 1 as a PDF for the school office.",
        address("Tom Okafor"),
        "1 minute",
        "register",
    ),
    Thing(
        "Ask for a channel",
        "Finish a half-written request and send it to your line manager.",
        address("Jo Bell"),
        "3 minutes",
        "ask",
    ),
    Thing(
        "Book time away",
        "See at once which channel it leaves short, and ask somebody to cover.",
        address("Eve Stuart"),
        "1 minute",
        "away",
    ),
)
EMAILS = frozenset(person.email for group in GROUPS for person in group.people) | {
    thing.email for thing in THINGS
}
