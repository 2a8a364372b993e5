"""Lists of the register that people keep."""

from __future__ import annotations

from accounts_registry.listing.actions.saved import save_view
from accounts_registry.listing.saved import stored
from accounts_registry.listing.wanted import Wanted
from accounts_registry.models import Channel
from demo.story.cast import Stage
from demo.story.moments import Strand
from demo.story.staff import SOUTHFIELD


def keep_lists(stage: Stage) -> Strand:
    """The office has named the list it goes through every Monday, and shares it with the school."""
    at = yield stage.ago(30)
    school = stage.schools[SOUTHFIELD]
    save_view(
        name="Monday list",
        query=stored(Wanted(school=str(school.pk), status=Channel.Status.OPEN, sort="review")),
        columns=("name", "platform", "review", "needs", "master"),
        school=school,
        by=stage["Tom Okafor"],
        at=at,
    )
