"""What the restricted pages show: the four tables, one concern, its chronology and its readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.timesince import timesince

from access.check import can
from access.roles import Permission
from incidents import finding, helplines, ladder, routing, staffing
from incidents.answers import Answers
from incidents.models import Entry, Incident, Reader
from incidents.options import BY_CODE, GUIDANCE, KINDS, RISKS
from incidents.outside import BODIES, HOW_ELSE, HOW_RECEIVED, OUTCOMES
from incidents.routes import WHEN

SHOWN_CLOSED = timedelta(days=30)
TABLES = (
    ("New", ("reported",), "No new concerns."),
    (
        "Being dealt with",
        ("acknowledged", "in_progress", "outcome_recorded"),
        "Nothing is being dealt with.",
    ),
    ("Waiting for someone else", ("awaiting_external",), "Nothing is waiting for someone else."),
    (
        "Closed in the last 30 days",
        ("closed", "duplicate"),
        "Nothing was closed in the last 30 days.",
    ),
)


@dataclass(frozen=True)
class Row:
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
    rows: list[Row]


def tables(visible: Any, *, by: Any, names: bool, at: datetime) -> list[Table]:
    """The four tables, newest first."""
    found = visible.select_related("reported_by", "school", "handler").order_by("-reported_at")
    rows = [
        row(incident, by=by, names=names, at=at) for incident in found if is_shown(incident, at)
    ]
    return [
        Table(title, empty, [one for one in rows if one.incident.status in statuses])
        for title, statuses, empty in TABLES
    ]


def is_shown(incident: Incident, at: datetime) -> bool:
    return not incident.closed_at or at - incident.closed_at < SHOWN_CLOSED


def row(incident: Incident, *, by: Any, names: bool, at: datetime) -> Row:
    is_new = incident.status == Incident.Status.REPORTED
    return Row(
        incident=incident,
        level=level(incident),
        type=BY_CODE[incident.option].words,
        ago=ago(incident.reported_at, at),
        reporter=incident.reporter_words(name=names),
        about=about(incident) if names else "",
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


def about(incident: Incident) -> str:
    named = [
        party.person.full_name
        for party in incident.parties.select_related("person")
        if party.person_id
    ]
    kinds = [KINDS[party.kind] for party in incident.parties.all() if party.kind in KINDS]
    return ", ".join(named or kinds)


def next_action(incident: Incident) -> str:
    """The next thing to do, in a few words."""
    return {
        "reported": "Mark as seen",
        "acknowledged": "Begin the chronology",
        "in_progress": "Add to the chronology, or record the outcome",
        "awaiting_external": "Wait for them to say you can carry on",
        "outcome_recorded": "Close it",
    }.get(incident.status, "Nothing")


def summary(incident: Incident, *, by: Any, names: bool, at: datetime) -> dict[str, Any]:
    """One concern: the report as sent, what to do meanwhile, whom it was referred to, who may come later."""
    answers = Answers.read(incident.answers)  # type: ignore[arg-type]  # unsealed
    return {
        "rows": as_sent(incident, answers, names=names),
        "names": names,
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


def as_sent(incident: Incident, answers: Answers, *, names: bool) -> list[tuple[str, str]]:
    """The report exactly as it was sent; with names hidden, people stand as what they are."""
    hidden = "Names are hidden"
    people = [person.full_name for person in finding.by_ids(answers.people, incident.school)]
    kinds = [KINDS[kind] for kind in answers.kinds] + (
        ["Someone they could not name"] if answers.cannot_name else []
    )
    told = {**HOW_RECEIVED, **HOW_ELSE}.get(incident.how_received, "Written in the portal")
    return [
        (
            "Reported by",
            incident.reporter_words(name=names),
        ),
        (
            "How",
            told
            if incident.logged_by_id == incident.reported_by_id
            else f"{told}, written down by {incident.logged_by}",
        ),
        ("About", "\n".join(kinds)),
        ("People named", ("\n".join(people) if names else hidden) if people else ""),
        ("What happened", answers.what if names else hidden),
        ("Platform", answers.platform),
        ("Account or link", answers.account if names or not answers.account else hidden),
        ("Channel of ours", answers.channel),
        ("When", answers.when),
        ("Is anyone at risk now", RISKS[incident.child_at_risk]),
    ]


def waiting(incident: Incident, *, at: datetime) -> list[dict[str, Any]]:
    """Those whom the route tells only once something has become true, and who they are today."""
    route = ladder.route_now(incident, at=at)
    facts = staffing.facts_of(incident.school, on=timezone.localdate(at))
    search = routing.Search(facts, route.concerned, route.left_out, route.conflicted)
    sighted = set(
        incident.readers.filter(ended_at=None, may_handle=True).values_list("person_id", flat=True)
    )
    found = []
    for later in route.later:
        people = [place for place in search.places((later.role,)) if place.person.id not in sighted]
        if people:
            names = [f"{place.person.name}, {staffing.role_words(place.role)}" for place in people]
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
    return list(incident.readers.open(on=on).select_related("person").order_by("added_at"))


def sight_of(incident: Incident, *, by: Any, on: date) -> dict[str, Any]:
    people = readers(incident, on=on)
    return {
        "people": [(reader, capacity(reader)) for reader in people],
        "ended": list(
            incident.readers.exclude(pk__in=[one.pk for one in people]).select_related("person")
        ),
        "opened": sum(reader.times_opened for reader in incident.readers.all()),
        "last": incident.readers.exclude(last_opened_at=None).order_by("-last_opened_at").first(),
        "may_share": can(by, Permission.CONCERN_SHARE, incident, on),
    }


def capacity(reader: Reader) -> str:
    return "shared by name" if reader.capacity == "READER" else staffing.role_words(reader.capacity)
