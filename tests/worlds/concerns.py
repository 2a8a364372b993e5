"""Several concerns at once: new, seen, closed, moved on, shared, waiting for others; their letters waiting, failed and sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from access.check import Denied
from incidents import actions
from incidents.concern.bodies import outcomes_of
from incidents.models import Draft, Incident, Reader
from notifications.models import Message
from tests.cast import Cast
from tests.factories import NOW
from tests.incidents.world import answers

WORD = "QZkanarieQZ"


class Plot(NamedTuple):
    """Whom the concerns are about, and who sends them."""

    about: str
    option: str
    kinds: tuple[str, ...]
    by: str = "teacher"


PLOTS = {
    "the headteacher": Plot("head", "staff-contact", ("head", "pupil")),
    "the safeguarding lead": Plot("dsl", "staff-contact", ("adult", "dsl")),
    "a deputy of the safeguarding lead": Plot("deputy_dsl", "staff-contact", ("adult", "dsl")),
    "the office manager": Plot("office", "adult-behaviour", ("adult",)),
    "the network manager": Plot("network", "staff-contact", ("adult", "pupil")),
    "a teacher": Plot("colleague", "adult-behaviour", ("adult",)),
    "a deputy head": Plot("deputy_head", "staff-contact", ("adult", "pupil")),
    "the portal administrator": Plot("admin", "adult-behaviour", ("adult",)),
    "the chair": Plot("chair", "adult-behaviour", ("adult",)),
    "somebody in human resources": Plot("hr", "adult-behaviour", ("adult",)),
    "pupils alone": Plot("", "pupil-contact", ("pupil",)),
}
PUPILS = PLOTS["pupils alone"]
# These hear of pupils: so that they have no sight of anything, all of it is about them.
HEAR = ("head", "deputy_head", "dsl", "deputy_dsl")


def accused(cast: Cast, plot: Plot) -> Any:
    if plot.about == "hr":
        return cast.trust.assignments.filter(role="HR").get().person
    return getattr(cast, plot.about) if plot.about else None


def tell(cast: Cast, plot: Plot) -> list[Incident]:
    """These concerns, as they stand this morning."""
    waits = send(cast, plot, at=NOW - timedelta(days=9))
    new = send(cast, plot, at=NOW - timedelta(minutes=5))
    seen, closed, shared, added = (send(cast, plot, at=NOW - timedelta(days=1)) for _ in range(4))
    others = [] if plot.about in HEAR else [send(cast, PUPILS._replace(by=plot.by), at=NOW)]
    actions.mark_seen(incident=seen, by=seen.handler, at=NOW)
    finish(closed, at=NOW)
    pass_on(cast, shared, plot, at=NOW)
    actions.add_as_reporter(incident=added, by=getattr(cast, plot.by), text=WORD, at=NOW)
    reporter = getattr(cast, plot.by)
    actions.save_draft(by=reporter, answers=answers(cast.school, what=WORD), at=NOW)
    actions.keep_typed(by=seen.handler, page="/concerns/x/", typed={"text": WORD}, at=NOW)
    some_letters_fail([waits, new])
    return [waits, new, seen, closed, shared, added, *others]


def send(cast: Cast, plot: Plot, *, at: datetime) -> Incident:
    whom = accused(cast, plot)
    people = [whom] if whom and "head" not in plot.kinds else []
    given = answers(cast.school, plot.option, plot.kinds, people, what=WORD)
    return actions.send_report(by=getattr(cast, plot.by), school=cast.school, answers=given, at=at)


def finish(incident: Incident, *, at: datetime) -> None:
    """Written in, referred, concluded and closed."""
    by = incident.handler
    actions.add_entry(incident=incident, by=by, kind="note", text=WORD, at=at)
    actions.add_referral(incident=incident, by=by, body="lado", made_at=at, said=WORD, at=at)
    outcome = next(iter(outcomes_of(incident.route)))
    actions.record_outcome(incident=incident, by=by, outcome=outcome, reason=WORD, at=at)
    actions.close(incident=incident, by=by, safeguarding_reference=WORD, at=at)


def pass_on(cast: Cast, incident: Incident, plot: Plot, *, at: datetime) -> None:
    """Shared with somebody by name, and found to be about somebody more."""
    by = incident.handler
    for person, verb in ((cast.line_manager, actions.share), (cast.other_teacher, None)):
        if person == accused(cast, plot) or person == by:
            continue
        try:
            if verb:
                verb(incident=incident, by=by, person=person, reason=WORD, at=at)
            else:
                actions.name_party(incident=incident, by=by, person=person, at=at)
        except Denied:
            continue


def some_letters_fail(incidents: Iterable[Incident]) -> None:
    """One letter about each is refused for good, another is in somebody's hand."""
    for incident in incidents:
        about = Message.objects.filter(reference=incident.reference, kind="concern").order_by("key")
        first, last = about.first(), about.last()
        about.filter(pk=last.pk).update(state="leased", leased_until=NOW + timedelta(minutes=3))
        about.filter(pk=first.pk).update(state="failed", attempts=4, failed_at=NOW)


def with_sight() -> set[Any]:
    """Whoever may know of a concern: its readers past and present, and those who sent or wrote one."""
    pairs = Incident.objects.values_list("reported_by_id", "logged_by_id")
    return {
        *Reader.objects.values_list("person_id", flat=True),
        *(pk for pair in pairs for pk in pair),
        *Draft.objects.values_list("person_id", flat=True),
    }
