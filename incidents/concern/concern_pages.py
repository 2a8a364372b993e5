"""What the restricted pages show: the four tables, one concern, its chronology and its readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.timesince import timesince

from access.check import can
from access.roles import Permission
from incidents.concern.bodies import BODIES, HOW_ELSE, HOW_RECEIVED, OUTCOMES
from incidents.concern.models import Entry, Incident, Party, Reader
from incidents.concern.statuses import OVER, ConcernStatus
from incidents.report import helplines, people_found, report_pages
from incidents.report.answers import Answers
from incidents.report.report_options import BY_CODE, GUIDANCE, KINDS, RISKS
from incidents.routing import escalation, staffing
from incidents.routing.table import WHEN
from people.api import called, name
from people.api import labels_of as labels
from people.models import User

SHOWN_CLOSED = timedelta(days=30)
TABLES = (
    ("New", (ConcernStatus.REPORTED,), "No new concerns."),
    (
        "Being dealt with",
        (
            ConcernStatus.ACKNOWLEDGED,
            ConcernStatus.IN_PROGRESS,
            ConcernStatus.OUTCOME_RECORDED,
        ),
        "Nothing is being dealt with.",
    ),
    (
        "Waiting for someone else",
        (ConcernStatus.AWAITING_EXTERNAL,),
        "Nothing is waiting for someone else.",
    ),
    (
        "Closed in the last 30 days",
        OVER,
        "Nothing was closed in the last 30 days.",
    ),
)


@dataclass(frozen=True)
class ConcernRow:
    """One concern in a list: what tells it apart without a name."""

    incident: Incident
    level: str
    type: str
    ago: str
    reporter: str
    about: str
    next: str
    can_mark: bool


@dataclass(frozen=True)
class Table:
    title: str
    empty: str
    rows: list[ConcernRow]


def tables(visible: Any, *, by: User, names: bool, at: datetime) -> list[Table]:
    """The four tables, newest first."""
    found = visible.select_related("reported_by", "school", "handler").order_by("-reported_at")
    shown = [incident for incident in found if is_shown(incident, at)]
    on = timezone.localdate(at)
    about = about_whom(shown, on=on) if names else {}
    reporters = called([one.reported_by for one in shown], on=on) if names else {}
    rows = [
        row(
            one,
            by=by,
            reporter=reporter_of(one, reporters),
            about=about.get(one.pk, ""),
            at=at,
        )
        for one in shown
    ]
    return [
        Table(title, empty, [one for one in rows if one.incident.status in statuses])
        for title, statuses, empty in TABLES
    ]


def is_shown(incident: Incident, at: datetime) -> bool:
    return not incident.closed_at or at - incident.closed_at < SHOWN_CLOSED


def reporter_of(incident: Incident, names: dict[Any, str]) -> str:
    """What they are; by name, with what tells them from a colleague of the same name, where names are shown."""
    if incident.reported_by.is_system or not names:
        return incident.reporter_words()
    return names[incident.reported_by_id]


def row(incident: Incident, *, by: User, reporter: str, about: str, at: datetime) -> ConcernRow:
    is_new = incident.status == Incident.Status.REPORTED
    return ConcernRow(
        incident=incident,
        level=level(incident),
        type=BY_CODE[incident.option].words,
        ago=ago(incident.reported_at, at),
        reporter=reporter,
        about=about,
        next=next_action(incident),
        can_mark=is_new and can(by, Permission.CONCERN_HANDLE, incident, timezone.localdate(at)),
    )


def level(incident: Incident) -> str:
    if incident.child_at_risk == "yes":
        return "Someone at risk now"
    return str(incident.get_tier_display())


def ago(then: datetime, now: datetime) -> str:
    """42 minutes ago."""
    first = timesince(then, now).split(",")[0].replace("\xa0", " ")
    return "Just now" if first.startswith("0 ") else f"{first} ago"


def about_whom(incidents: list[Incident], *, on: date) -> dict[Any, str]:
    """Whom each concern is about, with what tells them from a colleague of the same name; else what they are."""
    parties = list(
        Party.objects.filter(incident__in=incidents).select_related("person").order_by("pk")
    )
    lines = labels([party.person for party in parties if party.person], on=on)
    said: dict[Any, str] = {}
    for incident in incidents:
        own = [party for party in parties if party.incident_id == incident.pk]
        named = [lines[party.person_id] for party in own if party.person_id]
        kinds = [KINDS[party.kind] for party in own if party.kind in KINDS]
        said[incident.pk] = "; ".join(named) or ", ".join(kinds)
    return said


def next_action(incident: Incident) -> str:
    """The next thing to do, in a few words."""
    words: dict[str, str] = {
        ConcernStatus.REPORTED: "Mark as seen",
        ConcernStatus.ACKNOWLEDGED: "Begin the chronology",
        ConcernStatus.IN_PROGRESS: "Add to the chronology, or record the outcome",
        ConcernStatus.AWAITING_EXTERNAL: "Wait for them to say you can carry on",
        ConcernStatus.OUTCOME_RECORDED: "Close it",
    }
    return words.get(incident.status, "Nothing")


def summary(incident: Incident, *, by: User, at: datetime) -> dict[str, Any]:
    """One concern: the report as sent, what to do meanwhile, whom it was referred to, who may come later."""
    answers = Answers.read(incident.answers)
    return {
        "rows": as_sent(incident, answers),
        "folded": folded(incident, answers, on=timezone.localdate(at)),
        "kind": BY_CODE[incident.option].words,
        "level": level(incident),
        "blocks": [GUIDANCE[code] for code in BY_CODE[incident.option].guidance],
        "referrals": [(BODIES[one.body], one) for one in incident.referrals.order_by("made_at")],
        "later": waiting(incident, at=at),
        "may_handle": can(by, Permission.CONCERN_HANDLE, incident, timezone.localdate(at)),
        "next": next_action(incident),
        "outcome": OUTCOMES.get(incident.outcome, ""),
        "lines": helplines.everyone(),
    }


def as_sent(incident: Incident, answers: Answers) -> list[tuple[str, str]]:
    """What of the report names nobody, exactly as it was sent."""
    kinds = [KINDS[kind] for kind in answers.kinds]
    return [
        ("About", "\n".join([*kinds, *(["Someone they could not name"] * answers.cannot_name)])),
        ("Platform", answers.platform),
        ("Channel of ours", answers.channel),
        ("When", answers.when),
        ("Is anyone at risk now", RISKS[incident.child_at_risk]),
    ]


def folded(incident: Incident, answers: Answers, *, on: date) -> list[tuple[str, str]]:
    """What names people, or may: the page shows it when it is pressed."""
    people = labels(people_found.by_ids(answers.people, incident.school), on=on).values()
    told = {**HOW_RECEIVED, **HOW_ELSE}.get(incident.how_received, "Written in the portal")
    is_own = incident.logged_by_id == incident.reported_by_id
    reporter = incident.reported_by
    return [
        (
            "Reported by",
            incident.reporter_words() if reporter.is_system else name(reporter, on=on),
        ),
        ("Told by", answers.told_by),
        ("How", told if is_own else f"{told}, written down by {incident.logged_by}"),
        ("People named", "\n".join(people)),
        ("What happened", answers.what),
        ("Account or link", answers.account),
    ]


def waiting(incident: Incident, *, at: datetime) -> list[dict[str, Any]]:
    """Those whom the route tells only once something has become true, and who they are today."""
    now = escalation.standing(incident, at=at)
    search = now.search
    sighted = set(incident.handlers(on=now.on).values_list("person_id", flat=True))
    found = []
    for later in now.route.later:
        people = [place for place in search.places((later.role,)) if place.person.id not in sighted]
        if people:
            called_so = report_pages.names_of(people, incident.school, on=now.on)
            names = [
                f"{called_so[place.person.id]}, {staffing.role_words(place.role)}"
                for place in people
            ]
            found.append(
                {
                    "role": later.role,
                    "when": later.when,
                    "words": WHEN[later.when],
                    "who": ", ".join(names),
                }
            )
    return found


def entries(incident: Incident, *, newest: bool) -> list[Entry]:
    """The chronology; it starts with the report itself, which the page draws."""
    rows = incident.entries.select_related("written_by", "corrects").order_by(
        "-position" if newest else "position"
    )
    return list(rows)


def readers(incident: Incident, *, on: date) -> list[Reader]:
    """Each with `called`: whoever has the name of somebody it is about is told from them."""
    found = list(incident.readers.open(on=on).select_related("person").order_by("added_at"))
    names = called([reader.person for reader in found], on=on)
    for reader in found:
        reader.called = names[reader.person_id]
    return found


def sight_of(incident: Incident, *, by: User, on: date) -> dict[str, Any]:
    people = readers(incident, on=on)
    others = incident.readers.exclude(pk__in=[one.pk for one in people]).select_related("person")
    return {
        "people": [(reader, capacity(reader)) for reader in people],
        "shut": [one for one in others if one.ended_at is None and (one.until or on) >= on],
        "ended": [one for one in others if one.ended_at or (one.until or on) < on],
        "opened": sum(reader.times_opened for reader in incident.readers.all()),
        "last": incident.readers.exclude(last_opened_at=None).order_by("-last_opened_at").first(),
        "may_share": can(by, Permission.CONCERN_SHARE, incident, on),
    }


def capacity(reader: Reader) -> str:
    return "shared by name" if reader.capacity == "READER" else staffing.role_words(reader.capacity)
