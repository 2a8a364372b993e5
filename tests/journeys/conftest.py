"""The browser of the journeys: somebody arrives at it."""

from __future__ import annotations

import pytest

from tests.journeys.steps import Arrives, Visitor


@pytest.fixture
def arrives(new_context, live_server) -> Arrives:
    """Somebody at a browser of their own; signed in, where they are named."""

    def arrive(person: object = None) -> Visitor:
        visitor = Visitor(new_context().new_page(), live_server.url)
        return visitor.signs_in(person) if person else visitor

    return arrive
