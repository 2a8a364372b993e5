"""Who works where in the demo trust: one row a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StaffRow:
    """A person: school by its key ("" for the trust), post, roles, line manager by name, work phone."""

    name: str
    school: str
    post: str = ""
    roles: tuple[str, ...] = ()
    manager: str = ""
    category: str = "teaching"
    department: str = ""
    phone: str = ""
    order: int = 0


SOUTHFIELD, MAREHAY, TRUST, CARROW = "southfield", "marehay", "", "carrow"

PEOPLE: tuple[StaffRow, ...] = (
    StaffRow(
        "Ruth Marsh",
        TRUST,
        "Chief executive",
        ("CEO",),
        category="head_office",
        phone="01632 960100",
    ),
    StaffRow("Tess Quinn", TRUST, "Portal administrator", ("TADMIN",), "Ruth Marsh", "head_office"),
    StaffRow(
        "Ravi Shah",
        TRUST,
        "Communications manager",
        ("COMMS",),
        "Ruth Marsh",
        "head_office",
        phone="01632 960103",
    ),
    StaffRow(
        "Mia Webb", TRUST, "Communications officer", ("COMMS",), "Ravi Shah", "head_office", order=1
    ),
    StaffRow(
        "Gwen Tully",
        TRUST,
        "Trust safeguarding lead",
        ("TSL",),
        "Ruth Marsh",
        "head_office",
        phone="01632 960120",
    ),
    StaffRow("Uma Trent", TRUST, "Trust officer", ("OFFICER",), "Ruth Marsh", "head_office"),
    StaffRow("Colin Cole", TRUST, "HR manager", ("HR",), "Ruth Marsh", "head_office"),
    StaffRow("Farah Dean", TRUST, "Data protection officer", ("DPO",), "Ruth Marsh", "head_office"),
    StaffRow(
        "Priya Nair",
        SOUTHFIELD,
        "Headteacher",
        ("HEAD",),
        "Ruth Marsh",
        "leadership",
        phone="01632 960101",
    ),
    StaffRow("Owen Lowe", SOUTHFIELD, "DHT", ("DHT", "SLT"), "Priya Nair", "leadership"),
    StaffRow(
        "Tom Okafor",
        SOUTHFIELD,
        "Business Manager",
        ("ADMIN",),
        "Priya Nair",
        "support",
        "Office",
        "01632 960102",
    ),
    StaffRow(
        "Nell Reed", SOUTHFIELD, "Network Manager", ("NETMAN",), "Tom Okafor", "support", "Office"
    ),
    StaffRow(
        "Amal Haddad",
        SOUTHFIELD,
        "Designated safeguarding lead",
        ("DSL",),
        "Priya Nair",
        "leadership",
        "Pastoral",
        "01632 960114",
    ),
    StaffRow(
        "Sam Hill",
        SOUTHFIELD,
        "Head of year 9",
        ("DDSL",),
        "Amal Haddad",
        "teaching",
        "Pastoral",
        "01632 960115",
    ),
    StaffRow(
        "Grace Wren",
        SOUTHFIELD,
        "Head of year 7",
        ("DDSL",),
        "Amal Haddad",
        "teaching",
        "Pastoral",
        "01632 960116",
        1,
    ),
    StaffRow(
        "Dana Reid", SOUTHFIELD, "HoD (Humanities)", (), "Owen Lowe", "teaching", "Humanities"
    ),
    StaffRow(
        "Eve Stuart", SOUTHFIELD, "Teacher of history", (), "Dana Reid", "teaching", "Humanities"
    ),
    StaffRow("Kofi Mensah", SOUTHFIELD, "HoD (PE)", (), "Owen Lowe", "teaching", "PE"),
    StaffRow("Jo Bell", SOUTHFIELD, "Teacher of PE", (), "Kofi Mensah", "teaching", "PE"),
    StaffRow("Lena Fox", SOUTHFIELD, "PE technician", (), "Kofi Mensah", "support", "PE"),
    StaffRow("Ines Moor", SOUTHFIELD, "Librarian", (), "Dana Reid", "support", "Library"),
    StaffRow(
        "Ivor Day",
        SOUTHFIELD,
        "Chair of governors",
        ("CHAIR",),
        "",
        "governor",
        phone="01632 960119",
    ),
    StaffRow("Ken Ames", SOUTHFIELD, "Link governor", ("AUDIT",), "", "governor"),
    StaffRow(
        "Kay Moss",
        MAREHAY,
        "Headteacher",
        ("HEAD",),
        "Ruth Marsh",
        "leadership",
        phone="01632 960201",
    ),
    StaffRow(
        "Ellis Park",
        MAREHAY,
        "DHT",
        ("DSL", "DHT"),
        "Kay Moss",
        "leadership",
        "Pastoral",
        "01632 960214",
    ),
    StaffRow(
        "Ada Hart",
        MAREHAY,
        "Class teacher",
        ("DDSL",),
        "Ellis Park",
        "teaching",
        "Year 4",
        "01632 960215",
    ),
    StaffRow(
        "Jean Porter", MAREHAY, "SBO", ("ADMIN",), "Kay Moss", "support", "Office", "01632 960202"
    ),
    StaffRow("Ben Lacey", MAREHAY, "Teacher of music", (), "Ellis Park", "teaching", "Music"),
    StaffRow(
        "Noor Aziz", MAREHAY, "Network technician", ("NETMAN",), "Jean Porter", "support", "Office"
    ),
    StaffRow(
        "Hugh Penn", MAREHAY, "Chair of governors", ("CHAIR",), "", "governor", phone="01632 960219"
    ),
    StaffRow(
        "Olga Stone", CARROW, "Headteacher", ("HEAD",), "", "leadership", phone="01632 960301"
    ),
)
# Posts nobody holds: the register's page shows them first.
VACANT: tuple[tuple[str, str], ...] = ((SOUTHFIELD, "HoD (Art)"),)
