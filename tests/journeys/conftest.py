"""The browser of the journeys: somebody arrives at it, on a day of their story."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase

from tests.journeys.steps import Arrives, Visitor


@pytest.fixture
def arrives(new_context, live_server) -> Arrives:
    """Somebody at a browser of their own; signed in, where they are named."""

    def arrive(person: object = None, **options: object) -> Visitor:
        visitor = Visitor(new_context(**options).new_page(), live_server.url)
        return visitor.signs_in(person) if person else visitor

    return arrive


@pytest.fixture(scope="module")
def demo_site(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A running portal with the demo trust, loaded once for all the journeys of a file."""
    from django.conf import settings
    from django.test import override_settings
    from django.utils import timezone
    from pytest_django.live_server_helper import LiveServer

    from audit.triggers import lifted
    from portal.demo.story.tell import tell

    with django_db_blocker.unblock(), override_settings(IS_DEMO=True, ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "localhost"]):
        now = timezone.now()
        tell(timezone.localdate(now), now)
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        TransactionTestCase()._fixture_teardown()
    assert lifted
