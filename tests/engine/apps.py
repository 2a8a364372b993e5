"""The app of the mark, which also shortens what a test would have to wait for."""

from datetime import timedelta

from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "tests.engine"
    label = "engine"

    def ready(self) -> None:
        from notifications import delivery

        # A killed sender's letter is taken over after five minutes; here after one.
        delivery.LEASE = timedelta(minutes=1)
