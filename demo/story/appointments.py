"""Somebody is proposed for a role that hears concerns, and waits for a second person."""

from __future__ import annotations

from demo.story.cast import Stage
from demo.story.moments import Strand
from demo.story.staff import MAREHAY
from people.appointments.actions import propose


def propose_a_deputy(stage: Stage) -> Strand:
    """Marehay's office manager proposes a second deputy lead, whom the headteacher has yet to confirm."""
    at = yield stage.ago(1, 15)
    propose(
        person=stage["Ben Lacey"],
        role="DDSL",
        trust=stage.trust,
        school=stage.schools[MAREHAY],
        start_date=at.date(),
        order=1,
        by=stage["Jean Porter"],
        at=at,
    )
