"""The demo trust in a running portal: loaded once for a whole file, and looked at as anybody in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client, TransactionTestCase, override_settings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.journeys.steps import Arrives, Visitor


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The database of a whole file, emptied after its last test and not after each."""
    with django_db_blocker.unblock():
        yield
        TransactionTestCase()._fixture_teardown()


@pytest.fixture(scope="module")
def demo_site(transactional_db: None) -> Iterator[str]:
    """The address of a portal in demo mode, with its story told as of today."""
    from demo.story.tell import tell

    with override_settings(IS_DEMO=True, ALLOWED_HOSTS=["localhost", "testserver"]):
        now = timezone.now()
        tell(timezone.localdate(now), now)
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def becomes(new_context, demo_site: str) -> Arrives:
    """Somebody of the demo, signed in by the demo's own door."""

    def become(email: str = "", **options: object) -> Visitor:
        context = new_context(**options)
        if email:
            client = Client()
            client.post("/demo/sign-in/", {"email": email})
            context.add_cookies(
                [{"name": "session", "value": client.cookies["session"].value, "url": demo_site}]
            )
        return Visitor(context.new_page(), demo_site)

    return become
