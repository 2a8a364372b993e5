"""What pages of a report show: whom to phone, the answers given, and who will and who will not see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from access.roles import BY_CODE as ROLES
from accounts_registry.models import Channel
from incidents.concern.bodies import SUPPORT
from incidents.concern.models import Incident
from incidents.report import helplines, people_found
from incidents.report.answers import Answers
from incidents.report.report_options import BY_CODE, GUIDANCE, KINDS, RISKS
from incidents.routing import deadlines, staffing
from incidents.routing import route as routing
from incidents.routing.route import Place, Route, RouteFacts
from people.api import called
from people.api import labels_of as labels
from people.models import User
from schools.models import School


@dataclass(frozen=True)
class Contact:
    """Somebody to phone: a name, who they are, and the number."""

    name: str
    role: str
    phone: str
    out_of_hours: str = ""


@dataclass(frozen=True)
class FirstHelp:
    """Whom to call at one school before writing anything."""

    school: School
    people: list[Contact]
    outside: list[Contact]
    now: datetime
    has_lead: bool
    are_away: bool  # the lead and every deputy whom it is not about
    is_about: bool = False  # whom it is about is known, and taken out

    @property
    def office(self) -> str:
        """The office's number, until it is known whom it is about: that may be who answers there."""
        return "" if self.is_about else self.school.office_phone


def first_help(school: School, *, at: datetime, without: Answers | None = None) -> FirstHelp:
    """The safeguarding lead and deputies with their phones, else the head; never somebody it is about."""
    on = at.astimezone().date()
    facts = staffing.facts_of(school, on=on)
    barred: set[UUID] = set()
    if without:
        named = staffing.named_people(without.people, school, on=on)
        report = routing.Report(without.option, frozenset(without.kinds), named)
        barred = set(routing.people_concerned(report, facts))
        barred |= routing.left_out(facts, frozenset(barred))
    team = places_of(routing.SAFEGUARDING_TEAM, facts, barred)
    places = [place for place in team if not place.person.is_out]
    are_away = bool(team) and all(place.person.is_gone for place in team)
    has_lead = bool(facts.of("DSL"))
    if not places:
        instead = instead_of(team, facts, barred)
        known = [place for place in instead if place.person.is_known]
        # Nobody is known yet: names alone, of those who are there.
        places = known[:1] or [place for place in team if not place.person.is_gone] or instead
    outside = [
        Contact(name, "", number)
        for name, number in staffing.phones_of(school, on=on)
        if number != "999"
    ]
    people = [contact(place) for place in places]
    return FirstHelp(school, people, outside, at, has_lead, are_away, without is not None)


def instead_of(team: list[Place], facts: RouteFacts, barred: set[Any]) -> list[Place]:
    """Whom to speak to where nobody of the team is here: those who are here first, and last who suspended them."""
    by = {place.person.suspended_by for place in team}
    others = [
        Place(p, role)
        for role in ("HEAD", "TSL", "CEO", "CHAIR")
        for p in facts.of(role)
        if p.id not in barred and not p.is_suspended
    ]
    return sorted(others, key=lambda place: (place.person.id in by, place.person.is_away))


def places_of(roles: Iterable[str], facts: RouteFacts, barred: set[Any]) -> list[Place]:
    return [Place(p, role) for role in roles for p in facts.of(role) if p.id not in barred]


def contact(place: Place) -> Contact:
    """Without a number until a colleague has said that it is they: whoever proposed them has typed it."""
    person, role = User.objects.get(pk=place.person.id), staffing.role_words(place.role)
    if not place.person.is_known:
        return Contact(person.full_name, role, "")
    return Contact(person.full_name, role, person.phone, person.out_of_hours_phone)


def names_and_roles(places: list[Place], school: School, *, on: date) -> list[tuple[str, str]]:
    """Each as a choice: key, and name and role; more where a colleague has the same name."""
    found = people_found.by_ids([place.person.id for place in places], school)
    names = called(found, on=on)
    return [
        (str(place.person.id), name_and_role(place, names[place.person.id]))
        for place in places
        if place.person.id in names
    ]


def name_and_role(place: Place, name: str = "") -> str:
    role = (
        "named person"
        if place.role not in ROLES and place.role != "TRUST_CHAIR"
        else staffing.role_words(place.role)
    )
    return f"{name or place.person.name}, {role}"


class Told(NamedTuple):
    """Somebody a report goes to at once, and their number where one is known."""

    line: str
    phone: str


@dataclass(frozen=True)
class Who:
    """Who will see a report and who will not, by name."""

    told: list[Told]
    opens: list[str]
    asked_next: list[str]
    not_told: list[str]
    names: list[str]
    lead: str
    clock: str
    phones: list[tuple[str, str]]


class Answer(NamedTuple):
    """A question with what was answered, the number of its page, and the people in it, shown when asked for."""

    question: str
    words: str
    page: int
    people: list[str]


def who(route: Route, answers: Answers, school: School, *, on: date) -> Who:
    names = names_of([*route.everybody, *route.asked_next], school, on=on)

    def line(place: Place) -> str:
        return name_and_role(place, names[place.person.id])

    return Who(
        told=[Told(line(place), contact(place).phone) for place in route.told],
        opens=[line(place) + opens_when(place) for place in route.opens],
        asked_next=[line(place) for place in route.asked_next],
        not_told=not_told(route, answers, school, on=on),
        names=[names[place.person.id] for place in route.everybody],
        lead=names[route.told[0].person.id] if route.told else "",
        clock=deadlines.SAYS[route.clock],
        phones=safe_phones(route, school, on=on),
    )


def names_of(places: Iterable[Place], school: School, *, on: date) -> dict[Any, str]:
    """How a sentence calls each: more than the name where a colleague has the same one."""
    names = {place.person.id: place.person.name for place in places}
    return names | called(people_found.by_ids(names, school), on=on)


def opens_when(place: Place) -> str:
    """What keeps somebody from opening it today."""
    if place.person.is_gone:
        return ", who is away and can open it on return"
    if not place.person.is_known:
        return ", who can open it once a colleague has said that it is them"
    return ""


def not_told(route: Route, answers: Answers, school: School, *, on: date) -> list[str]:
    """Sentences for those it is about, then for those left out with them; where nothing is sent, only why."""
    concerned = called(people_found.by_ids(route.concerned, school), on=on)
    named = [line for pk, line in concerned.items() if str(pk) in answers.people]
    implied = [line for pk, line in concerned.items() if str(pk) not in answers.people]
    left = called(people_found.by_ids(route.left_out, school), on=on).values()
    of_them, of_others = (
        (" will not see it or know it was sent", " will not see it") if route.handler else ("", "")
    )
    lines = [f"{who}{of_them}, because you named them." for who in named]
    lines += [f"{who}{of_them}, because you said it is or may be about them." for who in implied]
    return lines + [f"{who}{of_others}, because of whom it is about." for who in left]


def safe_phones(route: Route, school: School, *, on: date) -> list[tuple[str, str]]:
    """Whom to phone where nothing can be sent: the trust's safeguarding lead unless concerned, then outside bodies."""
    facts = staffing.facts_of(school, on=on)
    barred = route.concerned | route.left_out
    leads = [person for person in facts.of("TSL") if person.id not in barred and not person.is_gone]
    phones = [contact(Place(person, "TSL")) for person in leads]
    return [(f"{one.name}, {one.role}", one.phone) for one in phones if one.phone] + list(
        route.phones
    )


def summary(answers: Answers, school: Any, *, on: date) -> list[Answer]:
    people = list(labels(people_found.by_ids(answers.people, school), on=on).values())
    about = [KINDS[kind] for kind in answers.kinds]
    if answers.cannot_name:
        about.append("Someone you cannot name")
    where = [answers.platform, answers.account, answers.channel, answers.when]
    return [
        Answer("School", school.name, 1, []),
        Answer("What has happened", BY_CODE[answers.option].words, 1, []),
        Answer("Who it is about", "\n".join(about), 2, people),
        Answer("What happened", answers.what, 3, []),
        Answer("Where and when", "\n".join(filter(None, where)), 4, []),
        *([Answer("Told by", "Somebody else", 4, [answers.told_by])] if answers.told_by else []),
        Answer("Is anyone at risk now", RISKS[answers.risk], 5, []),
    ]


def channels(school: School | None, user: User, *, on: date) -> list[tuple[str, str]]:
    """The school's channels, by the words that a report keeps."""
    found = Channel.objects.visible_to(user, on=on).filter(school=school).select_related("platform")
    words = sorted({f"{channel.account_name} ({channel.platform.name})" for channel in found})
    return [(word, word) for word in words]


def receipt(incident: Incident) -> dict[str, Any]:
    """What a reporter sees after sending: nothing of what was sent."""
    return {
        "incident": incident,
        "handler": incident.handler,
        "promise": deadlines.SAYS[incident.clock],
        "phones": staffing.phones_of(incident.school, on=incident.reported_at.date()),
        "blocks": [GUIDANCE[code] for code in BY_CODE[incident.option].guidance],
        "support": helplines.of(SUPPORT),
    }
